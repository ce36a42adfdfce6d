"""Reviews in and out of one SQLite file, and drafts beside it. Other floors import from here alone."""

from reviewer.store.checking import UNREADABLE, Checked, Damage
from reviewer.store.journal import Draft, Journal
from reviewer.store.merging import Brought, Merged
from reviewer.store.pairs import ReviewedPair
from reviewer.store.rows import (
    ArticleRow,
    Counts,
    ImportedArticle,
    KeptFinding,
    ListRow,
    Looked,
    Origin,
    SignOff,
    View,
    Window,
)
from reviewer.store.salvaging import Salvaged
from reviewer.store.store import Store
from reviewer.store.writer import Writer

__all__ = [
    "UNREADABLE",
    "ArticleRow",
    "Brought",
    "Checked",
    "Counts",
    "Damage",
    "Draft",
    "ImportedArticle",
    "Journal",
    "KeptFinding",
    "ListRow",
    "Looked",
    "Merged",
    "Origin",
    "ReviewedPair",
    "Salvaged",
    "SignOff",
    "Store",
    "View",
    "Window",
    "Writer",
]
