"""Which English words are written wrongly, and what was meant: the only door to pyspellchecker.

It knows American spellings; the British ones are known by theirs. A word counts as wrong only where a common word is one letter
away, for its list has no new words and few names. Loading takes some 0.2 s and 40 MB: once, in small steps, and in another thread
where somebody asked for it in time (`warm_up`).
"""

from __future__ import annotations

import gzip
import json
import pkgutil
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from reviewer.analysis.lexicon import BRITISH

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_SHORTEST = 4
_COMMON = 5_000
"""How often a word stands in the library's texts that is offered instead."""
_STEP = 5_000
"""Words that are read at a time: reading all of them at once stops every other thread for a tenth of a second."""
_PREFIXES = ("anti", "co", "counter", "de", "inter", "micro", "mis", "multi", "non", "over", "post", "pre", "re", "sub", "un")
_SHORTEST_REST = 5
_BRITISH = (
    *BRITISH, ("is", "iz"), ("ys", "yz"), ("tre", "ter"), ("ence", "ense"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"),
    ("ae", "e"), ("oe", "e"), ("ogue", "og"), ("que", "ck"), ("lment", "llment"), ("fil", "fill"), ("rouble", "ruble"),
    ("ium", "um"), ("jewellery", "jewelry"), ("pyjama", "pajama"), ("tyre", "tire"), ("kerb", "curb"), ("mould", "mold"),
    ("plough", "plow"), ("sceptic", "skeptic"), ("ageing", "aging"), ("judgement", "judgment"),
)  # fmt: skip
"""What may stand in British words, and then in the American ones."""
_NEWER = frozenset(("apps", "bento", "blogs", "emoji", "facto", "manga", "slideshow", "tech", "versa", "vlog"))
"""Words of the news that the library does not know and that are a letter away from others."""

_loading = threading.Lock()
_loaded: list[SpellChecker] = []
_warming: list[threading.Thread] = []


def warm_up() -> None:
    """Begin to load the words in another thread; until they are there, `misspelled` finds nothing."""
    if not _loaded and not _warming:
        _warming.append(threading.Thread(target=_checker, name="spelling", daemon=True))
        _warming[0].start()


def is_ready() -> bool:
    """Whether the words are loaded."""
    return bool(_loaded)


def misspelled(words: Iterable[str]) -> dict[str, str]:
    """Those of `words` that are written wrongly, each with the best word instead; of words in small letters a to z only.

    Nothing while the words are being loaded by `warm_up`; loads them at once where nobody asked for that.
    """
    plain = [word for word in dict.fromkeys(words) if _is_plain(word)]
    if not plain or (_warming and not _loaded):
        return {}
    return {word: meant for word in plain if (meant := _meant(word)) is not None}


def _is_plain(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isascii() and word.isalpha() and word.islower()


@lru_cache(maxsize=2_000)
def _meant(word: str) -> str | None:
    checker = _checker()
    counts = checker.word_frequency.dictionary
    if word in _NEWER or any(form in counts for form in _forms(word)):
        return None
    near = [other for other in checker.edit_distance_1(word) if counts.get(other, 0) >= _COMMON and len(other) >= _SHORTEST - 1]
    # Letters that changed places or were forgotten are likelier than wrong ones; then the commoner word.
    return max(near, key=lambda other: (len(other) >= len(word), counts[other], other), default=None)


def _forms(word: str) -> Iterator[str]:
    """The word, as an American writes it, and the word that a prefix was put before."""
    yield word
    for british, american in _BRITISH:
        if british in word:
            yield word.replace(british, american)
    if "is" in word and "our" in word:
        yield word.replace("is", "iz").replace("our", "or")
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_REST:
            yield word.removeprefix(prefix)


def _checker() -> SpellChecker:
    """The library's checker with its English words."""
    with _loading:
        if not _loaded:
            from spellchecker import SpellChecker

            checker = SpellChecker(language=None, distance=1)
            checker.word_frequency.load_json(_counts())
            _loaded.append(checker)
    return _loaded[0]


def _counts() -> dict[str, int]:
    """How often each word stands in the library's texts, which it keeps as one JSON object with a word a line."""
    packed = pkgutil.get_data("spellchecker", "resources/en.json.gz") or b""
    entries = gzip.decompress(packed).decode().strip().removeprefix("{").removesuffix("}").split(",\n")
    counts: dict[str, int] = {}
    for start in range(0, len(entries), _STEP):
        counts |= json.loads(f"{{{','.join(entries[start : start + _STEP])}}}")
    return counts
