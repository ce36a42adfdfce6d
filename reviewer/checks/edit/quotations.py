"""Quotations whose words the editor changed: more than marks, capitals and spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.diff import diff
from reviewer.analysis.stems import letters_and_digits
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_SHOWN = 60
"""Longer changes inside a quotation are not said word for word."""


def _look(unit: Unit) -> Iterator[Remark]:
    machine = unit.machine or ""
    before, after = list(_QUOTED.finditer(machine)), list(_QUOTED.finditer(unit.text))
    if not before or len(before) != len(after):
        return
    kept = {letters_and_digits(found[1]) for found in before}
    for old, new in zip(before, after, strict=True):
        if letters_and_digits(new[1]) not in kept:
            yield Remark(*new.span(1), _said(old[1], new[1]))


def _said(old: str, new: str) -> str:
    changes = [edit for edit in diff(old, new) if edit.kind != "equal"]
    changes = [
        edit
        for edit in changes
        if letters_and_digits(old[slice(*edit.machine)]) != letters_and_digits(new[slice(*edit.correction)])
    ]
    if len(changes) == 1:
        gone, came = old[slice(*changes[0].machine)].strip(), new[slice(*changes[0].correction)].strip()
        if len(gone) + len(came) <= _SHOWN and gone and came:
            return f"in a quotation, “{gone}” → “{came}” changed"
        if len(gone) + len(came) <= _SHOWN:
            return f"in a quotation, “{gone or came}” {'removed' if gone else 'added'}"
    return "the words of a quotation changed"


CHECK = Check(
    name="quote-altered",
    level=Level.INFO,
    about="A quotation whose words the editor changed, not only its marks, capitals or spaces; right where it was translated.",
    issue="mistranslation",
    unit=_look,
    needs_edit=True,
    bad=('"We will sign it," he said. => "We will not sign it," he said.',),
    good=('"We will sign it", he said. => “We will sign it,” he said.',),
)
