"""The corrected article: what is printed of each segment, and the white space that goes with it.

Accepted text is the machine's, to the byte. A correction stands for all that its review covers, and nowhere else: where only a
part of a join stands, as in another version of the story, it is not printed. A cut takes the white space after it along, except
that a paragraph keeps its end: when its last segment is cut, the white space before goes instead. A paragraph cut whole takes its
blank line along, and an article never loses its own end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.core.place import Place, run_text
from reviewer.core.review import Review, Status


class Unfinished(StrEnum):
    """How a segment is printed on which there is no decision that can be printed."""

    MACHINE = "machine"
    MARK = "mark"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment, or a join, as it is printed."""

    places: tuple[Place, ...]
    text: str | None
    """What is printed; None where it was cut or dropped."""

    @property
    def status(self) -> Status:
        """The status of what it is made of; the same for all of a join."""
        return self.places[0].status

    @property
    def is_torn(self) -> bool:
        """Whether its correction is of a join of which other parts do not stand beside it."""
        return is_torn(self.places)

    @property
    def review(self) -> Review | None:
        """The review that decided it."""
        return self.places[0].review

    @property
    def machine(self) -> str:
        """What the machine wrote there."""
        return run_text(self.places)

    @property
    def gap(self) -> str:
        """The white space after it in the original."""
        return self.places[-1].gap

    @property
    def paragraph(self) -> int:
        """The paragraph it stands in."""
        return self.places[0].paragraph


def runs(places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """`places` in order, those under one join together; one that does not stand on all its parts, side by side, is none here."""
    index = 0
    while index < len(places):
        review = places[index].review
        length = len(review.covers) if review else 1
        run = tuple(places[index : index + length])
        if review is None or tuple(place.uid for place in run) != review.covers or not _agree(run, review):
            run = (places[index],)
        yield run
        index += len(run)


def _agree(run: Sequence[Place], review: Review) -> bool:
    return all(place.review is not None and place.review.opinion == review.opinion for place in run[1:])


def disputed(around: Sequence[Place], uids: Collection[str]) -> tuple[Place, ...]:
    """The segments `uids`, and beside them whatever the reviews that stand on them speak of, and those on that, and so on."""
    wanted = set(uids)
    reached: set[str] = set()
    while reached != wanted:
        reached = set(wanted)
        wanted |= {uid for place in around if place.uid in reached for head in place.heads for uid in head.covers}
    first = last = next(index for index, place in enumerate(around) if place.uid in uids)
    while first > 0 and around[first - 1].uid in wanted:
        first -= 1
    while last + 1 < len(around) and around[last + 1].uid in wanted:
        last += 1
    return tuple(around[first : last + 1])


def is_torn(run: Sequence[Place]) -> bool:
    """Whether what stands on `run` is a correction of more than `run`."""
    review = run[0].review
    return review is not None and run[0].status is Status.CORRECTED and not {place.uid for place in run} >= set(review.covers)


def pieces(
    places: Sequence[Place], unfinished: Unfinished = Unfinished.MACHINE, drafts: Mapping[str, str] | None = None
) -> list[Piece]:
    """What is printed of `places`; `drafts`, by the uid of their first segment, stand in for what is open."""
    return [Piece(run, _printed(run, unfinished, drafts or {})) for run in runs(places)]


def _printed(run: tuple[Place, ...], unfinished: Unfinished, drafts: Mapping[str, str]) -> str | None:
    first = run[0]
    machine = run_text(run)
    if first.uid in drafts:
        return drafts[first.uid]
    match first.status:
        case Status.CUT:
            return None
        case Status.ACCEPTED:
            return machine
        case Status.CORRECTED if first.review is not None and not is_torn(run):
            return first.review.correction
        case _ if unfinished is Unfinished.DROP:
            return None
        case _ if unfinished is Unfinished.MARK:
            return f"[[{first.status}: {machine}]]"
        case _:
            return machine


def running_text(lead: str, printed: Iterable[Piece]) -> str:
    """The article as text: `lead`, the pieces and the white space between them."""
    return lead + "".join(text + gap for text, gap in spaced(list(printed)))


def spaced(printed: Sequence[Piece]) -> list[tuple[str, str]]:
    """The text of each piece that is printed, and the white space after it."""
    kept: list[tuple[str, str, int]] = []
    for index, piece in enumerate(printed):
        ends_paragraph = index + 1 == len(printed) or printed[index + 1].paragraph != piece.paragraph
        ends_article = index + 1 == len(printed)
        if piece.text is not None:
            kept.append((piece.text, piece.gap, piece.paragraph))
        elif kept and (ends_article or (ends_paragraph and kept[-1][2] == piece.paragraph)):
            kept[-1] = (kept[-1][0], piece.gap, kept[-1][2])
    return [(text, gap) for text, gap, _ in kept]
