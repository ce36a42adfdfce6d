"""Undo and redo, read out of the reviews themselves, so that they work tomorrow and on another machine.

An action is what one keypress decided: one review or several that share its id. Undoing writes new reviews that say what stood
before, redoing writes the undone ones again; both name the action that they answer, and nothing is ever taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from reviewer.core.review import Effort, Purpose, Review, Verdict, with_action


@dataclass(frozen=True, slots=True)
class History:
    """What an editor can take back and do again here, the latest last; action ids."""

    undoable: tuple[str, ...] = ()
    redoable: tuple[str, ...] = ()


def history(reviews: Iterable[Review]) -> History:
    """The history of one editor, from their reviews in the order in which they arrived. Imported ones cannot be undone."""
    undoable: list[str] = []
    redoable: list[str] = []
    seen: set[str] = set()
    for review in reviews:
        if review.action in seen or review.purpose is not Purpose.TEXT:
            continue
        seen.add(review.action)
        if review.undoes is not None:
            if review.undoes in undoable:
                undoable.remove(review.undoes)
                redoable.append(review.undoes)
        elif review.redoes is not None:
            if review.redoes in redoable:
                redoable.remove(review.redoes)
            undoable.append(review.action)
        else:
            undoable.append(review.action)
            redoable.clear()
    return History(tuple(undoable), tuple(redoable))


def taking_back(
    action: Sequence[Review],
    before: Callable[[str], Review],
    editor: str,
    identify: Callable[[], str],
    at: str,
    standing: Callable[[str], Sequence[str]] | None = None,
) -> tuple[Review, ...]:
    """The reviews with which `editor` takes `action` back: each segment stands again as it did before.

    Args:
        action: the reviews of the action.
        before: finds an earlier review by its id.
        editor: who takes it back.
        identify: makes a new id.
        at: the time.
        standing: gives the ids of the reviews that stand on a segment now, where they only say again (`origin`) what the action
            said; left out, the reviews of the action stand themselves.
    """
    answers = []
    for review in action:
        here = standing or partial(_only, review.id)
        earlier = [before(parent) for parent in review.parents]
        untouched = [uid for uid in review.covers if not any(uid in parent.covers for parent in earlier)]
        restored = [_saying_again(parent, _replaced(review, parent, here), identify(), at) for parent in earlier]
        opened = replace(review, verdict=Verdict.REOPENED, correction=None, reason=None, note="", errors=())
        # Each by itself: what is open is no join, and is decided, and undone, one by one.
        restored += [_saying_again(replace(opened, covers=(uid,)), tuple(here(uid)), identify(), at) for uid in untouched]
        answers += [replace(answer, editor=editor, undoes=review.action) for answer in restored]
    return with_action(answers)


def origin(review: Review, action: Callable[[str], Sequence[Review]], before: Callable[[str], Review]) -> Review:
    """The review that `review` says again, where it was made by an undo; else itself."""
    if review.undoes is None:
        return review
    # Of several that say the same each has its own: what two agree on is not one's alone.
    alike = [each.id for each in action(review.action) if _says(each) == _says(review)]
    earlier = [
        parent for undone in action(review.undoes) for parent in map(before, undone.parents) if _says(parent) == _says(review)
    ]
    said = dict(zip(alike, earlier, strict=False)).get(review.id)
    return origin(said, action, before) if said else review


def _says(review: Review) -> tuple[object, ...]:
    return review.opinion, review.covers, review.note


def _only(review_id: str, _: str) -> Sequence[str]:
    return (review_id,)


def _standing_on(covers: Sequence[str], standing: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(head for uid in covers for head in standing(uid)))


def _replaced(review: Review, earlier: Review, standing: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """What `earlier`, said again, stands over; itself too, where it still stands on what `review` does not cover."""
    parents = _standing_on([uid for uid in earlier.covers if uid in review.covers], standing)
    return parents if set(earlier.covers) <= set(review.covers) else (*parents, earlier.id)


def doing_again(
    action: Sequence[Review], standing: Callable[[str], Sequence[str]], identify: Callable[[], str], at: str
) -> tuple[Review, ...]:
    """The reviews that do `action` again; `standing` gives the ids of the reviews that stand on a segment now."""
    answers = []
    for review in action:
        parents = _standing_on(review.covers, standing)
        answers.append(replace(_saying_again(review, parents, identify(), at), redoes=review.action))
    return with_action(answers)


def _saying_again(review: Review, parents: tuple[str, ...], new_id: str, at: str) -> Review:
    """What `review` says, said anew: no seconds are counted twice."""
    return replace(review, id=new_id, parents=parents, at=at, effort=Effort(), purpose=Purpose.TEXT, undoes=None, redoes=None)
