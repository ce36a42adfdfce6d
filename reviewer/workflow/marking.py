"""What the checks find in the article that is being worked on, as one sitting sees it; nothing of it is drawn here.

Between two looks of the checks (`watching`) the text on the desk alone is looked at again, at every key. Its rule: what was
dismissed while a text stood stays quiet while a draft of it is typed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from reviewer.core import query
from reviewer.core.composition import pieces
from reviewer.core.finding import Dismissal, Dismissals, Finding, Level, told_once
from reviewer.core.place import Place, run_text
from reviewer.core.review import Review, Status, Verdict
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.session import Session
from reviewer.workflow.settings import CheckSettings
from reviewer.workflow.watching import Watching

if TYPE_CHECKING:
    from reviewer.workflow.look import Look

NOTHING_HERE = "the checks find nothing here"
"""What is said of a key that is about findings, where there are none."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What is open of what the checks say of the text in sight, in its order."""

    findings: tuple[Finding, ...] = ()
    chosen: int = 0
    """Which of them keys are about."""
    is_asked_for: bool = False
    """Whether the editor went there; else it is only the first that counts."""

    @property
    def picture(self) -> tuple[object, ...]:
        """What keys go by, wherever in the text it stands: which are listed, in which order, and which one is current."""
        return self.chosen, tuple((*_key(finding), finding.suggestion) for finding in self.findings)

    @property
    def current(self) -> Finding | None:
        """The one that keys are about; None where there is none."""
        return self.findings[self.chosen] if self.findings else None


class Marking(Watching):
    """The findings of one sitting.

    Args:
        session: what is being worked on.
        settings: which checks run.
    """

    def __init__(self, session: Session, settings: CheckSettings) -> None:
        super().__init__(session, settings)
        self.is_hidden = False
        """Whether the editor wants to see none."""
        self._dismissals = Dismissals()
        self._counted: dict[int, int] = {}
        self._chosen: tuple[object, ...] = ()
        self._found: tuple[tuple[object, ...], tuple[Finding, ...]] | None = None

    def hold(self, said: Iterable[Dismissal]) -> None:
        """From now on these dismissals hold, and no others."""
        self._dismissals = Dismissals(said)
        self._found = None
        self._counted = {}
        look = self._look
        if look is None:
            return
        for position, findings in look.by_position.items():
            if count := _counting(self._open(look, findings, look.piece_at(position).places)):
                self._counted[position] = count

    # What there is

    @property
    def look_here(self) -> Look | None:
        """The last look, if it was at the article on the desk."""
        look, desk = self._look, self.session.desk
        return look if look is not None and desk is not None and look.asked.article == desk.first.article else None

    @property
    def dismissals(self) -> Dismissals:
        """Those that hold."""
        return self._dismissals

    @property
    def is_whole(self) -> bool:
        """Whether all of the article was looked at."""
        look = self.look_here
        return look is not None and look.is_whole

    def acceptance(self, check: str) -> str:
        """How often editors changed what a check flagged, in words; empty where nobody dealt with any."""
        look = self.look_here
        known = look.trust.acceptances.get(check) if look is not None else None
        if look is None or known is None or known.rate is None:
            return ""
        stepped = ", so only info" if check in look.trust.stepped_down else ""
        return f"changed in {known.rate:.0%} of {known.places:,}{stepped}"

    def noticed(self) -> Noticed:
        """What is open of the text in sight; nothing while it is hidden."""
        findings = () if self.is_hidden else self._worth_saying()
        keys = [_key(finding) for finding in findings]
        if self._chosen in keys:
            return Noticed(findings, keys.index(self._chosen), True)
        wanted = self._asked_by_filter(findings)
        if wanted is not None:
            return Noticed(findings, wanted, True)
        return Noticed(findings, next((number for number, each in enumerate(findings) if each.level.counts), 0))

    def _asked_by_filter(self, findings: Sequence[Finding]) -> int | None:
        """The number of the first finding that the filter names, by which the editor came here."""
        if not findings or "finding:" not in self.session.scope.filter:
            return None
        from reviewer.workflow.checklist import family_of

        terms = query.parse(self.session.scope.filter)
        named = [term.value for term in terms if term.field == "finding" and not term.negated]
        for number, finding in enumerate(findings):
            levels = [level for level in Level if finding.level.reaches(level)]
            if any(name in (finding.check, family_of(finding.check), *levels) for name in named):
                return number
        return None

    def count(self) -> int | None:
        """How many findings of the article are marked and counted; None while nobody knows."""
        return None if self.look_here is None else sum(self._counts().values())

    def rows(self) -> frozenset[int]:
        """The rows of the article on the desk that are marked in the list."""
        desk = self.session.desk
        if self.look_here is None or desk is None:
            return frozenset()
        return frozenset(desk.first.row - desk.first.position + position for position in self._counts())

    def next_flagged(self, direction: int) -> int | None:
        """The row of the next marked segment of the list, or of the one before; None when no other is marked."""
        desk, view = self.session.desk, self.session.scope.view
        assert desk is not None
        here = desk.first.row
        rows = sorted(row for row in self.rows() if row != here and view.index_of(row) is not None)
        after = bisect_left(rows, here)
        ordered = [*rows[after:], *rows[:after]]
        return None if not ordered else ordered[0 if direction > 0 else -1]

    def _counts(self) -> dict[int, int]:
        """How many are counted at each position, with the text in sight as it is now."""
        desk = self.session.desk
        assert desk is not None
        here = self._here()
        counts = {position: count for position, count in self._counted.items() if position not in here}
        if count := _counting(self.on_desk()):
            counts[desk.first.position] = count
        return counts

    def _here(self) -> frozenset[int]:
        """The positions of what is on the desk."""
        desk = self.session.desk
        return frozenset(place.position for place in desk.places) if desk is not None else frozenset()

    def open_now(self) -> frozenset[tuple[object, ...]]:
        """What every open finding of the article is recognised by, with the text in sight as it is now."""
        look, here = self.look_here, self._here()
        if look is None:
            return frozenset()
        found = [
            finding
            for position, findings in look.by_position.items()
            if position not in here
            for finding in self._open(look, findings, look.piece_at(position).places)
        ]
        return frozenset(_key(finding) for finding in (*found, *self.on_desk()))

    def _worth_saying(self) -> tuple[Finding, ...]:
        """What is open of the text in sight; what an edit changed is said when it is saved, not while somebody is at it."""
        findings, desk = self.on_desk(), self.session.desk
        if not findings or desk is None or desk.draft is None:
            return findings
        from reviewer.checks.edit import MEANING

        return tuple(finding for finding in findings if finding.check not in MEANING)

    def on_desk(self) -> tuple[Finding, ...]:
        """What is open of the text in sight, hidden or not."""
        look, desk = self.look_here, self.session.desk
        if look is None or desk is None or (desk.status is Status.CUT and desk.draft is None):
            return ()
        asked = (look.asked, desk.places, desk.text)
        if self._found is None or self._found[0] != asked:
            self._found = asked, self._open(look, self.told(look, desk), desk.places)
        return self._found[1]

    def told(self, look: Look, desk: Desk) -> tuple[Finding, ...]:
        """All that the checks say of the text in sight, what is dismissed too."""
        try:
            return look.of(desk)
        except Exception as failed:  # noqa: BLE001  likewise, and least of all between them and a save
            self.go_without(failed)
            return ()

    def _open(self, look: Look, findings: Iterable[Finding], places: Sequence[Place]) -> tuple[Finding, ...]:
        """Those of `findings` that nobody dismissed, each once, where that stands on `places` which stands there now."""
        texts = run_text(tuple(places)), standing_text(places)
        return told_once(each for each in findings if self._dismissals.of(each, look.article, *texts) is None)

    def said_of(self, review: Review) -> str:
        """What is to be said when `review` of the text in sight is saved: what the edit changed, and whether an error is left."""
        if self.look_here is None or review.verdict not in (Verdict.ACCEPTED, Verdict.CORRECTED):
            return ""
        from reviewer.checks.edit import accepted_with_error, summary

        findings = self.on_desk()
        changed = summary(findings)
        return " · ".join(filter(None, (changed and f"{changed} · u undoes", accepted_with_error(findings, review.status))))

    # Which of them keys are about

    def step(self, steps: int, caret: int | None = None) -> Finding:
        """Choose the finding `steps` further, around the end; where somebody types at `caret`, from there.

        Raises:
            RefusalError: when there is none.
        """
        noticed = self._any()
        chosen = noticed.findings[noticed.chosen]
        number = self._stepped(noticed, steps)
        if caret is not None and (caret != chosen.span[0] or _key(chosen) != self._chosen):
            number = bisect_left([finding.span[0] for finding in noticed.findings], caret) - (steps < 0)
        return self._choose(noticed.findings[number % len(noticed.findings)])

    def _stepped(self, noticed: Noticed, steps: int) -> int:
        is_shown = noticed.is_asked_for or noticed.findings[noticed.chosen].level.counts
        return noticed.chosen + (steps if is_shown or steps < 0 else 0)

    def is_last(self, steps: int) -> bool:
        """Whether the text in sight has no further finding in this direction."""
        noticed = self.noticed()
        return not (noticed.findings and 0 <= self._stepped(noticed, steps) < len(noticed.findings))

    def leads_on(self, steps: int) -> int | None:
        """The row of the next segment with findings, where the text in sight has no further one; else None, or where no other is.

        Raises:
            RefusalError: when nothing can be seen of findings, or there is none in the article.
        """
        noticed = self.noticed()
        if not self.is_last(steps):
            return None
        row = self.next_flagged(steps) if not self.is_hidden else None
        if row is None and not noticed.findings:
            self._refuse("no finding is left in this article" if not self.session.scope.filter else "no finding is left here")
        return row

    def choose_last(self) -> None:
        """Keys are about the last finding of the text in sight, where there is any."""
        findings = self.noticed().findings
        if findings:
            self._choose(findings[-1])

    def current(self) -> Finding:
        """The finding that keys are about.

        Raises:
            RefusalError: when there is none.
        """
        noticed = self._any()
        return noticed.findings[noticed.chosen]

    def numbered(self, number: int) -> Finding:
        """The finding that is listed with this number, counted from 1, which keys are about from now on.

        Raises:
            RefusalError: when there is none.
        """
        findings = self._any().findings
        if number > len(findings):
            raise RefusalError(f"no finding {number} here: there {'is 1' if len(findings) == 1 else f'are {len(findings)}'}")
        return self._choose(findings[number - 1])

    def _any(self) -> Noticed:
        noticed = self.noticed()
        if not noticed.findings:
            self._refuse(NOTHING_HERE)
        return noticed

    def _refuse(self, nothing: str) -> NoReturn:
        if self.is_hidden:
            raise RefusalError("findings are hidden: h shows them")
        if self.look_here is None:
            raise RefusalError(self.problem or "the checks have not looked at this article yet")
        raise RefusalError(nothing)

    def _choose(self, finding: Finding) -> Finding:
        self._chosen = _key(finding)
        return finding


def standing_text(places: Sequence[Place]) -> str:
    """What would be printed of neighbouring `places` now."""
    parts = [(piece.text or "", piece.gap) for piece in pieces(places)]
    return "".join(text + gap for text, gap in parts[:-1]) + parts[-1][0]


def _counting(findings: Iterable[Finding]) -> int:
    return sum(finding.level.counts for finding in findings)


def _key(finding: Finding) -> tuple[object, ...]:
    """What a finding is recognised by while its text is typed in."""
    return finding.position, finding.check, finding.message, finding.text, finding.occurrence
