"""How state machines are run: any history of so many steps, and the same ones on every run."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run_machines(kind: type[RuleBasedStateMachine], machines: int, steps: int, **more: Any) -> None:
    """Runs so many machines of a kind, of at most so many steps each; `more` are further settings of Hypothesis."""
    fixed = {"deadline": None, "database": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(kind, settings=settings(max_examples=machines, stateful_step_count=steps, **{**fixed, **more}))
