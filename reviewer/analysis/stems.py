"""English words known again in another form, and what is no word at all.

A stem is good enough to see that two words are one (`talks`, `talk`); it is not shown to anybody and need not be a word.
"""

from __future__ import annotations

from functools import lru_cache

from reviewer.analysis.lexicon import BRITISH, CONTRACTIONS, IRREGULAR

_ENDINGS = ("'s", "’s", "ies", "ied", "ings", "ing", "ed", "es", "ly", "s", "e")
_SHORTEST_STEM = 3


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """`word` in small letters without a common English ending, irregular forms by their first: enough to know one word again."""
    small = word.casefold().replace("’", "'")
    small = CONTRACTIONS.get(small) or IRREGULAR.get(small, small)
    for ending in _ENDINGS:
        if small.endswith(ending) and len(small) - len(ending) >= _SHORTEST_STEM:
            small = small[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
            break
    if len(small) > _SHORTEST_STEM and small[-1] == small[-2]:
        small = small[:-1]
    return f"{small[:-1]}i" if len(small) > _SHORTEST_STEM and small[-1] == "y" else small


def american(word: str) -> str:
    """`word`, which is in small letters, as Americans write it: enough to know that two spellings are of one word."""
    for british, other in BRITISH:
        word = word.replace(british, other)
    return word


def letters_and_digits(text: str) -> str:
    """`text` in small letters without all that is neither: what marks, spaces and capitals leave the same."""
    return "".join(filter(str.isalnum, text.casefold()))


@lru_cache(maxsize=20_000)
def is_punctuation(token: str) -> bool:
    """Whether no letter or digit is in it; a sign of a currency or for percent is none either."""
    return not any(character.isalnum() or character in "$€£¥₩₽₹₴%‰°" for character in token)
