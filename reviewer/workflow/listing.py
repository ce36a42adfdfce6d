"""Segments and articles for scripts: which, in what order, and everything that is known of each.

Segments are read a page at a time and handed out one by one, so that a million of them fit in no more room than a page. The
shapes are those of `reviewer/segments/1` and `reviewer/articles/1`. What was decided on a join is told on each of its segments;
its edits and findings, which are spans of the joined texts, and its scores are told on the first alone, so that nothing is
counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reviewer.core.composition import runs
from reviewer.core.error import TranslationError
from reviewer.core.finding import Dismissal, Dismissals, Finding, Level
from reviewer.core.place import Place, run_text
from reviewer.core.query import Term
from reviewer.core.review import Purpose, Review, Status
from reviewer.errors import StoreError, UnknownNameError
from reviewer.store import ArticleRow, Store
from reviewer.workflow.manuscript import manuscript

_PAGE = 1_000
_LAST = "\U0010ffff"
"""Sorts after every name and every time."""


def segments(store: Store, articles: Sequence[int] | None, terms: Sequence[Term] = (), sort: str = "position") -> Iterator[Place]:
    """The segments of `articles` (None for all) where all `terms` hold, by the key `sort`, then in the order of the text.

    Raises:
        UnknownNameError: `sort` is no name of `SORTS`.
    """
    if sort not in SORTS:
        raise UnknownNameError("key to sort by", sort, SORTS)
    view = store.view(articles, terms)
    key = SORTS[sort]
    if key is None:
        yield from store.place_rows(view)
        return
    rows = [row for _, row in sorted((key(store, place), place.row) for place in store.place_rows(view))]
    for start in range(0, len(rows), _PAGE):
        yield from store.places_at(rows[start : start + _PAGE])


def segment_entries(store: Store, places: Iterable[Place], articles: Sequence[int] | None = None) -> Iterator[dict[str, Any]]:
    """The entries of `reviewer/segments/1` of `places`, with all that the checks find there.

    All of `articles`, None for all, are looked at before the first. Where the database cannot be written to, what was found can
    not be kept, and `findings` is null.
    """
    # The checks cost some tens of milliseconds to load.
    from reviewer.workflow.trusting import look_at_all

    try:
        trust = look_at_all(store, articles)
    except StoreError:
        yield from ({**segment_fields(store, place), "findings": None} for place in places)
        return
    dismissals = Dismissals(store.dismissals())
    uids = {row.number: row.uid for row in store.articles()}
    for place in places:
        found = []
        for each in store.findings_at(place.row):
            dismissal = dismissals.known(each.finding, uids[place.article], each.digest)
            found.append(_finding_fields(each.finding, trust.level(each.finding), dismissal))
        yield {**segment_fields(store, place), "findings": found}


def _finding_fields(finding: Finding, level: Level, dismissal: Dismissal | None) -> dict[str, Any]:
    """A finding; its span is of the text on its side."""
    return {
        "check": finding.check,
        "severity": str(level),
        "message": finding.message,
        "span": list(finding.span),
        "text": finding.text,
        "side": str(finding.side),
        "suggestion": finding.suggestion,
        "dismissed": dismissal and {"extent": str(dismissal.extent), "editor": dismissal.editor, "at": dismissal.at},
    }


def segment_fields(store: Store, place: Place) -> dict[str, Any]:
    """One entry of `reviewer/segments/1` but for its findings, which are those of `segment_entries`.

    `verdict` and what goes with it are those of the review that stands, also where it reopens a segment; in a conflict they are
    null. `seconds` are those of `reviewer.core.review.Effort`. `gap` is the white space that follows, also inside of a join.
    Spans are code points of the machine text and the correction, of a join those of all of it.
    """
    review = place.heads[0] if place.heads and place.status is not Status.CONFLICT else None
    pair = reviewed_pair(store, place)
    is_timed = review is not None and review.purpose is not Purpose.IMPORT
    return {
        "segment": place.uid,
        "article": place.article,
        "position": place.position,
        "kind": str(place.kind),
        "source": place.source,
        "machine": place.machine,
        "gap": place.gap,
        "references": [text for _, text in store.references(place.uid)],
        "system": place.system,
        "paragraph": place.paragraph,
        "correction": review.correction if review else None,
        "status": str(place.status),
        "verdict": str(review.verdict) if review else None,
        "covers": list(review.covers) if review else [place.uid],
        "editor": review.editor if review else None,
        "note": place.note,
        "reached": str(review.reached) if review and is_timed else None,
        "active_seconds": review.effort.active if review and is_timed else None,
        "idle_seconds": review.effort.idle if review and is_timed else None,
        "reviewed_at": review.at or None if review else None,
        "edits": _edits(*pair) if pair else [],
        "errors": [_error_fields(error, place.source) for error in review.errors] if review else [],
        "candidates": _candidates(*pair, place.source) if pair else [],
        "scores": _scores(*pair) if pair else None,
        "findings": [],
        "samples": store.samples_of(place.uid),
        "reviews": [_review_fields(each) for each in store.reviews(place.uid)],
    }


def article_fields(store: Store, row: ArticleRow) -> dict[str, Any]:
    """One entry of `reviewer/articles/1`; a sign-off is void once the text is another than the one that was read."""
    signed = row.signed_off
    return {
        "article": row.number,
        "title": row.title,
        "path": row.path,
        "system": row.system,
        "source_language": row.source_language,
        "target_language": row.target_language,
        "date": row.date,
        "assigned": row.assigned,
        "segments": row.segments,
        **{status.value: getattr(row.counts, status.value) for status in Status},
        "queries": row.counts.queries,
        "imported_at": row.imported_at,
        "imported_by": row.imported_by,
        "last_review_at": row.last_review_at,
        "signed_off": signed and {"editor": signed.editor, "at": signed.at, "path": signed.path, "void": is_void(store, row)},
    }


def is_void(store: Store, row: ArticleRow) -> bool:
    """Whether the last sign-off of an article no longer holds, because its text is another now."""
    return row.signed_off is not None and row.signed_off.text_digest != manuscript(store, row.number).digest


def signatures() -> dict[str, str]:
    """How the scores of `segment_fields` are made."""
    from reviewer.metrics.edits import EDIT_RATE_SIGNATURE, SIMILARITY_SIGNATURE

    return {"edit_rate": EDIT_RATE_SIGNATURE, "similarity": SIMILARITY_SIGNATURE}


def reviewed_pair(store: Store, place: Place) -> tuple[str, str] | None:
    """Machine text and final text of a reviewed segment, or of the join that begins with it.

    None where there is no text to print, and on the further segments of a join.
    """
    review = place.review
    if review is None or place.status not in (Status.ACCEPTED, Status.CORRECTED) or review.covers[0] != place.uid:
        return None
    run = [place] if len(review.covers) == 1 else store.places(place.article, place.position, len(review.covers))
    if next(runs(run)) != tuple(run) or tuple(each.uid for each in run) != review.covers:
        return None
    machine = run_text(run)
    if not machine:
        return None
    return machine, machine if place.status is Status.ACCEPTED else review.correction or ""


def _edits(machine: str, final: str) -> list[dict[str, Any]]:
    # rapidfuzz costs 40 ms to load, and the list as text does without.
    from reviewer.analysis.diff import diff

    return [
        {"machine": list(edit.machine), "correction": list(edit.correction), "kind": edit.kind}
        for edit in diff(machine, final)
        if edit.kind != "equal"
    ]


def _candidates(machine: str, final: str, source: str | None) -> list[dict[str, Any]]:
    """The errors that the edits suggest; nobody confirmed them."""
    from reviewer.mqm.candidates import candidates

    return [
        {
            "span": list(each.error.span),
            "category": str(each.error.category),
            "severity": str(each.error.severity),
            "side": str(each.error.side),
            "correction": list(each.correction),
            "rule": each.rule,
            "confidence": each.confidence,
            "unverified": not each.error.is_verified(has_source=bool(source)),
        }
        for each in candidates(machine, final, source=source)
    ]


def _error_fields(fields: dict[str, Any], source: str | None) -> dict[str, Any]:
    """An error that an editor confirmed, and whether only a source that is not there could verify it."""
    return {**fields, "unverified": not TranslationError.of(fields).is_verified(has_source=bool(source))}


def _scores(machine: str, final: str) -> dict[str, Any]:
    from reviewer.analysis.diff import edit_rate_counts
    from reviewer.metrics.edits import edit_rate, similarity
    from reviewer.metrics.pairs import Pair

    pair = [Pair(machine, final)]
    edits, words = edit_rate_counts(machine, final)
    return {
        "edit_rate": edit_rate(pair).value,
        "word_edits": edits,
        "words": words,
        "similarity": similarity(pair).value,
        "reference": "post-edit",
    }


def _review_fields(review: Review) -> dict[str, Any]:
    return {
        "id": review.id,
        "parents": list(review.parents),
        "covers": list(review.covers),
        "purpose": str(review.purpose),
        "editor": review.editor,
        "verdict": str(review.verdict),
        "correction": review.correction,
        "errors": list(review.errors),
        "note": review.note,
        "seconds": asdict(review.effort),
        "reached": str(review.reached),
        "reached_by": review.reached_by,
        "at": review.at or None,
    }


def _similarity(store: Store, place: Place) -> float:
    pair = reviewed_pair(store, place)
    return float(_scores(*pair)["similarity"]) if pair else float("inf")


SORTS: dict[str, Callable[[Store, Place], Any] | None] = {
    "position": None,
    "status": lambda _, place: tuple(Status).index(place.status),
    "similarity": _similarity,
    "editor": lambda _, place: place.review.editor if place.review else _LAST,
    "reviewed_at": lambda _, place: (place.review.at or _LAST) if place.review else _LAST,
}
"""What segments can be sorted by; those of which it is not known come last."""
