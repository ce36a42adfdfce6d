"""Numbers that are no number in English: `1,0000`, `12,34`, `5.2.1%`, `10, 000`, `5% percent`.

What has its own grammar is left alone: Indian grouping, versions, addresses, telephone numbers, coordinates, scores, lists
without spaces. Where a comma can be a list's, a unit beside it has to show that a number is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.analysis.lexicon import CURRENCIES, MAGNITUDES, MONTHS
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_DIGITS = re.compile(r"\d[\d.,]*\d", re.ASCII)
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}", re.ASCII)
_HEAD = re.compile(r"[1-9]\d{0,2}(?:,\d{3})*", re.ASCII)
_MINUTES = re.compile(r"([0-5]\d)([ap]m)?", re.ASCII)
_HALVES = ("a", "p", "am", "pm", "AM", "PM")
_BEFORE_A_TIME = frozenset("at of until till from between by before after around about to".split())
_BEFORE_A_DAY = frozenset("on in at since by of from until till to before after during and or for".split())
_PERCENT = ("%", "percent")
_UNITS = frozenset(
    """
    % percent kilometers kilometres km miles meters metres kg degrees points tons tonnes hours minutes seconds years times
    """.split()
) | {name for name in (*CURRENCIES, *MAGNITUDES) if len(name) > 1}
"""What shows that the token before it is a number."""
_SIGNS = frozenset(sign for sign in CURRENCIES if not sign.isalpha())
_JOINED = re.compile(r"(\d[\d.,]*)([a-z]{3,})", re.ASCII)
_COUNTED = frozenset("people persons men women children soldiers troops days weeks months cases votes seats".split()) | _UNITS
"""What is written apart from its number, and is nothing else when it is joined to it."""
_ORDINAL = re.compile(r"(\d{1,3})(st|nd|rd|th)", re.ASCII)
_OF_ADDRESSES = ("@", "/", "_", "-", "’", "'")
_OWN = frozenset("the his her their its our my your".split())
"""What stands before an ordinal, and not before a weight in stones: his 21st, he weighs 12st."""
_PLURALS = {f"{name}s": name for name in MAGNITUDES if name.endswith(("illion", "hundred", "thousand"))} | {"percents": "percent"}
_IN_LISTS = frozenset(("and", "or", "&", ",", "to", "through", "–", "-", "/", ":", "of"))
_GROUPS = "a comma parts groups of three digits"


def _look(unit: Unit) -> Iterator[Remark]:
    words = unit.words
    for at, word in enumerate(words) if unit.has_digits else ():
        text = word.text
        if not "0" <= text[0] <= "9":
            continue
        yield from _beside(unit.text, words, at)
        if "," in text or "." in text:
            remark = _grouping(unit.text, words, at)
            if remark is not None:
                yield remark
        elif at > 1 and words[at - 1].text in (",", ":") and (whole := _parted(words, at)):
            start, end = words[at - 2].start, word.start + whole[2]
            level = Level.WARNING if ":" in whole[1] else None
            yield Remark(start, end, f"there is a space inside the {whole[0]} “{unit.text[start:end]}”", whole[1], level)
        if at + 2 < len(words) and words[at + 1].text in _PERCENT and words[at + 2].text in _PERCENT:
            first, second = words[at + 1], words[at + 2]
            if second.text != first.text or first.text == "%":
                message = f"“{unit.text[first.start : second.end]}” says percent twice"
                yield Remark(first.start, second.end, message, first.text if second.text == "percent" else second.text)


def _parted(words: Sequence[Word], at: int) -> tuple[str, str, int] | None:
    """A number or a time that a space parts before the token `at`: which it is, whole, and how much of the token is in it."""
    head, sign, tail = words[at - 2], words[at - 1], words[at]
    before = words[at - 3].text if at > 2 else ""
    if sign.text == "," and (head.end + 1, sign.end) == (sign.start, tail.start) and head.text.isdecimal():
        is_decimal = tail.text.isdecimal() and len(tail.text) < 3 and _has_unit(words, at, len(tail.text))
        return ("number", f"{head.text}.{tail.text}", len(tail.text)) if is_decimal else None
    if sign.start != head.end or tail.start != sign.end + 1 or not head.text[0].isdecimal():
        return None
    if sign.text == ":":
        found = _MINUTES.fullmatch(tail.text)
        if found is None or not head.text.isdecimal() or int(head.text[:3]) > 24:
            return None
        following = found[2] or (words[at + 1].text if at + 1 < len(words) else "")
        meant = before.casefold() in _BEFORE_A_TIME or following in _HALVES
        return ("time", f"{head.text}:{found[1]}", 2) if meant else None
    is_head = _HEAD.fullmatch(head.text) is not None and before not in (",", "and")
    if not is_head or len(tail.text) != 3 or not tail.text.isdecimal():
        return None
    priced = before in _SIGNS or (at + 1 < len(words) and words[at + 1].text in CURRENCIES and before.casefold() not in MONTHS)
    return ("number", f"{head.text},{tail.text}", 3) if tail.text == "000" or priced else None


def _beside(text: str, words: Sequence[Word], at: int) -> Iterator[Remark]:
    """What is wrong with what stands beside a number: its ordinal ending, a plural, a unit that is joined to it or said twice."""
    word, before = words[at], words[at - 1].text if at else ""
    following = words[at + 1] if at + 1 < len(words) else word
    if before in _SIGNS:
        yield from _money(text, words, at)
    if following.text in _PLURALS and following.start == word.end + 1 and _counts(words, at):
        whole = _PLURALS[following.text]
        yield _warned(following.start, following.end, f"“{word.text} {following.text}” for “{word.text} {whole}”", whole)
    behind = text[word.end : word.end + 2]
    is_name = behind[:1] in _OF_ADDRESSES or (behind[:1] == "." and behind[1:].isalnum())
    if word.text.isdecimal() or _is_part(text, word.start) or is_name:
        return
    if ordinal := _ORDINAL.fullmatch(word.text):
        number = int(ordinal[1])
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        if ordinal[2] != ending and (ordinal[2] != "st" or before.casefold() in _OWN or before.casefold() in MONTHS):
            yield _warned(word.start, word.end, f"“{word.text}” for “{number}{ending}”", f"{number}{ending}")
    joined = _JOINED.fullmatch(word.text)
    if joined and joined[2] in _COUNTED:
        message = f"no space between “{joined[1]}” and “{joined[2]}”"
        yield _warned(word.start, word.end, message, f"{joined[1]} {joined[2]}")


def _warned(start: int, end: int, message: str, suggestion: str) -> Remark:
    return Remark(start, end, message, suggestion, Level.WARNING)


def _counts(words: Sequence[Word], at: int) -> bool:
    """Whether the plural after a number goes with it, and is not what happened on a day or in a year: `In 2019 millions fled`."""
    word, plural = words[at].text, words[at + 1].text
    before = words[at - 1].text if at else ""
    after = words[at + 2].text if at + 2 < len(words) else ""
    if plural == "percents" or before in _SIGNS or "." in word or after in CURRENCIES:
        return word[-1].isdecimal()
    return word.isdecimal() and len(word) < 4 and before.islower() and before not in _BEFORE_A_DAY and after != "of"


def _money(text: str, words: Sequence[Word], at: int) -> Iterator[Remark]:
    """A sum with its currency on both sides: `$5 million dollars`."""
    sign, last = words[at - 1], at
    while last + 1 < len(words) and words[last + 1].text in MAGNITUDES:
        last += 1
    name = words[last + 1] if last + 1 < len(words) else sign
    if name is not sign and name.text.isalpha() and CURRENCIES.get(name.text) == CURRENCIES[sign.text]:
        start, end = sign.start, words[last].end
        yield _warned(start, name.end, f"“{text[start : name.end]}” says the currency twice", text[start:end])


def _grouping(text: str, words: Sequence[Word], at: int) -> Remark | None:
    word = words[at]
    found = _DIGITS.match(word.text)
    if found is None or _is_part(text, word.start) or not _ends_well(word.text, found.end()):
        return None
    number, start, end = found[0], word.start, word.start + found.end()
    head, _, rest = number.partition(",")
    if len(head) <= 2 and _is_year(rest) and at and words[at - 1].text.casefold().rstrip(".") in MONTHS:
        return Remark(start, end, f"in “{number}” a space is missing before the year", f"{head}, {rest}", Level.WARNING)
    read = _by_commas if "," in number else _by_points
    said = read(number, _has_unit(words, at, found.end()), _is_listed(words, at))
    if said is None:
        return None
    reason, suggestion = said
    return Remark(start, end, f"“{number}”: {reason}", suggestion)


def _by_commas(number: str, measured: bool, listed: bool) -> tuple[str, str | None] | None:
    """What is wrong with a number that has commas, and what it should be; `measured` where a unit follows."""
    head, *groups = number.partition(".")[0].split(",")
    fraction = number.partition(".")[2]
    if "," in fraction:
        points, cents = number.rsplit(",", 1)
        european = re.fullmatch(r"\d{1,3}(?:\.\d{3})+", points) and len(cents) <= 2
        return ("thousands are parted by commas", f"{points.replace('.', ',')}.{cents}") if european else None
    if fraction.count("."):
        return "a number has one point", None
    lengths = [len(group) for group in groups]
    if all(length == 3 for length in lengths):
        if 0 < len(head) <= 3 and (head != "0" or not measured):
            return None
        digits = head + "".join(groups)
        known = head[0] != "0" and (measured or not listed) and len(head) > 3
        return (_GROUPS, f"{int(digits):,}") if known and not _is_year(head) else None
    if _INDIAN.fullmatch(number.partition(".")[0]):
        return None
    if head[0] == "0" and len(head) > 1:
        return None
    if len(groups) == 1 and lengths[0] <= 2:
        if measured and not fraction:
            return "English writes a decimal point", f"{head}.{groups[0]}"
        return (_GROUPS, None) if lengths[0] == 2 and len(head) <= 3 and not listed and not fraction else None
    if max(lengths) <= 2 or (_is_year(head) and any(map(_is_year, groups))):
        return None
    if len(groups) == 1 and _is_year(groups[0]) and int(head) <= 31 and not measured:
        return None  # a month or a day and its year, as in the name of a file
    by_fours = head[0] != "0" and len(head) <= 4 and all(length == 4 for length in lengths)
    point = f".{fraction}" if fraction else ""
    if by_fours and len(groups) == 1 and groups[0][-1] == "0" and not fraction:
        # Ten thousands as the source counts them, or a nought that slipped in: nobody can tell by the number alone.
        return f"{_GROUPS}: {int(head + groups[0]):,} or {int(head + groups[0][:-1]):,}", None
    return _GROUPS, f"{int(head + ''.join(groups)):,}{point}" if by_fours else None


def _by_points(number: str, measured: bool, listed: bool) -> tuple[str, str | None] | None:
    """Likewise of a number that has points only; several are those of versions and days, unless a unit follows."""
    head, *groups = number.split(".")
    if len(groups) < 2:
        return None
    if all(len(group) == 3 for group in groups) and len(head) <= 3 and (measured or (groups[-1] == "000" and not listed)):
        return "thousands are parted by commas", number.replace(".", ",")
    return ("a number has one point", None) if measured else None


def _is_part(text: str, start: int) -> bool:
    """Whether what stands before shows that the digits are part of something else."""
    before = text[start - 1 : start]
    return bool(before) and (before.isalnum() or before in "-–_#/:@.,'’=+×*^")


def _ends_well(word: str, end: int) -> bool:
    """Whether what is joined to the digits is a word, if anything: not `2,4-D`, not `1.2.3b4`, not `555.123-4567`."""
    rest = word[end:]
    return (
        not rest or (rest[0] == "-" and rest[1:].isalpha() and rest[1:].islower() and len(rest) > 3) or rest in ("km", "kg", "bn")
    )


def _has_unit(words: Sequence[Word], at: int, end: int) -> bool:
    if at and words[at - 1].text in _SIGNS and words[at - 1].end == words[at].start:
        return True
    rest = words[at].text[end:].lstrip("-").partition("-")[0]
    following = words[at + 1].text.casefold() if at + 1 < len(words) else ""
    return rest in _UNITS or (not rest and following in _UNITS)


def _is_listed(words: Sequence[Word], at: int) -> bool:
    """Whether the words around digits could make them entries of a list: `pages 12,34 and 56`, `John 3,16`."""
    before = words[at - 1].text if at else ""
    following = words[at + 1].text if at + 1 < len(words) else ""
    names = before[:1].isupper() and at > 1
    return following in _IN_LISTS or before in _IN_LISTS or names or before.endswith("s") or before in (".", "(", "no")


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("17", "18", "19", "20")


MALFORMED_NUMBER = Check(
    "malformed-number",
    Level.ERROR,
    "Numbers that are grouped or pointed as English does not: groups of four, a decimal comma, two points, a space inside; and "
    "what cannot stand beside one: a wrong ordinal ending, a plural such as “3.5 billions”, a currency on both sides. "
    "Indian grouping, versions, addresses, days, telephone numbers and lists are left alone.",
    "numbers",
    unit=_look,
    bad=(
        "About 3,5000 soldiers are stationed there.",
        "The index rose 5.2.1% in a day.",
        "Exports grew 12,5 percent.",
        "The factory made 10, 000 cars.",
        "Prices fell 3% percent.",
        "It cost $5 million dollars.",
        "They met on the 21th floor.",
    ),
    good=(
        "The firm has 1,00,000 users in Delhi.",
        "Version 5.2.1 runs on 192.168.0.1.",
        "See pages 12,34 and 56.",
        "Call 02-555-1234 before 5,000 callers do.",
        "In 2019 millions fled.",
    ),
)
