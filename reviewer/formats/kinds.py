"""What each paragraph of an article is, by rules that can be said in a sentence. An editor changes what they get wrong.

A paragraph, or a row of a table, is the first of these that holds; what none of them claims is body:

boilerplate
    It is among the first or the last three, and is one of: a line that starts with ▶ or ☞; a copyright line, which starts with
    ⓒ, ©, (c), or `Copyright` before one of these, a year or `by`; a line that ends in `All rights reserved` or its like; a ban
    on reproduction *and* redistribution; an invitation of at most twelve words to subscribe, follow or read more.
caption
    It has at most three sentences, and a photo marker: `[사진=…]`, `(Photo: …)`, `[Foto …]` anywhere, or `Photo:`, `Photo by`,
    `사진=` at its start; or it starts with ▲ while no neighbour does (side by side these are a list).
credit
    It is one line of at most 120 characters, and is a dateline in brackets around a `=` (`[Seoul=Agency]`), a byline, or one
    after the other. A byline ends in an e-mail address after at most seven words, or is `By`, `Von`, `Reporter` with a name,
    `Name reporter`, or `Name 기자`.
headline
    It is the first of several, one sentence of at most 20 words and 150 characters that does not end in a full stop, comma,
    colon or semicolon, nor in an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.core.article import Kind

_EDGE = 3
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_NAMES = rf"{_NAME}(?:(?: and|,| &)? {_NAME}){{1,5}}"

_COPYRIGHT = re.compile(r"(?:copyrights?\s*)?(?:ⓒ|©|\(c\))|copyrights?,?\s+(?:\d{4}\b|by\b)", re.IGNORECASE)
_RESERVED = re.compile(
    r"(?:all rights reserved|alle rechte vorbehalten|всі права захищені|все права защищены)[.!]?$", re.IGNORECASE
)
_RESERVED_LENGTH = 40
_BAN = re.compile(
    r"unauthori[sz]ed (?:reproduction|copying|reprinting|use|transfer)\b.{0,20}\b(?:re)?distribution\b.{0,30}"
    r"\b(?:prohibited|forbidden|banned)"
    r"|무단\s*(?:전재|복제|배포).{0,20}금지|無断(?:転載|複製).{0,15}禁|严禁转载|未经授权.{0,10}转载",
    re.IGNORECASE,
)
_INVITATION = re.compile(r"(?:subscribe|sign up|follow us|read more|click here|download (?:the|our) app)\b", re.IGNORECASE)
_INVITATION_WORDS = 12

_PHOTO = r"(?:사진|写真|photo(?:graph)?s?|foto|фото|bild)"
_MARKER = re.compile(rf"[\[(【〈<]\s*{_PHOTO}\s*(?:[=:：·/]|by\b|courtesy\b|(?-i:[A-Z]))", re.IGNORECASE)
_MARKED = re.compile(rf"{_PHOTO}(?:\s*[=:：]|\s+(?:by|courtesy(?: of)?)\s+(?-i:[^\Wa-z]))", re.IGNORECASE)
_CAPTION_SENTENCES = 3

_DATELINE = re.compile(r"[\[(【][^\])】]*=[^\])】]*[\])】]")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.?$")
_BYLINE = re.compile(rf"(?:By|BY|Von|Par|Reporter|Correspondent) {_NAMES}$|{_NAMES},? (?:reporter|correspondent)$")
_BYLINE_KOREAN = re.compile(r"[가-힣]{2,4} (?:인턴|선임|수습)?기자(?: ?=)?$")
_NO_NAME = re.compile(
    r"By (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
)
_CREDIT_LENGTH = 120
_ADDRESS_WORDS = 8

_STOP = (".", "。", "．", "…", ",", ":", ";", "：", "，", "、", '."', ".”", ".'", ".’", "。」", ".)")
_HEADLINE_WORDS = 20
_HEADLINE_LENGTH = 150


def kinds(paragraphs: Sequence[Sequence[str]]) -> list[Kind]:
    """The kind of each paragraph of one article; a paragraph is the list of its sentences."""
    last = len(paragraphs) - 1
    found = []
    for index, sentences in enumerate(paragraphs):
        text = " ".join(sentences).strip()
        is_edge = index < _EDGE or index > last - _EDGE
        if is_edge and _is_boilerplate(text, len(sentences)):
            found.append(Kind.BOILERPLATE)
        elif len(sentences) <= _CAPTION_SENTENCES and (_is_caption(text) or _is_lone_item(paragraphs, index)):
            found.append(Kind.CAPTION)
        elif len(sentences) == 1 and _is_credit(text):
            found.append(Kind.CREDIT)
        elif index == 0 and last > 0 and len(sentences) == 1 and _is_headline(text):
            found.append(Kind.HEADLINE)
        else:
            found.append(Kind.BODY)
    return found


def _is_boilerplate(text: str, sentences: int) -> bool:
    if text.startswith(("▶", "☞")) or _COPYRIGHT.match(text):
        return True
    if _RESERVED.search(text[-_RESERVED_LENGTH:]) or (sentences <= _CAPTION_SENTENCES and _BAN.search(text)):
        return True
    return sentences == 1 and _has_at_most(_INVITATION_WORDS, text) and bool(_INVITATION.match(text))


def _has_at_most(words: int, text: str) -> bool:
    """Whether `text` has no more than so many words; a line may be 100 MB long, and is not taken apart for this."""
    return len(text.split(maxsplit=words)) <= words


def _is_caption(text: str) -> bool:
    return bool(_MARKED.match(text) or _MARKER.search(text))


def _is_lone_item(paragraphs: Sequence[Sequence[str]], index: int) -> bool:
    """Whether the paragraph starts with ▲ and neither neighbour does."""
    mark = paragraphs[index][0].lstrip()[:1]
    if mark not in ("▲", "△"):
        return False
    beside = (*paragraphs[max(0, index - 1) : index], *paragraphs[index + 1 : index + 2])
    return not any(sentences[0].lstrip().startswith(mark) for sentences in beside)


def _is_credit(text: str) -> bool:
    if len(text) > _CREDIT_LENGTH:
        return False
    dateline = _DATELINE.match(text)
    text = text[dateline.end() :].lstrip() if dateline else text
    if (dateline and not text) or _BYLINE_KOREAN.match(text):
        return True
    if "@" in text and _ADDRESS.search(text):
        return len(text.split()) <= _ADDRESS_WORDS
    return bool(_BYLINE.fullmatch(text)) and not _NO_NAME.match(text)


def _is_headline(text: str) -> bool:
    is_short = len(text) <= _HEADLINE_LENGTH and _has_at_most(_HEADLINE_WORDS, text)
    return bool(text) and is_short and not text.endswith(_STOP)
