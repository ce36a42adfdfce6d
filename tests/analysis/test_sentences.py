"""Sentences of a paragraph, with nothing lost between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.analysis.sentences import segmenter, split

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(" .!?\"'()[]“”‘’„«»「」。、,;:-\n\r\t\0\x0b\x0c\x1c\x85\u2028\u2029\u3000\xa0\u200b\u202e\ufeff")),
        st.sampled_from(list("AbMr1日あ가Я😀é\u0301\u200d")),
        st.characters(exclude_categories=["Cs"]),
    )
)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "He left. She stayed.", [("He left.", " "), ("She stayed.", "")]),
        ("en", "Dr. Lee left.  Mr. Kim\r\nstayed.", [("Dr. Lee left.", "  "), ("Mr. Kim\r\nstayed.", "")]),
        ("en", "One line.\r\nAnother.", [("One line.", "\r\n"), ("Another.", "")]),
        ("en", "He left! … She stayed.", [("He left! …", " "), ("She stayed.", "")]),
        ("en", "Is it so? ) He left.", [("Is it so? ) He left.", "")]),
        ("en", 'He left! " Then nothing.', [('He left! "', " "), ("Then nothing.", "")]),
        ("en", "* * *", [("* * *", "")]),
        ("ja", "雨だ。雪だ。", [("雨だ。", ""), ("雪だ。", "")]),
        ("ko", "비가 왔다. 눈도 왔다.", [("비가 왔다.", " "), ("눈도 왔다.", "")]),
        ("no-such-language", "One. Two.", [("One.", " "), ("Two.", "")]),
        ("en", "", []),
    ],
)
def test_a_paragraph_is_parted_into_sentences_and_gaps(language, text, expected):
    """White space at an edge is the gap's, and what is no sentence belongs to the one before."""
    assert split(text, language) == expected


@pytest.mark.parametrize("tail", [", he said.", "; so.", ": so.", ") so.", "，他说。", "..."])
def test_a_piece_that_can_only_end_a_sentence_belongs_to_it(tail):
    """It stays with what stands before it."""
    assert split(f"Really? {tail}", "en") == [(f"Really? {tail}", "")]


@pytest.mark.parametrize("tail", ["” said he.", "’ said he.", "」と言った。", "» sagte er.", "“ sagte er.", '"\n', "\u00a0” No."])
def test_no_sentence_starts_with_a_closing_quote(tail):
    """The quote is left to the sentence that it closes."""
    sentences = [sentence for sentence, _ in split(f"Really? {tail}", "en")]
    assert not any(sentence.startswith(tail.strip()[0]) for sentence in sentences)


@pytest.mark.parametrize("quoted", ['"So it is."', "“So it is.”", "«So it is.»", "„So it is.“", "'So it is.'", "(So it is.)"])
def test_an_opening_quote_starts_a_sentence(quoted):
    """Only a quote that no letter follows is taken for a closing one."""
    assert split(f"He came in. {quoted}", "en") == [("He came in.", " "), (quoted, "")]


def test_white_space_that_makes_sentencex_panic_is_kept_out_of_its_sight(capfd):
    """A wide space before a full stop ends the Rust code with a trace on the terminal; the text comes back all the same."""
    text = "。\u0301」?ßé)\u2029A\u2028."
    assert "".join(sentence + gap for sentence, gap in split(text, "en")) == text
    assert capfd.readouterr().err == ""


def test_a_paragraph_longer_than_a_window_is_parted_where_a_short_one_is():
    """The text is handed over in parts, and the seams are not seen."""
    sentence = "The minister said that nothing had been decided yet."
    assert split(" ".join([sentence] * 1000), "en") == [(sentence, " ")] * 999 + [(sentence, "")]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest():
    """Typing errors and cut quotations are common; what follows is still parted."""
    sentence = "The minister said that nothing had been decided yet."
    text = f'It is late," he said. "{" ".join([sentence] * 20)}'
    parted = [part for part, _ in split(text, "en")]
    assert parted == ['It is late," he said.', f'"{sentence}', *[sentence] * 19]


def test_a_short_quotation_of_several_sentences_stays_whole():
    """Quotes that pair are left to sentencex."""
    text = "“We are late. We know it,” she said."
    assert split(text, "en") == [(text, "")]


def test_a_sentence_longer_than_a_window_stays_whole():
    """A line of a million characters without a full stop is one segment."""
    text = "가" * 100_000
    assert split(text, "ko") == [(text, "")]


@settings(max_examples=300, deadline=None)
@given(HOSTILE, st.sampled_from(["en", "ko", "ja", "uk", "de", "zh", "xx"]))
def test_nothing_is_lost_and_edges_are_clean(text, language):
    """Sentences and gaps are the paragraph, gaps are white space, and no sentence has any at its edges."""
    paragraph = text.strip()
    parted = split(paragraph, language)
    assert "".join(sentence + gap for sentence, gap in parted) == paragraph
    assert all(sentence and sentence == sentence.strip() and not gap.strip() for sentence, gap in parted)


def test_the_segmenter_is_named_with_its_version():
    """What parted a text is stored with it."""
    name, version, language = segmenter("ko").split()
    assert (name, language) == ("sentencex", "ko")
    assert version[0].isdigit()
