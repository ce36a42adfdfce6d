"""Draws, sums and intervals are sacrebleu's: computed here by sacrebleu's own code."""

import random

import numpy as np
import pytest
import sacrebleu
from sacrebleu.metrics.base import Metric as Sacre
from sacrebleu.significance import _bootstrap_resample

from reviewer.errors import ReviewerError
from reviewer.metrics import Bleu, Cer, Chrf, Ter, Texts, resampling
from reviewer.metrics.resampling import bootstrap_sums, clustered, confidence, randomized_sums, seed_from_environment
from reviewer.metrics.sacre import SacreMeasure

WORDS = ["the", "talks", "on", "NATO", "'s", "eastward", "expansion", "failed", ",", "said", "a", "minister", "in", "Seoul", "."]


def sentences(count: int, seed: int) -> list[str]:
    """Sentences out of a few words, so that there is much to match."""
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=rng.randint(1, 14))) for _ in range(count)]


HYPOTHESES, OTHERS = sentences(120, 1), sentences(120, 2)
REFERENCES = [sentences(120, seed) for seed in (3, 4, 5)]
MEASURES: dict[str, tuple[SacreMeasure, Sacre]] = {
    "bleu": (Bleu(), sacrebleu.BLEU()),
    "bleu add-k": (Bleu(smooth_method="add-k"), sacrebleu.BLEU(smooth_method="add-k")),
    "chrf": (Chrf(), sacrebleu.CHRF()),
    "chrf++ eps": (Chrf(word_order=2, eps_smoothing=True), sacrebleu.CHRF(word_order=2, eps_smoothing=True)),
    "ter": (Ter(), sacrebleu.TER()),
}
SETS = {"one": REFERENCES[:1], "two": REFERENCES[:2], "three": REFERENCES}
"""Three: mean lengths that float32 cannot hold."""


@pytest.mark.parametrize("references", SETS.values(), ids=SETS)
@pytest.mark.parametrize(("measure", "sacre"), MEASURES.values(), ids=MEASURES)
def test_every_resampled_score_is_sacrebleus(measure: SacreMeasure, sacre: Sacre, references: list[list[str]]) -> None:
    """Each of 200 resamples has its very score, in its precision, and mean and half width follow."""
    theirs = sacre.corpus_score(HYPOTHESES, references)
    rows = sacre._extract_corpus_statistics(HYPOTHESES, references)
    _, expected = _bootstrap_resample(rows, sacre, 200)
    theirs.estimate_ci(expected)
    counted = measure.statistics(Texts(HYPOTHESES, references))
    (sums,) = bootstrap_sums([counted], 200, 12345, single_precision=[True])
    assert measure.values(sums).tolist() == [float(score.score) for score in expected]
    (found,) = confidence([measure], [counted], 200, 12345)
    assert (found.mean, found.half_width) == (float(theirs._mean), float(theirs._ci))


def test_draws_in_pieces_are_the_draws_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little memory there is for them, indices and masks are those of one call."""
    tables = [np.arange(600).reshape(120, 5), np.arange(600, 1200).reshape(120, 5)]
    at_once = bootstrap_sums(tables, 50, 7, single_precision=[False, False])
    swapped = randomized_sums([(tables[0], tables[1])], 100, 7)
    monkeypatch.setattr(resampling, "_DRAWS_AT_ONCE", 500)
    monkeypatch.setattr(resampling, "_MASKS_AT_ONCE", 500)
    for one, other in zip(at_once, bootstrap_sums(tables, 50, 7, single_precision=[False, False]), strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(swapped, randomized_sums([(tables[0], tables[1])], 100, 7))


def test_sums_that_float32_rounds_are_rounded_as_sacrebleu_rounds_them() -> None:
    """Beyond 2^24 an addition is rounded, and which number comes out depends on the order."""
    rng = np.random.default_rng(1)
    rows = rng.integers(1 << 19, 1 << 20, size=(300, 4))
    draws = np.random.default_rng(12345).choice(300, size=(20, 300), replace=True)
    expected = np.array([drawn.sum(0) for drawn in rows.astype("float32")[draws]])
    (sums,) = bootstrap_sums([rows], 20, 12345, single_precision=[True])
    assert sums.dtype == np.float32
    assert np.array_equal(sums, expected)


def test_our_own_rates_are_not_rounded() -> None:
    """What has no sacrebleu to agree with is summed in double precision."""
    rows = Cer().statistics(Texts(HYPOTHESES, REFERENCES[:1]))
    (sums,) = bootstrap_sums([rows], 10, 1, single_precision=[Cer().single_precision])
    assert sums.dtype == np.float64


def test_rows_of_one_article_are_drawn_together() -> None:
    """A cluster is the sum of its rows, wherever they stand."""
    rows = np.array([[1, 10], [2, 20], [4, 40], [8, 80]])
    assert clustered(rows, [0, 1, 0, 1]).tolist() == [[5, 50], [10, 100]]
    assert clustered(rows, None) is rows


@pytest.mark.parametrize(("said", "seed"), [(None, 12345), ("7", 7), ("0", 0), ("none", None), ("None", None)])
def test_the_seed_is_sacrebleus_variable(said: str | None, seed: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same variable, the same default, and `none` for draws that nobody can repeat."""
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    if said is not None:
        monkeypatch.setenv("SACREBLEU_SEED", said)
    assert seed_from_environment() == seed


@pytest.mark.parametrize("said", ["", "12.5", "-1", "seven"])
def test_a_seed_that_is_none_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with the name of the variable."""
    monkeypatch.setenv("SACREBLEU_SEED", said)
    with pytest.raises(ReviewerError, match="SACREBLEU_SEED"):
        seed_from_environment()
