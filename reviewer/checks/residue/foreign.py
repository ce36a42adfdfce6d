"""A sentence that nobody translated. Script comes first; langdetect has the last word and is almost never asked.

English has function words in every sentence, and so have its neighbours, each its own. Only where hardly any of the one stand and
many of the other is there anything to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from reviewer.analysis.language import detect
from reviewer.analysis.lexicon import FUNCTION_WORDS, NAME_PARTICLES
from reviewer.checks.check import Check, Remark
from reviewer.checks.residue.credits import picture_credits
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_NAMES = {
    "ko": "Korean", "ja": "Japanese", "zh": "Chinese", "ru": "Russian", "uk": "Ukrainian", "bg": "Bulgarian", "ar": "Arabic",
    "fa": "Persian", "he": "Hebrew", "th": "Thai", "hi": "Hindi", "el": "Greek", "de": "German", "fr": "French", "es": "Spanish",
    "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "cs": "Czech", "sv": "Swedish", "da": "Danish",
    "no": "Norwegian", "tr": "Turkish", "id": "Indonesian", "vi": "Vietnamese", "fi": "Finnish", "hu": "Hungarian",
    "ro": "Romanian",
}  # fmt: skip
_THEIRS = frozenset(
    """
    der die das und ist nicht ein eine einen mit von zu den dem des auf für sich auch wird werden dass wurde haben hat
    le la les une des du et est dans pour que qui sur pas par avec au aux ce cette sont ont plus été
    el los las y en un una por con del se su para como más fue han al pero
    il lo gli di che è per non della dei nel si sono anche alla ha
    o os um uma do da dos das em não com mais foi pelo pela
    het een van niet dat op zijn voor met aan ook werd
    och att det som på är av till den inte har ett jag ikke og af til
    w na z nie że do jest się przez je v že ve bir bu için ile yang dan ini dengan untuk của và là
    """.split()
)
_LONG_MARK = "ー"
_SHORTEST = 6
_FEWEST_FOREIGN = 3
_FEW_ENGLISH = 0.15
_MANY_FOREIGN = 0.2
_FEWEST_LETTERS = 6
_MARGIN = 3


def is_other_script(text: str) -> bool:
    """Whether most letters of `text`, and more than a few, are not Latin; one of Han, kana or Hangul is worth two."""
    latin = other = 0
    for character in text:
        if character.isalpha() and character != _LONG_MARK:
            if character < "\u0250" or "\u1e00" <= character < "\u1f00":
                latin += 1
            else:
                other += 2 if character >= "\u2e80" else 1
    return other >= _FEWEST_LETTERS and other > latin + _MARGIN


@lru_cache(maxsize=1_024)
def foreign_script(text: str) -> str | None:
    """The name of the language that `text` is in, where its letters tell; "another language" where they tell only that."""
    if text.isascii() or not is_other_script(text):
        return None
    unnamed = None if any(character >= "\u2e80" for character in text) else "another language"
    return _NAMES.get(detect(text) or "", unnamed)


def _foreign_words(unit: Unit) -> str | None:
    tokens = [word.text for word in unit.words if word.text[0].isalpha()]
    if len(tokens) < _SHORTEST:
        return None
    theirs = {
        token
        for token, following in pairwise(tokens)
        if token in _THEIRS and not (token in NAME_PARTICLES and following.istitle())
    }
    if len(theirs) < _FEWEST_FOREIGN or sum(token in _THEIRS for token in tokens) < _MANY_FOREIGN * len(tokens):
        return None
    if sum(token in FUNCTION_WORDS and token not in _THEIRS for token in tokens) > _FEW_ENGLISH * len(tokens):
        return None
    label = detect(unit.text)
    return None if label in (None, "en") else _NAMES.get(label or "")


def _look(unit: Unit) -> Iterator[Remark]:
    if unit.language != "en" or " the " in unit.text:
        return
    name = foreign_script(unit.text) or _foreign_words(unit)
    if name and not picture_credits(unit.text):
        yield Remark(0, len(unit.text), f"a text in {name}")


OTHER_LANGUAGE = Check(
    "other-language",
    Level.ERROR,
    "A sentence in another script or language than the story. Names, titles and short quotations within English are left alone, "
    "and so is whatever is too short to tell.",
    "untranslated",
    unit=_look,
    bad=(
        "Talks go on. | 양측은 다음 달 제네바에서 다시 만나기로 했다.",
        "Talks go on. | Die beiden Minister haben sich nicht auf einen Termin für das nächste Treffen geeinigt.",
    ),
    good=(
        "He saw “La vie est belle” at the Cinéma de la Ville in Paris.",
        "Los Angeles, Las Vegas and El Paso are in the running.",
    ),
)
