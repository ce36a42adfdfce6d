"""The package's face: the registry, and what importing it costs."""

import subprocess
import sys

import pytest
import sacrebleu

import reviewer.metrics
from reviewer.cli.metric_options import METRIC_NAMES
from reviewer.cli.metric_options import TOKENIZERS as OFFERED_TOKENIZERS
from reviewer.metrics import METRICS, Pair, corpus_scores, edit_rate, similarity
from reviewer.metrics.languages import TOKENIZERS


def test_the_registry_names_what_the_scores_say() -> None:
    """Of the metrics on the screen, name and direction are the same in the registry and in the scores."""
    pairs = [Pair("a b", "a c")]
    scores = [*corpus_scores(pairs, "en"), edit_rate(pairs), similarity(pairs)]
    made = {measure.name: measure.higher_is_better for measure in (make() for make in METRICS.values())}
    assert {score.metric: score.higher_is_better for score in scores}.items() <= made.items()


def test_the_command_line_offers_every_metric() -> None:
    """The names of `--metric` are those of the registry, in its order, and so are the tokenizers."""
    assert tuple(METRICS) == METRIC_NAMES
    assert set(TOKENIZERS) == set(OFFERED_TOKENIZERS) == set(sacrebleu.BLEU.TOKENIZERS)


@pytest.mark.parametrize("name", reviewer.metrics.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Lazy or not, what is promised can be had."""
    assert getattr(reviewer.metrics, name) is not None


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
