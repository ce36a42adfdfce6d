"""The numbers in a source text, by value: those of Korean, Japanese, Chinese and Russian with their magnitudes, eras and hours.

As in `reviewer.analysis.readings`, a doubtful reading adds a value. Numbers in digits are told from those that are only words,
because words of numbers stand inside other words everywhere (統一, 한 번); the latter only explain what the translation says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.readings import YEARS, Manner, Reading, hours, number, parts_of

_NARROW = str.maketrans("０１２３４５６７８９，．：・", "0123456789,.:.")
_ONE_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,])|\d+(?:[.,]\d+)*"
_DIGITS = re.compile(rf"({_ONE_NUMBER})[ \u00a0]?([十百千万萬億亿兆십백천만억조]+|тыс|млн|млрд|трлн|миллион|миллиард|триллион)?")
_MAGNITUDES = {
    **dict.fromkeys("十십", 10), **dict.fromkeys("百백", 100), **dict.fromkeys("千천", 1_000), **dict.fromkeys("万萬만", 10**4),
    **dict.fromkeys("億亿억", 10**8), **dict.fromkeys("兆조", 10**12),
}  # fmt: skip
_WORDS_AFTER = {"тыс": 1e3, "млн": 1e6, "миллион": 1e6, "млрд": 1e9, "миллиард": 1e9, "трлн": 1e12, "триллион": 1e12}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_OTHER_UNITS = (*"坪畳尺里평℃", "km", "キロ", "킬로", "公里", "км", "кило", "마일", "マイル")
"""Units that a translation converts."""
_HAN = re.compile(r"[〇零一二三四五六七八九十百千万萬億亿兆両两]+")
_HAN_DIGITS = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "両": 2, "两": 2}
_HALVES = frozenset((0.5, 50.0))
_KOREAN = {
    "한": 1, "하나": 1, "첫": 1, "두": 2, "둘": 2, "양": 2, "이틀": 2, "세": 3, "셋": 3, "사흘": 3, "네": 4, "넷": 4, "나흘": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "보름": 15, "스무": 20, "스물": 20, "서른": 30, "마흔": 40,
    "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90, "백": 100, "천": 1_000, "만": 10**4, "억": 10**8, "조": 10**12,
}  # fmt: skip
_RUSSIAN = (
    r"\b(пятьдесят|шестьдесят|семьдесят|восемьдесят|двадцат|тридцат|девяност|сорок|двест|трист|тысяч|миллион|миллиард|вдвое|втрое|"
    r"одн|один|перв|дв[аеоу]|втор|об[ае]|тр[иеё]|четыр|четвер|четвёр|пят|шест|сем|восем|восьм|девят|десят|сто|сот|пол)(надцат)?\w*"
)
_RUSSIAN_VALUES = {
    **dict.fromkeys(("одн", "один", "перв"), 1), **dict.fromkeys(("два", "две", "дво", "дву", "втор", "оба", "обе", "вдвое"), 2),
    **dict.fromkeys(("три", "тре", "трё", "втрое"), 3), **dict.fromkeys(("четыр", "четвер", "четвёр"), 4), "пят": 5, "шест": 6,
    "сем": 7, "восем": 8, "восьм": 8, "девят": 9, "десят": 10, "двадцат": 20, "тридцат": 30, "сорок": 40, "пятьдесят": 50,
    "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяност": 90, "сто": 100, "сот": 100, "двест": 200, "трист": 300,
    "тысяч": 1_000, "миллион": 10**6, "миллиард": 10**9, "пол": 0.5,
}  # fmt: skip


def foreign_readings(text: str, language: str | None) -> list[Reading]:
    """The numbers in `text`, which is in `language`: those in digits in order, then those that are words.

    Args:
        text: of a source.
        language: a BCP-47 primary label; only of `ko`, `ja`, `zh` and `ru` the words are known.
    """
    narrow = text.translate(_NARROW)
    digits = list(_in_digits(narrow, language))
    inside = {place for reading in digits for place in range(reading.start, reading.end)}
    return [*digits, *(word for word in _in_words(text, language) if word.start not in inside)]


def _in_words(text: str, language: str | None) -> Iterator[Reading]:
    if language in ("ja", "zh", "ko"):
        yield from (Reading(at, at + 1, _HALVES, Manner.LOOSE) for at, sign in enumerate(text) if sign in "半반")
        yield from (_word(match, _han_values(match[0])) for match in _HAN.finditer(text))
    if language == "ko":
        for word, value in _KOREAN.items():
            at = text.find(word)
            while at >= 0:
                yield Reading(at, at + len(word), frozenset({float(value)}), Manner.LOOSE)
                at = text.find(word, at + 1)
    elif language == "ru":
        yield from _in_russian_words(text)


def _in_digits(text: str, language: str | None) -> Iterator[Reading]:
    at = 0
    while match := _DIGITS.search(text, at):
        start, at = match.start(), match.end()
        value, times = _number(match[1], language), _times(match[2])
        values = {value * times}
        # 5만 3천 and 1兆2000億 are one number each.
        while times >= 1_000 and match[2] and match[2][-1] in _MAGNITUDES:
            following = _DIGITS.match(text, at + (text[at : at + 1] == " "))
            more = _number(following[1], language) * _times(following[2]) if following else times
            if following is None or more >= _MAGNITUDES[match[2][-1]]:
                break
            value = next(iter(values)) + more
            values, at, times, match = {value}, following.end(), _times(following[2]), following
        if text[match.start() : match.end()].endswith((" ", "\u00a0")):
            at = match.end() - 1
        manner = Manner.LOOSE if float("inf") in values else _manner(text, start, at)
        yield Reading(start, at, frozenset(_with_other_readings(text, start, at, values)), manner)


def _with_other_readings(text: str, start: int, end: int, values: set[float]) -> set[float]:
    """What the signs around a number let it be besides."""
    value = next(iter(values))
    if value == float("inf"):
        return values | parts_of("".join(sign if sign.isdecimal() else "." for sign in text[start:end]))
    before, after = text[max(0, start - 3) : start], text[end : end + 2].lstrip()
    readings = {value}
    if value in YEARS:
        readings.add(value % 100)
    if after[:1] in ("年", "년") and value < 100:
        readings |= {value + 2000, value + 1900, *(value + years for era, years in _ERAS.items() if before.endswith(era))}
    if value <= 24 and (after[:1] in ("時", "时", "시", ":", "ч")):
        readings |= hours(value)
    if after[:1] in ("割", "할"):
        readings.add(value * 10)
    return readings


def _manner(text: str, start: int, end: int) -> Manner:
    """Digits, but loose in a name, a fraction, an age by tens, around the clock, or with a unit that is converted."""
    before, after = text[max(0, start - 2) : start], text[end : end + 5].lstrip()
    is_in_name = (bool(before) and (before[-1].isascii() and before[-1].isalpha())) or before[-1:] in ("_", "/", "#")
    is_hyphenated = len(before) == 2 and before[1] in "-‐" and before[0].isalpha()
    is_fraction = after.startswith(("分の", "분의", "/")) or text[max(0, start - 3) : start].rstrip().endswith(("分の", "분의"))
    is_round = text[start:end] == "24" and after.startswith(("時間", "시간", "小时"))
    is_ages = re.match(r"(?:[〜～~-]\d+)?[代대]", text[end : end + 5].lstrip()) is not None
    is_loose = is_in_name or is_hyphenated or is_fraction or is_round or is_ages or after.startswith(_OTHER_UNITS)
    followed = bool(after) and after[0].isascii() and after[0].isalpha()
    return Manner.LOOSE if is_loose or followed else Manner.DIGITS


def _number(digits: str, language: str | None) -> float:
    """Its value; Russian and most of Europe part decimals with a comma and thousands with a space or a point."""
    if language in ("ja", "zh", "ko", "en", None):
        return number(digits)
    return number(digits.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").translate(str.maketrans(",.", ".,")))


def _times(magnitudes: str | None) -> float:
    times = 1.0
    if magnitudes in _WORDS_AFTER:
        return _WORDS_AFTER[magnitudes]
    for sign in magnitudes or "":
        times *= _MAGNITUDES[sign]
    return times


def _word(match: re.Match[str], values: set[float]) -> Reading:
    return Reading(match.start(), match.end(), frozenset(values), Manner.LOOSE)


def _han_values(signs: str) -> set[float]:
    """The number as it is written, and each of its signs: 二三 may be 23, or two or three."""
    total = section = digit = 0.0
    for sign in signs:
        if sign in _HAN_DIGITS:
            digit = digit * 10 + _HAN_DIGITS[sign]
            continue
        times = _MAGNITUDES[sign]
        if times < 10**4:
            section += (digit or 1) * times
        else:
            total += (section + digit or 1) * times
            section = 0.0
        digit = 0.0
    return {total + section + digit, *(float(_HAN_DIGITS.get(sign, _MAGNITUDES.get(sign, 0))) for sign in signs)}


def _in_russian_words(text: str) -> Iterator[Reading]:
    """Each word by itself, and what those in a row say together."""
    total, section, end = 0.0, 0.0, -2
    for match in re.finditer(_RUSSIAN, text.casefold()):
        value = float(_RUSSIAN_VALUES[match[1]]) + (10 if match[2] else 0)
        if match.start() != end + 1:
            total = section = 0.0
        total, section = (total + (section or 1) * value, 0.0) if value >= 1_000 else (total, section + value)
        end = match.end()
        yield _word(match, {*_russian_values(match), total + section})


def _russian_values(match: re.Match[str]) -> set[float]:
    value = float(_RUSSIAN_VALUES[match[1]])
    return {value + 10} if match[2] else {value, value * 10, value * 100, value * 1_000, value * 1e6}
