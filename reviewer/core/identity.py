"""Who is who: names made of content, so that two databases agree without having met.

An article is its system and its sequence of source, machine text and white space. Its title, path, dates, references and
corrections are not in its name, so the same content twice is one article wherever it came from. A segment is its lineage, its
system, its source and machine text, and which occurrence of these it is; the lineage is the name of the article in which the
story was first seen, so a story that comes again in a new version keeps the names, and the reviews, of all that did not change.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from reviewer.core.article import Article

_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(*fields: object) -> str:
    """The SHA-256, in hexadecimal, of `fields` as canonical JSON."""
    return hashlib.sha256(_CANONICAL.encode(fields).encode()).hexdigest()


def article_uid(article: Article) -> str:
    """The name of `article`, made of its content alone."""
    sequence = [(segment.source, segment.machine, segment.gap) for segment in article.segments]
    return digest("article", article.system, article.lead, sequence)


def segment_uids(article: Article, lineage: str) -> list[str]:
    """The names of the segments of `article` in order, under `lineage`, the uid of the story's first article."""
    seen: Counter[tuple[str | None, str]] = Counter()
    uids = []
    for segment in article.segments:
        content = (segment.source, segment.machine)
        uids.append(digest("segment", lineage, article.system, *content, seen[content]))
        seen[content] += 1
    return uids


def text_digest(texts: Sequence[str]) -> str:
    """The name of an exact text that somebody read, for a sign-off."""
    return digest("text", *texts)
