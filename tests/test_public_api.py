"""`import reviewer`: small, sorted, and light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import reviewer

HEAVY = ("click", "langdetect", "numpy", "rapidfuzz", "sacrebleu", "sentencex", "sqlite_utils", "textual")
LOADED = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def loaded_after(code: str) -> set[str]:
    """The packages that a fresh interpreter has loaded after `code`."""
    ran = subprocess.run([sys.executable, "-c", f"{code}\n{LOADED}"], check=True, capture_output=True, text=True)
    return set(ran.stdout.split())


def test_all_is_just_this() -> None:
    """The names are sorted, each once, and a change of them is a decision."""
    assert reviewer.__all__ == [
        "Article",
        "Comparison",
        "Document",
        "Edit",
        "Finding",
        "Interval",
        "Kind",
        "Place",
        "Review",
        "ReviewerError",
        "Score",
        "Segment",
        "Status",
        "Store",
        "Verdict",
        "check",
        "compare",
        "diff",
        "open",
        "read",
        "score",
    ]
    assert reviewer.__all__ == sorted(set(reviewer.__all__))


@pytest.mark.parametrize("name", reviewer.__all__)
def test_every_name_resolves(name: str) -> None:
    """What is promised is there, and says what it is."""
    assert getattr(reviewer, name).__doc__


def test_every_name_can_be_imported_at_once() -> None:
    """`from reviewer import *` gives all of them."""
    names: dict[str, object] = {}
    exec("from reviewer import *", names)

    assert names.keys() >= set(reviewer.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """Asking for what there is not ends as it does with every module."""
    with pytest.raises(AttributeError, match="module 'reviewer' has no attribute 'scroe'"):
        _ = reviewer.scroe


@pytest.mark.catalogue("L7")
def test_importing_it_loads_nothing_heavy() -> None:
    """A script that only imports it pays for nothing that it does not use."""
    assert not loaded_after("import reviewer").intersection(HEAVY)


def test_the_test_of_lightness_can_fail() -> None:
    """What is used is loaded, and would be seen."""
    assert "rapidfuzz" in loaded_after("import reviewer; reviewer.diff('One.', 'Two.')")


def test_the_core_loads_nothing_heavy() -> None:
    """Neither do the core types and the exceptions."""
    code = "import reviewer; reviewer.Article, reviewer.Document, reviewer.Finding, reviewer.Review, reviewer.ReviewerError"

    assert not loaded_after(code).intersection(HEAVY)


def test_a_file_is_read(tmp_path: Path) -> None:
    """`reviewer.read` understands a file without storing anything."""
    path = tmp_path / "news.tsv"
    path.write_text("id\tmt\n1\tOne.\n2\tTwo.\n", encoding="utf-8")
    document = reviewer.read(path)

    assert [segment.machine for segment in document.articles[0].segments] == ["One.", "Two."]
    assert [each.name for each in tmp_path.iterdir()] == ["news.tsv"]


def test_a_text_is_checked() -> None:
    """The spans of what is found are those of the text that was given, whatever the sentence."""
    text = "  Talks went on.\n\nThe budget is 40,000 million won.  \n"
    findings = reviewer.check(text, select=["numbers"])

    assert [(each.check, each.position, text[slice(*each.span)]) for each in findings] == [
        ("source-magnitude", 2, "40,000 million")
    ]
    assert not reviewer.check(text, select="numbers", ignore=["source-magnitude"])
    assert not reviewer.check(" \n")


def test_a_text_is_checked_against_its_source() -> None:
    """With a source it is one sentence, and what compares with the source runs."""
    text = "The damage amounts to 5 million won. It rains."
    findings = reviewer.check(text, source="피해 규모는 5억 원이다.", select="source-numbers")

    assert [(each.position, text[slice(*each.span)]) for each in findings] == [(1, "5 million")]
    assert not reviewer.check(text, select="source-numbers")


def test_a_check_that_there_is_not_is_refused() -> None:
    """The likeliest name comes first."""
    with pytest.raises(
        reviewer.ReviewerError, match=r"unknown check or family 'source-magnitud'; did you mean source-magnitude\?"
    ):
        reviewer.check("Fine.", select=["source-magnitud"])


def test_a_database_must_exist(tmp_path: Path) -> None:
    """`reviewer.open` makes no file by mistake."""
    with pytest.raises(reviewer.ReviewerError):
        reviewer.open(tmp_path / "reviews.db")

    assert not list(tmp_path.iterdir())


def test_a_database_is_opened(tmp_path: Path) -> None:
    """What was put in is read; without asking for it nothing can be written."""
    path = tmp_path / "reviews.db"
    with reviewer.Store.open(path):
        pass
    with reviewer.open(path) as store:
        assert store.articles() == []
        with pytest.raises(reviewer.ReviewerError):
            store.add_sample("week 9", ["unknown"])
