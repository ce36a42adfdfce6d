"""Who took the picture, who wrote it and which agency sent it: lines and brackets that name people and not what happened.

English names them too, in its own way: `By Ann Example`, `SEOUL, Jan. 24 (Agency) -`, `(Photo: Agency)` under a picture. Those
are left alone, or are only info; what is remarked is the form that other newspapers have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks.check import Check, Remark, taken_out
from reviewer.checks.residue.edges import APART, is_near_an_end
from reviewer.checks.story import Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level

_PICTURE = re.compile(
    r"[\[(【〔〈<]\s*(?:[^\W\d]+ ){0,2}?"
    r"(?:사진|자료|캡처|영상|写真|画像|資料|photo(?:graph)?s?|images?|picture|graphics?|footage)\s*"
    r"(?:(?:source|credit)?\s*(?:[=:：·・]|제공)|(?:provided )?by\b|courtesy\b)[^\])】〕〉>\n]{0,120}[\])】〕〉>]"
    r"|[\[【]\s*(?:photos?|image|사진|写真)\s*[\]】]"
    r"|\[(?-i:[A-Z])[^\W_]*(?: [^\W_]+){0,3} photos?\]"
    r"|/?\b(?:photos?|사진|写真)\s?=\s?[^.=\n]{2,60}$",
    re.IGNORECASE,
)
_PICTURE_SIGNS = (*"[(【〔〈<", "=")
_DATELINE = re.compile(
    r"[\[(【]\s*(?P<left>[^\W\d_a-z][^=\[\]()【】\d]{1,40}?)\s?=\s?(?P<right>[^\W\d_a-z][^=\[\]()【】\d]{1,60}?)\s*[\])】]"
    r"(?:\s*(?:Reporter|Correspondent)(?: [A-Z][\w-]+){1,3}\s?=)?"
)
_AGENCY = re.compile(
    r"\b(?:AP|AFP|Reuters|EPA|DPA|TASS|Yonhap|Xinhua|Kyodo|Newsis|News\d?|Press|Agency|Ilbo|Times|Herald|Reporter|Correspondent)\b"
    r"|통신|뉴스|연합|기자"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = r"[A-Z][\w’'-]*\.?(?: [A-Z][\w’'-]*\.?){0,3}"
_ROLE = r"(?:(?:[Ii]ntern|[Ss]taff|[Ss]enior|[Ss]pecial|[Gg]uest) )?(?:[Rr]eporter|[Cc]orrespondent)"
_BYLINE = re.compile(
    rf"\W*(?:{_ROLE}s?:? {_NAME}|{_NAME},? {_ROLE}s?|(?:[\w/·]+ ?= ?)?[가-힣]{{2,4}} ?(?:인턴|선임|수습)?기자|取材[:：・].*)\W*$"
)
_BYLINE_LENGTH = 80
_ADDRESSED = re.compile(
    r"(?:\b(?:to|at|via|is|by|through|on|with|or|and|e-?mail|address|contact|write|account)|[:,;])[\s\"“'<(]*$", re.I
)
_AFTER_ADDRESS = re.compile(rf"[.)\]> ]*(?:{_NAME})?")
_LONE_WORDS = 8


def picture_credits(text: str) -> list[re.Match[str]]:
    """The brackets in `text` that say where a picture is from."""
    return list(_PICTURE.finditer(text)) if any(sign in text for sign in _PICTURE_SIGNS) else []


def datelines(text: str, *, is_first: bool) -> list[re.Match[str]]:
    """The brackets in `text` that say place and agency around a `=`; at the beginning of a text no agency need be known."""
    if "=" not in text:
        return []
    return [
        found
        for found in _DATELINE.finditer(text)
        if ((is_first and found.start() == 0) or _AGENCY.search(f"{found['left']} {found['right']}"))
        and not _PICTURE.match(text, found.start())
    ]


def byline(unit: Unit) -> tuple[int, int] | None:
    """The span of the reporter's name or address in `unit`, where it is at an end of its story or known to be a credit."""
    text = unit.text.strip()
    if not (unit.kind in APART or is_near_an_end(unit)):
        return None
    whole = (unit.text.index(text), len(unit.text.rstrip()))
    address = _ADDRESS.search(text) if "@" in text else None
    if address is None:
        return whole if len(text) <= _BYLINE_LENGTH and _BYLINE.match(text) else None
    before, after = text[: address.start()], text[address.end() :]
    if not _AFTER_ADDRESS.fullmatch(after) or _ADDRESSED.search(before):
        return None
    if len(before.split()) <= _LONE_WORDS and before.rstrip(" (<[")[-1:] not in ("?", "!", "."):
        return whole
    start = whole[0] + len(before.rstrip(" (<["))
    return (start, whole[1]) if before.rstrip(" (<[").endswith((".", "”", '"')) else None


def _credits(unit: Unit) -> Iterator[Remark]:
    for found in picture_credits(unit.text):
        start, end = taken_out(unit.text, *found.span())
        ours = unit.kind in (Kind.CAPTION, Kind.CREDIT) and "=" not in found[0] and found[0].isascii()
        message = "tag of a picture" if found[0].strip("[]【】 ").isalpha() else "credit of a picture"
        yield Remark(start, end, message, "", Level.INFO if ours else None)


def _datelines(unit: Unit) -> Iterator[Remark]:
    for found in datelines(unit.text, is_first=not unit.before):
        yield Remark(*taken_out(unit.text, *found.span()), "place and agency of another newspaper's style", "")


def _bylines(unit: Unit) -> Iterator[Remark]:
    span = byline(unit)
    if span is not None:
        yield Remark(*span, "the reporter's line, no part of the story")


PHOTO_CREDIT = Check(
    "photo-credit",
    Level.WARNING,
    "Brackets that say where a picture is from. Editorial insertions such as [sic] are left alone, and what English itself "
    "writes under a picture is only info.",
    "addition",
    unit=_credits,
    bad=("The two ministers shake hands in Geneva. [Photo=NWP]", "A ship leaves the port (Photo provided by the Coast Guard)."),
    good=("“We [the allies] will stay,” he said.", "He posted a photo: it showed the bridge (built in 1912)."),
)
AGENCY_DATELINE = Check(
    "agency-dateline",
    Level.WARNING,
    "Place and agency in brackets around an equals sign. Formulas and English datelines are left alone.",
    "addition",
    unit=_datelines,
    bad=("(Seoul = NWP News) The ministry said on Monday that talks would go on.",),
    good=("The ratio (A = B) holds.", "SEOUL, Jan. 24 (NWP) - The ministry said on Monday that talks would go on."),
)
BYLINE = Check(
    "byline",
    Level.WARNING,
    "A reporter's name or address at an end of a story, in a form that English does not have. `By` with a name is left alone, "
    "and so is an address that a sentence speaks of.",
    "addition",
    unit=_bylines,
    bad=("Talks go on. || Reporter Mina Harn mina.harn@news.example", "Talks go on. || Mina Harn, staff reporter"),
    good=("Talks go on. || Readers can write to desk@news.example.", "By Mina Harn || Talks go on."),
)
