"""From a database to a `Report`: section by section, each a question that a team lead asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reviewer.core.review import Status
from reviewer.fixes.recurring import Corrected, recurring
from reviewer.metrics.edits import Cer, EditRate, Similarity
from reviewer.metrics.languages import installed_tokenizer, tokenizer
from reviewer.metrics.measure import Measure
from reviewer.metrics.sacre import Bleu, Chrf, Ter
from reviewer.mqm.scorecard import Scorecard
from reviewer.store import Store
from reviewer.workflow.reporting.answer import about, answer, basis
from reviewer.workflow.reporting.breakdowns import breakdown, trend
from reviewer.workflow.reporting.errors import error_chart, error_figures, error_mix, grave_errors
from reviewer.workflow.reporting.figures import PACE, QUALITY, ratio_figures, score_figures
from reviewer.workflow.reporting.independent import independent_section
from reviewer.workflow.reporting.judging import penalty_figures, target
from reviewer.workflow.reporting.ledger import Ledger, ledger_of
from reviewer.workflow.reporting.material import Material, exclusions, gather
from reviewer.workflow.reporting.people import agreement_section
from reviewer.workflow.reporting.request import By, Namer, Request, letters, without_names
from reviewer.workflow.reporting.sampled import Estimated, estimated
from reviewer.workflow.reporting.second_look import checks_section
from reviewer.workflow.reporting.value import Cell, Column, Figure, Report, Section, Table
from reviewer.workflow.reporting.worst import influential_edits, influential_segments, worst_segments
from reviewer.workflow.scoring_reviews import titles_of

TITLE = "Machine translation quality"
LISTED = 20
"""Recurring mistakes, queries and articles that are listed."""


def make_report(store: Store, request: Request, card: Scorecard, namer: Namer | None = None) -> Report:
    """What the reviews of `store` say, by what is asked for; the same for the same database, whenever it is made.

    Args:
        store: the database; new statistics are kept in it unless it is open for reading only.
        request: what is asked for.
        card: what errors weigh and what passes.
        namer: what editors are called; None for letters.

    Raises:
        ReviewerError: counting fails, or an annotated error has an unknown category or severity.
    """
    material = gather(store, request)
    maker = _Maker(store, request, card, material, namer or letters(material.editors))
    return maker.report()


class _Maker:
    """The sections of one report."""

    def __init__(self, store: Store, request: Request, card: Scorecard, material: Material, namer: Namer) -> None:
        self.store = store
        self.request = request
        self.card = card
        self.material = material
        self.name = namer
        self.titles = titles_of(store)
        languages = {each.language for each in material.decisions}
        self.scored = _scored(languages)
        self.ledger: Ledger = ledger_of(store, material, card, (Ter(), Cer(), EditRate(), Similarity(), *self.scored))
        self.estimated: Estimated | None = estimated(store, request, self.ledger)

    def report(self) -> Report:
        """All of it."""
        quality = self._quality()
        estimate = self.estimated.section if self.estimated is not None else None
        sections = [estimate, quality, *(self._others() if self.material.decisions else ()), *self._people(), self._coverage()]
        breakdowns = list(self._breakdowns()) if self.material.decisions else []
        lines = about(self.material, self.request, self.card)
        return Report(
            title=TITLE,
            answer=answer(
                self._headline(quality),
                target(self.ledger, self.card, estimate.figures if estimate is not None else ()),
                self.material,
            ),
            basis=basis(self.material, self.request, self.estimated.basis if self.estimated is not None else None),
            about=tuple((label, without_names(words, sorted(self.material.editors), self.name)) for label, words in lines),
            sections=tuple(each for each in (*sections, *breakdowns) if each is not None),
            scorecard=self.card.fields(),
        )

    def _headline(self, quality: Section) -> tuple[Figure, ...]:
        return (self.estimated.section.figures if self.estimated is not None else ()) or quality.figures

    def _with_exclusions(self, figures: list[Figure]) -> tuple[Figure, ...]:
        """The figures of all decisions, each with what is not in it."""
        return tuple(replace(figure, excluded=exclusions(self.material, figure.of)) for figure in figures)

    def _quality(self) -> Section:
        figures = _with_values(ratio_figures(self.ledger, QUALITY)) + score_figures(self.ledger)
        intro = (
            "How much of what the machine wrote could stand. Scores take the editors' corrections as references (post-edit), so "
            "they tell how much had to be changed, and are never to be compared with scores against independent translations."
        )
        return Section("quality", "How good was the machine?", intro, self._with_exclusions(figures))

    def _others(self) -> Iterator[Section | None]:
        yield independent_section(self.store, self.request, self.material, self.scored)
        yield self._errors()
        yield self._recurring()
        yield self._cost()
        yield self._worst()

    def _people(self) -> Iterator[Section | None]:
        yield agreement_section(self.store, self.material, self.titles, self.name)
        yield checks_section(self.store, self.material, self.titles)

    def _errors(self) -> Section:
        mix = error_mix(self.ledger)
        chart = error_chart(mix)
        intro = (
            "Every edit suggests an error by written rules: what kind, and how bad. Editors confirm, change or discard these "
            "with the key m; of ten suggestions about three want another category or severity. Categories are those of the MQM "
            "core typology."
        )
        figures = self._with_exclusions([*penalty_figures(self.ledger, self.card), *error_figures(self.ledger)])
        return Section(
            "errors",
            "What does it get wrong?",
            intro,
            figures,
            (mix, grave_errors(self.ledger, self.titles)),
            (chart,) if chart else (),
        )

    def _recurring(self) -> Section:
        found = recurring(
            Corrected(each.machine, each.final or "", str(each.article), each.editor, each.segment)
            for _, each in self.material.pairs()
        )
        rows: list[tuple[Cell, ...]] = []
        for mistake in found[:LISTED]:
            became = "; ".join(f"{text or '(removed)'} × {times:,}" for text, times in mistake.replacements[:4])
            rows.append((mistake.phrase, became, mistake.times, mistake.kept, mistake.articles, mistake.editors))
        columns = (
            Column("phrase", "The machine wrote", "text"),
            Column("replacements", "Editors made of it", "text"),
            Column("times", "Times", "number"),
            Column("kept", "Left as it was", "number"),
            Column("articles", "Articles", "number"),
            Column("editors", "Editors", "number"),
        )
        note = f"Phrases that were changed in two segments or more: the first {len(rows):,} of {len(found):,}." if found else ""
        table = Table("recurring", "Recurring mistakes", columns, tuple(rows), note, "No phrase was changed twice.")
        return Section("recurring", "What does it get wrong again and again?", tables=(table,))

    def _cost(self) -> Section:
        raw, pruned = ratio_figures(self.ledger, PACE)
        pairs = len(self.ledger.pairs)
        raw, pruned = self._with_exclusions([raw, pruned])
        untimed_pairs = (("pairs without a time", pairs - raw.n),) * (raw.n < pairs)
        outliers = (("timed decisions that were pruned", raw.n - pruned.n),) * (pruned.n < raw.n)
        figures = [
            replace(raw, excluded=(*untimed_pairs, *raw.excluded)),
            replace(pruned, excluded=(*outliers, *untimed_pairs, *pruned.excluded)),
        ]
        if self.request.seconds:
            efforts = [each.effort for each in self.material.reviews if self.request.holds(each.at)]
            figures += self._with_exclusions(
                [
                    _total("active_seconds", "Active seconds", sum(each.active for each in efforts), len(efforts)),
                    _total("idle_seconds", "Idle seconds", sum(each.idle for each in efforts), len(efforts)),
                ]
            )
        intro = (
            "Words of the machine's text that went through an editor's hands in an hour of reading and typing. A pause of the "
            "idle threshold (30 seconds) or more counts as idle from its first second on, and is in no rate."
        )
        return Section("cost", "What did it cost?", intro, tuple(figures))

    def _worst(self) -> Section:
        chrf = next(measure for measure in self.ledger.measures if isinstance(measure, Chrf))
        tables = [worst_segments(self.ledger, self.titles)]
        if len(set(self.ledger.articles)) > 1 and "article" not in self.request.by:
            articles = breakdown(self.ledger, "article", self.titles, self.name)
            note = f"By HTER; the first {min(LISTED, len(articles.rows)):,} of {len(articles.rows):,}."
            tables.insert(
                0, replace(articles, name="worst_articles", title="Worst articles", rows=articles.rows[:LISTED], note=note)
            )
        tables += [
            influential_segments(self.ledger, chrf, self.titles),
            influential_edits(self.ledger, chrf, self.titles),
        ]
        return Section("worst", "Where should somebody look?", tables=tuple(tables))

    def _coverage(self) -> Section:
        material = self.material
        figures = [
            _segments(
                f"segments_{status}", str(status).capitalize(), material.statuses[status], material, f"with status {status}"
            )
            for status in Status
        ]
        figures.append(
            _segments("segments_without_source", "Not verifiable without the source", material.without_source, material,
                      "whose source is null or empty")
        )  # fmt: skip
        figures = [replace(figure, excluded=material.not_asked()) for figure in figures]
        rows: list[tuple[Cell, ...]] = []
        for query in material.queries[:LISTED]:
            note = without_names(query.note, sorted(material.editors), self.name)
            rows.append((self.titles[query.article], query.position, self.name(query.editor), note))
        columns = (
            Column("article", "Article", "text"),
            Column("position", "No.", "number"),
            Column("editor", "Asked by", "text"),
            Column("note", "Query", "text"),
        )
        note = f"The first {len(rows):,} of {len(material.queries):,}." if rows else ""
        queries = Table("queries", "Queries that wait for an answer", columns, tuple(rows), note, "None.")
        intro = (
            "All segments that were asked for, whenever they were decided; each once, however many versions of a story hold it."
        )
        return Section("coverage", "What does this stand on?", intro, tuple(figures), (queries,))

    def _breakdowns(self) -> Iterator[Section]:
        material = self.material
        wanted: list[By] = list(self.request.by)
        several: dict[By, bool] = {
            "system": len({each.system for each in material.decisions}) > 1,
            "week": len({each.week for each in material.decisions if each.at}) > 1,
            "kind": True,
        }
        wanted += [by for by, shown in several.items() if shown and by not in wanted]
        for by in wanted:
            table = breakdown(self.ledger, by, self.titles, self.name)
            charts = trend(table) if by == "week" else []
            yield Section(f"by_{by}", f"By {by if by != 'error' else 'category of errors'}", "", (), (table,), tuple(charts))


def _scored(languages: set[str | None]) -> tuple[Measure, ...]:
    """BLEU and chrF; no BLEU where the languages are parted into words in different ways."""
    tokenizers = {tokenizer(language) for language in languages if language}
    if len(tokenizers) > 1:
        return (Chrf(),)
    language = next((language for language in sorted(filter(None, languages))), None)
    return (Bleu(tokenize=installed_tokenizer(language)), Chrf())


def _with_values(figures: list[Figure]) -> list[Figure]:
    """Without the rate of a kind of language that is not there: HTER or CER."""
    return (
        [figure for figure in figures if figure.n or figure.name not in ("hter", "cer")]
        if any(figure.n for figure in figures)
        else [figure for figure in figures if figure.name != "cer"]
    )


def _total(name: str, label: str, value: float, n: int) -> Figure:
    formula = (
        "Σ seconds of all `reviews` of purpose text made in the days asked for, replaced ones too, whatever stands there now"
    )
    return Figure(
        name, label, round(value, 3) if n else None, "s", n, "reviews", formula, "" if n else "nothing was timed", decimals=0
    )


def _segments(name: str, label: str, value: int, material: Material, which: str) -> Figure:
    return Figure(
        name, label, value, "segments", material.asked, "segments",
        f"number of segments {which}, of the kinds that count, with machine text, each `segment` once", decimals=0,
    )  # fmt: skip
