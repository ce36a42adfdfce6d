"""The article's own quotation marks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.quotes import STYLES, QuoteStyle, style_of, typed

STYLE_ROWS = {
    "nothing": ("", "straight"),
    "no marks": ("The talks failed.", "straight"),
    "straight": ('He said "no" and "never".', "straight"),
    "english": ("He said “no” and ‘never’.", "english"),
    "english singles only": ("He said ‘no’ and ‘never’.", "english"),
    "german": ("Er sagte „nein“ und ‚nie‘.", "german"),
    "german by its closings": ("Er sagte: „Nein.“ Dann: „Nie!“", "german"),
    "polish": ("Powiedział „nie” i „nigdy”.", "polish"),
    "french": ("Il a dit «non» et «jamais».", "french"),
    "french with plain spaces": ("Il a dit « non » et « jamais ».", "french"),
    "inward": ("Er sagte »nein« und »nie«.", "inward"),
    "the majority": ('“One,” “two” and "three"', "english"),
    "the majority is straight": ('"One," "two" and “three”', "straight"),
    "straight quotations, curly apostrophes": ('"We don’t" and "we can’t"', "straight"),
    "inches": ('a 5" screen and a “new” one', "english"),
    "a quotation that runs on over paragraphs": ("“One.\n\n“Two.\n\n“Three.”", "english"),
    "in brackets": ("(“no”) [“never”]", "english"),
    "nested at the start": ("“‘No’, he said,” she said.", "english"),
}


@pytest.mark.parametrize(("text", "name"), STYLE_ROWS.values(), ids=STYLE_ROWS)
def test_style_of(text: str, name: str) -> None:
    """The style is that of most marks."""
    found = style_of(text)
    assert replace(found, apostrophe="") == replace(STYLES[name], apostrophe="")


@pytest.mark.parametrize(
    ("text", "apostrophe"),
    [
        ("", "'"),
        ("don't, “can't” and won’t", "'"),
        ("don’t and won't, we’re", "’"),
        ("don’t", "’"),
        ("“No”", "’"),
        ("'No' and 'never'", "'"),
    ],
)
def test_the_apostrophe_has_its_own_majority(text: str, apostrophe: str) -> None:
    """Words tell the apostrophe; without any it goes with the quotation marks."""
    assert style_of(text).apostrophe == apostrophe


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_guillemets_keep_their_inner_space(space: str) -> None:
    """A text that sets no-break spaces inside its guillemets gets them with every new pair."""
    style = style_of(f"Il a dit «{space}non{space}» et «{space}jamais{space}».")
    assert (style.double_open, style.double_close) == (f"«{space}", f"{space}»")
    assert typed('"', "dit ", "", style) == f"«{space}"
    assert typed('"', f"dit «{space}oui", "", style) == f"{space}»"


TYPED_ROWS = {
    # what is typed at the bar, in which style, and what comes of it
    "at the start": ("|", '"', "english", "“"),
    "after a space": ("said |", '"', "english", "“"),
    "after a no-break space": ("said\u00a0|", '"', "english", "“"),
    "after a word": ("“no|", '"', "english", "”"),
    "after a comma": ("“no,|", '"', "english", "”"),
    "after an ellipsis": ("“well…|", '"', "english", "”"),
    "before a word that is there": ("said |no", '"', "english", "“"),
    "after a bracket": ("(|", '"', "english", "“"),
    "after a full-width bracket": ("（|", '"', "english", "“"),
    "before a closing bracket": ("(“no|)", '"', "english", "”"),
    "after a slash": ("and/|", '"', "english", "“"),
    "after a dash": ("talks—|", '"', "english", "“"),
    "after a dash that breaks speech off": ("“But I—|", '"', "english", "”"),
    "after a dash and a space": ("“But I — |", '"', "english", "“"),
    "after a hyphen": ("non-|", '"', "english", "“"),
    "inside another quotation": ("“|", "'", "english", "‘"),
    "a quotation inside single ones": ("‘|", '"', "english", "“"),
    "both close": ("“He said ‘no’|", '"', "english", "”"),
    "both close, the single one": ("“He said ‘no|", "'", "english", "’"),
    "an empty pair": ("say “|", '"', "english", "”"),
    "an empty single pair": ("say ‘|", "'", "english", "’"),
    "an apostrophe inside a word": ("don|t", "'", "english", "’"),
    "an apostrophe at a word's end": ("the dogs|", "'", "english", "’"),
    "an apostrophe after a decomposed letter": ("cafe\u0301|s", "'", "english", "’"),
    "a decade": ("the |90s", "'", "english", "’"),
    "a decade in brackets": ("(|90s", "'", "english", "’"),
    "after a digit": ("the 1990|s", "'", "english", "’"),
    "feet": ("6|", "'", "english", "’"),
    "other keys": ("a|", "x", "english", "x"),
    "a curly one that is typed itself": ("a|", "“", "english", "“"),
    "straight stays": ("said |", '"', "straight", '"'),
    "straight single stays": ("said |", "'", "straight", "'"),
    "german opens": ("sagte |", '"', "german", "„"),
    "german closes": ("sagte: „Nein.|", '"', "german", "“"),
    "german inside": ("sagte: „|", "'", "german", "‚"),
    "german single closes": ("„Die ‚Wende|", "'", "german", "‘"),
    "german single closes after a digit": ("die ‚Agenda 2010|", "'", "german", "‘"),
    "german apostrophe": ("Hans| Haus", "'", "german", "’"),
    "german apostrophe inside": ("geht|s", "'", "german", "’"),
    "a german closing mark opens nothing": ("„Nein“|", '"', "german", "“"),
    "french": ("dit |", '"', "french", "«"),
    "french elision": ("l|école", "'", "french", "’"),
    "inward": ("sagte |", '"', "inward", "»"),
    "inward closes": ("sagte »nein|", '"', "inward", "«"),
    "chinese after a full-width colon": ("他说：|", '"', "english", "“"),
    "chinese closes": ("他说：“不。|", '"', "english", "”"),
    "chinese between characters": ("所谓|扩张", '"', "english", "“"),
    "korean particle": ("“안 된다|고", '"', "english", "”"),
    "after a line separator": ("a\u2028|", '"', "english", "“"),
    "after an emoji": ("“yes 👍|", '"', "english", "”"),
}


@pytest.mark.parametrize(("place", "character", "name", "expected"), TYPED_ROWS.values(), ids=TYPED_ROWS)
def test_typed(place: str, character: str, name: str, expected: str) -> None:
    """Each row becomes what a typesetter would set there."""
    before, after = place.split("|")
    assert typed(character, before, after, STYLES[name]) == expected


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from("\"'"), st.sampled_from(sorted(STYLES)))
def test_a_typed_mark_is_always_one_of_the_styles(before: str, after: str, character: str, name: str) -> None:
    """Whatever surrounds it, a quotation mark becomes a quotation mark or an apostrophe."""
    style = STYLES[name]
    singles = {style.single_open, style.single_close, style.apostrophe}
    assert typed(character, before, after, style) in ({style.double_open, style.double_close} if character == '"' else singles)


@given(st.text(max_size=40))
def test_any_text_has_a_style(text: str) -> None:
    """Finding the style never fails."""
    assert isinstance(style_of(text), QuoteStyle)
