"""Small articles and reviews for the tests of the store; ids and times count upwards, so that every run is the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.place import Place
from reviewer.core.review import Review, Verdict
from reviewer.store import ImportedArticle, Store

NOW = "2026-03-01T09:30:00.000Z"
_NUMBERS = count(1)

SENTENCES = (
    "The minister flew to Kyiv on Monday.",
    "Talks went on until dawn.",
    "Nobody wanted to comment on the price of grain.",
    "A second round is planned for May.",
    "Observers were not surprised.",
)


def article(machine: Iterable[str] = SENTENCES, **fields: Any) -> Article:
    """An article of these sentences with a space after each, all in one paragraph."""
    segments = tuple(Segment(text, " ", record=index) for index, text in enumerate(machine))
    return Article(segments, **{"title": "Talks in Kyiv", **fields})


def document(*articles: Article, data: bytes = b"bytes of the file", name: str = "talks.txt") -> Document:
    """A file that holds `articles`."""
    return Document(name, data, Reading("txt", segmenter="sentencex 1 en"), articles)


def imported(store: Store, *articles: Article, path: str = "/desk/talks.txt", **options: Any) -> tuple[ImportedArticle, ...]:
    """Files `articles` as one document."""
    filed = document(*articles, data=repr(articles).encode(), name=Path(path).name)
    return store.add_document(filed, path=path, importer="desk1", at=NOW, **options)


def edited(article: Article, index: int, **fields: Any) -> Article:
    """`article` with one segment changed."""
    segments = list(article.segments)
    segments[index] = replace(segments[index], **fields)
    return replace(article, segments=tuple(segments))


def review(*places: Place, **fields: Any) -> Review:
    """A review of these places that answers what stands there; a correction makes it *corrected*."""
    number = f"00000000-0000-7000-8000-{next(_NUMBERS):012x}"
    correction = fields.get("correction")
    parents = tuple(dict.fromkeys(head.id for place in places for head in place.heads))
    made = {
        "id": number,
        "action": number,
        "covers": tuple(place.uid for place in places),
        "parents": parents,
        "editor": "desk1",
        "verdict": Verdict.ACCEPTED if correction is None else Verdict.CORRECTED,
        "at": NOW,
    }
    return Review(**{**made, **fields})
