"""Fills a database with everything that the program of the day can keep; a fixture is what an older program made with it.

`filling.py N.db.xz` makes one; the README here says how.
"""

from __future__ import annotations

import hashlib
import lzma
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from reviewer.core.article import Article, Document, Kind, Reading, Segment
from reviewer.core.place import Place
from reviewer.core.review import Purpose, Reached, Review, Verdict
from reviewer.store import Store, schema

AT = "2026-03-01T09:30:{0:02d}.000Z"
STORY = (
    Segment("Talks Go On in Kyiv", "\n\n", 1, Kind.HEADLINE, source="키이우 회담 계속", references=("Kyiv talks continue",)),
    Segment(
        "The minister flied to Kyiv.", " ", 2, record=1, source="장관은 키이우로 갔다.", correction="The minister flew to Kyiv."
    ),
    Segment("Talks went on until dawn.", " ", 2, record=2, correction="Talks went on until dawn."),
    Segment("Nobody wanted to comment on [b]grain[/b].", " ", 2, record=3, key="=1+1"),
    Segment("A second round", " ", 2, record=4),
    Segment("is planned for May.", "\n\n", 2, record=5),
    Segment("Observers were not surprised.", " ", 3, record=6),
    Segment("[사진=연합뉴스] 📰", "\n", 3, Kind.CREDIT, record=7),
    Segment("The price rises.", " ", 3, record=8),
    Segment("The price rises.", "\n", 3, record=9),
)


class Desk:
    """Somebody who decides, with a clock and ids that count."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made = 0

    def decide(self, positions: tuple[int, ...], verdict: str, correction: str | None = None, **fields: Any) -> Review:
        """Save a review of the first article's segments at `positions`, which answers what stands there."""
        self._made += 1
        number = f"01958000-0000-7000-8000-{self._made:012x}"
        places: list[Place] = [place for place in self._store.places(1) if place.position in positions]
        made = Review(
            id=number,
            covers=tuple(place.uid for place in places),
            parents=tuple(dict.fromkeys(head.id for place in places for head in place.heads)),
            editor="desk2",
            verdict=Verdict(verdict),
            at=AT.format(self._made),
            correction=correction,
            action=number,
        )
        made = replace(made, **fields)
        self._store.save([made])
        return made


def fill(store: Store) -> None:
    """A story in two versions, a join taken back and done again, a conflict, a query, and all that is said beside."""
    story = Article(STORY, "\n", "Talks", "nmt", "ko", "en", "2026-03-01")
    second = (*STORY[:3], replace(STORY[3], machine="Nobody wanted to talk."), *STORY[4:])
    for number, segments in enumerate((STORY, second)):
        _import(store, replace(story, segments=segments), AT.format(number))
    _decide(Desk(store))
    uids = [place.uid for place in store.places(1)]
    for about, name, value in (
        (uids[6], "kind", "caption"),
        (uids[6], "kind", "boilerplate"),
        (store.article(1).uid, "target_language", "en-GB"),
    ):
        store.set_fact(about, name, value, "desk2", AT.format(50))
    store.sign_off(2, editor="desk3", at=AT.format(55), text_digest="0" * 64, active_seconds=61.5, path="/desk/talks.fixed.txt")
    store.add_sample("picked", uids[:2])
    if hasattr(store, "keep_statistics"):
        store.keep_statistics({"BLEU|version:2.6.0|engine:1": {hashlib.sha256(b"pair").digest(): (3, 0, 7.1, 1 / 3)}})
    if hasattr(store, "draw"):
        _sample(store, uids)
    if "segment_alias" in schema.APPEND_ONLY:
        _meet(store, replace(story, segments=second))
    if hasattr(store, "dismiss"):
        _dismiss(store, uids)
    store.index_corrections()


def _import(store: Store, article: Article, at: str) -> None:
    data = "".join(segment.machine + segment.gap for segment in article.segments).encode()
    filed = Document("talks.txt", data, Reading("txt", segmenter="by hand"), (article,))
    store.add_document(filed, path="/desk/talks.txt", importer="desk1", at=at)


def _decide(desk: Desk) -> None:
    desk.decide((3,), "accepted", note="? who says so")
    fixed = desk.decide((4,), "corrected", "Nobody would comment on <grain>.", errors=({"category": "style", "span": [0, 6]},))
    desk.decide((4,), "reopened", undoes=fixed.action)
    desk.decide((4,), "corrected", fixed.correction, redoes=fixed.action)
    joined = desk.decide((5, 6), "corrected", "A second round is planned for May.")
    desk.decide((5, 6), "reopened", undoes=joined.action)
    desk.decide((5, 6), "corrected", joined.correction, redoes=joined.action, reached=Reached.FILTER, reached_by="status:open")
    desk.decide((7,), "corrected", "Observers had expected it.")
    desk.decide((7,), "rejected", editor="desk3", parents=(), purpose=Purpose.IMPORT, reason="needs the source")
    desk.decide((8,), "cut", reason="residue")
    desk.decide((9,), "accepted", purpose=Purpose.CHECK, editor="desk3", reached=Reached.SAMPLE, reached_by="picked")


def _sample(store: Store, uids: list[str]) -> None:
    from reviewer.core.sample import Part, Stratum, stratum_id

    members = tuple(uids[:6])
    stratum = Stratum(
        stratum_id("week", "segments", 7, "000001 all", members),
        sample="week",
        drawn_from="segments",
        seed=7,
        label="000001 all",
        members=members,
    )
    store.draw("week", [Part(stratum, members[:3])], editor="lead", at=AT.format(57))
    store.assign([1], "desk2", by="lead", at=AT.format(58))


def _meet(store: Store, second: Article) -> None:
    """Brings in what somebody decided who had only the second version of the story: their names of its sentences are others."""
    path = store.path.with_name("theirs.db")
    with Store.open(path) as other:
        _import(other, replace(second, segments=tuple(replace(each, correction=None) for each in second.segments)), AT.format(1))
        place = other.places(1)[9]
        made = Review("01958000-0000-7000-8000-ffffffffffff", (place.uid,), (), "desk4", Verdict.ACCEPTED, AT.format(40))
        other.save([made])
    store.merge([path])


def _dismiss(store: Store, uids: list[str]) -> None:
    from reviewer.core.error import Side
    from reviewer.core.finding import Acceptance, Dismissal, Extent, Finding, Level
    from reviewer.store import KeptFinding

    finding = Finding("made-up", Level.WARNING, "“flied” is no word", (13, 18), "flied", Side.MACHINE, "flew", 2)
    machine = STORY[1].machine
    said = [
        Dismissal(
            Extent.HERE, "made-up", finding.digest(machine, machine), uids[1], "flied", finding.message, "desk2", AT.format(45)
        ),
        Dismissal(Extent.ALWAYS, "made-up", "flied", uids[1], "flied", finding.message, "desk2", AT.format(46)),
    ]
    store.dismiss([*said, replace(said[1], at=AT.format(47), withdraws=said[1].id)])
    (window, *_) = store.windows([1], "machine", "digest of checks")
    store.keep_findings([(window, [KeptFinding(window.first + 1, finding, "surface", said[0].about)])])
    store.keep_acceptances("state", {"made-up": Acceptance(1, 2, 3)}, ["made-up"])


def main() -> None:
    """Write the fixture that the command line names."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "reviews.db"
        with Store.open(database) as store:
            fill(store)
        Path(sys.argv[1]).write_bytes(lzma.compress(database.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
