"""Which tokenizer a language gets, and what is said where none fits."""

import pytest

from reviewer.analysis.labels import primary
from reviewer.errors import ReviewerError
from reviewer.metrics import Bleu, Chrf, EditRate, Ter
from reviewer.metrics.languages import doubts, tokenizer


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("en", "13a"),
        (None, "13a"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh_Hant_TW", "zh"),
        ("zho", "zh"),
        ("cmn-Hans", "zh"),
        ("yue", "zh"),
        ("ja-JP", "ja-mecab"),
        ("jpn", "ja-mecab"),
        ("ko", "ko-mecab"),
        ("KOR", "ko-mecab"),
        ("de-AT", "13a"),
        ("th", "13a"),
    ],
)
def test_the_language_chooses_the_tokenizer(label: str | None, name: str) -> None:
    """In two letters or three, with regions and scripts, however they are spelled."""
    assert tokenizer(label) == name


@pytest.mark.parametrize("label", ["Korean", "chinese", "k", "한국어", "ko KR", "-ko", "en-"])
def test_what_is_no_label_is_refused(label: str) -> None:
    """A name of a language would otherwise pass for an unknown one, with spaces."""
    with pytest.raises(ReviewerError, match="no language label"):
        primary(label)


def told(measures: list[Bleu | Chrf | Ter | EditRate], language: str | None, sample: str = "") -> list[str]:
    """Which metrics are doubted."""
    labels = [(measure.name, measure.signature(1)) for measure in measures]
    return [said.split(":")[0] for said in doubts(labels, language, sample)]


@pytest.mark.parametrize(
    ("measure", "language", "doubted"),
    [
        (Bleu(), "th", True),
        (Bleu(tokenize="char"), "th", False),
        (Bleu(), "zh", True),
        (Bleu(tokenize="zh"), "zh", False),
        (Bleu(), "en", False),
        (Bleu(), "ko", False),
        (Chrf(), "ja", False),
        (Ter(), "ja", True),
        (Ter(asian_support=True), "ja", True),
        (Ter(normalized=True, asian_support=True), "zh", False),
        (Ter(), "ko", False),
    ],
)
def test_a_metric_that_takes_lines_for_words_is_doubted(measure: Bleu | Chrf | Ter, language: str, doubted: bool) -> None:
    """Where words are not parted by spaces, and only there."""
    assert bool(told([measure], language)) is doubted


def test_without_a_label_the_text_decides() -> None:
    """Chinese references that nobody named are told; English ones with a name in them are not."""
    assert told([Bleu(), Ter(), Chrf()], None, "北约的东扩引起了讨论。") == ["BLEU", "TER"]
    assert told([Bleu(), Ter()], None, "The talks in 北京 failed, said the minister on Monday.") == []
    assert told([Bleu(), Ter()], None, "...") == []
