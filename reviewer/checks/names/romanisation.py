"""When two spellings can be of one name: what different ways of writing a foreign name in Latin letters have in common.

Three keys, from strict to loose. Names with the same `sound` differ only by the system of romanisation (Sergei, Sergey; Duncan,
Dunkan); names with the same `skeleton` can still be one, if something else speaks for it (Hrabchuk, Hravchuk); names that share a
`bucket` are worth a look at all. The rest is the check's.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SOUNDS = (
    ("tsch", "ch"), ("tch", "ch"), ("dzh", "j"), ("sch", "sh"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("ph", "f"), ("gh", "g"),
    ("th", "t"), ("dh", "d"), ("ck", "k"), ("ts", "c"), ("tz", "c"), ("qu", "kv"), ("q", "k"), ("x", "ks"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("oe", "o"), ("ue", "u"), ("ae", "e"), ("y", "i"),
)  # fmt: skip
_CLASSES = str.maketrans({
    **dict.fromkeys("bpvf", "b"), **dict.fromkeys("kgh", "k"), **dict.fromkeys("dt", "t"), **dict.fromkeys("lr", "l"),
    **dict.fromkeys("zjsc", "s"), **dict.fromkeys("aeiou", "a"),
})  # fmt: skip
_VOWELS = frozenset("aeiou")
_SHORTEST_SKELETON = 3
"""One with fewer consonants is not looked for with one of them missing: too many names would be alike."""


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """What is left of `name` when spellings of one sound are made one; empty of what has no Latin letters."""
    text = letters(name)
    if text.startswith("x"):
        text = f"s{text[1:]}"
    for spelt, said in _SOUNDS:
        if spelt in text:
            text = text.replace(spelt, said)
    text = "".join(_c(text, at) if letter == "c" else letter for at, letter in enumerate(text))
    text = "".join(letter for at, letter in enumerate(text) if at == 0 or letter != text[at - 1])
    text = text.replace("ie", "e")
    return f"{text[:-2]}i" if text.endswith(("ii", "ij")) else text


@lru_cache(maxsize=20_000)
def skeleton(name: str) -> str:
    """The consonants of `name`, each by its class: voiced and voiceless ones are one, l and r are, z and j are."""
    said = sound(name).replace("ch", "k" if name[:1] in "Cc" else "s")
    if said[:1] == "i" and said[1:2] in _VOWELS:
        said = f"j{said[1:]}"
    classed = said.translate(_CLASSES)
    kept = (letter for at, letter in enumerate(classed) if at == 0 or letter != classed[at - 1])
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or letter not in _VOWELS)


@lru_cache(maxsize=20_000)
def buckets(name: str) -> frozenset[str]:
    """What `name` shares with every name that one consonant more, less or other makes of it."""
    whole = skeleton(name)
    if len(whole) < _SHORTEST_SKELETON:
        return frozenset((whole,))
    return frozenset((whole, *(whole[:at] + whole[at + 1 :] for at in range(len(whole)))))


@lru_cache(maxsize=20_000)
def letters(name: str) -> str:
    """The letters of `name` alone, small and without their marks: what hyphens, spaces and capitals leave the same."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalpha, text))


def _c(text: str, at: int) -> str:
    following = text[at + 1 : at + 2]
    if following == "h":
        return "c"
    return "s" if following in ("e", "i") else "k"
