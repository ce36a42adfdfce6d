"""The package's face: the registry, and what importing it costs."""

import subprocess
import sys

import pytest

import reviewer.metrics
from reviewer.metrics import METRICS, Pair, corpus_scores, edit_rate, similarity


def test_the_registry_names_what_the_scores_say() -> None:
    """Name and direction of every metric are those of the scores that it gives."""
    pairs = [Pair("a b", "a c")]
    scores = [*corpus_scores(pairs, "en"), edit_rate(pairs), similarity(pairs)]
    assert [(metric.name, metric.higher_is_better) for metric in METRICS.values()] == [
        (score.metric, score.higher_is_better) for score in scores
    ]


@pytest.mark.parametrize("name", reviewer.metrics.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Lazy or not, what is promised can be had."""
    assert getattr(reviewer.metrics, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Laziness does not change what Python says."""
    with pytest.raises(AttributeError, match=r"reviewer\.metrics.*no attribute 'bleu'"):
        reviewer.metrics.bleu  # noqa: B018


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("reviewer.metrics", {"sacrebleu", "rapidfuzz", "textual", "sqlite_utils", "numpy", "asyncio"}),
        ("reviewer.metrics.live", {"sacrebleu", "rapidfuzz", "textual", "sqlite_utils", "numpy"}),
        ("reviewer.metrics.sacre", {"sacrebleu", "rapidfuzz", "textual", "sqlite_utils", "numpy"}),
        ("reviewer.analysis.diff", {"sacrebleu", "textual", "sqlite_utils", "numpy"}),
        ("reviewer.analysis.quotes", {"sacrebleu", "rapidfuzz", "textual", "sqlite_utils", "numpy"}),
    ],
)
def test_importing_is_light(module: str, heavy: set[str]) -> None:
    """A fresh interpreter that imports the module has loaded none of the heavy libraries."""
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert heavy.isdisjoint(loaded)
