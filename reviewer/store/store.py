"""`Store`: everything that the floors above can ask of a review database, in one place.

It only delegates: what a method does is in the module of that name. Every method raises nothing but `ReviewerError`s, reads its
cursors to their end, and belongs to the thread that opened the store; readers open their own, and saves go through `Writer`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from reviewer.core.article import Document
from reviewer.core.finding import Acceptance, Dismissal
from reviewer.core.history import History
from reviewer.core.place import Place
from reviewer.core.query import Term
from reviewer.core.review import Review, Status
from reviewer.core.sample import Part, Sample
from reviewer.errors import StoreError
from reviewer.store import (
    articles,
    assignments,
    backup,
    checking,
    dismissals,
    documents,
    facts,
    findings,
    merging,
    opening,
    pairs,
    places,
    premises,
    replacing,
    salvaging,
    samples,
    search,
    standing,
    views,
)
from reviewer.store import reviews as saved
from reviewer.store import statistics as counted
from reviewer.store.connection import Connection
from reviewer.store.documents import Progress
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
from reviewer.store.salvaged_articles import Read


class Store:
    """An open review database. Use `Store.open`."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        search.teach(connection)
        self.path = connection.path
        """The file, with links followed."""
        self.is_readonly = connection.readonly
        self.db_id: str = connection.value("SELECT value FROM meta WHERE key = 'db_id'")
        """Who this database is; a copy of the file has the same."""

    @classmethod
    def open(cls, path: Path, *, create: bool = True, readonly: bool = False) -> Self:
        """Opens the database at `path`, made first if it is not there and `create` is true.

        Raises:
            NotADatabaseError: the file is something else, empty, damaged, or from a newer version; it is left as it is.
            StoreError: it cannot be made or read.
        """
        return cls(opening.opened(path, create=create, readonly=readonly))

    def close(self) -> None:
        """Closes the database; closing twice is closing once."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Documents and articles

    def add_document(
        self,
        document: Document,
        *,
        path: str,
        importer: str,
        at: str,
        progress: Progress | None = None,
        reading_key: str = "",
    ) -> tuple[ImportedArticle, ...]:
        """Files a document, all of it or nothing; content that is known is one article.

        Args:
            document: what a reader made of a file.
            path: the file's absolute path.
            importer: whose the corrections are for which the file names nobody.
            at: the time.
            progress: told how many segments are in, and of how many.
            reading_key: the options that the file was read with, in the caller's own words, for `known_document`.
        """
        return documents.add(self._db, document, path=path, importer=importer, at=at, progress=progress, reading_key=reading_key)

    def known_document(self, sha256: str, reading_key: str = "") -> list[int]:
        """The articles of a file that came in before, read with the same options; it need not be parsed again."""
        return documents.known(self._db, sha256, reading_key)

    def origin(self, article: int) -> Origin:
        """The document that an article was first read from, for writing it in the form in which it came."""
        origin = documents.origin_of(self._db, article)
        if origin is None:
            raise StoreError(f"{self.path}: no article {article}; `reviewer list --articles` shows them")
        return origin

    def articles(self) -> list[ArticleRow]:
        """All articles in the order of their numbers."""
        return articles.listed(self._db)

    def article(self, number: int) -> ArticleRow:
        """One article."""
        places.span(self._db, number)
        return articles.listed(self._db, number)[0]

    def target_languages(self) -> frozenset[str | None]:
        """The languages of the machine texts of all articles; None stands for those of which nobody said."""
        return articles.target_languages(self._db)

    def last_said(self) -> tuple[int, int]:
        """The last article and the last fact that came in; what is said of articles is the same while these are."""
        return articles.last_said(self._db)

    def find_articles(self, text: str) -> tuple[int, ...]:
        """The articles that `text` names: a number, a path (all that the file holds), a title, or a file's name.

        Raises:
            UnknownNameError: when it names none.
            StoreError: when it fits several; the message lists them.
        """
        return articles.find(self._db, text)

    # Places

    def places(self, article: int, start: int = 1, count: int | None = None) -> list[Place]:
        """The places of an article from position `start` on, all or at most `count`."""
        rows = places.span(self._db, article)
        first = max(start, 1) - 1
        return places.at(self._db, rows[first:] if count is None else rows[first : first + max(count, 0)])

    def place(self, row: int) -> Place:
        """The place with this row."""
        return places.at(self._db, [row])[0]

    def row_of(self, article: int, uid: str) -> int:
        """The row of the segment `uid` in an article."""
        return places.row_of(self._db, article, uid)

    def places_at(self, rows: Sequence[int]) -> list[Place]:
        """The places of `rows`, in the order given."""
        return places.at(self._db, rows)

    def place_rows(self, view: View) -> Iterator[Place]:
        """The places of a view in order, read a page at a time."""
        return places.through(self._db, view)

    def view(self, articles: Sequence[int] | None, terms: Sequence[Term] = (), search: str | None = None) -> View:
        """The rows of `articles` (None for all) where all `terms` hold and all words of `search` are found."""
        return views.view(self._db, articles, terms, search)

    def page(self, rows: Sequence[int]) -> list[ListRow]:
        """What the list shows of `rows`, in the order given."""
        return places.page(self._db, rows)

    def next_open(self, article: int, position: int, direction: int = 1) -> int | None:
        """The row of the nearest open place after `position` (before it, when `direction` is negative).

        Past the end it looks from the other end, up to and with `position` itself. None when nothing in the article is open.
        """
        return places.next_open(self._db, article, position, direction)

    def counts(self, article: int | None = None) -> Counts:
        """How many segments of an article, or of all, stand where."""
        return places.counts(self._db, article)

    def neighbours(self, article: int, paragraph: int, around: int | None = None) -> list[Place]:
        """The places of a paragraph and of the ones before and after it, at most 60 to each side of the position `around`.

        Without `around` it looks from the paragraph's beginning.
        """
        return places.neighbours(self._db, article, paragraph, around)

    def search(self, articles: Sequence[int] | None, words: str, limit: int = 1000) -> list[int]:
        """The rows where all of `words` stand in machine text, source or a standing correction, the last as a beginning."""
        return views.found(self._db, articles, words, limit)

    def index_corrections(self) -> int:
        """Takes new corrections into the search index; how many. For after a save; search finds them before, but slower."""
        return search.index_corrections(self._db)

    def references(self, uid: str) -> tuple[tuple[str, str], ...]:
        """The label and text of each reference translation of a segment."""
        return facts.references(self._db, uid)

    # Reviews

    def save(self, reviews: Sequence[Review], scores: Mapping[str, standing.Score] | None = None) -> None:
        """Writes reviews, all or none; they are durable when this returns, and saving them again changes nothing.

        Args:
            reviews: what one keypress made.
            scores: similarity, word edits and words of the final text by review id, where the caller has them.

        Raises:
            StaleError: what stands on a segment is not what a review says it answers.
            StoreError: a segment is not known, or an id is taken by another review.
        """
        saved.save(self._db, reviews, scores)

    def heads(self, uid: str) -> tuple[Review, ...]:
        """The reviews that stand on a segment, in order of arrival."""
        return saved.heads(self._db, uid)

    def reviews(self, uid: str) -> tuple[Review, ...]:
        """Every review of a segment, in order of arrival."""
        return saved.of_segment(self._db, uid)

    def checks(self, editor: str, sample: str) -> dict[str, Review]:
        """By segment, the last blind second look that `editor` took for a sample."""
        return saved.checks(self._db, editor, sample)

    def every_review(self) -> Iterator[Review]:
        """All reviews, those that no longer stand too, in order of arrival; read a page at a time."""
        return saved.through(self._db)

    def editors(self) -> list[str]:
        """Everybody who ever decided anything, in the order of their names."""
        return saved.editors(self._db)

    def review(self, review_id: str) -> Review:
        """The review with this id.

        Raises:
            StoreError: when there is none.
        """
        return saved.by_id(self._db, review_id)

    def has_review(self, review_id: str) -> bool:
        """Whether a review with this id was saved, as of a draft that may have been confirmed before a crash."""
        return saved.is_known(self._db, review_id)

    def action(self, action: str) -> tuple[Review, ...]:
        """The reviews that one keypress made; none for an action that is not known."""
        return saved.of_action(self._db, action)

    def history(self, article: int, editor: str) -> History:
        """What `editor` can take back and do again in an article."""
        return saved.history(self._db, article, editor)

    def reviewed_pairs(self, articles: Sequence[int] | None = None) -> Iterator[pairs.ReviewedPair]:
        """Machine text, final text, review and first place of everything decided and printed; a join is one pair.

        Open, rejected and cut segments and conflicts are left out; what was accepted gives equal texts.
        """
        return self.reviewed_in(self.decided(articles))

    def decided(self, articles: Sequence[int] | None = None) -> View:
        """The rows of `articles` (None for all) that can have part in a reviewed pair."""
        return pairs.decided(self._db, articles)

    def reviewed_in(self, view: View) -> Iterator[pairs.ReviewedPair]:
        """The reviewed pairs of a view, read a page at a time."""
        return pairs.reviewed(self._db, view)

    def with_joins(self, view: View) -> View:
        """`view` and the other parts of all joins that it has a part of: a decision is never cut in pieces by a sample."""
        return pairs.with_joins(self._db, view)

    def data_version(self) -> int:
        """Another number whenever another connection has written anything; asking leaves nothing open."""
        return int(self._db.value("PRAGMA data_version"))

    def last_seq(self) -> int:
        """The last review that arrived, by the order of arrival in this database; 0 before the first."""
        return pairs.last_seq(self._db)

    def touched(self, after: int, until: int) -> frozenset[str]:
        """The uids of all segments whose reviewed pairs may be others after the reviews after `after`, up to `until`."""
        return pairs.touched(self._db, after, until)

    def reviewed_around(self, uids: Iterable[str]) -> Iterator[pairs.ReviewedPair]:
        """The reviewed pairs of segments that `touched` gave: in the order of articles, once in each where they stand."""
        return pairs.around(self._db, uids)

    # Statistics, a cache

    def statistics(self, counter: str, pairs: Sequence[bytes]) -> dict[bytes, counted.Numbers]:
        """The rows that are kept of `pairs`, by digest; `counter` is the metric with its options and versions."""
        return counted.kept(self._db, counter, pairs)

    def keep_statistics(self, rows: Mapping[str, Mapping[bytes, counted.Numbers]]) -> None:
        """Keeps rows, by counter and digest of the pair."""
        counted.keep(self._db, rows)

    def counters(self) -> dict[str, int]:
        """Everything that has counted, and in how many pairs."""
        return counted.counters(self._db)

    def statistics_as_kept(self, counter: str, pairs: Sequence[bytes]) -> dict[bytes, str]:
        """The rows that are kept of `pairs` as they are written, be they numbers or not."""
        return counted.as_kept(self._db, counter, pairs)

    def forget_statistics(self) -> int:
        """Drops the cache; how many rows it had."""
        return counted.forget(self._db)

    # Findings, a cache, and what editors said of them

    def dismiss(self, said: Iterable[Dismissal]) -> None:
        """Writes down that findings are wrong, or that this is taken back, all or none; saying it again changes nothing.

        Raises:
            StoreError: a segment is not known.
        """
        dismissals.dismiss(self._db, said)

    def dismissals(self) -> tuple[Dismissal, ...]:
        """All dismissals in the order of arrival, for `reviewer.core.finding.Dismissals`."""
        return dismissals.said(self._db)

    def articles_with_dismissals(self) -> list[int]:
        """The articles in which anything was dismissed."""
        return dismissals.articles(self._db)

    def recurring(self, article: int) -> dict[str, int]:
        """The machine texts of an article that stand in other stories too, with the same source: in how many, at most 9."""
        return findings.recurring(self._db, article)

    def windows(self, articles: Sequence[int] | None, of: Looked, checks: str) -> list[Window]:
        """The windows of `articles` (None for all), in which the checks look at them."""
        return list(findings.windows(self._db, articles, of, checks))

    def stale_windows(self, articles: Sequence[int] | None, of: Looked, checks: str) -> list[Window]:
        """Those of which nothing is kept that still holds: never looked at, by other checks, or something newer is about them."""
        return list(findings.windows(self._db, articles, of, checks, stale=True))

    def keep_findings(self, looked_at: Iterable[tuple[Window, Sequence[KeptFinding]]]) -> None:
        """Keeps what was found in windows, in place of what was kept of them; as of the moment when `windows` gave them."""
        findings.keep(self._db, looked_at)

    def findings_kept(self, window: Window) -> tuple[KeptFinding, ...]:
        """What is kept of a window in the order of the text, whether it still holds or not."""
        return findings.kept(self._db, window)

    def findings_at(self, row: int) -> tuple[KeptFinding, ...]:
        """What is kept of the text that stands at a place, or of the join that begins there, whether it still holds or not."""
        return findings.at(self._db, row)

    def findings_of_machine(self) -> Iterator[tuple[KeptFinding, str, str, Status]]:
        """What is kept of machine texts in order, each with the uids of article and segment, and where the segment stands."""
        return findings.of_machine(self._db)

    def marked_in_machine(self) -> dict[int, list[tuple[int, int]]]:
        """Where machine texts were flagged with more than info, as kept: the spans by the row of their segment."""
        return findings.marked_in_machine(self._db)

    def keep_acceptances(self, state: str, measured: Mapping[str, Acceptance], low: Collection[str] = ()) -> None:
        """Keeps what editors did with what each check said, in place of what was kept.

        Args:
            state: says what was measured.
            measured: by the name of the check.
            low: the checks whose findings are only info, also for the filter `finding:`.
        """
        findings.keep_acceptances(self._db, state, measured, low)

    def acceptances(self, state: str | None = None) -> dict[str, Acceptance]:
        """What was measured last of each check; nothing where that was in another `state`."""
        return findings.acceptances(self._db, state)

    def forget_findings(self) -> int:
        """Drops the cache, not the dismissals; how many windows it had."""
        return findings.forget(self._db)

    # Beside the reviews

    def set_fact(self, about: str, name: str, value: str, editor: str, at: str) -> None:
        """Says what the `kind` of a segment is, or the `title`, `source_language`, `target_language` of an article."""
        facts.say(self._db, about, name, value, editor, at)

    def sign_off(
        self,
        article: int,
        *,
        editor: str,
        at: str,
        text_digest: str,
        active_seconds: float = 0.0,
        idle_seconds: float = 0.0,
        idle_threshold: float = 30.0,
        path: str | None = None,
    ) -> SignOff:
        """Notes that `editor` read the text with that digest and answers for it."""
        places.span(self._db, article)
        return facts.sign(
            self._db,
            article,
            editor=editor,
            at=at,
            text_digest=text_digest,
            active_seconds=active_seconds,
            idle_seconds=idle_seconds,
            idle_threshold=idle_threshold,
            path=path,
        )

    def sign_offs(self, article: int) -> list[SignOff]:
        """The sign-offs of an article in the order of their times."""
        return facts.sign_offs(self._db, article)

    def add_sample(self, name: str, uids: Iterable[str]) -> None:
        """Puts segments into the sample `name`, all or none; by no design, so that nothing can be estimated from them."""
        samples.add(self._db, name, uids)

    def draw(self, name: str, parts: Sequence[Part], *, editor: str, at: str) -> None:
        """Keeps what was drawn for the sample `name`: the strata of its design, each with all that is drawn by now."""
        samples.draw(self._db, name, parts, editor, at)

    def sample_names(self) -> list[str]:
        """The names of all samples."""
        return samples.names(self._db)

    def sample(self, name: str) -> Sample | None:
        """What is known of the sample `name`; None where there is none."""
        return samples.sample(self._db, name)

    def samples_of(self, uid: str) -> list[dict[str, Any]]:
        """The samples that a segment is in: `name`, `stratum` and `population`, the last two None where there is no design."""
        return samples.of_segment(self._db, uid)

    def articles_of_sample(self, name: str) -> list[int]:
        """The articles in which the segments of a sample stand."""
        return samples.articles_of(self._db, name)

    def assign(self, articles: Sequence[int], editor: str, *, by: str, at: str) -> None:
        """Says whose `articles` are to review, all or none; '' is nobody."""
        assignments.assign(self._db, articles, editor, by, at)

    def rebuild(self) -> None:
        """Makes everything that is derived from reviews and facts anew, and the search indexes; it comes to the same."""
        standing.rebuild(self._db)
        search.rebuild(self._db)
        search.index_corrections(self._db)

    def snapshot(self) -> AbstractContextManager[None]:
        """Within, all that is read is of one moment, whatever others save meanwhile."""
        return self._db.snapshot()

    def check(self) -> Iterator[checking.Checked]:
        """Whether everything but the caches is what it was when it was written, kind by kind."""
        return checking.check(self._db)

    def check_premises(self, named: Path, now: datetime) -> Iterator[checking.Checked]:
        """Whether what the rows stand on is as it should be: schema, search indexes, files, SQLite, clock.

        Args:
            named: how the database's path was given, links and all.
            now: the time.
        """
        return premises.check(self._db, named, now)

    def merge(self, paths: Sequence[Path], *, dry_run: bool = False) -> merging.Merged:
        """Brings other databases into this one, all or none; they are not changed, and this one is backed up first.

        Args:
            paths: any number of files, in any order.
            dry_run: whether to say what would come, and write nothing.

        Raises:
            StoreError: one of them cannot be taken, or holds what contradicts what is here.
        """
        merged = merging.merge(self._db, paths, dry_run=dry_run)
        if not dry_run:
            search.index_corrections(self._db)
        return merged

    def back_up(self, target: Path, *, replace: bool = False) -> backup.Backup:
        """A whole copy of the database as it is at one moment, read again and durable; others may save meanwhile.

        Raises:
            OutputError: there is something at `target`; with `replace` only what is no older backup of this database.
            StoreError: it cannot be made.
        """
        replacing.refuse_to_replace(self._db, target, replace=replace)
        return backup.made(self._db, target)

    @staticmethod
    def salvage(damaged: Path, target: Path, read: Read | None = None) -> list[salvaging.Salvaged]:
        """Makes a new database of what is whole in a damaged one, which need not open; what came out, kind by kind.

        Args:
            damaged: the file; it and its log are only read.
            target: where the new database is put, verified; there is no file yet.
            read: reads a document anew (name, bytes, and how it was read), for articles that are not whole.

        Raises:
            OutputError: there is something at `target`.
            StoreError: the file cannot be read, or the new database cannot be made.
        """
        return salvaging.salvage(damaged, target, read)
