"""What is written of findings: marks in the text they are about, the list beside it, and where there is no room the current one.

Nothing of it needs a colour: words are underlined, levels are words, and the current finding has a `>` and stands reversed.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.core.finding import Finding, Level
from reviewer.tui.passage import Mark, Passage
from reviewer.tui.widgets.correction import Remark
from reviewer.workflow.desk import Desk
from reviewer.workflow.marking import Marking, Noticed

LISTED_AT_MOST = 50
"""Findings of one text that are listed."""
_SAID = 120
"""Characters of a message in the list, which leave room for what follows it on two lines of a narrow screen."""
_QUOTED = 60
"""Characters of a suggestion in the list."""
_ROLES = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "quiet"}


def counted(marking: Marking) -> str:
    """How many there are in the article, in the words of the status line."""
    count = marking.count()
    if count is None:
        return "checking" if marking.session.shows_findings and not marking.problem else ""
    hidden = " hidden" if marking.is_hidden and count else ""
    near = "" if marking.is_whole else " near here"
    return f"{count or 'no'} finding{'' if count == 1 else 's'}{hidden}{near}"


def machine_marks(desk: Desk, noticed: Noticed) -> tuple[Mark, ...]:
    """The marks in the machine's text, while that is the text in sight."""
    if desk.text != desk.machine:
        return ()
    return tuple(
        Mark(start, end, "noticed" if is_current else "flagged") for start, end, is_current in _places(desk.text, noticed)
    )


def remarks(desk: Desk, noticed: Noticed, *, typing: bool) -> tuple[Remark, ...]:
    """The marks in the correction: once it is one, or is being typed."""
    if desk.text == desk.machine and not typing:
        return ()
    return tuple(Remark(start, end, desk.text[start:end], is_current) for start, end, is_current in _places(desk.text, noticed))


def _places(text: str, noticed: Noticed) -> Iterator[tuple[int, int, bool]]:
    """Where something is to be marked, the current one last; what is missing is marked on the character behind it."""
    order = sorted(range(len(noticed.findings)), key=lambda number: number == noticed.chosen)
    for number in order:
        finding = noticed.findings[number]
        is_current = number == noticed.chosen
        if finding.level.counts or (is_current and noticed.is_asked_for):
            start, end = finding.span
            if start == end:
                start, end = (start, start + 1) if start < len(text) else (max(0, start - 1), start)
            yield start, end, is_current


def listing(marking: Marking, noticed: Noticed) -> tuple[list[Passage], tuple[int, int] | None]:
    """All findings of the text in sight, numbered, and where in that the current one is."""
    if not noticed.findings:
        return [Passage.of((_nothing(marking), "quiet"))], None
    passages: list[Passage] = []
    text = marking.session.desk.text if marking.session.desk is not None else ""
    focus = (0, 0)
    for number, finding in enumerate(noticed.findings[:LISTED_AT_MOST]):
        is_current = number == noticed.chosen
        if is_current:
            focus = (len(passages), 0)
        known = _known(marking, finding) if is_current else ""
        passages.append(_line(finding, text, f"{'>' if is_current else ' '}{number + 1:>2} ", known))
    if len(noticed.findings) > LISTED_AT_MOST:
        passages.append(Passage.of((f"and {len(noticed.findings) - LISTED_AT_MOST} more", "quiet")))
    return passages, focus


def current(marking: Marking, noticed: Noticed) -> list[Passage]:
    """The current finding alone."""
    finding = noticed.current
    if finding is None or not (finding.level.counts or noticed.is_asked_for):
        return [Passage.of((marking.problem, "warning"))] if marking.problem else []
    place = f"{noticed.chosen + 1}/{len(noticed.findings)} " if len(noticed.findings) > 1 else ""
    text = marking.session.desk.text if marking.session.desk is not None else ""
    return [_line(finding, text, place, _known(marking, finding))]


def takes_all(finding: Finding, text: str) -> bool:
    """Whether taking what is suggested would leave nothing of the text: such a sentence is cut."""
    start, end = finding.span
    return finding.suggestion == "" and not (text[:start] + text[end:]).strip()


def _line(finding: Finding, text: str, place: str, known: str) -> Passage:
    level = str(finding.level), _ROLES[finding.level]
    return Passage.of(place, level, f"  {_cut(finding.message, _SAID)}", (_instead(finding, text), "heading"), (known, "quiet"))


def _instead(finding: Finding, text: str) -> str:
    if finding.suggestion is None:
        return ""
    if not finding.suggestion:
        return " → c cuts it" if takes_all(finding, text) else " → take it out"
    return f" → {_cut(finding.suggestion, _QUOTED)}"


def _cut(text: str, at_most: int) -> str:
    return text if len(text) <= at_most else f"{text[:at_most]}…"


def _known(marking: Marking, finding: Finding) -> str:
    """Which check it is, and how often editors agreed with it."""
    return "".join(f" · {each}" for each in (finding.check, marking.acceptance(finding.check)) if each)


def _nothing(marking: Marking) -> str:
    if not marking.session.shows_findings:
        return ""
    if marking.is_hidden:
        return "hidden: h shows them"
    return marking.problem or ("" if marking.look_here is None else "nothing here")
