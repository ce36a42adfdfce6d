"""What stands in Latin letters in a source of another script: names, acronyms, addresses. A translation has no reason to lose it.

Words that Japanese and Korean write in Latin letters and English does not are left alone (`SNS`, `CM`, `OL`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.fuzz import character_distance
from reviewer.analysis.stems import letters_and_digits
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.source.languages import is_foreign_script
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9&.'’-]*[A-Za-z0-9]")
_ADDRESS = re.compile(r"https?://[^\s<>\"'）)」』\]]+|www\.[^\s<>\"'）)」』\]]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)
_NOT_ENGLISH = frozenset(
    """
    sns cm ol ng ob og dm dk gw jr jk jd kk pc pr tv tel fax ng ok vs no id bgm dvd cd ai it url web live
    """.split()
)
"""Words of Japanese and Korean in Latin letters, and what English says in full as often as not."""
_SHORTEST = 3
_SHORTEST_WORD = 4
_LETTERS_OFF = 2


def _look_for_names(unit: Unit) -> Iterator[Remark]:
    source = (unit.source or "").translate(_NARROW)
    if not is_foreign_script(unit) or not _NAME.search(source):
        return
    bare = _ADDRESS.sub(lambda found: " " * len(found[0]), source)
    text = letters_and_digits(unit.text)
    capitals = "".join(word.text[0] for word in unit.words if word.text[0].isupper())
    initials = "".join(word.text[0] for word in unit.words if word.text[0].isalnum()).upper()
    for name in dict.fromkeys(_NAME.findall(bare)):
        bare_name = name.rstrip("0123456789.")
        if not _is_telling(bare_name) or letters_and_digits(bare_name) in text:
            continue
        if bare_name.isupper() and (bare_name in initials or bare_name in capitals):
            continue
        near = _nearly(name, unit)
        if near is None:
            yield Remark(len(unit.text), len(unit.text), f"“{name}” of the source is missing here")
        else:
            yield Remark(near.start, near.end, f"“{near.text}” where the source has “{name}”", name)


def _is_telling(name: str) -> bool:
    """Whether it is a name or an acronym that English writes alike; numerals and small words are none."""
    if name.casefold() in _NOT_ENGLISH or not name[:1].isupper() or not name.strip("IVX"):
        return False
    return len(name) >= (_SHORTEST if name.isupper() else _SHORTEST_WORD)


def _nearly(name: str, unit: Unit) -> Word | None:
    """The word that is the name in a wrong spelling; None where none is near."""
    near = [word for word in unit.words if word.text[:1] == name[:1] and abs(len(word.text) - len(name)) <= _LETTERS_OFF]
    return next((word for word in near if character_distance(word.text, name) <= min(_LETTERS_OFF, len(name) // 3)), None)


def _look_for_addresses(unit: Unit) -> Iterator[Remark]:
    source = (unit.source or "").translate(_NARROW)
    theirs, ours = _addresses(source), _addresses(unit.text)
    missing = [address for address in theirs if address not in ours]
    extra = [address for address in ours if address not in theirs]
    if len(missing) == 1 and len(extra) == 1:
        start, end = ours[extra[0]]
        said = source[slice(*theirs[missing[0]])]
        yield Remark(start, end, f"the source has “{said}” here", said)
        return
    for address in missing:
        yield Remark(len(unit.text), len(unit.text), f"“{source[slice(*theirs[address])]}” of the source is missing here")
    for address in extra:
        yield Remark(*ours[address], f"“{unit.text[slice(*ours[address])]}” is not in the source", level=Level.INFO)


def _addresses(text: str) -> dict[str, tuple[int, int]]:
    """The addresses in `text` as they are compared, and where each stands, a full stop or comma after it left out."""
    if "@" not in text and "www." not in text and "://" not in text:
        return {}
    found = {}
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?")
        plain = address.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        found[plain] = (match.start(), match.start() + len(address))
    return found


NAMES = Check(
    name="source-names",
    level=Level.WARNING,
    about=(
        "A name or an acronym that stands in Latin letters in a source of another script and is not in the text; an acronym "
        "that is spelled out is fine."
    ),
    issue="omission",
    unit=_look_for_names,
    needs_source=True,
    bad=("UNESCOが報告書を公表した。 => The organization published a report.",),
    good=(
        "UNESCOが報告書を公表した。 => UNESCO published a report.",
        "SNSで話題になった。 => It was talked about on social media.",
    ),
)
ADDRESSES = Check(
    name="source-urls",
    level=Level.WARNING,
    about="An address of the web or of e-mail that the source has and the text has not, or has otherwise.",
    issue="omission",
    unit=_look_for_addresses,
    needs_source=True,
    english=False,
    bad=("자세한 내용은 www.daonsae.example 참조. => For details see www.daonse.example.",),
    good=("자세한 내용은 www.daonsae.example 참조. => For details, see https://www.daonsae.example/.",),
)
