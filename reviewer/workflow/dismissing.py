"""What an editor says of findings: that one is wrong, that all of a kind are, and that this was wrong.

A dismissal holds for what stood when it was said. So one that was said of a text that is then corrected elsewhere is said again
of the correction by whoever confirms it: they had it before them as it was, and saw no reason to take it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from reviewer.core.finding import Dismissal, Extent, Finding
from reviewer.core.review import Review, Verdict
from reviewer.errors import StoreError
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.marking import Marking, standing_text

WHERE = {Extent.HERE: "here", Extent.ARTICLE: "in this article", Extent.ALWAYS: "everywhere"}
"""How far a dismissal goes, in words."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """What was dismissed, to the same effect and of the same finding, by whom and how often ever."""

    said: tuple[Dismissal, ...]
    """The latest first."""
    position: int | None
    """Of the sentence where it was said; None where that is none of the article."""
    quieted: int = 0
    """How many findings of the article went quiet when it was said."""

    @property
    def last(self) -> Dismissal:
        """What was said last."""
        return self.said[0]


async def dismiss(marking: Marking, extent: Extent) -> Dismissed:
    """Say that the current finding is wrong; what was said is returned when that is durable.

    Raises:
        RefusalError: when there is none, or it has no words that could be dismissed everywhere.
        StoreError: when nothing could be written.
    """
    finding, look, desk = marking.current(), marking.look_here, marking.session.desk
    assert look is not None
    assert desk is not None
    if extent is Extent.ALWAYS and not finding.text:
        raise RefusalError("it is about no words that could be dismissed everywhere; D dismisses it in this article")
    about = {
        Extent.HERE: finding.digest(desk.machine, standing_text(desk.places)),
        Extent.ARTICLE: look.article,
        Extent.ALWAYS: finding.text,
    }
    before = marking.open_now()
    said = _dismissal(marking, finding, extent, about[extent])
    await say(marking, [said])
    return Dismissed((said,), desk.first.position, len(before - marking.open_now()))


async def withdraw(marking: Marking, dismissed: Dismissed) -> str:
    """Take a dismissal back, and whatever others said to the same effect: else nothing would come of it. What came of it is told.

    Raises:
        StoreError: when nothing could be written.
    """
    session, last = marking.session, dismissed.last
    said = session.store.dismissals()
    withdrawn = {each.withdraws for each in said}
    effects = {_effect(each) for each in dismissed.said}
    same = [each for each in said if _effect(each) in effects and not each.withdraws and each.id not in withdrawn]
    before = marking.open_now()
    await say(marking, [replace(each, editor=session.editor, at=session.now(), withdraws=each.id) for each in same])
    back = len(marking.open_now() - before)
    if last.extent is not Extent.HERE:
        return f"{back} of {_all_of(last)} {'is' if back == 1 else 'are'} back in this article"
    wider = next((each for each in marking.dismissals if _covers(marking, each, last)), None)
    if wider is not None:
        return f"still quiet: {_all_of(wider)} is dismissed {WHERE[wider.extent]} too"
    return f"back again: {last.message}" if back else "the sentence has changed since: nothing to bring back"


def _covers(marking: Marking, wider: Dismissal, last: Dismissal) -> bool:
    article = marking.look_here.article if marking.look_here is not None else ""
    return wider.check == last.check and (wider.extent, wider.about) in ((Extent.ARTICLE, article), (Extent.ALWAYS, last.text))


def _all_of(dismissal: Dismissal) -> str:
    return dismissal.check if dismissal.extent is Extent.ARTICLE else f"{dismissal.check} of “{dismissal.text}”"


def quieted(dismissed: Dismissed) -> str:
    """How far a dismissal went, in words."""
    last, count = dismissed.last, dismissed.quieted
    if last.extent is Extent.HERE:
        return "dismissed"
    everywhere = ", as everywhere" if last.extent is Extent.ALWAYS else ""
    return f"{count} of {_all_of(last)} {'is' if count == 1 else 'are'} quiet in this article{everywhere}"


def dismissed(marking: Marking) -> list[Dismissed]:
    """What is dismissed in the article on the desk, the latest first; of one finding once, however often it was said."""
    store, desk = marking.session.store, marking.session.desk
    if desk is None:
        return []
    article = store.article(desk.first.article)

    @cache
    def position(uid: str) -> int | None:
        with suppress(StoreError):
            return store.row_of(article.number, uid) - article.rows.start + 1
        return None

    rows: dict[tuple[str, ...], list[Dismissal]] = {}
    for each in sorted(marking.dismissals, key=lambda each: each.at, reverse=True):
        is_here = position(each.segment) is not None if each.extent is Extent.HERE else each.about == article.uid
        if each.extent is Extent.ALWAYS or is_here:
            same = (each.segment, each.message, each.text) if each.extent is Extent.HERE else (each.about,)
            rows.setdefault((each.extent, each.check, *same), []).append(each)
    return [Dismissed(tuple(said), position(said[0].segment)) for said in rows.values()]


def carried(marking: Marking, review: Review) -> list[Dismissal]:
    """The dismissals that keep quiet, under `review` of what is on the desk, what was quiet while it was made."""
    look, desk = marking.look_here, marking.session.desk
    if look is None or desk is None or review.verdict is not Verdict.CORRECTED:
        return []
    texts = desk.machine, standing_text(desk.places)
    told = ((each, marking.dismissals.of(each, look.article, *texts)) for each in marking.told(look, desk))
    quiet = [each for each, said in told if said is not None and said.extent is Extent.HERE]
    return [_dismissal(marking, each, Extent.HERE, each.digest(desk.machine, review.correction or "")) for each in quiet]


async def say(marking: Marking, said: Sequence[Dismissal]) -> None:
    """Make dismissals durable; from then on they hold.

    Raises:
        StoreError: when nothing could be written.
    """
    if said:
        await marking.session.writer.perform("dismiss", said)
        marking.hold(marking.session.store.dismissals())


def _effect(dismissal: Dismissal) -> tuple[Extent, str, str]:
    return dismissal.extent, dismissal.check, dismissal.about


def _dismissal(marking: Marking, finding: Finding, extent: Extent, about: str) -> Dismissal:
    session, desk = marking.session, marking.session.desk
    assert desk is not None
    return Dismissal(extent, finding.check, about, desk.first.uid, finding.text, finding.message, session.editor, session.now())
