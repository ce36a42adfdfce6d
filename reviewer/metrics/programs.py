"""How a module of ours is started as a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    "import sys; from importlib import import_module; root, module = sys.argv[1:3]; "
    "root in sys.path or sys.path.insert(0, root); import_module(module).main(*sys.argv[3:])"
)
"""Finds this very package without the current directory, in which anybody may have left a `json.py`."""


def program(module: str, *arguments: str) -> list[str]:
    """The command that calls `main(*arguments)` of `module` in a new interpreter."""
    return [sys.executable, "-P", "-c", _START, _ROOT, module, *arguments]
