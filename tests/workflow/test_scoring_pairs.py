"""`reviewer.score` and `reviewer.compare`: what they take, what they give, and what they refuse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sacrebleu
from sacrebleu.significance import PairedTest

import reviewer
from reviewer.errors import ReviewerError, UnknownNameError
from reviewer.metrics import Bleu, Chrf, Pair
from tests.metrics.test_resampling import sentences

HYPOTHESES, OTHERS, REFERENCES, SECOND = (sentences(60, seed) for seed in (11, 12, 13, 14))
PAIRS = list(zip(HYPOTHESES, REFERENCES, strict=True))
ROWS = [((one, other), reference) for one, other, reference in zip(HYPOTHESES, OTHERS, REFERENCES, strict=True)]
SACRE = (sacrebleu.BLEU(), sacrebleu.CHRF(), sacrebleu.TER())


def values(scores: tuple[reviewer.Score, ...]) -> list[float]:
    """The bare numbers."""
    return [score.value for score in scores]


@pytest.mark.parametrize(
    "pairs",
    [
        PAIRS,
        (pair for pair in PAIRS),
        [Pair(*pair) for pair in PAIRS],
        [list(pair) for pair in PAIRS],
        [(hypothesis, [reference]) for hypothesis, reference in PAIRS],
        [(hypothesis, reference, "story") for hypothesis, reference in PAIRS],
    ],
    ids=["list", "generator", "Pair", "lists", "references", "articles"],
)
def test_pairs_come_in_many_forms(pairs: Any) -> None:
    """The numbers are sacrebleu's, with its signatures."""
    found = reviewer.score(pairs)
    assert values(found) == [metric.corpus_score(HYPOTHESES, [REFERENCES]).score for metric in SACRE]
    assert [score.signature for score in found] == [str(metric.get_signature()) for metric in SACRE]
    assert {(score.segments, score.reference, score.interval, score.values) for score in found} == {
        (60, "independent", None, None)
    }


@pytest.mark.parametrize("is_none", [True, False], ids=["None", "short"])
def test_a_reference_may_be_missing(is_none: bool) -> None:
    """None, or a list that ends before the others; the signature says so."""
    second = [None if at % 3 == 0 else text for at, text in enumerate(SECOND)]
    pairs = [
        (hypothesis, [one] if other is None and not is_none else [one, other])
        for (hypothesis, one), other in zip(PAIRS, second, strict=True)
    ]
    found = reviewer.score(pairs)
    expected = [metric.corpus_score(HYPOTHESES, [REFERENCES, second]).score for metric in SACRE]
    assert values(found) == expected
    assert all(score.signature.startswith("nrefs:var|") for score in found)


def test_there_may_be_more_pairs_than_are_counted_at_a_time() -> None:
    """And a wrong one is told by its place among all."""
    many = PAIRS * 20
    assert values(reviewer.score(iter(many), ["ter"])) == [sacrebleu.TER().corpus_score(HYPOTHESES * 20, [REFERENCES * 20]).score]
    with pytest.raises(ReviewerError, match="pair 1201 has no reference; leave it out"):
        reviewer.score([*many, ("One.", [None])])


def test_metrics_are_names_or_measures() -> None:
    """In the order asked for; a single name is one."""
    found = reviewer.score(PAIRS, ["ter", Chrf(beta=3), "chrf++", Bleu(lowercase=True)])
    assert [score.metric for score in found] == ["TER", "chrF3", "chrF2++", "BLEU"]
    assert found[1].value == sacrebleu.CHRF(beta=3).corpus_score(HYPOTHESES, [REFERENCES]).score
    assert [score.metric for score in reviewer.score(PAIRS, "chrf")] == ["chrF2"]


def test_sentence_scores_are_in_order() -> None:
    """BLEU has effective order, and its signature says so."""
    (found,) = reviewer.score(PAIRS, ["bleu"], sentence_level=True)
    metric = sacrebleu.BLEU(effective_order=True)
    assert found.values == tuple(metric.sentence_score(one, [other]).score for one, other in PAIRS)
    assert found.signature == str(metric.get_signature())


@pytest.mark.parametrize(("confidence", "resamples"), [(True, 1000), (200, 200)])
def test_an_interval_is_as_long_as_asked_for(confidence: bool | int, resamples: int) -> None:
    """Its ends are sacrebleu's."""
    (found,) = reviewer.score(PAIRS, ["chrf"], confidence=confidence)
    theirs = sacrebleu.CHRF().corpus_score(HYPOTHESES, [REFERENCES], n_bootstrap=resamples)
    assert found.interval is not None
    assert (found.interval.resamples, found.interval.half_width) == (resamples, pytest.approx(theirs._ci))
    assert found.line(4).partition(" = ")[2] == theirs.format(4, True)


def test_articles_are_drawn_where_that_is_said() -> None:
    """Two of them are enough."""
    triples = [(*pair, at // 30) for at, pair in enumerate(PAIRS)]
    (found,) = reviewer.score(triples, ["chrf"], confidence=100, unit="article")
    assert found.interval is not None
    assert found.interval.unit == "article"
    assert "|unit:article|" in found.signature


def test_the_kind_of_reference_goes_into_each_score() -> None:
    """A post-edit is not taken for an independent translation."""
    assert {score.reference for score in reviewer.score(PAIRS, reference="post-edit")} == {"post-edit"}
    assert {found.reference for found in reviewer.compare(ROWS, ["ter"], reference="post-edit")} == {"post-edit"}


ONE = ("One.", "One.")
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "no pair": (lambda: reviewer.score([]), "there is no pair"),
    "strings": (lambda: reviewer.score(["ab", "cd"]), r"pair 1 is not \(hypothesis, reference\)"),
    "a string": (lambda: reviewer.score("ab"), "pair 1 is not"),
    "sacrebleu's own form": (lambda: reviewer.score([HYPOTHESES, [REFERENCES]]), "pair 1 is not"),
    "one text": (lambda: reviewer.score([("One.",)]), "pair 1 is not"),
    "four": (lambda: reviewer.score([(*ONE, "story", 1)]), "pair 1 is not"),
    "no hypothesis": (lambda: reviewer.score([ONE, (None, "One.")]), "pair 2: the hypothesis is NoneType, not a text"),
    "bytes": (lambda: reviewer.score([(b"One.", "One.")]), "pair 1: the hypothesis is bytes, not a text"),
    "no reference": (lambda: reviewer.score([("One.", None)]), "pair 1: the reference is neither a text nor a list of texts"),
    "no references": (lambda: reviewer.score([("One.", [])]), "pair 1 has no reference; leave it out"),
    "only None": (lambda: reviewer.score([("One.", [None, None])]), "pair 1 has no reference; leave it out"),
    "a number": (lambda: reviewer.score([("One.", ["One.", 1])]), "pair 1: the reference is neither"),
    "no metric": (lambda: reviewer.score([ONE], []), "no metric; known: bleu, chrf"),
    "unknown metric": (lambda: reviewer.score([ONE], ["rouge"]), "unknown metric 'rouge'; known: bleu, chrf"),
    "a class": (lambda: reviewer.score([ONE], [Chrf]), "unknown metric"),
    "language": (lambda: reviewer.score([ONE], target_language="Korean"), "'Korean' is no language label"),
    "unit": (lambda: reviewer.score([ONE], unit="chapter"), "unknown unit 'chapter'; known: segment, article"),
    "engine": (lambda: reviewer.score([ONE], engine="fast"), "unknown engine 'fast'; known: reviewer, sacrebleu"),
    "reference": (lambda: reviewer.score([ONE], reference="human"), "unknown reference 'human'; known: post-edit, independent"),
    "no article": (lambda: reviewer.score([ONE], unit="article"), "needs the article as the third member"),
    "one article": (lambda: reviewer.score([(*ONE, 1)], unit="article", confidence=True), "all segments are of one article"),
    "odd article": (lambda: reviewer.score([(*ONE, [1])], unit="article"), "pair 1: the article is list; give its name"),
    "few": (lambda: reviewer.score([ONE], confidence=1), "1 resamples; it takes a whole number from 40"),
    "negative": (lambda: reviewer.score([ONE], confidence=-5), "-5 resamples"),
    "many": (lambda: reviewer.score([ONE], confidence=10**30), "to 1,000,000"),
    "half": (lambda: reviewer.score([ONE], confidence=99.5), "99.5 resamples"),
    "no row": (lambda: reviewer.compare([]), "there is no row"),
    "one system": (lambda: reviewer.compare([(("One.",), "One.")]), "a baseline and at least one other system"),
    "ragged": (lambda: reviewer.compare([*ROWS, (("One.",), "One.")]), "row 61 has texts of 1 systems, and there are 2"),
    "text for texts": (lambda: reviewer.compare([("ab", "ab")]), r"row 1 is not \(texts of all systems, reference\)"),
    "names": (lambda: reviewer.compare(ROWS, systems=["a", "b", "c"]), "row 1 has texts of 2 systems, and there are 3"),
    "same name": (lambda: reviewer.compare(ROWS, systems=["a", "a"]), "two systems are called 'a'"),
    "test": (lambda: reviewer.compare(ROWS, test="t"), "unknown test 't'; known: bootstrap, randomization"),
    "alpha": (lambda: reviewer.compare(ROWS, alpha=5), "alpha=5 is no probability between 0 and 1"),
    "no alpha": (lambda: reviewer.compare(ROWS, alpha=float("nan")), "alpha=nan is no probability"),
    "no resamples": (lambda: reviewer.compare(ROWS, resamples=0), "0 resamples"),
    "rows of one article": (lambda: reviewer.compare([(*row, 1) for row in ROWS], unit="article"), "are of one article"),
}


@pytest.mark.parametrize(("call", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused(call: Callable[[], object], problem: str) -> None:
    """The message says which pair it is and what it should be."""
    with pytest.raises(ReviewerError, match=problem):
        call()


def test_a_tokenizer_that_is_not_installed_names_its_extra() -> None:
    """It is not replaced by another one."""
    from reviewer.metrics.languages import is_installed

    if is_installed("ko-mecab"):
        pytest.skip("it is installed here")
    with pytest.raises(ReviewerError, match=r"pip install 'mt-reviewer\[ko\]'"):
        reviewer.score([ONE], target_language="ko-KR")


def test_an_unknown_name_can_be_told_from_other_failures() -> None:
    """It is in the tree of exceptions."""
    with pytest.raises(UnknownNameError):
        reviewer.compare(ROWS, ["rouge"])


@pytest.mark.parametrize(("test", "kind", "trials"), [("bootstrap", "bs", 200), ("randomization", "ar", 100)])
def test_p_values_are_those_of_sacrebleu(test: Any, kind: str, trials: int) -> None:
    """Of each system and metric, under the names that were given."""
    metrics = dict(zip(("BLEU", "chrF2", "TER"), (sacrebleu.BLEU(), sacrebleu.CHRF(), sacrebleu.TER()), strict=True))
    systems = [("old", HYPOTHESES), ("new", OTHERS)]
    _, theirs = PairedTest(systems, metrics, [REFERENCES], kind, trials)()
    found = reviewer.compare((row for row in ROWS), systems=["old", "new"], test=test, resamples=trials)
    assert [(each.metric, each.baseline, each.system) for each in found] == [(name, "old", "new") for name in metrics]
    assert [each.p_value for each in found] == [theirs[each.metric][1].p_value for each in found]


def test_systems_without_names_are_numbered() -> None:
    """From 1, the baseline."""
    (found,) = reviewer.compare(ROWS, ["chrf"])
    assert (found.baseline, found.system) == ("system 1", "system 2")


def test_a_copy_is_the_same() -> None:
    """Delta 0 and p-value 1."""
    (found,) = reviewer.compare([((one, one), reference) for one, reference in PAIRS], ["bleu"])
    assert (found.delta, found.p_value, found.significant) == (0, 1, False)


SCRIPT = """
import sys, threading
import reviewer
assert not {"numpy", "sacrebleu", "rapidfuzz"} & set(sys.modules)
from reviewer.metrics import crew
crew._ALONE = 0.0
print("once", flush=True)
pairs = [(f"The minister said {n % 83} words in town {n % 7}.", f"The minister has said {n % 79} words in town {n % 5}.")
         for n in range(8_000)]
single = reviewer.score(pairs, jobs=1)
found = []
threads = [threading.Thread(target=lambda: found.append(reviewer.score(iter(pairs), jobs=2))) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(found == [single, single])
"""


def test_several_processes_need_no_guard(tmp_path: Path) -> None:
    """A script without `if __name__ == "__main__"` runs once, its threads too, and other files in its folder are not loaded."""
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')\n")
    ended = subprocess.run(
        [sys.executable, "-P", "script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.stdout, ended.stderr, ended.returncode) == ("once\nTrue\n", "", 0)
