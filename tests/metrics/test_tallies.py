"""From statistics to scores: groups, rows, digests, influence."""

import hashlib
from itertools import pairwise

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import ReviewerError
from reviewer.metrics import Bleu, Chrf, EditRate, Sums, Ter, Texts
from reviewer.metrics.tallies import Confidence, Tallies, Tally
from tests.metrics.test_resampling import HYPOTHESES, REFERENCES

MEASURES = (Bleu(), Chrf(), Ter(), EditRate())
TEXTS = Texts(HYPOTHESES[:30], [side[:30] for side in REFERENCES[:2]])


def tally(texts: Texts = TEXTS, *, keep_rows: bool = True) -> Tally:
    """All of `texts`, counted."""
    made = Tally(MEASURES, keep_rows=keep_rows)
    made.add(texts, [measure.statistics(texts) for measure in MEASURES])
    return made


@given(st.lists(st.integers(0, 30), max_size=4))
def test_blocks_make_no_difference(cuts: list[int]) -> None:
    """However the segments come, sums and digest are those of all at once, to the bit."""
    made = Tally(MEASURES)
    texts = Texts(HYPOTHESES[:30], [side[:30] for side in REFERENCES])
    edges = sorted({0, 30, *cuts})
    for start, end in pairwise(edges):
        part = Texts(texts.hypotheses[start:end], [side[start:end] for side in texts.references])
        made.add(part, [measure.statistics(part) for measure in MEASURES])
    whole = tally(texts)
    assert (made.values(), made.text_sha256) == (whole.values(), whole.text_sha256)


def test_groups_are_scored_apart_and_in_order() -> None:
    """Each group has the score of its own segments, whichever block they came in."""
    tallies = Tallies([Chrf()])
    names = ["odd" if number % 2 else "even" for number in range(30)]
    tallies.add(names, TEXTS, [Chrf().statistics(TEXTS)])
    assert list(tallies.groups) == ["even", "odd"]
    for name, group in tallies.groups.items():
        chosen = [number for number in range(30) if names[number] == name]
        theirs = sacrebleu.CHRF().corpus_score(
            [HYPOTHESES[n] for n in chosen], [[side[n] for n in chosen] for side in TEXTS.references]
        )
        assert group.scores("independent")[0].value == theirs.score


def test_values_of_segments_are_sentence_scores() -> None:
    """One a segment, in order, with the sentence metric's signature."""
    measures = [measure.of_sentences() for measure in (Bleu(), Ter())]
    made = Tally(measures, keep_rows=True)
    made.add(TEXTS, [measure.statistics(TEXTS) for measure in measures])
    bleu, ter = made.scores("independent", sentences=True)
    engines = (sacrebleu.BLEU(effective_order=True), sacrebleu.TER())
    for score, engine in zip((bleu, ter), engines, strict=True):
        expected = [
            engine.sentence_score(text, list(refs)).score for text, *refs in zip(HYPOTHESES[:30], *TEXTS.references, strict=True)
        ]
        assert list(score.values or ()) == expected
        assert score.signature == str(engine.get_signature())


def test_influence_is_what_leaving_a_segment_out_changes() -> None:
    """The strongest first, in either direction, computed here by leaving each out in turn."""
    whole = sacrebleu.CHRF().corpus_score(TEXTS.hypotheses, TEXTS.references).score
    effects = {}
    for left_out in range(30):
        rest = [number for number in range(30) if number != left_out]
        references = [[side[number] for number in rest] for side in TEXTS.references]
        effects[left_out] = whole - sacrebleu.CHRF().corpus_score([HYPOTHESES[number] for number in rest], references).score
    strongest = sorted(effects, key=lambda number: -abs(effects[number]))[:5]
    found = tally().influence(5)[MEASURES.index(Chrf())]
    assert [(each.segment, each.effect) for each in found] == [(number, effects[number]) for number in strongest]


def test_the_only_segment_makes_the_whole_score() -> None:
    """Without it there is none."""
    one = Texts(HYPOTHESES[:1], [REFERENCES[0][:1]])
    assert [each[0].effect for each in tally(one).influence(3)] == tally(one).values()


def test_a_change_of_rows_is_a_subtraction_and_an_addition() -> None:
    """The score with one segment mended is that of the mended corpus."""
    mended = Texts(["The talks failed.", *TEXTS.hypotheses[1:]], TEXTS.references)
    rows = [[measure.statistics(texts)[0].tolist() for texts in (TEXTS, mended)] for measure in MEASURES]
    assert tally().values_with([(before, after) for before, after in rows]) == tally(mended).values()


def test_the_digest_is_of_the_texts_in_order() -> None:
    """Anybody can make it again with sha256sum over interleaved lines."""
    texts = Texts(["a", "b"], [["x", "y"], [None, ""]])
    assert tally(texts, keep_rows=False).text_sha256 == hashlib.sha256(b"a\nx\n\0\nb\ny\n\n").hexdigest()


def test_the_signature_says_what_was_drawn() -> None:
    """Resamples and seed as sacrebleu has them; articles are ours and named."""
    plain, *_ = tally().scores("independent", Confidence(100))
    assert plain.signature.startswith("nrefs:2|bs:100|seed:12345|case:mixed")
    made = Tally([Chrf()], keep_rows=True)
    made.add(TEXTS, [Chrf().statistics(TEXTS)], [number // 10 for number in range(30)])
    (clustered,) = made.scores("independent", Confidence(100, 1, "article"))
    assert clustered.signature.startswith("nrefs:2|bs:100|seed:1|")
    assert "|unit:article|version:" in clustered.signature
    assert clustered.interval is not None
    assert clustered.interval.unit == "article"


def test_no_segment_has_no_score() -> None:
    """An empty corpus is an error, never a number."""
    with pytest.raises(ReviewerError, match="nothing to score"):
        Tally(MEASURES).scores("independent")


@pytest.mark.parametrize(
    ("hypotheses", "references", "message"),
    [
        (["a", "b"], [["x"]], "2 hypotheses but 1 in reference set 1"),
        (["a"], [["x", "y"]], "1 hypotheses but 2"),
        (["a"], [], "no reference"),
        (["a", "b"], [["x", None], [None, None]], "segment 2 has no reference"),
        (["a", "b", "c"], [["x1", "x2"], ["y1", "y2"], ["z1", "z2"]], "3 hypotheses but 2"),
    ],
    ids=["too few", "too many", "none", "none of a segment", "the wrong way round"],
)
def test_texts_that_do_not_line_up_cannot_be_made(
    hypotheses: list[str], references: list[list[str | None]], message: str
) -> None:
    """What sacrebleu scores in silence, some of it with 100, is refused where it is put together."""
    with pytest.raises(ReviewerError, match=message):
        Texts(hypotheses, references)


def test_sums_of_nothing_are_nothing() -> None:
    """No columns, no segments."""
    assert (Sums().columns, Sums().segments) == ([], 0)
