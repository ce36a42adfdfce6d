"""Quotations that are opened and not closed, closed and not opened, or closed by another kind of mark.

A mark opens or closes by what stands beside it, and only where that shows nothing by whether a quotation is open: one missing
mark must not turn round all that follow it. Where each paragraph of a long quotation opens it anew and only the last one closes
it, that is right; segments in a row without paragraphs may do the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.analysis.lexicon import SAYING
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Paragraph, Story, Unit
from reviewer.checks.surface.punctuation import begins_early, begins_inside
from reviewer.core.finding import Level

_MARK = re.compile("\"\"?|[“”„‟«»]|``|''")
_GLYPH = re.compile("[\"“”„‟«»`]|''")
_OPENS_AFTER = frozenset(" \t\n\u00a0\u3000([{—–-/‘'`●■★・|:=<「")
_CLOSES_BEFORE = frozenset(" \t\n\u00a0\u3000.,;:!?)]}—–-/’'…%<>」|")
_NEVER_BEGINS = frozenset(",;:!?)]}")
_FEET = re.compile(r"\d['’′]\s?\d+$")
_POSSESSIVE = re.compile(r"s\b")
_TAG = re.compile(rf",[^,\"“”]{{0,60}}\b(?:{'|'.join(SAYING)})\b")
_LEADING = " \u3000([“\"'‘-—–"
_FEW = 8
"""So many characters may stand before a mark that leads its unit."""
_NESTED = 3
"""So many quotations may be open within each other."""
_FAR = 12
"""So many units a quotation may go on without a new mark."""
_AFRESH = 5
"""So many units after it began a mark may open it anew, as a paragraph of it does where nobody says what the paragraphs are."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A double quotation mark where it stands."""

    at: int
    """The index of the unit."""
    start: int
    end: int
    shape: str
    """`opens`, `closes`, or empty where nothing shows it."""
    leads: bool
    """Whether nothing but other signs stands before it in its unit."""


class _Pairing:
    """What of the marks of a story is paired, paragraph by paragraph."""

    def __init__(self, story: Story) -> None:
        self.remarks: list[Remark] = []
        self._units = story.units
        self._open: list[_Mark] = []
        self._tag = (-1, 0, -1)  # the unit, from where on a tag was last looked for in it, and where the first one is
        at = 0
        paragraphs = story.paragraphs
        starts = [_first_mark(paragraph) for paragraph in paragraphs]
        for index, paragraph in enumerate(paragraphs):
            for offset, unit in enumerate(paragraph.units):
                for mark in _marks(unit, at + offset):
                    self._take(mark)
            at += len(paragraph.units)
            goes_on = index + 1 < len(paragraphs) and starts[index + 1]
            self._end(goes_on=goes_on)

    def _take(self, mark: _Mark) -> None:
        text = self._units[mark.at].text
        if mark.shape != "opens" and self._is_inches(text, mark):
            return
        begin = begins_inside(self._units[mark.at]) if mark.start < _FEW and mark.shape != "opens" else None
        if begin is not None and mark.start < begin.end():
            if self._open:
                self._open.pop()
            return
        is_possessive = mark.shape == "" and text[mark.start - 1 : mark.start].isalpha() and _POSSESSIVE.match(text, mark.end)
        if mark.shape == "opens" or (mark.shape == "" and not self._open and not is_possessive):
            self._begin(mark, text)
        elif self._open and mark.at - self._open[-1].at <= _FAR:
            self._open.pop()
        else:
            self._blame_close(mark, text)

    def _begin(self, mark: _Mark, text: str) -> None:
        if self._open and mark.leads:
            told = self._open.pop()
            if self._is_tagged(told) or mark.at - told.at > _AFRESH:
                self._blame_open(told)
        elif self._open and self._open[-1].at == mark.at and _is_misplaced(text, mark):
            self._open.pop()
            sign = text[mark.start - 2]
            message = "a closing quotation mark on the wrong side of the space"
            self.remarks.append(Remark(mark.start - 2, mark.end, message, f'{sign}" ', at=mark.at))
            return
        if len(self._open) >= _NESTED:
            self._blame_open(self._open.pop(0))
        self._open.append(mark)

    def _end(self, *, goes_on: bool) -> None:
        """A paragraph ends; the next one begins with a mark or not."""
        if goes_on and len(self._open) == 1 and not self._is_tagged(self._open[0]):
            self._open.clear()
        for mark in self._open:
            self._blame_open(mark)
        self._open.clear()

    def _is_tagged(self, mark: _Mark) -> bool:
        """Whether the quotation that `mark` opens must have ended in its unit: who said it stands there."""
        at, start, tag = self._tag
        if at != mark.at or mark.end < start or -1 < tag < mark.end:
            found = _TAG.search(self._units[mark.at].text, mark.end)
            tag = found.start() if found else -1
            self._tag = mark.at, mark.end, tag
        return tag >= 0

    def _is_inches(self, text: str, mark: _Mark) -> bool:
        if not text[mark.start - 1 : mark.start].isdecimal() or mark.start == 0:
            return False
        return not self._open or _FEET.search(text, max(0, mark.start - 8), mark.start) is not None

    def _blame_close(self, mark: _Mark, text: str) -> None:
        if text[mark.start - 1 : mark.start].isalpha() and _POSSESSIVE.match(text, mark.end):
            self.remarks.append(Remark(mark.start, mark.end, "a quotation mark where an apostrophe is due", "'", at=mark.at))
        else:
            self._blame(mark, "closes a quotation that nothing opened", is_sure=text[mark.start - 1 : mark.start] == ",")

    def _blame_open(self, mark: _Mark) -> None:
        self._blame(mark, "opens a quotation that is not closed", is_sure=self._is_tagged(mark))

    def _blame(self, mark: _Mark, message: str, *, is_sure: bool) -> None:
        """Blame a mark; of one sentence alone nobody knows what stood before and after it, unless it says who was quoted."""
        level = None if is_sure or len(self._units) > 1 else Level.INFO
        self.remarks.append(Remark(mark.start, mark.end, message, level=level, at=mark.at))


def _is_misplaced(text: str, mark: _Mark) -> bool:
    """Whether a mark that looks like an opening one closes the quotation before it, as in `"We will sign, "he said`."""
    if text[mark.start : mark.end] != '"' or not text[mark.end : mark.end + 1].islower():
        return False
    following = _MARK.search(text, mark.end)
    closes = following is not None and _shape(text, *following.span()) == "closes"
    return text.endswith((", ", "? ", "! "), 0, mark.start) and not closes


def _first_mark(paragraph: Paragraph) -> bool:
    """Whether the paragraph begins with a quotation mark that opens."""
    return any(mark.leads and mark.shape != "closes" for mark in _marks(paragraph.units[0], 0))


def _marks(unit: Unit, at: int) -> Iterator[_Mark]:
    text = unit.text
    if _GLYPH.search(text) is None:
        return
    for match in _MARK.finditer(text):
        start, end = match.span()
        yield _Mark(at, start, end, _shape(text, start, end), start < _FEW and not text[:start].strip(_LEADING))


def _shape(text: str, start: int, end: int) -> str:
    before, after = text[start - 1 : start] if start else " ", text[end : end + 1] or " "
    may_open = before in _OPENS_AFTER and after not in _NEVER_BEGINS and not after.isspace()
    may_close = after in _CLOSES_BEFORE and not before.isspace()
    glyph = text[start:end]
    if glyph in ("“", "„", "«", "``"):
        return "closes" if may_close and not may_open else "opens"
    if glyph in ("”", "»", "''"):
        return "opens" if may_open and not may_close else "closes"
    if may_open == may_close or (glyph == '"' and may_close and begins_early(text, start)):
        return ""
    return "opens" if may_open else "closes"


def unbalanced_quote(story: Story) -> Iterator[Remark]:
    """A double quotation mark without its partner."""
    yield from _Pairing(story).remarks


def mixed_quotes(unit: Unit) -> Iterator[Remark]:
    """A curly mark that a straight one closes, or the other way round, or one that looks the wrong way."""
    text = unit.text
    if ("“" not in text and "”" not in text) or "„" in text:
        return
    opening: _Mark | None = None
    for mark in _marks(unit, 0):
        glyph = text[mark.start : mark.end]
        if glyph not in ('"', "“", "”"):
            continue
        opens = mark.shape == "opens" or (mark.shape == "" and opening is None)
        if opens:
            opening = mark
            if glyph == "”":
                yield Remark(mark.start, mark.end, "a closing quotation mark where one opens", "“")
            continue
        pair = text[opening.start : opening.end] + glyph if opening is not None else ""
        opening = None
        if pair in ('“"', '”"'):
            yield Remark(mark.start, mark.end, "a straight mark closes a curly quotation", "”")
        elif pair in ('"”', '"“'):
            yield Remark(mark.start, mark.end, "a curly mark closes a straight quotation", '"')
        elif pair in ("““", "”“"):
            yield Remark(mark.start, mark.end, "an opening quotation mark where one closes", "”")


def quote_style(story: Story) -> Iterator[Remark]:
    """The first mark of the kind, straight or curly, that the story has less often than the other."""
    kinds: dict[str, list[_Mark]] = {"straight": [], "curly": []}
    for at, unit in enumerate(story.units):
        for mark in _marks(unit, at):
            glyph = unit.text[mark.start : mark.end]
            if glyph in ('"', "“", "”"):
                kinds["straight" if glyph == '"' else "curly"].append(mark)
    (kind, fewer), (other, more) = sorted(kinds.items(), key=lambda each: len(each[1]))
    if not fewer:
        return
    message = f"{kind} quotation marks in {len(fewer)} places, {other} ones in {len(more)}"
    yield Remark(fewer[0].start, fewer[0].end, message, at=fewer[0].at)


UNBALANCED_QUOTE = Check(
    name="unbalanced-quote",
    level=Level.WARNING,
    about="A quotation that is opened and not closed, or closed and not opened, judged over the paragraph; where each "
    "paragraph of a quotation opens it anew, that is right, and so are feet, inches and apostrophes.",
    issue="typographical",
    story=unbalanced_quote,
    bad=('"The door stays open, the spokesperson said.', 'The door stays open," she said.', '"We will sign, "he said.'),
    good=('"We waited. || "Nobody came," he said.', '"We waited. | Nobody came," he said.', "It is 6'2\" tall."),
)
MIXED_QUOTES = Check(
    name="mixed-quotes",
    level=Level.WARNING,
    about="A quotation with a curly mark at one end and a straight one at the other, or with a mark the wrong way round.",
    issue="typographical",
    unit=mixed_quotes,
    bad=('They called it a “red line" on Monday.', "They called it a ”red line” on Monday."),
    good=('They called it a “red line” and a "door".', "They called it a “red line” on Monday."),
)
QUOTE_STYLE = Check(
    name="quote-style",
    level=Level.INFO,
    about="Straight and curly quotation marks in one article, said once where the rarer ones begin.",
    issue="style",
    story=quote_style,
    bad=('They called it a “red line”. | They called it a "door".',),
    good=("They called it a “red line”. | They called it a “door”.", "It is the party's “line”."),
    english=False,
)
