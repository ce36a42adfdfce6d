"""Opinions that differ on the same text: what each would have stand, whole, and both side by side to be made into one.

A dispute is about all that any of the opinions covers, so that none of them is left standing on a half of it. An opinion on
a part is completed: by what its editor, else another, says of the rest, and where nobody does by the machine's text. Nothing here
chooses. Whose opinion it is says the review in which it was first given, also where an undo gave it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from reviewer.core.place import Place, run_text
from reviewer.core.review import Review, Verdict
from reviewer.workflow.desk import Desk, both_notes

BETWEEN = " ||| "
"""What parts the texts in the editor: plain to see, on one line, and in no text from a newsroom."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one editor, or several that agree, would have stand on all of a dispute."""

    said: tuple[Review, ...]
    """The reviews that say it, as they were made."""
    verdict: Verdict
    correction: str | None
    reason: str | None = None

    @property
    def editors(self) -> tuple[str, ...]:
        """Who says it."""
        return tuple(dict.fromkeys(review.editor for review in self.said))

    @property
    def note(self) -> str:
        """The notes with it, a query first."""
        return reduce(both_notes, (review.note for review in self.said), "")


@dataclass(frozen=True, slots=True)
class Dispute:
    """Neighbouring segments and the opinions on them; one of them may be what the editor has typed and not saved."""

    places: tuple[Place, ...]
    opinions: tuple[Opinion, ...]
    mine: Opinion | None = None

    @property
    def machine(self) -> str:
        """What the machine wrote there."""
        return run_text(self.places)

    @property
    def note(self) -> str:
        """All notes, for the review that settles it: a query goes on asking."""
        return reduce(both_notes, (opinion.note for opinion in self.opinions), "")

    @property
    def side_by_side(self) -> str:
        """Every text that somebody would have stand, whole, one after the other."""
        texts = [self.text(opinion) for opinion in self.opinions]
        return BETWEEN.join(dict.fromkeys(text for text in texts if text is not None))

    def text(self, opinion: Opinion) -> str | None:
        """What would be printed by this opinion; of a rejection the draft, None where it has no text."""
        if opinion.verdict is Verdict.ACCEPTED:
            return self.machine
        return opinion.correction


def dispute(desk: Desk, first_said: Callable[[Review], Review], mine: Review | None = None) -> Dispute:
    """The opinions on the desk, each once and in one order on every machine; last `mine`, a review that could not be saved.

    Args:
        desk: covers all that any of them speaks of.
        first_said: finds the review that another says again.
        mine: is kept apart also where it says what another does.
    """
    reviews = sorted({said.id: said for said in map(first_said, desk.heads)}.values(), key=lambda review: review.id)
    apart: dict[tuple[Verdict, str | None], Opinion] = {}
    for opinion in (_completed(review, reviews, desk.places) for review in reviews):
        same = apart.setdefault((opinion.verdict, opinion.correction), opinion)
        said = {review.id: review for review in (*same.said, *opinion.said)}
        apart[opinion.verdict, opinion.correction] = replace(same, said=tuple(said.values()))
    own = [] if mine is None else [_completed(mine, reviews, desk.places)]
    return Dispute(desk.places, (*apart.values(), *own), *own)


def _completed(review: Review, others: Sequence[Review], places: Sequence[Place]) -> Opinion:
    """`review` with what is said of the rest of `places`."""
    taken = [review]
    for other in sorted(others, key=lambda each: (each.editor != review.editor, each.id)):
        if not any(set(other.covers) & set(each.covers) for each in taken):
            taken.append(other)
    said = tuple(taken)
    reason = next((each.reason for each in said if each.reason), None)
    verdicts = {each.verdict for each in said}
    covered = {uid for each in said for uid in each.covers}
    if len(said) == 1 and all(place.uid in covered for place in places):
        return Opinion(said, review.verdict, review.correction, reason)
    if verdicts == {Verdict.REOPENED}:
        return Opinion(said, Verdict.REOPENED, None)
    if verdicts == {Verdict.CUT} and all(place.uid in covered for place in places):
        return Opinion(said, Verdict.CUT, None, reason)
    text, machine = _text(said, places), run_text(list(places))
    correction = None if text == machine else text
    if Verdict.REJECTED in verdicts:
        return Opinion(said, Verdict.REJECTED, correction, reason)
    return Opinion(said, Verdict.ACCEPTED if correction is None else Verdict.CORRECTED, correction)


def _text(said: Sequence[Review], places: Sequence[Place]) -> str:
    """`places` as `said` has them: without what was cut, and the machine's text where nothing was said."""
    parts: list[tuple[str, str]] = []
    index = 0
    while index < len(places):
        review = next((each for each in said if places[index].uid in each.covers), None)
        run = [places[index]]
        while review is not None and index + len(run) < len(places) and places[index + len(run)].uid in review.covers:
            run.append(places[index + len(run)])
        index += len(run)
        if review is None or review.verdict is not Verdict.CUT:
            correction = review.correction if review is not None else None
            parts.append((run_text(run) if correction is None else correction, run[-1].gap))
    return "".join(text + gap for text, gap in parts[:-1]) + (parts[-1][0] if parts else "")
