"""Three weeks of a newsroom: articles by two engines, three editors, and everything that can become of a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from reviewer.core.article import Article, Document, Kind, Reading, Segment
from reviewer.core.error import Category, Confirmed, Severity, TranslationError
from reviewer.core.review import Effort, Purpose, Reached, Review, Verdict, new_id, timestamp, with_action
from reviewer.store import Store
from reviewer.workflow.listing import segment_fields, segments

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALL = (
    ("Ministers Hold Call on Guarantee", Kind.HEADLINE, "\n\n"),
    ("NATO's ban on East Asia was discussed on the 15th.", Kind.BODY, " "),
    ("The security security negotiations go on.", Kind.BODY, " "),
    ("It ended . .", Kind.BODY, "\n\n"),
    ("The ban on East Asia is not new.", Kind.BODY, " "),
    ("She said “we will see” and left.", Kind.BODY, " "),
    ("Nobody answered.", Kind.BODY, "\n\n"),
    ("[사진=AP·연합뉴스]", Kind.CREDIT, "\n"),
)
HARBOUR = (
    ("Ship Rams Gate of the Harbour", Kind.HEADLINE, "\n\n"),
    ("The freighter rammed the lock on Monday morning.", Kind.BODY, " "),
    ("The damage is estimated at 15 million euros.", Kind.BODY, " "),
    ("No one was injured in the accident.", Kind.BODY, "\n\n"),
    ("The lock stays closed for the next week.", Kind.BODY, " "),
    ("The port authority talks of weeks.", Kind.BODY, "\n\n"),
    ("The damaged gate, seen from the quay", Kind.CAPTION, "\n"),
)
BUDGET = (
    ("Budget Largest in the Past", Kind.HEADLINE, "\n\n"),
    ("The ban on East Asia costs 3 percent.", Kind.BODY, " "),
    ("The governor will present the plan.", Kind.BODY, " "),
    ("The plan will go to the assembly.", Kind.BODY, "\n\n"),
    ("Critics call it too expensive.", Kind.BODY, "\n"),
)
SOURCES = {"NATO's ban on East Asia was discussed on the 15th.": "나토의 동진 문제가 15일 논의됐다."}
REFERENCES = {
    "The freighter rammed the lock on Monday morning.": "On Monday morning the cargo ship ran into the lock.",
    "No one was injured in the accident.": "Nobody was hurt.",
    "The damage is estimated at 15 million euros.": "Damage is put at 15 million euros.",
}


def article(title: str, system: str, rows: Sequence[tuple[str, Kind, str]], language: str = "en") -> Article:
    """One story, a paragraph up to each blank line."""
    paragraph = 1
    listed = []
    for record, (text, kind, gap) in enumerate(rows):
        references = (REFERENCES[text],) if text in REFERENCES else ()
        listed.append(Segment(text, gap, paragraph, kind, source=SOURCES.get(text), references=references, record=record))
        paragraph += gap != " "
    return Article(tuple(listed), title=title, target_language=language, system=system)


def bring_in(database: Path, *articles: Article) -> None:
    """Put articles into a database."""
    with Store.open(database) as store:
        for each in articles:
            document = Document(f"{each.title}.tsv", each.title.encode(), Reading("tsv"), (each,))
            store.add_document(document, path=f"/{document.name}", importer="desk1", at=timestamp(MONDAY))


@dataclass(slots=True)
class Newsroom:
    """Decides; the time goes on by two hours at every decision."""

    database: Path
    now: datetime = MONDAY
    chance: Any = field(default_factory=lambda: count(1))

    def decide(
        self,
        article: int,
        positions: int | Sequence[int],
        verdict: str,
        correction: str | None = None,
        *,
        editor: str = "desk2",
        errors: Sequence[TranslationError] = (),
        apart: bool = False,
        **fields: Any,
    ) -> Review:
        """Review a segment or a join; `apart` is without having seen what stands there, as after a merge."""
        wanted = [positions] if isinstance(positions, int) else list(positions)
        self.now += timedelta(hours=2)
        number = next(self.chance)
        with Store.open(self.database) as store:
            places = [place for place in store.places(article) if place.position in wanted]
            review = Review(
                id=new_id(self.now, number.to_bytes(10, "big")),
                covers=tuple(place.uid for place in places),
                parents=() if apart else tuple(dict.fromkeys(head.id for place in places for head in place.heads)),
                editor=editor,
                verdict=Verdict(verdict),
                correction=correction,
                at=timestamp(self.now),
                effort=Effort(
                    reading=2.5 + number % 4, typing=0.0 if verdict == "accepted" else 3.25 * (1 + number % 3), idle=0.5
                ),
                errors=tuple(error.fields() for error in errors),
            )
            review = replace(review, **{"purpose": Purpose.IMPORT if apart else Purpose.TEXT, **fields})
            store.save(with_action([review]))
        return review


def error(start: int, end: int, category: Category, severity: Severity, confirmed: Confirmed = Confirmed.ONE) -> TranslationError:
    """One that an editor confirmed."""
    return TranslationError((start, end), category, severity, confirmed=confirmed)


def three_weeks(database: Path) -> Newsroom:
    """All of it: accepted, corrected, joined, rejected, cut, in conflict, reopened, queried, annotated, looked at twice."""
    bring_in(
        database,
        article("Call", "engine A", CALL),
        article("Harbour", "engine B", HARBOUR),
        article("Budget", "engine A", BUDGET),
    )
    room = Newsroom(database)
    room.decide(1, 1, "accepted")
    room.decide(
        1, 2, "corrected", "NATO's eastward expansion was discussed on the 16th.",
        errors=(error(7, 23, Category.TERMINOLOGY, Severity.MAJOR), error(45, 49, Category.DATE, Severity.MAJOR)),
    )  # fmt: skip
    room.decide(1, 3, "corrected", "The security talks go on.", reached=Reached.FILTER, reached_by="status:open")
    room.decide(1, 3, "corrected", "The security negotiations go on.",
                errors=(error(4, 12, Category.GRAMMAR, Severity.MINOR, Confirmed.ALL),))  # fmt: skip
    room.decide(1, 4, "corrected", "It ended.", note="? was it the call that ended")
    room.decide(1, 5, "corrected", "The eastward expansion is new.", editor="desk3")
    room.decide(1, [6, 7], "corrected", "She said “we will see” and left; nobody answered.")
    room.decide(1, 8, "cut", reason="residue")
    room.now += timedelta(days=7)
    room.decide(2, 1, "corrected", "Ship rams gate of the harbour", editor="desk3")
    room.decide(2, 2, "accepted", editor="desk3")
    room.decide(2, 2, "corrected", "The freighter hit the lock on Monday morning.", purpose=Purpose.CHECK)
    room.decide(1, 1, "accepted", editor="desk3", purpose=Purpose.CHECK)
    room.decide(1, 1, "corrected", "Ministers hold call", purpose=Purpose.CHECK)
    room.decide(2, 3, "corrected", "The damage is estimated at 50 million euros.", editor="desk3",
                errors=(error(0, 43, Category.NO_ERROR, Severity.NEUTRAL),))  # fmt: skip
    room.decide(2, 4, "corrected", "Nobody was hurt.", apart=True)
    room.decide(2, 4, "corrected", "No one was injured.", apart=True, editor="desk3")
    room.decide(2, 5, "rejected", editor="desk3", errors=(error(0, 40, Category.NON_TRANSLATION, Severity.CRITICAL),))
    room.decide(2, 6, "accepted", apart=True)
    room.decide(2, 6, "accepted", apart=True, editor="desk3")
    room.decide(2, 7, "accepted")
    room.now += timedelta(days=7)
    room.decide(3, 1, "corrected", "Largest budget ever")
    room.decide(3, 2, "corrected", "The eastward expansion costs 3 percent.", editor="desk3")
    room.decide(3, 3, "accepted")
    room.decide(3, 3, "reopened")
    room.decide(3, 4, "corrected", "The plan may go to the assembly.")
    return room


def listed(database: Path) -> list[dict[str, Any]]:
    """What `reviewer list --format json` prints under `segments`."""
    with Store.open(database, create=False, readonly=True) as store:
        return json.loads(json.dumps([segment_fields(store, place) for place in segments(store, None)]))
