"""Text that a spreadsheet shows and never runs.

A cell that begins with `=` is a formula to every spreadsheet program, and some take `+`, `-`, `@` and their full-width forms
for its beginning too, skip spaces and quotes before it, or, where `;` parts the columns, open a comma file with a cell that
begins inside of one of ours. A `'` in front makes such a cell text.
"""

from __future__ import annotations

import re

_BEFORE_A_FORMULA = re.compile(r"(?:(?<![\s'\";])[\s'\";]+|^)(?=[=+\-@＝＋－＠])")
"""A run is looked at once, from its beginning: it may be all of a long text."""
_PARTS_CELLS = ";\t\r\n"


def harmless(text: str) -> str:
    """`text` with a `'` before whatever a spreadsheet would take for the beginning of a formula."""
    made = _BEFORE_A_FORMULA.sub(_quoted, text)
    return f"'{made}" if made.startswith(("\t", "\r")) else made


def _quoted(found: re.Match[str]) -> str:
    """The run with a `'` where a cell begins in it: after the last sign that parts cells, and at the beginning of the text."""
    run = found[0]
    cell = max(map(run.rfind, _PARTS_CELLS)) + 1
    first = "'" if found.start() == 0 else ""
    return f"{first}{run[:cell]}'{run[cell:]}" if cell else f"{first}{run}"
