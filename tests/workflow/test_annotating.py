"""The sheet of errors: what every key makes of it, and that only what was touched is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.words import words
from reviewer.core.article import Kind
from reviewer.core.error import Category, Confirmed, Severity, Side, TranslationError
from reviewer.core.place import Place
from reviewer.core.review import Review, Status, Verdict
from reviewer.errors import UnknownNameError
from reviewer.mqm.candidates import candidates
from reviewer.store import Draft
from reviewer.workflow.annotating import Sheet, sheet_of
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.session import Session
from tests.desk import decide

BAN = "NATO's ban and a gate were discussed."
GROWTH = "NATO's growth and a door were discussed."
FIRST, SECOND = (7, 10), (17, 21)
"""Where the correction differs from the machine's text."""
KEYS: dict[str, Callable[[Sheet], Sheet]] = {
    "left": lambda sheet: sheet.moved(-1),
    "right": lambda sheet: sheet.moved(1),
    "end": lambda sheet: sheet.moved(len(sheet.words)),
    "up": lambda sheet: sheet.stepped(-1),
    "down": lambda sheet: sheet.stepped(1),
    "space": Sheet.spanned,
    "unspan": Sheet.unspanned,
    "omission": Sheet.omitted,
    "grammar": lambda sheet: sheet.categorised(Category.GRAMMAR),
    "name": lambda sheet: sheet.categorised(Category.NAME),
    "critical": lambda sheet: sheet.weighed(Severity.CRITICAL),
    "confirm": Sheet.confirmed,
    "drop": Sheet.dropped,
    "all": Sheet.confirmed_all,
}


def place(machine: str, review: Review | None = None, *, source: str | None = None, uid: str = "s1") -> Place:
    """A segment on which `review` stands."""
    status = review.status if review else Status.OPEN
    heads = (review,) if review else ()
    return Place(1, 1, 1, uid, 1, Kind.BODY, machine, " ", source, None, None, 1, status, heads)


def review(correction: str | None = None, errors: Sequence[TranslationError] = (), covers: tuple[str, ...] = ("s1",)) -> Review:
    """A decision."""
    verdict = Verdict.ACCEPTED if correction is None else Verdict.CORRECTED
    fields = tuple(error.fields() for error in errors)
    return Review("r1", covers, (), "desk2", verdict, "2026-03-01T09:30:00.000Z", correction, errors=fields)


def sheet(
    machine: str, correction: str | None = None, errors: Sequence[TranslationError] = (), source: str | None = None
) -> Sheet:
    """The sheet of one decision."""
    return sheet_of(Desk((place(machine, review(correction, errors), source=source),)))


def pressed(start: Sheet, keys: str) -> Sheet:
    """After these keys."""
    for key in keys.split():
        start = KEYS[key](start)
    return start


def short(errors: Sequence[TranslationError]) -> list[tuple[tuple[int, int], str, str, str]]:
    """Errors as rows of a table."""
    return [(each.span, each.category.rpartition("/")[2], str(each.severity), str(each.confirmed)) for each in errors]


def kept(
    span: tuple[int, int],
    category: Category = Category.GRAMMAR,
    severity: Severity = Severity.MINOR,
    side: Side = Side.MACHINE,
    confirmed: Confirmed | None = Confirmed.ONE,
) -> TranslationError:
    """An error that an editor confirmed."""
    return TranslationError(span, category, severity, side, confirmed)


def suggestion(span: tuple[int, int]) -> TranslationError:
    """What the edits suggest there."""
    return next(each.error for each in candidates(BAN, GROWTH) if each.error.span == span)


def said(span: tuple[int, int], how: str, category: str = "", severity: str = "") -> tuple[tuple[int, int], str, str, str]:
    """A row: the suggestion at `span`, or with another category or severity."""
    error = suggestion(span)
    return span, category or error.category.rpartition("/")[2], severity or str(error.severity), how


def own(span: tuple[int, int], category: str = "mistranslation", severity: str = "minor") -> tuple[object, ...]:
    """A row: what the editor marked."""
    return span, category, severity, "one"


def none(how: str, span: tuple[int, int] = (0, len(BAN))) -> tuple[object, ...]:
    """A row: that there is no error, or none at `span`."""
    return span, "no-error", "neutral", how


@pytest.mark.parametrize(
    ("machine", "correction", "keys", "expected"),
    [
        # What is not touched stays a suggestion.
        (BAN, GROWTH, "", []),
        (BAN, GROWTH, "down up left right end", []),
        (BAN, GROWTH, "confirm", [said(FIRST, "one")]),
        (BAN, GROWTH, "all", [said(FIRST, "all"), said(SECOND, "all")]),
        # One by itself, the rest by one key.
        (BAN, GROWTH, "critical all", [said(FIRST, "one", severity="critical"), said(SECOND, "all")]),
        (BAN, GROWTH, "confirm grammar", [said(FIRST, "one"), said(SECOND, "one", "grammar")]),
        (BAN, GROWTH, "confirm confirm all", [said(FIRST, "one"), said(SECOND, "one")]),
        # What is dropped is said of its place, so that it is not suggested again.
        (BAN, GROWTH, "drop all", [said(SECOND, "all"), none("one", FIRST)]),
        (BAN, GROWTH, "drop", [none("one", FIRST)]),
        # All dropped: somebody looked.
        (BAN, GROWTH, "drop drop", [none("one")]),
        (BAN, GROWTH, "drop drop all", [none("one")]),
        (BAN, None, "", []),
        (BAN, None, "all", [none("all")]),
        # Spans of one's own, both ways, and ended by a letter.
        (BAN, None, "space space", [own((0, 6))]),
        (BAN, None, "right space right space grammar", [own((7, 14), "grammar")]),
        (BAN, None, "right right space left grammar critical", [own((7, 14), "grammar", "critical")]),
        (BAN, None, "end space left name", [own((36, 37), "name")]),
        (BAN, None, "space right unspan", []),
        (BAN, None, "space right drop", []),
        (BAN, None, "space all", [own((0, 6))]),
        (BAN, None, "space right up", [own((0, 10))]),
        # A span that is suggested already is that suggestion.
        (BAN, GROWTH, "space space", [said(FIRST, "one")]),
        # One's own taken away again says nothing.
        (BAN, None, "space space drop", []),
        # Omissions stand between words; what is suggested there is that one.
        (BAN, None, "omission", [own((0, 0), "omission")]),
        (BAN, None, "right omission omission", [own((7, 7), "omission")]),
        (BAN, None, "end omission critical", [own((37, 37), "omission", "critical")]),
        # Code points, whatever they take elsewhere; scripts without spaces go by character.
        ("🙂 𝒩ato 👩‍👩‍👧 said", None, "right space right grammar", [own((2, 12), "grammar")]),
        ("北约东扩", None, "right space right grammar", [own((1, 3), "grammar")]),
    ],
)
def test_keys_give_errors(machine: str, correction: str | None, keys: str, expected: list[object]) -> None:
    """What is saved after these keys."""
    assert short(pressed(sheet(machine, correction), keys).errors) == expected


def test_an_omission_where_something_is_suggested_is_that_suggestion() -> None:
    """Whatever the edits took it for, it is one error and keeps its severity."""
    suggested = sheet("He go home.", "He did not go home.").entries
    errors = pressed(sheet("He go home.", "He did not go home."), "omission").errors

    assert [each.error.span for each in suggested] == [(3, 3)]
    assert short(errors) == [((3, 3), "omission", str(suggested[0].error.severity), "one")]


@pytest.mark.parametrize(
    ("standing", "keys", "expected"),
    [
        ((kept(FIRST),), "", [(FIRST, "grammar", "minor", "one")]),
        ((kept(FIRST, confirmed=Confirmed.ALL),), "down up", [(FIRST, "grammar", "minor", "all")]),
        ((kept(FIRST, confirmed=Confirmed.ALL),), "up confirm", [(FIRST, "grammar", "minor", "one")]),
        ((kept(FIRST),), "drop", [(FIRST, "grammar", "minor", "one"), none("one", SECOND)]),
        ((kept(FIRST),), "up drop drop", [none("one")]),
        ((kept(FIRST), kept((27, 36))), "up up drop", [((27, 36), "grammar", "minor", "one"), none("one", FIRST)]),
        ((kept((0, 37), Category.NO_ERROR, Severity.NEUTRAL),), "", [none("one")]),
        ((kept((0, 37), Category.NO_ERROR, Severity.NEUTRAL),), "space space", [own((0, 6))]),
        ((kept(FIRST, Category.NO_ERROR, Severity.NEUTRAL),), "confirm", [said(SECOND, "one"), none("one", FIRST)]),
        # What came from elsewhere: without a word of how, on another side, outside the text.
        ((kept(FIRST, confirmed=None),), "", [(FIRST, "grammar", "minor", "one")]),
        ((kept((2, 5), side=Side.CORRECTION),), "left", [((2, 5), "grammar", "minor", "one")]),
        ((kept((90, 99)),), "up critical", [((90, 99), "grammar", "critical", "one")]),
        ((kept((90, 99)),), "right left critical", [((90, 99), "grammar", "minor", "one"),
                                                         said(FIRST, "one", severity="critical")]),
    ],
)  # fmt: skip
def test_what_was_confirmed_before_stands(standing: Sequence[TranslationError], keys: str, expected: list[object]) -> None:
    """It is first, is not suggested again, and is changed like any other."""
    assert sorted(short(pressed(sheet(BAN, GROWTH, standing), keys).errors)) == sorted(expected)  # type: ignore[type-var]


def test_what_was_dropped_is_not_suggested_again() -> None:
    """It was looked at, and the sheet says so by not asking a second time."""
    dropped = pressed(sheet(BAN, GROWTH), "drop").errors
    entries = sheet(BAN, GROWTH, dropped).entries

    assert [entry.error.span for entry in entries] == [SECOND]


def test_what_was_confirmed_is_not_suggested_again() -> None:
    """Whatever kind the editor made of it."""
    entries = sheet(BAN, GROWTH, (kept(FIRST),)).entries

    assert [(entry.error.span, entry.is_confirmed) for entry in entries] == [(FIRST, True), (SECOND, False)]


@pytest.mark.parametrize("keys", ["", "down down", "right left", "space unspan", "end"])
def test_looking_changes_nothing(keys: str) -> None:
    """There is nothing to save when nobody confirmed anything."""
    assert not pressed(sheet(BAN, GROWTH, (kept((22, 26), confirmed=Confirmed.ALL),)), keys).is_changed


def test_the_caret_follows_the_error_and_the_error_the_caret() -> None:
    """Each is where the other is; between errors there is none."""
    start = sheet(BAN, GROWTH)
    seen = [(each.caret, each.current and each.current.error.span) for each in
            (start, start.stepped(1), start.moved(1), start.moved(-1), start.moved(3))]  # fmt: skip

    assert seen == [(1, FIRST), (4, SECOND), (2, None), (0, None), (4, SECOND)]


@pytest.mark.parametrize("key", ["grammar", "critical", "confirm", "drop"])
def test_a_key_without_an_error_is_refused(key: str) -> None:
    """Where the caret is on none, nothing else is changed in its stead."""
    with pytest.raises(RefusalError, match="no error at the caret"):
        pressed(sheet(BAN, GROWTH), f"left {key}")


def test_a_join_counts_in_the_joined_text() -> None:
    """The second sentence begins behind the first and the white space."""
    both = review("He left, it ended.", covers=("s1", "s2"))
    joined = Desk((place("He left.", both), place("It ended.", both, uid="s2")))
    errors = pressed(sheet_of(joined), "end left left left space space").errors

    assert [joined.machine[slice(*each.span)] for each in errors] == ["It"]


@pytest.mark.parametrize(("source", "verified"), [(None, False), ("나토의 동진", True), ("", False)])
def test_without_a_source_accuracy_is_unverified(source: str | None, verified: bool) -> None:
    """The sheet knows whether there is one."""
    start = sheet(BAN, GROWTH, source=source)

    assert [entry.error.is_verified(has_source=start.has_source) for entry in start.entries] == [verified, verified]


@pytest.mark.parametrize(
    ("desk", "message"),
    [
        (Desk((place("x"),)), "decide first"),
        (Desk((place("x", review()),), Draft("d", ("s1",), ("r1",), "y", 0, "", "desk2", "", 1)), "decide first.*draft"),
        (Desk((place("  ", review("y")),)), "no machine text"),
        (Desk((place("x", review("y", covers=("s1", "s2"))),)), "decide first"),
        (Desk((place("x", Review("r", ("s1",), (), "a", Verdict.CUT, "")),)), "cut: "),
        (Desk((place("x", Review("r", ("s1",), (), "a", Verdict.REOPENED, "")),)), "decide first"),
    ],
    ids=["open", "draft", "no machine text", "torn", "cut", "reopened"],
)  # fmt: skip
def test_errors_belong_to_a_decision(desk: Desk, message: str) -> None:
    """Without one there is no sheet, and it is said why."""
    with pytest.raises(RefusalError, match=message):
        sheet_of(desk)


def test_a_conflict_has_no_errors(database: Path, session: Session) -> None:
    """Which text they would belong to is not settled."""
    decide(database, 2, "corrected", "a")
    decide(database, 2, "corrected", "b", unseen=True, editor="desk3")
    desk = session.lay(session.store.places(1)[1].row)

    with pytest.raises(RefusalError, match="in conflict"):
        sheet_of(desk)


def test_an_error_of_an_unknown_kind_is_said() -> None:
    """It is never taken for another."""
    fields = {**kept((0, 1)).fields(), "category": "fluency"}
    desk = Desk((place("x", Review("r", ("s1",), (), "a", Verdict.ACCEPTED, "", errors=(fields,))),))

    with pytest.raises(UnknownNameError, match="fluency"):
        sheet_of(desk)


def test_what_was_confirmed_goes_over_to_another_decision() -> None:
    """Theirs stands, mine is put to it, and what I did not touch is not."""
    mine = pressed(sheet(BAN, GROWTH), "confirm right right space space")
    theirs = sheet(BAN, "NATO's growth and gates were discussed.", (kept((22, 26)),))

    assert [each.span for each in mine.onto(theirs).errors] == [FIRST, (22, 26), (27, 36)]


def test_it_does_not_go_over_to_another_text() -> None:
    """Spans of one text mean nothing in another."""
    with pytest.raises(RefusalError, match="joined"):
        pressed(sheet(BAN, GROWTH), "confirm").onto(sheet("Another."))


@given(
    st.text(st.sampled_from("ab 北é\u0301🙂\u200d👩.,'\n"), min_size=1).filter(str.strip),
    st.text(st.sampled_from("ab 北é\u0301🙂\u200d👩.,'\n")),
    st.lists(st.sampled_from(sorted(KEYS)), max_size=30),
)
def test_any_keys_keep_spans_between_words(machine: str, correction: str, keys: list[str]) -> None:
    """Spans lie in the text, on borders of tokens; empty is only what is missing; the caret is on a word or at the end."""
    here = sheet(machine, correction or None)
    borders = {0, *(word.end for word in words(machine))}
    missing = {entry.error.span for entry in here.entries}
    for key in keys:
        try:
            here = KEYS[key](here)
        except RefusalError:
            continue
        if key == "omission":
            assert here.current is not None
            missing.add(here.current.error.span)
        assert 0 <= here.caret <= len(here.words)
        assert here.chosen is None or here.current is not None
        assert len({entry.number for entry in here.entries}) == len(here.entries)
    for error in here.errors:
        assert borders.issuperset(error.span)
        assert error.span[0] < error.span[1] or error.span in missing or error.category is Category.NO_ERROR
        assert error.confirmed is not None
