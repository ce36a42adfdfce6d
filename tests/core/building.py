"""Reviews and places made by hand, for tests of what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reviewer.core.article import Kind
from reviewer.core.place import Place
from reviewer.core.review import Review, Verdict, standing


def review(name: str, covers: str | Sequence[str] = "a", **fields: Any) -> Review:
    """A review that covers these segments; a correction makes it *corrected*, nothing *accepted*."""
    made: dict[str, Any] = {
        "id": name,
        "action": name,
        "covers": tuple(covers),
        "parents": (),
        "editor": "desk2",
        "verdict": Verdict.ACCEPTED if fields.get("correction") is None else Verdict.CORRECTED,
        "at": "2026-03-01T09:30:00.000Z",
    }
    return Review(**(made | fields))


def place(uid: str = "a", machine: str = "One.", gap: str = " ", paragraph: int = 1, heads: Iterable[Review] = ()) -> Place:
    """A place on which `heads` stand."""
    standing_there = tuple(heads)
    return Place(
        row=1,
        article=1,
        position=1,
        uid=uid,
        paragraph=paragraph,
        kind=Kind.BODY,
        machine=machine,
        gap=gap,
        source=None,
        system=None,
        key=None,
        record=0,
        status=standing(standing_there),
        heads=standing_there,
    )


def story(*paragraphs: str, end: str = "\n") -> list[Place]:
    """Places of one letter each: `story("ab", "c")` is two paragraphs, `A. B.` and `C.`, parted by a blank line."""
    places: list[Place] = []
    for number, letters in enumerate(paragraphs, start=1):
        places += [place(letter, f"{letter.upper()}.", " ", number) for letter in letters]
        places[-1] = replace(places[-1], gap="\n\n" if number < len(paragraphs) else end)
    return [replace(each, row=index, position=index) for index, each in enumerate(places, start=1)]


def reviewed(places: Sequence[Place], *reviews: Review) -> list[Place]:
    """`places` with each of `reviews` standing on what it covers."""
    decided = []
    for each in places:
        heads = tuple(one for one in reviews if each.uid in one.covers)
        decided.append(replace(each, heads=heads, status=standing(heads)))
    return decided
