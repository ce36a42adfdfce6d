"""The one door to sacrebleu: BLEU, chrF and TER, with its options under its names.

Signatures and the formulas that make a number of sums are sacrebleu's own code, called with our sums. The statistics that are
summed are sacrebleu's numbers from `reviewer.metrics.bleu`, `chrf` and `ter`, which are faster; `engine="sacrebleu"` takes its
own. Tests hold them together, number for number. sacrebleu is loaded on first use, and its metric objects are made once and
kept: its `sentence_*` functions make them anew each time, which is 2.5 times slower.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from reviewer.errors import ReviewerError, UnknownNameError
from reviewer.metrics.languages import DEFAULT, MODELS, NEEDED_PACKAGES, TOKENIZERS, installed_tokenizer, is_installed, tokenizer
from reviewer.metrics.measure import Engine, Measure
from reviewer.metrics.pairs import Pair, Reference, Score, Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sacrebleu.metrics.base import Metric as Sacre

    from reviewer.metrics.bleu import Words
    from reviewer.metrics.measure import Statistics

_Split = Callable[[str], list[str]]


_FAILURES = (ArithmeticError, AssertionError, ImportError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What sacrebleu and its tokenizers raise; they have no base of their own."""


class SacreMeasure(Measure):
    """What the three have in common: sacrebleu's object, its formula and its signature."""

    single_precision: ClassVar[bool] = True

    def statistics(self, texts: Texts, engine: Engine = "reviewer") -> Statistics:
        """One row a segment, the numbers of sacrebleu's `_extract_corpus_statistics`."""
        import numpy as np

        try:
            if engine == "reviewer":
                return self._count(texts)
            sacre: Any = self.sacre
            rows = sacre._extract_corpus_statistics(texts.hypotheses, texts.references) if len(texts) else []
        except _FAILURES as failure:
            raise ReviewerError(f"sacrebleu could not count {self.name} of {len(texts)} segments: {failure}") from failure
        return np.array(rows, dtype=self.dtype).reshape(len(texts), self.columns)

    def value(self, sums: Sequence[Any]) -> float:
        """By sacrebleu's own formula."""
        return float(self._scored(sums).score)

    def values(self, rows: NDArray[Any]) -> NDArray[Any]:
        """By the same formula, in the precision of `rows`."""
        import numpy as np

        # Python's own numbers are what float64 is, and faster to count with one by one; float32 has to stay what it is.
        each = rows if rows.dtype == np.float32 else rows.tolist()
        return np.array([self._scored(row).score for row in each])

    def signature(self, references: int | None, resampling: Sequence[tuple[str, object]] = ()) -> str:
        """Sacrebleu's own; a key that sacrebleu does not have says that the number is ours."""
        fields = {**self.sacre.__dict__, "num_refs": -1 if references is None else references}
        signature = self.sacre._SIGNATURE_TYPE(fields)
        for key, value in resampling:
            signature.update(key, value)
        return str(signature)

    @property
    def sacre(self) -> Sacre:
        """Sacrebleu's object with these options."""
        try:
            return _sacre(self)
        except _FAILURES as failure:
            raise ReviewerError(f"sacrebleu cannot compute {self.name} here: {failure}") from failure

    def _scored(self, sums: Sequence[Any]) -> Any:
        sacre: Any = self.sacre
        return sacre._compute_score_from_stats(sums)

    def _count(self, texts: Texts) -> Statistics:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Bleu(SacreMeasure):
    """Papineni et al. 2002. `effective_order` is for single sentences: without it two words that are the same score 0."""

    tokenize: str = DEFAULT
    lowercase: bool = False
    smooth_method: str = "exp"
    smooth_value: float | None = None
    effective_order: bool = False

    name: ClassVar[str] = "BLEU"
    higher_is_better: ClassVar[bool] = True

    @property
    def columns(self) -> int:
        """Both lengths, and per order the matches and the n-grams."""
        return 10

    @classmethod
    def of_language(cls, target_language: str | None, **options: Any) -> Self:
        """BLEU for a language, ready to be computed.

        Args:
            target_language: a BCP-47 label; it decides the tokenizer where `options` do not.
            options: the fields.

        Raises:
            ReviewerError: what the tokenizer needs is not there; the message says what brings it.
        """
        made = cls(**{"tokenize": tokenizer(target_language), **options})
        if made.tokenize not in TOKENIZERS:
            raise UnknownNameError("tokenizer", made.tokenize, TOKENIZERS)
        if not is_installed(made.tokenize):
            extra = f"pip install 'mt-reviewer[{NEEDED_PACKAGES[made.tokenize][0]}]'"
            raise ReviewerError(f"the tokenizer {made.tokenize} is not installed: {extra}, or choose --tokenize char")
        if made.tokenize in MODELS:
            _refuse_download(made.tokenize)
        return made

    def of_sentences(self) -> Self:
        """With effective order, as sacrebleu asks for sentences."""
        return replace(self, effective_order=True)

    def detail(self, sums: Sequence[Any]) -> str:
        """Precisions, brevity penalty and lengths."""
        return str(self._scored(sums)._verbose)

    def _count(self, texts: Texts) -> Statistics:
        from reviewer.metrics.bleu import bleu_statistics

        return bleu_statistics(texts.hypotheses, texts.references, _words(self.tokenize, self.lowercase))


@dataclass(frozen=True, slots=True)
class Chrf(SacreMeasure):
    """Popović 2015; with `word_order` 2 it is chrF++ (Popović 2017)."""

    char_order: int = 6
    word_order: int = 0
    beta: int = 2
    lowercase: bool = False
    whitespace: bool = False
    eps_smoothing: bool = False

    higher_is_better: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """With beta and a plus for each order of words, as sacrebleu has it."""
        return f"chrF{self.beta}{'+' * self.word_order}"

    @property
    def columns(self) -> int:
        """Per order the n-grams of either side and the matches."""
        return 3 * (self.char_order + self.word_order)

    def values(self, rows: NDArray[Any]) -> NDArray[Any]:
        """All at once where they are whole numbers: the same operations in the same order."""
        import numpy as np

        if rows.dtype == np.float32:
            return SacreMeasure.values(self, rows)
        from reviewer.metrics.chrf import chrf_scores

        return chrf_scores(rows.astype(np.int64), self.beta, self.eps_smoothing)

    def _count(self, texts: Texts) -> Statistics:
        from reviewer.metrics.chrf import chrf_statistics

        return chrf_statistics(
            texts.hypotheses,
            texts.references,
            char_order=self.char_order,
            word_order=self.word_order,
            beta=self.beta,
            lowercase=self.lowercase,
            whitespace=self.whitespace,
            eps_smoothing=self.eps_smoothing,
        )


@dataclass(frozen=True, slots=True)
class Ter(SacreMeasure):
    """Snover et al. 2006, as tercom computes it; words are what spaces part, and case does not count unless asked."""

    normalized: bool = False
    no_punct: bool = False
    asian_support: bool = False
    case_sensitive: bool = False

    name: ClassVar[str] = "TER"
    higher_is_better: ClassVar[bool] = False
    dtype: ClassVar[Literal["float64"]] = "float64"

    def _count(self, texts: Texts) -> Statistics:
        """Fewest edits over the references, and their mean length."""
        import numpy as np

        from reviewer.metrics.ter import ter_edits

        rows = np.empty((len(texts), 2))
        split, split_reference = self._splitters()
        for number, (hypothesis, *references) in enumerate(zip(texts.hypotheses, *texts.references, strict=True)):
            words = split(hypothesis)
            sides = [split_reference(reference) for reference in references if reference is not None]
            rows[number] = min(ter_edits(words, side) for side in sides), sum(map(len, sides)) / len(sides)
        return rows

    def _splitters(self) -> tuple[_Split, _Split]:
        """What parts hypotheses and references into words; sacrebleu tokenizes references twice, which differs from once."""
        if self.normalized or self.no_punct:
            tokenize = _uncached(self.sacre)
            return (
                lambda text: tokenize(text.rstrip()).split(),
                lambda text: tokenize(tokenize(text.rstrip())).split(),
            )
        split: _Split = str.split if self.case_sensitive else lambda text: text.lower().split()
        return split, split


ALL: tuple[SacreMeasure, ...] = (Bleu(), Chrf(), Ter())
"""What a sentence and an article are scored with on the screen; TER last, because it is the slowest."""


def corpus_scores(
    pairs: Sequence[Pair],
    target_language: str | None = None,
    reference: Reference = "post-edit",
    measures: Sequence[SacreMeasure] = ALL,
) -> tuple[Score, ...]:
    """The scores of all `pairs` together, one a measure in the order asked for, for a screen.

    Args:
        pairs: what is scored; at least one.
        target_language: the language of both sides, a BCP-47 label; None is treated as a language with spaces.
        reference: what the references are; it only passes through, so that no score travels without it.
        measures: some of `ALL`; BLEU gets the tokenizer of the language, or characters where that is not installed.

    Raises:
        ReviewerError: when there is no pair, or sacrebleu fails.
    """
    if not pairs:
        raise ReviewerError("nothing to score: there is no pair of a machine text and its correction yet")
    texts = Texts([pair.hypothesis for pair in pairs], [[pair.reference for pair in pairs]])
    scores = []
    for measure in _for_screen(measures, target_language):
        sums = measure.statistics(texts).sum(0).tolist()
        scores.append(measure.score(sums, len(pairs), reference))
    return tuple(scores)


def sentence_scores(
    pair: Pair,
    target_language: str | None = None,
    reference: Reference = "post-edit",
    measures: Sequence[SacreMeasure] = ALL,
) -> tuple[Score, ...]:
    """The scores of one pair; arguments as in `corpus_scores`. BLEU has effective order here.

    Raises:
        ReviewerError: when sacrebleu fails.
    """
    return corpus_scores([pair], target_language, reference, [measure.of_sentences() for measure in measures])


def _for_screen(measures: Sequence[SacreMeasure], target_language: str | None) -> list[SacreMeasure]:
    name = installed_tokenizer(target_language)
    return [replace(measure, tokenize=name) if isinstance(measure, Bleu) else measure for measure in measures]


@cache
def _sacre(measure: SacreMeasure) -> Sacre:
    import sacrebleu

    match measure:
        case Bleu():
            # force: sacrebleu would otherwise warn on standard error, across the screen, of texts that look tokenised
            return sacrebleu.BLEU(**asdict(measure), force=True)
        case Chrf():
            return sacrebleu.CHRF(**asdict(measure))
        case Ter():
            return sacrebleu.TER(**asdict(measure))
    raise TypeError(measure)


@cache
def _words(tokenize: str, lowercase: bool) -> Words:
    """What BLEU takes for the words of lines."""
    from reviewer.metrics.bleu import WordMemo

    line = _uncached(Bleu(tokenize).sacre)
    split: Words = WordMemo(line) if tokenize == "13a" else lambda texts: [line(text.rstrip()).split() for text in texts]
    return (lambda texts: split([text.lower() for text in texts])) if lowercase else split


def _uncached(sacre: Any) -> Callable[[str], str]:
    """The tokenizer of a metric without its cache of 65,536 lines, which is half of its memory and seldom hit."""
    tokenizer = sacre.tokenizer
    call = type(tokenizer).__call__
    plain = getattr(call, "__wrapped__", call)
    return lambda line: plain(tokenizer, line)


def _refuse_download(name: str) -> None:
    """Refuse a tokenizer whose model sacrebleu would fetch: nothing here uses the network."""
    from sacrebleu.tokenizers.tokenizer_spm import SPM_MODELS
    from sacrebleu.utils import SACREBLEU_DIR

    model = Path(SACREBLEU_DIR, "models", os.path.basename(SPM_MODELS[name]["url"]))  # noqa: PTH119 - of a URL
    if not model.exists():
        raise ReviewerError(f"the tokenizer {name} needs the file {model}, and reviewer fetches nothing: sacrebleu does when run")
