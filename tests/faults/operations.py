"""What people do with a database that has been in use for a while, each as an object that can be hindered and tried again."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from reviewer.core.article import Article, Document, Reading
from reviewer.core.place import Place
from reviewer.core.review import Review, Verdict
from reviewer.store import Store, connection
from reviewer.store.opening import opened
from reviewer.store.schema import STEPS
from tests.building import article, fill
from tests.faults.children import Child, Say
from tests.faults.losses import NOTHING, Held, losses, of_reviews

NAME = "reviews.db"
AT = "2026-03-01T09:30:00.000Z"
Promise = Mapping[str, Held]
"""What is in which file of the folder, now that an operation came to its end."""


def _copy_reviews(db: Database) -> None:
    db.execute("CREATE TABLE review_copy AS SELECT * FROM review")


NEXT_STEPS = (*STEPS, ("next", _copy_reviews))
"""The schema of a program that is newer by one step."""


def review_id(number: int) -> str:
    """The id of the review that is made with `number`."""
    return f"00000000-0000-7000-8000-{number:012x}"


def review_of(place: Place, number: int, editor: str = "desk1") -> Review:
    """A correction of what stands at `place`."""
    return Review(
        id=review_id(number),
        action=review_id(number),
        covers=(place.uid,),
        parents=tuple(head.id for head in place.heads),
        editor=editor,
        verdict=Verdict.CORRECTED,
        correction=f"Correction {number} by {editor}. " * 20,
        at=AT,
    )


def document_of(story: Article) -> Document:
    """A file that holds `story`."""
    return Document(f"{story.title}.txt", story.text.encode(), Reading("txt", segmenter="by hand"), (story,))


def import_article(store: Store, story: Article) -> Held:
    """Files `story`; what is there now."""
    document = document_of(story)
    store.add_document(document, path=f"/desk/{document.name}", importer="desk1", at=AT)
    return Held(documents=frozenset({hashlib.sha256(document.data).hexdigest()}))


def settle(folder: Path) -> Held:
    """Makes the database of a newsroom in `folder`, closed as it should be; what was confirmed in it."""
    fill(folder / NAME)
    with Store.open(folder / NAME) as store:
        reviews = [review_of(place, place.position) for place in store.places(1, count=4)]
        for review in reviews:
            store.save([review])
    return of_reviews(reviews)


class Operation:
    """One thing that somebody does in the database of `folder`; it is made with nothing in its way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        connection.LONGEST_LOG = 4 * 1024 * 1024
        self.store: Store | None = Store.open(self.path, create=False)

    @staticmethod
    def prepare(folder: Path) -> Held:
        """What must be in the folder for it, and what is confirmed by that."""
        return NOTHING

    def run(self) -> Promise:
        """Does it, or does it again; what can be relied upon afterwards."""
        raise NotImplementedError

    def close(self) -> None:
        """Lets go of everything."""
        if self.store is not None:
            self.store.close()
        self.store = None

    def opened(self) -> Store:
        """The store, opened if it is not."""
        self.store = self.store or Store.open(self.path, create=False)
        return self.store


class Saving(Operation):
    """Two reviews of one action."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        first, second = self.opened().places(1, 4, 2)
        # The parents as they were before it was done for the first time, which may have been in another process.
        self.reviews = [
            replace(review_of(first, 100), parents=(review_id(first.position),)),
            replace(review_of(second, 101), parents=(), action=review_id(100)),
        ]

    def run(self) -> Promise:
        """Saves them."""
        self.opened().save(self.reviews)
        return {NAME: of_reviews(self.reviews)}


class OpeningToSave(Saving):
    """The database is opened, and a review saved."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.close()


class Folding(Saving):
    """A save after which the log is folded into the database."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        connection.LONGEST_LOG = 0


class Importing(Operation):
    """A document comes in."""

    def run(self) -> Promise:
        """Files it."""
        return {NAME: import_article(self.opened(), article("Second"))}


class Merging(Operation):
    """A colleague's copy comes back, with an article and a review more."""

    @staticmethod
    def prepare(folder: Path) -> Held:
        """Lets the colleague work."""
        shutil.copy(folder / NAME, folder / "others.db")
        with Store.open(folder / "others.db") as others:
            import_article(others, article("Theirs"))
            others.save([review_of(others.place(7), 200, "desk2")])
        return NOTHING

    def run(self) -> Promise:
        """Brings it in."""
        self.opened().merge([self.folder / "others.db"])
        brought = replace(review_of(self.opened().place(7), 200, "desk2"), parents=())
        return {NAME: of_reviews([brought])}


class BackingUp(Operation):
    """A copy is made."""

    def run(self) -> Promise:
        """Makes it."""
        copied = Held({review.id: review.digest for review in self.opened().every_review()})
        self.opened().back_up(self.folder / "copy.db", replace=True)
        return {"copy.db": copied}


class Migrating(Operation):
    """A newer program opens the database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path, self.store = folder, folder / NAME, None

    def run(self) -> Promise:
        """Brings it up to date."""
        opened(self.path, create=False, readonly=False, steps=NEXT_STEPS).close()
        return {NAME: NOTHING}


class Creating(Operation):
    """A new database is made."""

    def run(self) -> Promise:
        """Makes it."""
        Store.open(self.folder / "new.db").close()
        return {"new.db": NOTHING}


class Recovering(Operation):
    """The database of somebody who was killed is opened, and all is found."""

    @staticmethod
    def prepare(folder: Path) -> Held:
        """Kills somebody who has just saved, which leaves a log that must be read."""

        def work(say: Say) -> None:
            operation = Saving(folder)
            say(operation.run()[NAME])
            os.kill(os.getpid(), signal.SIGKILL)

        (confirmed,), killed_by = Child(work).end()
        assert killed_by == signal.SIGKILL
        assert (folder / f"{NAME}-wal").stat().st_size
        (folder / f"{NAME}-shm").unlink()
        assert isinstance(confirmed, Held)
        return confirmed

    def __init__(self, folder: Path) -> None:
        self.folder, self.path, self.store = folder, folder / NAME, None

    def run(self) -> Promise:
        """Opens it and reads."""
        found = {review.id: review.digest for review in self.opened().every_review()}
        return {NAME: Held(found)}


OPERATIONS: tuple[type[Operation], ...] = (
    Saving,
    OpeningToSave,
    Folding,
    Importing,
    Merging,
    BackingUp,
    Migrating,
    Creating,
    Recovering,
)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A folder with a database that has been in use, and what was confirmed in it."""

    folder: Path
    held: Held


class Grounds:
    """A newsroom as `operation` finds it, from which any number of fresh copies are made."""

    def __init__(self, folder: Path, newsroom: Newsroom, operation: type[Operation]) -> None:
        self.operation = operation
        self._pattern = folder / "pattern"
        self._copy = folder / "copy"
        shutil.copytree(newsroom.folder, self._pattern)
        self.held = newsroom.held | operation.prepare(self._pattern)

    def fresh(self) -> Path:
        """A folder as in the beginning."""
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self._pattern, self._copy)
        return self._copy

    def losses(self, folder: Path, promise: Promise) -> list[str]:
        """What is missing of all that was confirmed before, and of what the operation promised."""
        steps = NEXT_STEPS if self.operation is Migrating else STEPS
        promised = {NAME: NOTHING, **promise}
        promised[NAME] |= self.held
        return [f"{name}: {each}" for name, held in promised.items() for each in losses(folder / name, held, steps)]
