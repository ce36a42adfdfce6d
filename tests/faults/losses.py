"""What a database must still hold, and what of it is missing or wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.core.review import Review
from reviewer.errors import ReviewerError
from reviewer.store import UNREADABLE, Store
from reviewer.store.opening import Steps, opened
from reviewer.store.schema import STEPS


@dataclass(frozen=True, slots=True)
class Held:
    """What was confirmed: digests of reviews by id, and documents by SHA-256 of their bytes."""

    reviews: Mapping[str, str] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    def __or__(self, other: Held) -> Held:
        return Held({**self.reviews, **other.reviews}, self.documents | other.documents)


NOTHING = Held()


def of_reviews(reviews: Iterable[Review]) -> Held:
    """Reviews that were saved."""
    return Held({review.id: review.digest for review in reviews})


def losses(path: Path, held: Held, steps: Steps = STEPS) -> list[str]:
    """Opens the database as the program does: what is damaged in it, and what of `held` is not there, in words."""
    try:
        # Before anything was confirmed there may be no database yet, but never one that cannot be opened.
        is_needed = bool(held.reviews or held.documents)
        with Store(opened(path, create=not is_needed, readonly=False, steps=steps)) as store:
            return [*_damage(store), *_missing(store, held)]
    except (ReviewerError, *UNREADABLE) as error:
        return [f"cannot be read: {error}"]


def is_lost(loss: str) -> bool:
    """Whether it is a confirmed thing that is gone, in a database that is whole."""
    return loss.startswith("lost")


def _damage(store: Store) -> list[str]:
    return [f"damaged: {each.what}: {damage}" for each in store.check() for damage in each.damage]


def _missing(store: Store, held: Held) -> list[str]:
    stored: dict[str, list[str]] = {}
    for review in store.every_review():
        stored.setdefault(review.id, []).append(review.digest)
    documents = {sha256 for (sha256,) in store._db.all("SELECT sha256 FROM document")}
    return [
        *(f"lost: review {each}" for each, digest in held.reviews.items() if stored.get(each) != [digest]),
        *(f"lost: document {each}" for each in held.documents - documents),
    ]
