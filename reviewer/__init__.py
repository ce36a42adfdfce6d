"""Review machine-translated news: read articles, compare texts, open a review database.

```python
import reviewer

document = reviewer.read("article.txt")
with reviewer.open("reviews.db") as store:
    for place in store.places(1):
        print(place.position, place.status, place.machine)
```

Importing this package loads nothing heavy; each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.analysis.diff import Edit, diff
    from reviewer.core.article import Article, Document, Kind, Segment
    from reviewer.core.place import Place
    from reviewer.core.review import Review, Status, Verdict
    from reviewer.errors import ReviewerError
    from reviewer.store import Store
    from reviewer.workflow.access import open, read  # noqa: A004 - reviewer.open() is what people expect to call

__all__ = [
    "Article",
    "Document",
    "Edit",
    "Kind",
    "Place",
    "Review",
    "ReviewerError",
    "Segment",
    "Status",
    "Store",
    "Verdict",
    "diff",
    "open",
    "read",
]

_HOMES = {
    "Article": "reviewer.core.article",
    "Document": "reviewer.core.article",
    "Edit": "reviewer.analysis.diff",
    "Kind": "reviewer.core.article",
    "Place": "reviewer.core.place",
    "Review": "reviewer.core.review",
    "ReviewerError": "reviewer.errors",
    "Segment": "reviewer.core.article",
    "Status": "reviewer.core.review",
    "Store": "reviewer.store",
    "Verdict": "reviewer.core.review",
    "diff": "reviewer.analysis.diff",
    "open": "reviewer.workflow.access",
    "read": "reviewer.workflow.access",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
