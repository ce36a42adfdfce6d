"""Which legacy encoding bytes are likely in; a hint for a message, and never what a file is read by.

Each candidate is tried in order. It is plausible when the bytes decode strictly and the letters that are not ASCII come out as
writing that somebody would print:

- `utf-16-le`, `utf-16-be`: no control characters, and spaces or line ends among the text.
- `cp949`: nine in ten are Hangul syllables. (Read as CP949, Chinese comes out as Hangul and Han by halves.)
- `shift_jis`, `cp932`, `euc_jp`: kana and Han, a fifth of them kana, hardly any of these half-width.
- `gb18030`: nine in ten are Han, and four in five of these the everyday ones that GB 2312 puts first.
- `cp1251`: more Cyrillic letters than Latin ones, most of them lower case.
- `cp1252`: at most three letters in ten, and no control characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SAMPLE = 65_536
_FEW_CONTROLS = 4
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x7f-\x84\x86-\x9f]")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a]")
_FOREIGN = re.compile(r"[^\W\d_\x00-\x7f]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u4e00-\u9fff\u3005]")
_KANA = re.compile(r"[\u3041-\u30fe]")
_HALF_KANA = re.compile(r"[\uff66-\uff9f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")


def guess(data: bytes) -> str | None:
    """The first of `CANDIDATES` in which `data` is plausible."""
    for encoding, is_plausible in CANDIDATES.items():
        text = _decoded(data, encoding)
        if text and is_plausible(text[:_SAMPLE]):
            return encoding
    return None


def looks_binary(text: str) -> bool:
    """Whether more than a fifth of `text` are control characters that no text has a use for; a few are never too many."""
    sample = text[:_SAMPLE]
    controls = len(_BINARY.findall(sample))
    return controls >= _FEW_CONTROLS and controls * 5 > len(sample)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16(text: str) -> bool:
    return not _CONTROLS.search(text) and bool(re.search(r"[ \n\u3000\u3001\u3002]", text))


def _korean(text: str) -> bool:
    return _share(_HANGUL, text) >= 0.9


def _japanese(text: str) -> bool:
    kana = _share(_KANA, text)
    return kana >= 0.2 and kana + _share(_HAN, text) >= 0.9 and _share(_HALF_KANA, text) < 0.2


def _chinese(text: str) -> bool:
    han = _HAN.findall(text)
    return _share(_HAN, text) >= 0.9 and sum(map(_is_everyday, han)) >= 0.8 * len(han)


def _is_everyday(han: str) -> bool:
    return b"\xb0" <= han.encode("gb18030")[:1] <= b"\xd7"


def _cyrillic(text: str) -> bool:
    letters = _CYRILLIC.findall(text)
    return len(letters) > len(_LATIN.findall(text)) and sum(map(str.islower, letters)) > 0.6 * len(letters)


def _western(text: str) -> bool:
    letters = len(_LATIN.findall(text))
    foreign = len(_FOREIGN.findall(text))
    return not _CONTROLS.search(text) and foreign <= 0.3 * (letters + foreign) and letters > 0


def _share(script: re.Pattern[str], text: str) -> float:
    """Which part of the letters in `text` that are not ASCII are of `script`."""
    foreign = len(_FOREIGN.findall(text))
    return len(script.findall(text)) / foreign if foreign else 0.0


CANDIDATES: dict[str, Callable[[str], bool]] = {
    "utf-16-le": _utf16,
    "utf-16-be": _utf16,
    "cp949": _korean,
    "shift_jis": _japanese,
    "cp932": _japanese,
    "euc_jp": _japanese,
    "gb18030": _chinese,
    "cp1251": _cyrillic,
    "cp1252": _western,
}
