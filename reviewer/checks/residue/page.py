"""What belongs to the page and not to the story: copyright, invitations to click, menus, the site's name behind a headline.

A story can be about copyright or a newsletter, so only short lines count, near an end of the story or of a known kind. What no
pattern knows gives itself away by standing in many stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks.check import Check, Remark
from reviewer.checks.residue.edges import APART, is_near_an_end
from reviewer.checks.story import Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level

_POINTERS = ("▶", "☞", "▷", "☎")
_MARKS = "▶☞▷►■●◆-–—*>【[( \t"
_OWNED = re.compile(
    r"(?:copyrights?\s*)?(?:ⓒ|©|\(c\)\s)|copyrights?,?\s+(?:holder\b|\d{4}\b|by (?-i:[A-Z])|ⓒ|©)"
    r"|(?:no|prohibition of) unauthori[sz]ed (?:reproduction|copying|use|redistribution)\b",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"all rights reserved|alle rechte vorbehalten|무단\s?(?:전재|복제|배포)|無断(?:転載|複製)|严禁转载|未经授权", re.IGNORECASE
)
_BAN = re.compile(r"re-?distribut|reprint|reproduc|\bcopying", re.IGNORECASE)
_BANNED = re.compile(r"prohibited|forbidden|not allowed|banned", re.IGNORECASE)
_LONGEST_BAN = 16
_TOLD = re.compile(r" (?:said|says|law|bill|court|judge|act|treaty|government)\b|[\"“”]", re.IGNORECASE)
"""What a story about copyright has, and no line about the page's own."""
_INVITES = re.compile(
    r"(?:please )?(?:click (?:here|the|on|below)|tap here|continue reading|subscribe\b|follow us (?:on|at)\b|(?:like|join) us on"
    r"|(?:read|see) (?:more|also)(?:$|[:>»…]| (?:at|on|about|here|news|stor|article))|sign up (?:for|to|now|here)|sign up$"
    r"|download (?:the|our)\b.{0,20}\bapp\b|share (?:this|on)\b|get (?:the|our) .{0,20}newsletter|most (?:read|viewed)\b"
    r"|(?:related|recommended) (?:article|stor|news|post)|(?:go to|view|visit) (?:the )?(?:original|home ?page)"
    r"|report a tip|news tips?\b)",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"(?:Home|Main|Top|News|HOME)(?:\s*[>›»]\s*[\w&' -]{2,30}){1,5}$")
_STAMP = re.compile(
    r"(?:(?:input|entered|published|registered|updated|edit(?:ed)?|modified|posted)(?: on)?[ :|]*\d{4}[.\-/]\d"
    r"|(?:# ?\w+\s*){2,}$)",
    re.IGNORECASE,
)
_MENU = frozenset(
    """
    share print email e-mail tweet facebook x kakao talk kakaotalk copy url link font size comment comments like likes scrap
    previous next article page back to list top log login in sign close menu search advertisement views view home
    """.split()
)
_LONGEST_MENU = 60
_BARS = ("|", "｜")
_DASHES = (" -", " –", " —")
_LONGEST_SITE = 10
_SITE_WORD = re.compile(r"News|Shimbun|Ilbo|Times|Herald|Daily|Online|Digital|Gazeta|ニュース|뉴스|\.(?:com|net|jp|kr|ru)\b")
_REPEATS = 3
_SHORTEST_REPEAT = 4


def is_boilerplate(unit: Unit) -> bool:
    """Whether `unit` is known or seen to be a line of the page: of the owner's rights, or an invitation."""
    if unit.kind is Kind.BOILERPLATE:
        return True
    if not (unit.kind in APART or is_near_an_end(unit)):
        return False
    text = unit.text.strip()
    bare = text.lstrip(_MARKS)
    if text.startswith(_POINTERS) or _OWNED.match(bare) or _RESERVED.search(text):
        return True
    is_short = len(bare.split(maxsplit=_LONGEST_BAN)) <= _LONGEST_BAN and not _TOLD.search(bare)
    return is_short and bool(_INVITES.match(bare) or (_BAN.search(bare) and _BANNED.search(bare)))


def _whole(unit: Unit) -> tuple[int, int]:
    return len(unit.text) - len(unit.text.lstrip()), len(unit.text.rstrip())


def _boilerplate(unit: Unit) -> Iterator[Remark]:
    if is_boilerplate(unit):
        yield Remark(*_whole(unit), "a line of the page, no part of the story")


def _navigation(unit: Unit) -> Iterator[Remark]:
    text = unit.text.strip()
    if len(text) <= _LONGEST_MENU and is_near_an_end(unit) and (_TRAIL.match(text) or _STAMP.match(text) or _is_menu(unit)):
        yield Remark(*_whole(unit), "a menu of the page, no part of the story")
    elif unit.from_start == 0 or unit.kind is Kind.HEADLINE:
        start = _site(unit.text)
        if start:
            yield Remark(start, _whole(unit)[1], "the site's name behind the headline", "", Level.INFO)


def _is_menu(unit: Unit) -> bool:
    """Whether there are several words, none but what stands in menus; a sentence of them has its full stop."""
    tokens = [word.text.lower() for word in unit.words if word.text[0].isalpha()]
    return len(tokens) > 1 and _MENU.issuperset(tokens) and not unit.text.rstrip().endswith((".", "!", "?"))


def _site(text: str) -> int:
    """Where the name of the site begins behind the first bar or the last dash; 0 where there is none."""
    start = min((text.find(bar) for bar in _BARS if bar in text), default=-1)
    if start < 0:
        start = max(text.rfind(dash) for dash in _DASHES)
    tail = text[max(start, 0) :]
    if start <= 0 or len(tail.split()) > _LONGEST_SITE or not _SITE_WORD.search(tail):
        return 0
    return start - (text[start - 1] == " ")


def _recurring(unit: Unit) -> Iterator[Remark]:
    if unit.recurs < _REPEATS or len(unit.text.split()) < _SHORTEST_REPEAT:
        return
    if is_boilerplate(unit):
        return
    is_line = is_near_an_end(unit) or unit.text.rstrip()[-1:].isalnum()
    yield Remark(*_whole(unit), f"the same text in {unit.recurs} other stories", None, None if is_line else Level.INFO)


BOILERPLATE = Check(
    "boilerplate",
    Level.WARNING,
    "Copyright, bans on reproduction, and invitations to click, read on or subscribe, in short lines near an end. A story about "
    "copyright is left alone.",
    "addition",
    unit=_boilerplate,
    bad=("Talks go on. || ⓒ NWP News. Unauthorized reproduction prohibited", "Talks go on. || ▶ Click here for more news"),
    good=("Copyright law is to change in May. || Lawmakers want unauthorized copies to be easier to find.",),
)
NAVIGATION = Check(
    "navigation",
    Level.WARNING,
    "Menus, trails of links, stamps of time and hashtags near an end; the name of the site behind a headline is only info.",
    "addition",
    unit=_navigation,
    bad=("Home > World > Asia || Talks go on.", "Talks go on. || Share · Print · Comments (12)"),
    good=("Shares rise in Asia || Talks go on.", "Talks go on - at last || The ministry said so."),
)
RECURRING_TEXT = Check(
    "recurring-text",
    Level.WARNING,
    "A line that stands in three other stories or more: likely one of the page. A whole sentence within a story is only info.",
    "addition",
    unit=_recurring,
    bad=("The city desk is open day and night",),
    good=("He said so.",),
    needs_stories=True,
    english=False,
)
