"""Paired tests: p-values are sacrebleu's, except where it is wrong."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import sacrebleu
from sacrebleu.significance import PairedTest

from reviewer.errors import ReviewerError
from reviewer.metrics import Bleu, Chrf, Measure, Ter, Texts
from reviewer.metrics.significance import Comparison, Procedure, compare, meaning
from tests.metrics.test_resampling import HYPOTHESES, OTHERS, REFERENCES, sentences

MEASURES: tuple[Measure, ...] = (Bleu(), Chrf(), Ter())
BETTER = [
    reference if number % 3 else hypothesis
    for number, (hypothesis, reference) in enumerate(zip(HYPOTHESES, REFERENCES[0], strict=True))
]
BOOTSTRAP = Procedure("paired bootstrap", 200)
RANDOMIZATION = Procedure("paired approximate randomization", 500)


def compared(
    systems: dict[str, list[str]],
    procedure: Procedure = BOOTSTRAP,
    measures: Sequence[Measure] = MEASURES,
    references: Sequence[list[str]] = REFERENCES[:1],
    clusters: Sequence[int] | None = None,
) -> list[Comparison]:
    """The comparisons of some systems."""
    rows = {name: [measure.statistics(Texts(texts, references)) for measure in measures] for name, texts in systems.items()}
    return compare(measures, rows, len(references), procedure, clusters)


@pytest.mark.parametrize("references", [REFERENCES[:1], REFERENCES], ids=["one reference", "three"])
@pytest.mark.parametrize(("procedure", "key"), [(BOOTSTRAP, "bs"), (RANDOMIZATION, "ar")], ids=["bootstrap", "randomization"])
def test_p_values_and_signatures_are_sacrebleus(procedure: Procedure, key: str, references: list[list[str]]) -> None:
    """Of two systems, by three metrics, by both tests."""
    metrics = {"BLEU": sacrebleu.BLEU(), "CHRF": sacrebleu.CHRF(), "TER": sacrebleu.TER()}
    systems = [("a", HYPOTHESES), ("b", OTHERS), ("c", BETTER)]
    signatures, theirs = PairedTest(systems, metrics, references, key, procedure.resamples)()
    found = compared(dict(systems), procedure, references=references)
    for comparison in found:
        place = [name for name, _ in systems].index(comparison.system)
        result = theirs[comparison.metric][place]
        assert not isinstance(result, str)
        assert (comparison.value, comparison.p_value) == (result.score, result.p_value)
        assert comparison.signature == str(signatures[comparison.metric])


@pytest.mark.parametrize("procedure", [BOOTSTRAP, RANDOMIZATION], ids=["bootstrap", "randomization"])
def test_a_system_is_not_different_from_its_copy(procedure: Procedure) -> None:
    """Delta 0, p-value 1, an interval of nothing, and a signature that says that this is ours."""
    for comparison in compared({"a": HYPOTHESES, "copy": list(HYPOTHESES)}, procedure):
        assert (comparison.delta, comparison.p_value, comparison.significant) == (0, 1, False)
        assert (comparison.interval.low, comparison.interval.high) == (0, 0)
        assert "|identical:yes|" in comparison.signature
        assert meaning(comparison) == "the same as the baseline"


def test_the_interval_is_that_of_the_difference() -> None:
    """From the same resamples, system minus baseline: narrower than what two intervals of their own would leave."""
    (found,) = compared({"a": HYPOTHESES, "c": BETTER}, measures=[Chrf()])
    assert found.interval.low < found.delta < found.interval.high
    assert found.interval.low > 0
    (mirrored,) = compared({"c": BETTER, "a": HYPOTHESES}, measures=[Chrf()])
    assert (mirrored.interval.low, mirrored.interval.high) == pytest.approx((-found.interval.high, -found.interval.low))


def test_p_values_are_adjusted_over_systems_and_metrics() -> None:
    """Holm: the smallest counts as often as there are tests, none falls below the one before, none exceeds 1."""
    found = compared({"a": HYPOTHESES, "b": OTHERS, "c": BETTER})
    assert {each.correction for each in found} == {"holm"}
    by_p = sorted(found, key=lambda each: each.p_value)
    assert by_p[0].p_adjusted == min(1, by_p[0].p_value * len(found))
    adjusted = [each.p_adjusted for each in by_p]
    assert adjusted == sorted(adjusted)
    assert all(each.p_value <= each.p_adjusted <= 1 for each in found)


def test_one_test_alone_is_not_adjusted() -> None:
    """There is nothing to correct for."""
    (found,) = compared({"a": HYPOTHESES, "b": OTHERS}, measures=[Chrf()])
    assert (found.correction, found.p_adjusted) == (None, found.p_value)


def test_articles_are_drawn_where_they_are_known() -> None:
    """Ten articles of twelve sentences: their sums are the rows, and the signature says so."""
    clusters = [number // 12 for number in range(120)]
    (found,) = compared({"a": HYPOTHESES, "c": BETTER}, replace(BOOTSTRAP, unit="article"), [Chrf()], clusters=clusters)
    rows = [Chrf().statistics(Texts(texts, REFERENCES[:1])) for texts in (HYPOTHESES, BETTER)]
    sums = [np.array([each[start : start + 12].sum(0) for start in range(0, 120, 12)]) for each in rows]
    draws = np.random.default_rng(12345).choice(10, size=(200, 10), replace=True)
    expected = [Chrf().values(each.astype("float32")[draws].sum(1)) for each in sums]
    differences = np.sort(expected[1] - expected[0])
    assert (found.interval.low, found.interval.high) == (differences[5], differences[-6])
    assert "|unit:article|" in found.signature


def test_worse_is_worse_in_the_metrics_own_direction() -> None:
    """A higher TER is worse, a higher chrF2 is better."""
    found = {each.metric: each for each in compared({"c": BETTER, "a": HYPOTHESES})}
    assert found["TER"].delta > 0 > found["chrF2"].delta
    assert all(each.is_worse for each in found.values())
    assert all("worse by" in meaning(each) for each in found.values())


def test_what_could_be_chance_is_said_to_be() -> None:
    """No winner is named."""
    (found,) = compared({"a": sentences(120, 8), "b": sentences(120, 9)}, measures=[Chrf()])
    assert not found.significant
    assert "no difference can be told" in meaning(found)


@pytest.mark.parametrize("systems", [{"a": HYPOTHESES}, {"a": [], "b": []}], ids=["one system", "no segment"])
def test_nothing_to_compare_is_an_error(systems: dict[str, list[str]]) -> None:
    """Neither a lone system nor an empty corpus has a p-value."""
    with pytest.raises(ReviewerError, match="nothing to compare"):
        compared(systems, references=[[] if not systems["a"] else REFERENCES[0]])


def test_trials_that_come_out_the_same_count_where_it_is_decided() -> None:
    """Seven segments that all favour one side: 2 of 128 ways are as extreme, which sacrebleu's count leaves out."""
    better = [f"{text} indeed yes" for text in REFERENCES[0][:7]]
    (found,) = compared({"good": REFERENCES[0][:7], "bad": better}, RANDOMIZATION, [Ter()], [REFERENCES[0][:7]])
    assert found.p_value == 1 / (RANDOMIZATION.resamples + 1)
    assert found.p_adjusted == pytest.approx(2 / 128, abs=0.015)
    assert found.p_adjusted > found.p_value
