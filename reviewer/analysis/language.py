"""Which language a text is in, or that nobody can tell: the only door to langdetect.

Script comes first: kana is Japanese, Hangul Korean, Han alone Chinese. Only what is left is guessed from letter sequences, by
langdetect, or by langdetect-rs where it is installed, which gives the same labels sooner. A wrong label does more harm than
none, so a short text and an uncertain guess have no language. The guess is seeded: the same text always gets the same label.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import Any

_SAMPLE = 2_000
_WINDOWS = 8
_ENOUGH_LETTERS = 20
_ENOUGH_HAN = 10
_CERTAIN = 0.9

_HANGUL = r"[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa1-\uffdc]"
_KANA = r"[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d]"
_HAN = r"[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_LETTER = re.compile(r"[^\W\d_]")
_NOISE = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+")

_loading = threading.Lock()


def detect(text: str) -> str | None:
    """The language of `text` as a BCP-47 primary label, e.g. `ko`; None where it is too short or uncertain. Never raises.

    Of a long text, some 2,000 characters spread over it are looked at.
    """
    sample = _NOISE.sub(" ", _sample(text))
    letters = len(_LETTER.findall(sample))
    hangul, kana, han = (len(script.findall(sample)) for script in _scripts())
    # One of these letters is a syllable or a word, so a third of all is most of the text.
    if (hangul + kana + han) * 3 > letters:
        return _of_script(hangul, kana, han)
    if letters < _ENOUGH_LETTERS:
        return None
    return _guess(sample)


@cache
def _scripts() -> tuple[re.Pattern[str], ...]:
    """Hangul, kana and Han; made on first use, because so large sets take milliseconds."""
    return re.compile(_HANGUL), re.compile(_KANA), re.compile(_HAN)


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    width = _SAMPLE // _WINDOWS
    step = (len(text) - width) // (_WINDOWS - 1)
    return " ".join(text[start : start + width] for start in range(0, step * _WINDOWS, step))


def _of_script(hangul: int, kana: int, han: int) -> str | None:
    """The language of text in these letters; Chinese and Japanese headlines differ too little to be told apart."""
    if hangul > kana + han or (hangul > kana and hangul * 4 > han):
        return "ko"
    if kana * 20 > han:
        return "ja"
    return "zh" if han >= _ENOUGH_HAN else None


def _guess(sample: str) -> str | None:
    create, failure = _detectors()
    detector = create()
    try:
        # Capitals are half ignored, which leaves nothing of a text in capitals.
        detector.append(sample.lower() if sample.isupper() else sample)
        guesses = detector.get_probabilities()
    except failure:
        return None
    if not guesses or guesses[0].prob < _CERTAIN:
        return None
    label: str = guesses[0].lang
    return label.partition("-")[0]


def _detectors() -> tuple[Any, type[Exception]]:
    """What makes a detector, and what it raises on text without features.

    The profiles are loaded once, under a lock: langdetect's own `detect` answers a second thread before they are complete.
    """
    with _loading:
        return _load()


@cache
def _load() -> tuple[Any, type[Exception]]:
    try:
        import langdetect_rs as library
    except ImportError:
        import langdetect as library
    factory = library.DetectorFactory()
    factory.load_profile(library.PROFILES_DIRECTORY)
    factory.set_seed(0)
    return factory.create, library.LangDetectException
