from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
import sacrebleu

from reviewer.metrics import METRICS, Bleu, Chrf, Measure, Ter, Texts
from reviewer.metrics.crew import Crew
from reviewer.store import Store, connection
from reviewer.store.lock import locked
from reviewer.workflow import kept_statistics
from reviewer.workflow.kept_statistics import _BLOCK, KeptStatistics, Row, counter_of, pair_key

ROWS: list[Row] = [
    ("NATO's ban on East Asia was discussed.", ("NATO's eastward expansion was discussed.",)),
    ("The talks, talks go on.", ("The talks go on.",)),
    ("Nobody answered.", ("Nobody answered.",)),
    ("", ("It ended.",)),
    ("It ended . .", ("",)),
    ("두 나라는 회담을 했다.", ("두 나라가 회담했다.",)),
]
SECOND = ("NATO's expansion eastward was talked about.", "Talks go on.", "No one answered.", "The end.", "It ended.", "회담했다.")
BY_COUNT: dict[str, list[Row]] = {
    "one reference": ROWS,
    "two references": [(text, (*refs, more)) for (text, refs), more in zip(ROWS, SECOND, strict=True)],
    "as many as there are": [
        (text, (*refs, more) if number % 2 else refs)
        for number, ((text, refs), more) in enumerate(zip(ROWS, SECOND, strict=True))
    ],
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database: what is counted need not be in it."""
    with Store.open(tmp_path / "reviews.db") as opened:
        yield opened


def counted(store: Store, rows: Iterable[Row], *measures: Measure, keeps: bool = True) -> list[np.ndarray]:
    """The statistics of all rows, one array a measure."""
    listed = list(rows)
    with Crew(measures) as crew:
        blocks = list(KeptStatistics[int](store, measures, keeps).statistics(enumerate(listed), crew))
    assert [label for labels, _, _ in blocks for label in labels] == list(range(len(listed)))
    assert [text for _, texts, _ in blocks for text in texts.hypotheses] == [text for text, _ in listed]
    return [np.concatenate([arrays[number] for _, _, arrays in blocks]) for number in range(len(measures))]


@pytest.mark.parametrize("several", BY_COUNT)
@pytest.mark.parametrize("metric", METRICS)
def test_what_is_kept_equals_what_is_counted(store: Store, metric: str, several: str) -> None:
    """For every metric and number of references, to the bit, as sacrebleu's own code counts where it has the metric."""
    measure, rows = METRICS[metric](), BY_COUNT[several]
    fresh = measure.statistics(Texts.of(rows), "sacrebleu")
    (first,) = counted(store, rows, measure)
    assert store.counters() == {counter_of(measure): len(rows)}
    (kept,) = counted(store, rows, measure)
    for array in (first, kept):
        assert array.dtype == fresh.dtype
        assert array.tolist() == fresh.tolist()


@pytest.mark.parametrize(
    ("measure", "sacre"),
    [(Bleu(), sacrebleu.BLEU()), (Chrf(word_order=2), sacrebleu.CHRF(word_order=2)), (Ter(), sacrebleu.TER())],
)
def test_scores_of_kept_rows_are_sacrebleus(store: Store, measure: Measure, sacre: sacrebleu.metrics.base.Metric) -> None:
    """Value for value, against the corpus score that sacrebleu gives for the same texts."""
    rows = BY_COUNT["two references"]
    counted(store, rows, measure)
    (kept,) = counted(store, rows, measure)
    references = [[refs[number] for _, refs in rows] for number in range(2)]
    assert measure.value(kept.sum(0).tolist()) == sacre.corpus_score([text for text, _ in rows], references).score


def test_what_is_kept_is_not_counted_again(store: Store) -> None:
    """The row in the database is taken, whatever it says: that is why verify counts again."""
    counted(store, ROWS, Ter())
    store._db.run("UPDATE statistic SET numbers = '[7, 11]'")
    assert counted(store, ROWS, Ter())[0].tolist() == [[7, 11]] * len(ROWS)


def test_only_what_is_new_is_counted(store: Store) -> None:
    """Old rows beside new ones, in the order of the texts, also where one of two metrics is new."""
    counted(store, ROWS[::2], Ter())
    store._db.run("UPDATE statistic SET numbers = '[7, 11]'")
    fresh = Ter().statistics(Texts.of(ROWS)).tolist()
    expected = [[7, 11] if number % 2 == 0 else row for number, row in enumerate(fresh)]
    assert counted(store, ROWS, Ter())[0].tolist() == expected
    ter, chrf = counted(store, ROWS[1:2], Ter(), Chrf())
    assert ter.tolist() == [fresh[1]]
    assert chrf.tolist() == Chrf().statistics(Texts.of(ROWS[1:2])).tolist()


def test_blocks_do_not_show(store: Store) -> None:
    """More rows than one block has, many of them the same."""
    rows = [(f"{text} {number % 7}", refs) for number in range(_BLOCK // 3) for text, refs in ROWS]
    assert len(rows) > 2 * _BLOCK - 10
    fresh = Chrf().statistics(Texts.of(rows)).tolist()
    assert counted(store, rows, Chrf())[0].tolist() == fresh
    assert counted(store, rows, Chrf())[0].tolist() == fresh
    assert store.counters() == {counter_of(Chrf()): len(set(rows))}


def test_nothing_is_nothing(store: Store) -> None:
    """Without rows there is no block, and nothing is kept."""
    with Crew([Bleu()]) as crew:
        assert list(KeptStatistics[int](store, [Bleu()]).statistics([], crew)) == []
    assert store.counters() == {}


def test_nothing_is_kept_that_was_not_asked_for(store: Store) -> None:
    """The numbers are the same without it."""
    (array,) = counted(store, ROWS, Bleu(), keeps=False)
    assert array.tolist() == Bleu().statistics(Texts.of(ROWS)).tolist()
    assert store.counters() == {}


def test_a_store_for_reading_gives_what_it_has(store: Store) -> None:
    """And the rest is counted, and not kept."""
    counted(store, ROWS[:2], Ter())
    with Store.open(store.path, readonly=True) as reader:
        (array,) = counted(reader, ROWS, Ter(), keeps=False)
    assert array.tolist() == Ter().statistics(Texts.of(ROWS)).tolist()
    assert store.counters() == {counter_of(Ter()): 2}


@pytest.mark.parametrize(
    "changed",
    [
        ("The talks go on", ("The talks, talks go on.",)),
        ("The talks go on.", ("The talks, talks go on",)),
        ("The talks, talks go on.", ("The talks go on.",)),
        ("The talks go on.", ("The talks, talks go on.", "")),
        ("The talks go on. ", ("The talks, talks go on.",)),
        ("The talks go on.The talks, talks go on.", ("",)),
    ],
)
def test_a_changed_text_finds_nothing(changed: Row) -> None:
    """Not the smallest change, not the sides exchanged, not the same characters parted elsewhere."""
    assert pair_key(*changed) != pair_key("The talks go on.", ("The talks, talks go on.",))


def test_half_a_surrogate_pair_is_a_text_too() -> None:
    """What cannot be written as UTF-8 is found by a digest as well."""
    assert len({pair_key("\ud800", ("a",)), pair_key("\ud801", ("a",)), pair_key("", ("a",))}) == 3


@pytest.mark.parametrize(
    "other",
    [
        Bleu(lowercase=True),
        Bleu(tokenize="char"),
        Bleu().of_sentences(),
        Chrf(),
        Chrf(word_order=2),
        Chrf(beta=3),
        Chrf(whitespace=True),
        Ter(case_sensitive=True),
        *(METRICS[name]() for name in ("cer", "edit-rate", "similarity")),
    ],
)
def test_another_option_finds_nothing(store: Store, other: Measure) -> None:
    """What one measure counted is never taken for another's."""
    counted(store, ROWS, Bleu(), Ter())
    assert store.statistics(counter_of(other), [pair_key(*row) for row in ROWS]) == {}
    assert counted(store, ROWS, other)[0].tolist() == other.statistics(Texts.of(ROWS)).tolist()


def test_another_version_finds_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer engine of ours counts anew, and so does a newer sacrebleu, whose version is in the signature."""
    counted(store, ROWS, Bleu())
    store._db.run("UPDATE statistic SET numbers = '[7]'")
    assert f"version:{sacrebleu.__version__}" in counter_of(Bleu())
    monkeypatch.setattr(kept_statistics, "ENGINE_VERSION", "next")
    assert counted(store, ROWS, Bleu())[0].tolist() == Bleu().statistics(Texts.of(ROWS)).tolist()
    assert len(store.counters()) == 2


@pytest.mark.parametrize("damaged", ["[1,", "[1]", "[null, 1]", "7", '["1", 2]', "[true, 2]", "{}"])
def test_a_damaged_row_is_counted_anew(store: Store, damaged: str) -> None:
    """It is as if nothing had been kept, and what is counted then takes its place."""
    (fresh,) = counted(store, ROWS, Ter())
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE statistic SET numbers = ?", (damaged,))
    db.close()
    (again,) = counted(store, ROWS, Ter())
    assert np.array_equal(again, fresh)
    keys = [pair_key(*row) for row in ROWS]
    assert [store.statistics(counter_of(Ter()), keys)[key] for key in keys] == [tuple(row) for row in fresh]


def test_a_score_does_not_fail_for_want_of_a_cache(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that somebody else holds is scored all the same; nothing is kept then."""
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.05)
    with locked(store.path, 1.0):
        (rows,) = counted(store, ROWS, Chrf())
    assert np.array_equal(rows, Chrf().statistics(Texts.of(ROWS)))
    assert store.counters() == {}


def test_another_engine_counts_itself(store: Store) -> None:
    """What ours kept is not taken where sacrebleu's own code is asked for."""
    counted(store, ROWS, Ter())
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE statistic SET numbers = '[7, 7]'")
    db.close()
    with Crew([Ter()], "sacrebleu") as crew:
        kept = KeptStatistics[int](store, [Ter()], keeps=False, reads=False)
        ((_, _, (rows,)),) = kept.statistics(enumerate(ROWS), crew)
    assert np.array_equal(rows, Ter().statistics(Texts.of(ROWS), "sacrebleu"))
