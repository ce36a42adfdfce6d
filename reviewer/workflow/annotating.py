"""The sheet on which an editor confirms, changes and adds translation errors: what every key of it makes of it.

Its rule is that what the edits suggest stays a suggestion until somebody touches it: `errors` gives only what was confirmed, made
or changed. A sheet is never changed; each key gives another one. Spans begin and end where tokens of the machine text do, and
what an editor marks is never empty; an omission is empty and stands in front of a word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from reviewer.analysis.diff import Span
from reviewer.analysis.words import Word, words
from reviewer.core.error import Category, Confirmed, Severity, Side, TranslationError, is_looked_at
from reviewer.mqm.candidates import Candidate, candidates
from reviewer.workflow.confirmed_errors import carried, decided
from reviewer.workflow.desk import Desk, RefusalError

MARKED = Category.MISTRANSLATION, Severity.MINOR
"""What a new span is until it is said."""

NOWHERE = "no error at the caret: ↑ ↓ go to one, Space marks a span"


@dataclass(frozen=True, slots=True)
class Entry:
    """One error on the sheet, suggested or confirmed."""

    number: int
    """Names it as long as the sheet is open."""
    error: TranslationError
    candidate: Candidate | None = None
    """What the edits suggest at its span."""
    is_standing: bool = False
    """Whether an editor confirmed it before the sheet was opened, and it was not changed since."""
    is_own: bool = False
    """Whether it was marked on this sheet."""

    @property
    def is_confirmed(self) -> bool:
        """Whether it will stand."""
        return self.error.confirmed is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The errors of one decision while they are worked on."""

    machine: str
    correction: str
    """The text that stands; the machine's where that was accepted."""
    has_source: bool
    words: tuple[Word, ...]
    """Of the machine text, white space left out."""
    standing: tuple[TranslationError, ...]
    """What was confirmed when the sheet was opened."""
    entries: tuple[Entry, ...]
    """The confirmed ones first, each part in the order of the text."""
    chosen: int | None = None
    """The number of the entry that the next key is about."""
    caret: int = 0
    """Which word the caret is on; one more than the last is the end of the text."""
    begun: int | None = None
    """The word at which a span was begun that is not ended yet."""
    none: Confirmed | None = None
    """How it was said that there is no error."""
    dismissed: tuple[TranslationError, ...] = ()
    """Where it was said of a suggestion that there is none."""

    @property
    def current(self) -> Entry | None:
        """The entry that the next key is about."""
        return next((entry for entry in self.entries if entry.number == self.chosen), None)

    @property
    def running(self) -> Span | None:
        """The span that was begun, as it would be if it ended here."""
        if self.begun is None:
            return None
        last = len(self.words) - 1
        first, final = sorted((min(self.begun, last), min(self.caret, last)))
        return self.words[first].start, self.words[final].end

    @property
    def errors(self) -> tuple[TranslationError, ...]:
        """What stands when the sheet is saved as it is now."""
        confirmed = tuple(entry.error for entry in self.entries if entry.is_confirmed)
        if self.entries or self.none is None:
            spans = [error.span for error in confirmed]
            around = [error for error in self.dismissed if any(_is_around(error.span, span) for span in spans)]
            return (*confirmed, *(error for error in self.dismissed if error not in around))
        return (_no_error((0, len(self.machine)), self.none),)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.errors != self.standing

    def moved(self, steps: int) -> Sheet:
        """The caret so many words on, not past the ends; the error under it becomes the current one."""
        return self._at(self.caret + steps)

    def stepped(self, steps: int) -> Sheet:
        """To the next entry, or the one before; from between them to the nearest. The caret goes along."""
        sheet = self._ended()
        numbers = [entry.number for entry in sheet.entries]
        if not numbers:
            raise RefusalError("there is no error: Space marks a span, o an omission")
        if sheet.chosen in numbers:
            return sheet._chose(numbers[min(max(numbers.index(sheet.chosen) + steps, 0), len(numbers) - 1)])
        here = sheet._point
        starts = sorted((entry.error.span[0], entry.number) for entry in sheet.entries)
        after = [number for start, number in starts if start >= here]
        before = [number for start, number in starts if start < here]
        return sheet._chose((after or before[-1:])[0] if steps > 0 else (before[-1:] or after)[0])

    def chose(self, number: int) -> Sheet:
        """To this entry."""
        return self._ended()._chose(number)

    def spanned(self) -> Sheet:
        """Begin a span at the caret, or end the one that was begun."""
        return replace(self, begun=self.caret, chosen=None) if self.begun is None else self._ended()

    def unspanned(self) -> Sheet:
        """Forget the span that was begun."""
        return replace(self, begun=None)._at(self.caret)

    def categorised(self, category: Category) -> Sheet:
        """The current error is of this kind, which confirms it."""
        sheet = self._ended()
        return sheet._touched(replace(sheet._here().error, category=category))

    def weighed(self, severity: Severity) -> Sheet:
        """The current error is this bad, which confirms it."""
        sheet = self._ended()
        return sheet._touched(replace(sheet._here().error, severity=severity))

    def omitted(self) -> Sheet:
        """Something is missing in front of the word at the caret; what is marked as missing there already is that."""
        sheet = self._ended()
        point = sheet._point
        missing = [entry for entry in sheet._under(sheet.caret) if entry.error.span[0] == entry.error.span[1]]
        if missing:
            entry = next((each for each in missing if each.number == sheet.chosen), missing[0])
            return sheet._chose(entry.number).categorised(Category.OMISSION)
        return sheet._added(TranslationError((point, point), Category.OMISSION, Severity.MINOR))

    def confirmed(self) -> Sheet:
        """The current error is one; then to the next that is not confirmed."""
        sheet = self._ended()
        sheet = sheet._touched(sheet._here().error)
        waiting = [entry for entry in sheet.entries if not entry.is_confirmed]
        here = sheet._here().error.span
        later = [entry for entry in waiting if entry.error.span >= here]
        return sheet._chose((later or waiting)[0].number) if waiting else sheet

    def dropped(self) -> Sheet:
        """The current one is no error; when nothing is left of what there was, that says there is none."""
        if self.begun is not None:
            return self.unspanned()
        entry = self._here()
        rest = tuple(each for each in self.entries if each.number != entry.number)
        none = self.none if rest or entry.is_own else Confirmed.ONE
        dismissed = () if entry.candidate is None else (_no_error(entry.candidate.error.span, Confirmed.ONE),)
        sheet = replace(self, entries=rest, none=none, dismissed=(*self.dismissed, *dismissed), chosen=None)
        later = [each for each in rest if _order(each) >= _order(entry)]
        return sheet._chose((later or list(rest[-1:]))[0].number) if rest else sheet

    def confirmed_all(self) -> Sheet:
        """All that is left is right, by one key; where nothing is left, that there is no error."""
        sheet = self._ended()
        entries = tuple(
            entry if entry.is_confirmed else replace(entry, error=replace(entry.error, confirmed=Confirmed.ALL))
            for entry in sheet.entries
        )
        return replace(sheet, entries=_ordered(entries), none=sheet.none if entries else sheet.none or Confirmed.ALL)

    def onto(self, other: Sheet) -> Sheet:
        """`other`, of a decision made in the meantime, with what was confirmed on this one.

        Raises:
            RefusalError: when it is of another text.
        """
        if other.machine != self.machine:
            raise RefusalError("other sentences are joined here now: the errors marked before do not fit them")
        sheet = replace(other, caret=self.caret, none=other.none or self.none, dismissed=(*other.dismissed, *self.dismissed))
        for entry in self.entries:
            if entry.is_confirmed and not entry.is_standing and entry.error not in sheet.errors:
                suggested = [each for each in sheet.entries if not each.is_confirmed and _is_same_place(each.error, entry.error)]
                rest = tuple(each for each in sheet.entries if each not in suggested[:1])
                sheet = replace(sheet, entries=rest)._added(entry.error)
        return sheet._at(self.caret)

    @property
    def _point(self) -> int:
        """Where the caret stands between words."""
        return self.words[self.caret].start if self.caret < len(self.words) else len(self.machine)

    def _here(self) -> Entry:
        if self.current is None:
            raise RefusalError(NOWHERE)
        return self.current

    def _at(self, caret: int) -> Sheet:
        """With the caret there, and on the error that it is on."""
        caret = min(max(caret, 0), len(self.words))
        under = [entry.number for entry in self._under(caret)] if self.begun is None else []
        chosen = self.chosen if self.chosen in under else next(iter(under), None)
        return replace(self, caret=caret, chosen=chosen)

    def _under(self, caret: int) -> list[Entry]:
        """The entries that the word at `caret`, or what is before it, has a part in."""
        begin = self.words[caret - 1].end if caret else 0
        start, end = (self.words[caret].start, self.words[caret].end) if caret < len(self.words) else (len(self.machine),) * 2
        found = []
        for entry in self.entries:
            first, last = entry.error.span
            is_between = first == last and begin <= first <= start
            if entry.error.side is Side.MACHINE and (is_between or max(first, begin) < min(last, end)):
                found.append(entry)
        return found

    def _chose(self, number: int) -> Sheet:
        sheet = replace(self, chosen=number)
        entry = sheet._here()
        if entry.error.side is not Side.MACHINE:
            return sheet
        first, last = entry.error.span
        if first == last:
            return replace(sheet, caret=bisect_left(self.words, first, key=lambda word: word.start))
        return replace(sheet, caret=bisect_right(self.words, first, key=lambda word: word.end))

    def _ended(self) -> Sheet:
        """Without a span that was begun: it is an error from here on."""
        span = self.running
        if span is None:
            return self
        sheet = replace(self, begun=None)
        error = TranslationError(span, *MARKED)
        same = next((entry for entry in self.entries if _is_same_place(entry.error, error)), None)
        return sheet._added(error) if same is None else replace(sheet, chosen=same.number)._touched(same.error)

    def _added(self, error: TranslationError) -> Sheet:
        """With `error`, which is the editor's own."""
        number = max((entry.number for entry in self.entries), default=-1) + 1
        own = Entry(number, replace(error, confirmed=error.confirmed or Confirmed.ONE), is_own=True)
        return replace(self, entries=_ordered((*self.entries, own)))._chose(number)

    def _touched(self, error: TranslationError) -> Sheet:
        """With the current entry as `error`, confirmed by itself."""
        entry = self._here()
        error = replace(error, confirmed=Confirmed.ONE)
        changed = replace(entry, error=error, is_standing=entry.is_standing and entry.error == error)
        return replace(self, entries=_ordered(tuple(changed if each is entry else each for each in self.entries)))


def sheet_of(desk: Desk) -> Sheet:
    """The errors of the decision on the desk, and what its edits suggest besides.

    Raises:
        RefusalError: when nothing is decided there that could have any.
        UnknownNameError: when it has errors of a kind that this version does not know.
    """
    review = decided(desk)
    standing = standing_errors(desk, review.correction)
    correction = desk.machine if review.correction is None else review.correction
    dismissed = tuple(error for error in standing if error.category is Category.NO_ERROR)
    suggested = [
        each for each in candidates(desk.machine, correction, source=desk.source) if not is_looked_at(each.error, dismissed)
    ]
    entries = [
        Entry(number, error, _taken(error, suggested), is_standing=True)
        for number, error in enumerate(standing)
        if error.category is not Category.NO_ERROR
    ]
    entries += [Entry(number, each.error, each) for number, each in enumerate(suggested, len(standing))]
    sheet = Sheet(
        machine=desk.machine,
        correction=correction,
        has_source=desk.source is not None,
        words=tuple(word for word in words(desk.machine) if not word.is_space),
        standing=(),
        entries=_ordered(tuple(entries)),
        none=dismissed[0].confirmed if dismissed and not entries else None,
        dismissed=dismissed,
    )
    sheet = replace(sheet, standing=sheet.errors)
    waiting = [entry for entry in sheet.entries if not entry.is_confirmed] or list(sheet.entries)
    return sheet.chose(waiting[0].number) if waiting else sheet


def standing_errors(desk: Desk, correction: str | None) -> tuple[TranslationError, ...]:
    """The errors that were confirmed on the desk and hold beside `correction` too.

    Raises:
        UnknownNameError: when there is one of a kind that this version does not know.
    """
    heads = {head.id: head for place in desk.places for head in place.heads}.values()
    errors = map(TranslationError.of, carried(heads, desk.covers, correction))
    return tuple(replace(error, confirmed=error.confirmed or Confirmed.ONE) for error in errors)


def _taken(error: TranslationError, suggested: list[Candidate]) -> Candidate | None:
    """The suggestion that `error` was, which is not made twice."""
    there = [each for each in suggested if _is_same_place(each.error, error)]
    found = next((each for each in there if each.error.category is error.category), there[0] if there else None)
    if found is not None:
        suggested.remove(found)
    return found


def _is_around(span: Span, other: Span) -> bool:
    return span[0] <= other[0] and other[1] <= span[1]


def _no_error(span: Span, confirmed: Confirmed) -> TranslationError:
    return TranslationError(span, Category.NO_ERROR, Severity.NEUTRAL, confirmed=confirmed)


def _is_same_place(one: TranslationError, other: TranslationError) -> bool:
    return (one.side, one.span) == (other.side, other.span)


def _order(entry: Entry) -> tuple[bool, str, Span, int]:
    return not entry.is_confirmed, "" if entry.error.side is Side.MACHINE else entry.error.side, entry.error.span, entry.number


def _ordered(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=_order))
