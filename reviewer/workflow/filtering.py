"""What has to be done before a filter can be asked: what the checks find is kept in the database, and `finding:` asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reviewer.core.query import Term
from reviewer.errors import QueryError, StoreError
from reviewer.store import KeptFinding, Store, Window, Writer

if TYPE_CHECKING:
    from reviewer.checks import Engine
    from reviewer.workflow.trusting import Tell


def make_ready(
    store: Store,
    terms: Sequence[Term],
    articles: Sequence[int] | None = None,
    *,
    engine: Engine | None = None,
    tell: Tell | None = None,
) -> None:
    """Looks at `articles`, None for all, where one of `terms` asks about findings; `store` may be open for reading.

    The checks are those of `engine`, or all that the newsroom has; `tell` is told how far it is.

    Raises:
        ConfigError: the settings, or the newsroom's own rules, cannot be used.
        QueryError: the database cannot be written to, so that nothing can be kept.
    """
    if any(term.field == "finding" for term in terms):
        # The checks cost some tens of milliseconds to load.
        from reviewer.workflow.trusting import look_at_all

        try:
            look_at_all(store, articles, engine=engine, tell=tell)
        except StoreError as error:
            raise QueryError(f"filter: finding: keeps in the database what it finds: {error}") from error


def look_beside(store: Store, writer: Writer, articles: Sequence[int], tell: Callable[[str], object]) -> None:
    """Looks at `articles` for a filter that asks about findings, in a thread that does not write: `writer` keeps what is found.

    `tell` is told how far it is.

    Raises:
        ConfigError: the settings, or the newsroom's own rules, cannot be used.
        StoreError: nothing could be written.
    """
    from reviewer.workflow.inspecting import fill, newsroom_checks

    def keep(found: Sequence[tuple[Window, Sequence[KeptFinding]]]) -> None:
        writer.submit("keep_findings", found).result()

    for done in fill(store, keep, articles, engine=newsroom_checks()):
        tell(str(done))
