"""Taking back, and doing again, what an editor decided; never what somebody else did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.core.history import doing_again, origin, taking_back
from reviewer.core.review import Review, Status, standing
from reviewer.store import Store
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.surroundings import Surroundings


def undo(store: Store, article: int, around: Surroundings) -> tuple[Review, ...]:
    """The reviews that take back the editor's last decision in `article`.

    Raises:
        RefusalError: when there is none, or somebody else decided since.
    """
    undoable = store.history(article, around.editor).undoable
    if not undoable:
        raise RefusalError("nothing of yours to undo in this article")
    return take_back(store, store.action(undoable[-1]), around)


def redo(store: Store, article: int, around: Surroundings) -> tuple[Review, ...]:
    """The reviews that do again what the editor took back last in `article`.

    Raises:
        RefusalError: when there is nothing, or somebody else decided since.
    """
    redoable = store.history(article, around.editor).redoable
    if not redoable:
        raise RefusalError("nothing of yours to redo in this article")
    action = store.action(redoable[-1])
    for head in _standing_on(store, action):
        if head.editor != around.editor:
            raise RefusalError(f"decided since by {head.editor}: redo would overwrite it")
    return doing_again(action, lambda uid: _ids(store, uid), around.new_id, around.at())


def take_back(store: Store, action: Sequence[Review], around: Surroundings) -> tuple[Review, ...]:
    """The reviews that take `action` back.

    Raises:
        RefusalError: when something else stands there now.
    """
    names = {review.id for review in action}
    for head in _standing_on(store, action):
        said = origin(head, store.action, store.review)
        if said.id not in names and _is_disputed(store, action):
            raise RefusalError(f"in conflict with what {said.editor} decided: ! shows what each says, and settles it")
        if said.id not in names:
            raise RefusalError(f"decided since by {said.editor}: undo would lose it")
    return taking_back(action, store.review, around.editor, around.new_id, around.at(), lambda uid: _ids(store, uid))


def _is_disputed(store: Store, action: Sequence[Review]) -> bool:
    return any(standing(store.heads(uid)) is Status.CONFLICT for review in action for uid in review.covers)


def _standing_on(store: Store, action: Sequence[Review]) -> Iterator[Review]:
    return (head for review in action for uid in review.covers for head in store.heads(uid))


def _ids(store: Store, uid: str) -> list[str]:
    return [head.id for head in store.heads(uid)]
