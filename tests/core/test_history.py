"""Undo and redo as reviews: any sequence of them comes to what a simple stack says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.composition import Unfinished, pieces, running_text
from reviewer.core.history import History, doing_again, history, origin, taking_back
from reviewer.core.review import Effort, Purpose, Review, Verdict, new_id, timestamp
from reviewer.store import Store
from tests.core.building import review

AT = "2026-03-02T09:30:00.000Z"
SEGMENTS = 4


def names() -> Callable[[], str]:
    """Makes new ids."""
    numbers = count(1)
    return lambda: f"new {next(numbers)}"


def none(review_id: str) -> Review:
    """Finds nothing: for reviews without parents."""
    raise KeyError(review_id)


def test_nothing_done_is_nothing_to_undo() -> None:
    """No reviews, no history."""
    assert history([]) == History()


@pytest.mark.parametrize(
    ("reviews", "undoable", "redoable"),
    [
        ([review("1")], ("1",), ()),
        ([review("1"), review("2", action="1")], ("1",), ()),
        ([review("1"), review("2")], ("1", "2"), ()),
        ([review("1"), review("2"), review("3", undoes="2")], ("1",), ("2",)),
        ([review("1"), review("2"), review("3", undoes="2"), review("4", undoes="1")], (), ("2", "1")),
        ([review("1"), review("2", undoes="1"), review("3", redoes="1")], ("3",), ()),
        ([review("1"), review("2", undoes="1"), review("3", redoes="1"), review("4", undoes="3")], (), ("3",)),
        ([review("1"), review("2", undoes="1"), review("3")], ("3",), ()),
        ([review("1"), review("2", undoes="elsewhere")], ("1",), ()),
        ([review("1", purpose=Purpose.IMPORT)], (), ()),
        ([review("1", purpose=Purpose.CHECK)], (), ()),
    ],
)
def test_what_can_be_undone_and_done_again(reviews: list[Review], undoable: tuple[str, ...], redoable: tuple[str, ...]) -> None:
    """A keypress is one step; a new decision ends what could be done again; an import is nobody's step."""
    assert history(reviews) == History(undoable, redoable)


def test_a_first_decision_is_taken_back_by_reopening() -> None:
    """Nothing stood before, so nothing of what was said is left; each segment is open by itself."""
    said = review("1", "ab", correction="x", note="?who", reason="r", errors=({"a": 1},), effort=Effort(5.0))
    answers = taking_back([said], none, "desk2", names(), AT)

    assert [answer.covers for answer in answers] == [("a",), ("b",)]
    for answer in answers:
        assert (answer.verdict, answer.parents, answer.undoes, answer.at) == (Verdict.REOPENED, ("1",), "1", AT)
        assert (answer.correction, answer.note, answer.reason, answer.errors) == (None, "", None, ())
        assert (answer.action, answer.effort) == (answers[0].id, Effort())


def test_a_second_decision_is_taken_back_by_saying_the_first_again() -> None:
    """What stood before stands again, with its note, in the name of who took it back, and costs no second twice."""
    first = review("1", correction="x", note="?who", editor="desk3", effort=Effort(5.0), purpose=Purpose.IMPORT)
    second = review("2", verdict=Verdict.CUT, parents=("1",))
    (answer,) = taking_back([second], {"1": first}.__getitem__, "desk2", names(), AT)

    assert (answer.verdict, answer.correction, answer.note, answer.editor) == (Verdict.CORRECTED, "x", "?who", "desk2")
    assert (answer.parents, answer.effort, answer.purpose) == (("2",), Effort(), Purpose.TEXT)


def test_a_join_over_one_decided_segment_is_taken_back_in_parts() -> None:
    """The decided part stands again, the other is open again, as one action."""
    first = review("1", "a", correction="x")
    join = review("2", "ab", correction="y", parents=("1",))
    restored, reopened = taking_back([join], {"1": first}.__getitem__, "desk2", names(), AT)

    assert (restored.covers, restored.correction, reopened.covers, reopened.verdict) == (("a",), "x", ("b",), Verdict.REOPENED)
    assert restored.action == reopened.action == restored.id


def test_a_settled_conflict_is_in_conflict_again() -> None:
    """Both sides stand again, each over the settlement."""
    sides = {"1": review("1", correction="x"), "2": review("2", correction="y")}
    answers = taking_back([review("3", correction="z", parents=("1", "2"))], sides.__getitem__, "desk2", names(), AT)

    assert [(answer.correction, answer.parents) for answer in answers] == [("x", ("3",)), ("y", ("3",))]


def test_a_join_that_was_torn_is_whole_again() -> None:
    """A join said again stands over itself where it still stands, and not beside itself."""
    join = review("1", "ab", correction="y")
    (answer,) = taking_back([review("2", "a", parents=("1",))], {"1": join}.__getitem__, "desk2", names(), AT)

    assert (answer.covers, answer.parents) == (("a", "b"), ("2", "1"))


def test_taking_back_stands_over_what_says_the_action_again() -> None:
    """After a later decision was taken back, the earlier one stands under a new name."""
    (answer,) = taking_back([review("1")], none, "desk2", names(), AT, lambda _: ["1 again"])

    assert answer.parents == ("1 again",)


def test_the_origin_of_what_an_undo_says_again() -> None:
    """It is the review that stood before, through any number of undos; of anything else it is itself."""
    made = {
        each.id: each
        for each in (
            review("1", correction="x"),
            review("2", correction="y", parents=("1",)),
            review("3", correction="x", parents=("2",), undoes="2"),
            review("4", correction="z", parents=("3",)),
            review("5", correction="x", parents=("4",), undoes="4"),
            review("6", verdict=Verdict.REOPENED, parents=("5",), undoes="1"),
        )
    }
    origins = [origin(each, lambda action: [made[action]], made.__getitem__).id for each in made.values()]

    assert origins == ["1", "2", "1", "4", "1", "6"]


def test_each_of_two_who_agree_has_an_origin_of_their_own() -> None:
    """What both said stands again twice, once for each."""
    first, second = (review(name, editor=f"desk{name}") for name in "12")
    last = review("3", correction="x", parents=("1", "2"))
    actions = {each.id: [each] for each in (first, second, last)}
    again = taking_back([last], {"1": first, "2": second}.__getitem__, "desk3", names(), AT)
    actions[again[0].action] = list(again)
    made = {each.id: each for action in actions.values() for each in action}

    assert [origin(each, actions.__getitem__, made.__getitem__).id for each in again] == ["1", "2"]


def test_doing_again_stands_over_what_stands_now() -> None:
    """The parents are the heads of all covered segments, each once."""
    standing = {"a": ["7"], "b": ["7", "8"]}
    (answer,) = doing_again([review("1", "ab", correction="x")], standing.__getitem__, names(), AT)

    assert (answer.parents, answer.redoes, answer.undoes, answer.correction) == (("7", "8"), "1", None, "x")


class Desk:
    """Decides, undoes and redoes in a store, and keeps a stack of what stood as the model."""

    def __init__(self, store: Store, article: int) -> None:
        self.store = store
        self.article = article
        self._numbers = count(1)
        self._start = datetime(2026, 3, 1, article % 24, tzinfo=UTC)
        self.undone: list[tuple[object, ...]] = []
        self.past: list[tuple[object, ...]] = []
        self.state: tuple[object, ...] = tuple((number, "open", "") for number in range(SEGMENTS))

    def identify(self) -> str:
        """A new id."""
        number = next(self._numbers)
        return new_id(self._start + timedelta(seconds=number), (self.article * 1000 + number).to_bytes(10, "big"))

    def heads(self, uid: str) -> list[str]:
        """What stands on a segment."""
        return [head.id for head in self.store.heads(uid)]

    def decide(self, first: int, length: int, verdict: Verdict) -> None:
        """Review a run of segments, with all that is joined to them."""
        touched = set(range(first, min(first + length, SEGMENTS)))
        groups = {
            index: {number for number in range(SEGMENTS) if self.state[number][0] == self.state[index][0]} for index in touched
        }
        covered = sorted(touched.union(*groups.values()))
        places = self.store.places(self.article)
        correction = f"text {next(self._numbers)}" if verdict is Verdict.CORRECTED else None
        made = Review(
            id=self.identify(),
            covers=tuple(places[index].uid for index in covered),
            parents=tuple(dict.fromkeys(head.id for index in covered for head in places[index].heads)),
            editor="desk2",
            verdict=verdict,
            correction=correction,
            at=timestamp(self._start),
        )
        self.store.save([Review(**{field: getattr(made, field) for field in made.__slots__} | {"action": made.id})])
        self.past.append(self.state)
        self.undone.clear()
        state = list(self.state)
        for index in covered:
            state[index] = (covered[0], str(verdict), correction or "")
        self.state = tuple(state)

    def undo(self) -> None:
        """Take the last one back; nothing where there is none."""
        undoable = self.store.history(self.article, "desk2").undoable
        assert bool(undoable) == bool(self.past)
        if undoable:
            action = self.store.action(undoable[-1])
            self.store.save(taking_back(action, self.store.review, "desk2", self.identify, AT, self.heads))
            self.undone.append(self.state)
            self.state = self.past.pop()

    def redo(self) -> None:
        """Do the last one again; nothing where there is none."""
        redoable = self.store.history(self.article, "desk2").redoable
        assert bool(redoable) == bool(self.undone)
        if redoable:
            self.store.save(doing_again(self.store.action(redoable[-1]), self.heads, self.identify, AT))
            self.past.append(self.state)
            self.state = self.undone.pop()

    def check(self) -> None:
        """What the store says is what the model says."""
        stands = []
        for piece in pieces(self.store.places(self.article), Unfinished.MACHINE):
            first = piece.places[0].position - 1
            text = piece.text if piece.status == "corrected" else ""
            stands += [(first, str(piece.status), text)] * len(piece.places)
        assert tuple(stands) == self.state


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database that each run puts an article of its own into."""
    with Store.open(tmp_path_factory.mktemp("history") / "reviews.db") as opened:
        yield opened


steps = st.one_of(
    st.tuples(st.just("decide"), st.integers(0, SEGMENTS - 1), st.integers(1, 3), st.sampled_from([*Verdict][:4])),
    st.just(("undo",)),
    st.just(("redo",)),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=14))
def test_any_sequence_is_what_a_stack_says(store: Store, sequence: list[tuple[object, ...]]) -> None:
    """Decisions, undos and redos over a real database come to what stood in a list of states."""
    number = len(store.articles()) + 1
    segments = tuple(Segment(f"Sentence {index} of article {number}.", " ", record=index) for index in range(SEGMENTS))
    article = Article(segments, title=str(number))
    (added,) = store.add_document(
        Document(f"{number}.txt", article.text.encode(), Reading("txt"), (article,)),
        path=f"/desk/{number}.txt",
        importer="desk1",
        at=AT,
    )
    desk = Desk(store, added.number)
    for name, *arguments in sequence:
        getattr(desk, str(name))(*arguments)
        desk.check()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 6))
def test_all_undone_is_the_article_as_it_came(store: Store, decisions: int) -> None:
    """As many undos as decisions leave the machine's text, and as many redos bring all back."""
    number = len(store.articles()) + 1
    article = Article(tuple(Segment(f"Line {index} in {number}.", " ") for index in range(SEGMENTS)), title=str(number))
    store.add_document(
        Document(f"{number}.txt", article.text.encode(), Reading("txt"), (article,)), path="/desk/x", importer="d", at=AT
    )
    desk = Desk(store, number)
    for index in range(decisions):
        desk.decide(index % SEGMENTS, 1 + index % 2, Verdict.CORRECTED)
    decided = desk.state
    for _ in range(decisions):
        desk.undo()
    assert running_text("", pieces(store.places(number))) == article.text
    for _ in range(decisions):
        desk.redo()

    desk.check()
    assert desk.state == decided
