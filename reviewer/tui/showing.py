"""What the review screen writes where: passages made of the session, without a widget in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from reviewer.analysis.diff import diff
from reviewer.core.composition import Piece, pieces
from reviewer.core.error import Category
from reviewer.core.review import MARKS, Review, Status
from reviewer.metrics.edits import edit_rate, similarity
from reviewer.metrics.pairs import BLEU, CHRF, TER, Pair, Score
from reviewer.metrics.running import Account
from reviewer.store import ArticleRow
from reviewer.tui.keys import Mode
from reviewer.tui.passage import Mark, Passage
from reviewer.workflow.desk import Desk
from reviewer.workflow.session import Session

CONTEXT_CHARACTERS = 4_000
"""As much of a paragraph is drawn as context, around the segment."""


def article_name(article: ArticleRow) -> str:
    """What an article is called in a narrow place: its file's name, else its title."""
    return PurePath(article.path).name or article.title


def status_parts(session: Session, mode: Mode, article: str, findings: str = "") -> tuple[str, ...]:
    """The parts of the status line, among them how many `findings` there are; the last says whether all is saved."""
    desk = session.desk
    if desk is None:
        return (mode, article, session.editor)
    counts = session.store.counts(desk.first.article)
    if session.scope.filter:
        index = session.scope.view.index_of(desk.first.row)
        place = f"{'-' if index is None else index + 1}/{len(session.scope.view)}"
    else:
        place = f"{desk.first.position}/{counts.total}"
    saved = session.drafts.problem or ("draft" if desk.draft else "saved")
    edits = _edit_rate(desk)
    conflicts = f"{counts.conflict} in conflict" if counts.conflict else ""
    sitting = f"{session.sitting} {mode}".strip()
    signed = session.sign_off_of_desk()
    far = session.progress(counts)
    return (sitting, article, place, far, findings, signed, conflicts, edits, session.label, session.editor, saved)


def _edit_rate(desk: Desk) -> str:
    if desk.text == desk.machine:
        return ""
    return f"edit rate {edit_rate([Pair(desk.machine, desk.text)]).value:.0f}"


def source_passages(session: Session, desk: Desk) -> list[Passage]:
    """The original text and the references, where there are any."""
    passages = [Passage(desk.source)] if desk.source else []
    references = [session.store.references(uid) for uid in desk.covers]
    for number, texts in enumerate(zip(*references, strict=False), 1):
        words = " ".join(text for _, text in texts)
        passages.append(Passage.of((f"Reference {number}: ", "quiet"), words))
    return passages


def machine_passages(session: Session, desk: Desk, marks: Sequence[Mark] = ()) -> list[Passage]:
    """The machine's text with what the correction removed and what else is to be marked, and what is known of the segment."""
    removed = tuple(
        Mark(*edit.machine, "removed")
        for edit in (diff(desk.machine, desk.text) if desk.text != desk.machine else ())
        if edit.kind != "equal" and edit.machine[0] < edit.machine[1]
    )
    passages = [Passage(desk.machine, (*removed, *marks)) if desk.machine else Passage.of(("no machine text", "quiet"))]
    is_disputed = desk.status is Status.CONFLICT
    remarks = []
    if len(desk.places) > 1:
        remarks.append(f"{len(desk.places)} sentences{' in one conflict' if is_disputed else ' joined'}")
    if desk.first.kind != "body":
        remarks.append(str(desk.first.kind))
    review = None if is_disputed else desk.first.review
    if review is not None:
        reason = f": {review.reason}" if review.reason else ""
        remarks.append(f"{review.verdict} by {review.editor}{reason}")
        if review.errors:
            remarks.append(_errors_of(review))
    if remarks:
        passages.append(Passage.of((" · ".join(remarks), "quiet")))
    if is_disputed:
        for head in desk.heads:
            says = head.correction if head.correction is not None else str(head.verdict)
            passages.append(Passage.of((f"{session.first_said(head).editor}: ", "warning"), says))
    if desk.note:
        passages.append(Passage.of(("note: ", "heading"), desk.note))
    return passages


def _errors_of(review: Review) -> str:
    count = sum(error["category"] != Category.NO_ERROR for error in review.errors)
    return f"{count} error{'s' if count > 1 else ''} confirmed" if count else "no error, confirmed"


def context(session: Session, desk: Desk) -> tuple[list[Passage], tuple[int, int] | None]:
    """The paragraph on the desk with its neighbours, drafts in place, and where in it the segment is."""
    around = session.store.neighbours(desk.first.article, desk.first.paragraph, desk.first.position)
    drafts = {draft.covers[0]: draft.text for draft in session.drafts if len(draft.covers) == 1}
    passages: list[Passage] = []
    focus = None
    paragraph = 0
    text = ""
    marks: list[Mark] = []
    for piece in pieces(around, drafts=drafts):
        if piece.paragraph != paragraph and text:
            passages.append(Passage(text, tuple(marks)))
            text, marks = "", []
        paragraph = piece.paragraph
        current = [place.uid for place in piece.places if place.uid in desk.covers]
        if current and current[0] != desk.covers[0]:
            continue
        words = desk.text if current else _as_it_stands(piece)
        if current:
            focus = (len(passages), len(text))
            marks.append(Mark(len(text), len(text) + len(words), "current"))
        elif piece.text is None:
            marks.append(Mark(len(text), len(text) + len(words), "quiet"))
        text += words + (piece.gap.strip("\r\n") or " ")
    if text:
        passages.append(Passage(text, tuple(marks)))
    return _around(passages, focus), focus if focus is None else (focus[0], min(focus[1], CONTEXT_CHARACTERS // 2))


def _as_it_stands(piece: Piece) -> str:
    return f"[{MARKS[Status.CUT]}]" if piece.text is None else piece.text


def _around(passages: list[Passage], focus: tuple[int, int] | None) -> list[Passage]:
    """Only the part near the focus of a passage that is too long to draw at every key."""
    if focus is None:
        return passages
    index, offset = focus
    start = max(0, offset - CONTEXT_CHARACTERS // 2)
    cut = []
    for number, passage in enumerate(passages):
        first = start if number == index else max(0, len(passage.text) - CONTEXT_CHARACTERS) if number < index else 0
        last = first + CONTEXT_CHARACTERS
        marks = tuple(
            Mark(max(mark.start, first) - first, min(mark.end, last) - first, mark.role)
            for mark in passage.marks
            if mark.start < last and mark.end > first
        )
        cut.append(Passage(passage.text[first:last], marks))
    return cut


def score_passages(desk: Desk, live: Mapping[str, Score], *, waiting: bool) -> list[Passage]:
    """The scores of the machine text with the correction in sight as its reference; `waiting` for more of the `live` ones."""
    if desk.text == desk.machine:
        return [Passage.of(("unchanged: nothing to score", "quiet"))]
    pair = [Pair(desk.machine, desk.text)]
    quick = Passage.of(
        ("edit rate ", "quiet"), f"{edit_rate(pair).value:.1f}   ", ("similarity ", "quiet"), f"{similarity(pair).value:.1f}"
    )
    parts: list[str | tuple[str, str]] = []
    for metric in (CHRF, BLEU, TER):
        score = live.get(metric.name)
        value = f"{score.value:.1f}" if score else "…" if waiting else "took too long"
        parts += [(f"{metric.name} ", "quiet"), f"{value}   "]
    return [
        quick,
        Passage.of(*parts),
        Passage.of(("of this sentence, by your correction", "quiet")),
    ]


def article_passages(account: Account | None) -> list[Passage]:
    """The scores of all that is reviewed in the article, in a line; nothing where nothing is."""
    if account is None:
        return []
    if not account.is_complete:
        return [Passage.of((f"article: counting {account.done:,} of {account.of:,}", "quiet"))]
    by_name = {score.metric: score for score in account.scores}
    numbers = [f"{metric.name} {by_name[metric.name].value:.1f}" for metric in (CHRF, BLEU, TER) if metric.name in by_name]
    if not numbers:
        return []
    return [Passage.of((f"article: {' · '.join(numbers)} (post-edit, n = {account.scores[0].segments:,})", "quiet"))]
