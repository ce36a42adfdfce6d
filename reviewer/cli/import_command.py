"""`reviewer import`: files into the database, and what they were taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.input_options import date_option, form_options, language_options
from reviewer.cli.options import database_option, editor_option
from reviewer.cli.output import progress_bar, write
from reviewer.core.visible import visible
from reviewer.errors import ReviewerError, UnknownNameError

if TYPE_CHECKING:
    from reviewer.core.article import Article, Document
    from reviewer.formats import ReadOptions
    from reviewer.store import ArticleRow, ImportedArticle

_LABEL = 14
"""Cells of the column of labels."""


def _label(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    if given is not None and not (given.isprintable() and given.strip()):
        raise click.BadParameter(f"{given!r} is not one line of text")
    return given


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@form_options
@click.option(
    "--reference",
    "references",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An independent translation, line for line. Repeatable.",
)
@language_options
@click.option("--system", metavar="NAME", callback=_label, help="The engine that wrote the machine text.")
@click.option(
    "--title", metavar="TITLE", callback=_label, help="The article's title.  [default: its headline, else the file's name]"
)
@date_option
@click.option("--dry-run", is_flag=True, help="Only say what would be imported.")
@database_option
@editor_option
def command(
    files: tuple[Path, ...],
    form: str | None,
    encoding: str | None,
    columns: dict[str, str],
    source: Path | None,
    references: tuple[Path, ...],
    source_lang: str | None,
    target_lang: str | None,
    system: str | None,
    title: str | None,
    day: str | None,
    dry_run: bool,
    db: Path,
    editor: str,
) -> None:
    """Bring files into the review database, and say what they were taken for.

    Running text is parted into sentences; the rows of a table and the lines of a line file are segments as they are. The same
    content twice is one article. A correction column becomes reviews by the editor it names, else by you.
    """
    if Path("-") in files:
        raise click.UsageError("- is no file: save what comes through the pipe to one, or write ./- for a file of that name")
    from reviewer.workflow.importing import reading_options

    options = reading_options(
        source=source,
        references=references,
        columns=columns,
        format=form,
        encoding=encoding,
        source_language=source_lang,
        target_language=target_lang,
        system=system,
        title=title,
        date=day,
    )
    for index, path in enumerate(files):
        try:
            report = _look_at(path, options, db, editor) if dry_run else _take_in(path, options, db, editor)
        except UnknownNameError as wrong:
            raise click.UsageError(str(wrong)) from wrong
        except ReviewerError as failed:
            if dry_run or not index:
                raise
            before = f"the {index} files before it are" if index > 1 else f"{files[0]} is"
            raise ReviewerError(f"{failed}; {before} in") from failed
        write("\n".join(report) + "\n")


def _look_at(path: Path, options: ReadOptions, database: Path, editor: str) -> list[str]:
    """The report on a file that stays outside."""
    from reviewer.store import Store
    from reviewer.workflow import importing

    document = importing.understand(path, options)
    known: Sequence[int | None] = [None] * len(document.articles)
    if database.exists():
        with Store.open(database, create=False, readonly=True) as store:
            known = importing.known_articles(store, document)
    return list(_report(path, document, options, editor, [_standing(number) for number in known]))


def _take_in(path: Path, options: ReadOptions, database: Path, editor: str) -> list[str]:
    """The report on a file that is imported."""
    from reviewer.store import Store
    from reviewer.workflow import importing

    document = importing.understand(path, options)
    with Store.open(database) as store, progress_bar(path.name) as progress:
        taken = importing.import_file(store, path, document, options, editor=editor, now=datetime.now(UTC), progress=progress)
        outcomes = [_outcome(each, store.article(each.number), options) for each in taken]
    return list(_report(path, document, options, editor, outcomes))


def _standing(number: int | None) -> tuple[str, list[str], int | None]:
    """Of an article that is only looked at: its name, what to say of it, and how many corrections become reviews."""
    if number is None:
        return "new", [], None
    return f"article {number}", [f"already in, as article {number}"], None


def _outcome(article: ImportedArticle, row: ArticleRow, options: ReadOptions) -> tuple[str, list[str], int | None]:
    """The same of an article that was imported."""
    said = []
    if not article.new:
        said.append(f"already in, as article {article.number}")
        for name, now, then in (("title", options.title, row.title), ("date", options.date, row.date)):
            if now and now != then:
                said.append(f"its {name} is not changed" + (f": {then}" if then else ""))
    elif article.version_of is not None:
        said.append(
            f"a new version of article {article.version_of}: {article.kept:,} of {article.segments:,} sentences as before, "
            "what was decided on them stands"
        )
    return f"article {article.number}", said, article.reviews


def _report(
    path: Path,
    document: Document,
    options: ReadOptions,
    editor: str,
    outcomes: Sequence[tuple[str, list[str], int | None]],
) -> Iterator[str]:
    reading = document.reading
    yield visible(str(path))
    yield _line("format", reading.format)
    yield _line("encoding", reading.encoding)
    if reading.columns:
        yield _line("columns", ", ".join(role if role == header else f"{role} ({header})" for role, header in reading.columns))
    if reading.segmenter:
        yield _line("sentences", f"parted by {reading.segmenter}")
    for notice in document.notices:
        yield _line("notice", notice)
    for article, (name, said, reviews) in zip(document.articles, outcomes, strict=True):
        yield _line(name, article.title)
        yield from (_line("", line) for line in (*said, *_facts(article, options, editor, reviews)))


def _facts(article: Article, options: ReadOptions, editor: str, reviews: int | None) -> Iterator[str]:
    """What was understood of `article`; `reviews` is how many its corrections made, where that is known."""
    from reviewer.workflow.importing import corrections_by

    kinds = Counter(segment.kind for segment in article.segments)
    yield f"{_count(len(article.segments), 'segment')}: {', '.join(f'{number:,} {kind}' for kind, number in kinds.items())}"
    target = _language_of(article.target_language, options.target_language, "--target-lang")
    if any(segment.source for segment in article.segments):
        yield f"from {_language_of(article.source_language, options.source_language, '--source-lang')} into {target}"
    else:
        source = f", from {options.source_language} (given)" if options.source_language else ""
        yield f"in {target}{source}; no source text"
    if article.system:
        yield f"system {article.system}"
    references = sum(bool(segment.references) for segment in article.segments)
    if references:
        most = max(len(segment.references) for segment in article.segments)
        yield f"{_count(references, 'segment')} with {'a reference' if most == 1 else f'up to {most} references'}"
    for name, number in corrections_by(article, editor).items():
        yield f"{_count(number, 'correction')} by {name}"
    if reviews is not None and (total := sum(corrections_by(article, editor).values())):
        yield f"{_count(reviews, 'review')} made of them" + ("" if reviews == total else "; the others were in already")


def _language_of(found: str | None, given: str | None, option: str) -> str:
    if given:
        return f"{given} (given)"
    return f"{found} (detected)" if found else f"an unknown language ({option} says which)"


def _line(label: str, value: str) -> str:
    return f"  {label:<{_LABEL}}{visible(value)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
