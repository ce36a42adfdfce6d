"""Review machine-translated news: read articles, check and compare texts, score them, open a review database.

```python
import reviewer

for score in reviewer.score([("NATO's ban on East Asia", "NATO's eastward expansion")], metrics=["chrf", "ter"]):
    print(score.metric, score.value, score.signature)

for finding in reviewer.check("The the talks went on."):
    print(finding.check, finding.message, finding.suggestion)

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
    from reviewer.core.finding import Finding
    from reviewer.core.place import Place
    from reviewer.core.review import Review, Status, Verdict
    from reviewer.errors import ReviewerError
    from reviewer.metrics.pairs import Interval, Score
    from reviewer.metrics.significance import Comparison
    from reviewer.store import Store
    from reviewer.workflow.access import open, read  # noqa: A004 - reviewer.open() is what people expect to call
    from reviewer.workflow.checking import check
    from reviewer.workflow.scoring_pairs import compare, score

__all__ = [
    "Article",
    "Comparison",
    "Document",
    "Edit",
    "Finding",
    "Interval",
    "Kind",
    "Place",
    "Review",
    "ReviewerError",
    "Score",
    "Segment",
    "Status",
    "Store",
    "Verdict",
    "check",
    "compare",
    "diff",
    "open",
    "read",
    "score",
]

_HOMES = {
    "Article": "reviewer.core.article",
    "Comparison": "reviewer.metrics.significance",
    "Document": "reviewer.core.article",
    "Edit": "reviewer.analysis.diff",
    "Finding": "reviewer.core.finding",
    "Interval": "reviewer.metrics.pairs",
    "Kind": "reviewer.core.article",
    "Place": "reviewer.core.place",
    "Review": "reviewer.core.review",
    "ReviewerError": "reviewer.errors",
    "Score": "reviewer.metrics.pairs",
    "Segment": "reviewer.core.article",
    "Status": "reviewer.core.review",
    "Store": "reviewer.store",
    "Verdict": "reviewer.core.review",
    "check": "reviewer.workflow.checking",
    "compare": "reviewer.workflow.scoring_pairs",
    "diff": "reviewer.analysis.diff",
    "open": "reviewer.workflow.access",
    "read": "reviewer.workflow.access",
    "score": "reviewer.workflow.scoring_pairs",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
