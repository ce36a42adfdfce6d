"""What a report says of a database: what counts, what it is an estimate of, and who is named in it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from reviewer.core import query
from reviewer.core.review import Reached
from reviewer.mqm.scorecard import scorecard
from reviewer.store import Store
from reviewer.workflow.reporting.answer import NOTHING
from reviewer.workflow.reporting.making import make_report
from reviewer.workflow.reporting.request import BREAKDOWNS, Request, real_names
from reviewer.workflow.reporting.value import Figure, Report
from tests.workflow.reporting import newsroom


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three weeks of reviews."""
    path = tmp_path_factory.mktemp("newsroom") / "reviews.db"
    newsroom.three_weeks(path)
    return path


def made(database: Path, filter_query: str = "", *, named: bool = False, **asked: Any) -> Report:
    """A report on what a filter leaves."""
    request = Request(filter_query=filter_query, terms=query.parse(filter_query), **asked)
    with Store.open(database) as store:
        return make_report(store, request, scorecard("mqm"), real_names(store.editors()) if named else None)


def figure(report: Report, name: str) -> Figure:
    """The figure of all together."""
    return next(each for each in report.figures() if each.name == name and each.group is None)


def all_text(report: Report) -> str:
    """Everything in it."""
    return json.dumps(asdict(report), ensure_ascii=False, default=str)


def test_an_empty_database(tmp_path: Path) -> None:
    """Says so in words; no figure has a value but counts of segments."""
    path = tmp_path / "reviews.db"
    Store.open(path).close()
    report = made(path)

    assert report.answer == (NOTHING,)
    assert all(each.value is None and each.words for each in report.figures() if each.unit != "segments")


def test_nothing_reviewed_yet(tmp_path: Path) -> None:
    """The same, with all segments open."""
    path = tmp_path / "reviews.db"
    newsroom.bring_in(path, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    report = made(path)

    assert report.answer == (NOTHING,)
    assert figure(report, "segments_open").value == 5
    assert figure(report, "accepted_share").value is None
    assert [section.name for section in report.sections] == ["quality", "coverage"]


def test_the_answer_comes_first(database: Path) -> None:
    """Two sentences: how good, and whether that is enough."""
    report = made(database)

    assert len(report.answer) == 2
    assert report.answer[0].startswith("Of 15 reviewed sentences by 2 systems together the editors left 26.7 %")
    assert "HTER" in report.answer[0]
    assert report.answer[1].startswith("Too little to tell whether the target was met: ")


def test_only_headline_body_and_caption_count(database: Path) -> None:
    """What else there is, is counted as left out; a filter on kinds decides otherwise."""
    assert figure(made(database), "segments_cut").value == 0
    assert ("Left out", "1 credit segments") in made(database).about
    assert figure(made(database, "kind:credit"), "segments_cut").value == 1


def test_each_kind_is_shown_apart(database: Path) -> None:
    """Always, without being asked."""
    table = next(table for section in made(database).sections for table in section.tables if table.name == "by_kind")

    assert [row[0] for row in table.rows] == ["body", "caption", "headline"]


def test_days(database: Path) -> None:
    """What was decided on other days is left out and counted, and what nobody knows the day of too."""
    report = made(database, since=date(2026, 3, 9), until=date(2026, 3, 15))

    assert figure(report, "accepted_share").n == 6
    assert dict(report.about)["Left out"] == "1 credit segments; 10 segments decided on other days"


def test_what_is_reviewed_is_no_estimate_of_the_whole(database: Path) -> None:
    """It says what is open, and what was chosen."""
    assert made(database).basis.startswith("Of what was reviewed, not an estimate of the whole: ")


def test_what_a_filter_reached_is_said(tmp_path: Path) -> None:
    """Segments chosen by need or filter are not like the others."""
    path = tmp_path / "reviews.db"
    newsroom.bring_in(path, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    newsroom.Newsroom(path).decide(1, 2, "accepted", reached=Reached.NEED)

    assert "1 of them were chosen by need or by a filter" in made(path).basis


def test_the_whole_is_said_to_be_whole(tmp_path: Path) -> None:
    """When everything is decided and nothing was left out by asking."""
    path = tmp_path / "reviews.db"
    newsroom.bring_in(path, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    room = newsroom.Newsroom(path)
    for position in range(1, 6):
        room.decide(1, position, "accepted")

    assert made(path).basis.startswith("Every segment that counts was decided.")
    assert made(path, 'system:"engine A"').basis.startswith("Of what was reviewed")


def test_the_same_database_gives_the_same_report(database: Path) -> None:
    """Whenever it is made, and whether or not statistics were kept."""
    assert made(database) == made(database)


def test_all_alike_is_no_certainty(tmp_path: Path) -> None:
    """Three accepted of three leave room for others; what does not vary has no interval."""
    path = tmp_path / "reviews.db"
    newsroom.bring_in(path, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    room = newsroom.Newsroom(path)
    for position in range(1, 4):
        room.decide(1, position, "accepted")
    accepted = figure(made(path), "accepted_share")

    assert accepted.bounds is not None
    assert accepted.bounds.low == pytest.approx(43.85, abs=0.01)
    assert accepted.bounds.high == 100
    assert [each.name for each in made(path).figures() if each.bounds and each.bounds.low == each.bounds.high] == []
    assert figure(made(path), "hter").bounds is None


@pytest.mark.parametrize(
    ("filter_query", "since", "said"),
    [
        ("kind:boilerplate", None, "Nothing fits what was asked for: "),
        ("", date(2030, 1, 1), "Nothing was decided in the days that were asked for: "),
        ("status:conflict", None, "Nothing is settled yet: "),
        ("status:open", None, "Nothing is reviewed yet: "),
    ],
)
def test_why_there_is_no_answer(database: Path, filter_query: str, since: date | None, said: str) -> None:
    """Each reason in its own words."""
    report = made(database, filter_query, since=since)

    assert len(report.answer) == 1
    assert report.answer[0].startswith(said)


def test_editors_who_disagree_are_compared_all_the_same(database: Path) -> None:
    """Where all is in conflict there is no other figure."""
    assert "agreement" in [section.name for section in made(database, "status:conflict").sections]


def test_a_join_is_found_by_any_of_its_parts(database: Path) -> None:
    """Its text is that of all of it, whichever part a filter fits."""
    assert figure(made(database, '"Nobody answered"'), "accepted_share").n == 1


def test_what_was_rejected_has_no_part_in_penalties(database: Path) -> None:
    """Its words are not counted, so its errors are not either; it is listed as left out."""
    report = made(database)

    assert figure(report, "criticals_confirmed").value == 0
    assert ("segments that were rejected", 1) in figure(report, "hter").excluded
    assert ("segments that were rejected", 1) not in figure(report, "accepted_share").excluded


def test_languages_that_are_counted_in_words_and_in_characters(tmp_path: Path) -> None:
    """The two do not add up: there is no rate of both, and one of each."""
    path = tmp_path / "reviews.db"
    japanese = (("東京都は予算案を発表した。", newsroom.Kind.BODY, "\n"), ("過去最大となった。", newsroom.Kind.BODY, "\n"))
    newsroom.bring_in(path, newsroom.article("Budget", "A", newsroom.BUDGET), newsroom.article("予算", "A", japanese, "ja"))
    room = newsroom.Newsroom(path)
    room.decide(1, 2, "corrected", "The eastward expansion costs 3 percent.")
    room.decide(1, 3, "accepted")
    room.decide(2, 1, "corrected", "東京都は新年度の予算案を発表した。")
    room.decide(2, 2, "accepted")
    report = made(path, by=("article",))
    units = {each.group.name: each.unit for each in report.figures() if each.name == "mqm_suggested" and each.group is not None}

    assert figure(report, "mqm_suggested").value is None
    assert figure(report, "words_an_hour").value is None
    assert units == {"Budget": "per 1,000 words", "予算": "per 1,000 characters"}
    assert report.answer[1] == ("Nothing can be said of the target: words and characters do not add up; ask for one language.")


def test_the_seconds_of_a_decision_are_of_whatever_day(tmp_path: Path) -> None:
    """Who decides anew on Thursday stands on Monday's work."""
    path = tmp_path / "reviews.db"
    newsroom.bring_in(path, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    room = newsroom.Newsroom(path)
    monday = room.decide(1, 2, "corrected", "The expansion costs 3 percent.").effort.active
    room.now += timedelta(days=3)
    thursday = room.decide(1, 2, "corrected", "The eastward expansion costs 3 percent.").effort.active
    report = made(path, since=room.now.date(), seconds=True)
    words = len(newsroom.BUDGET[1][0].split())

    assert figure(report, "words_an_hour").value == pytest.approx(3600 * words / (monday + thursday))
    assert figure(report, "active_seconds").value == pytest.approx(thursday)


def test_numbers_are_plain(database: Path) -> None:
    """Python's own, so that every renderer and every script can write them."""
    report = made(database, by=BREAKDOWNS, seconds=True)
    cells = [cell for section in report.sections for table in section.tables for row in table.rows for cell in row]
    ends = [end for each in report.figures() if each.bounds for end in (each.bounds.low, each.bounds.high)]
    numbers = [*(each.value for each in report.figures()), *(each.n for each in report.figures()), *ends, *cells]

    assert {type(each) for each in numbers} <= {int, float, str, type(None), Figure, tuple}


def test_editors_are_letters_unless_they_are_asked_for(database: Path) -> None:
    """Also in notes, and in the filter that is repeated."""
    report = made(database, "-editor:nobody", by=("editor",))

    assert "desk2" not in all_text(report)
    assert "editor A" in all_text(report)
    assert "desk2" in all_text(made(database, by=("editor",), named=True))


def test_an_editors_name_in_a_query_is_hidden(tmp_path: Path) -> None:
    """A note may say who was asked."""
    path = tmp_path / "reviews.db"
    newsroom.bring_in(path, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    newsroom.Newsroom(path).decide(1, 2, "accepted", note="? desk2 asks whether 3 is right")

    assert "desk2" not in all_text(made(path))
    assert "asks whether 3 is right" in all_text(made(path))


def test_references_of_the_two_kinds_share_no_section(database: Path) -> None:
    """Those against corrections and those against independent translations are never side by side."""
    for section in made(database).sections:
        kinds = {figure.reference for figure in section.figures if figure.reference is not None}
        assert len(kinds) <= 1, section.name


def test_a_story_that_came_twice_counts_once(tmp_path: Path) -> None:
    """A new version of a story shares segments with the old one."""
    path = tmp_path / "reviews.db"
    newsroom.bring_in(path, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    newsroom.Newsroom(path).decide(1, 2, "corrected", "The eastward expansion costs 3 percent.")
    longer = (*newsroom.BUDGET, ("A vote is due in May.", newsroom.Kind.BODY, "\n"))
    newsroom.bring_in(path, newsroom.article("Budget, updated", "engine A", longer))

    assert figure(made(path), "accepted_share").n == 1
    assert figure(made(path), "segments_open").n == 6


def test_recurring_mistakes_are_listed(database: Path) -> None:
    """With what editors made of them, in how many articles, by how many."""
    table = next(table for section in made(database).sections for table in section.tables if table.name == "recurring")

    assert table.rows[0][0] == "ban on East Asia"
    assert table.rows[0][1] == "eastward expansion × 3"
    assert table.rows[0][2:] == (3, 0, 2, 2)


def test_grave_errors_are_listed_with_their_sentences(database: Path) -> None:
    """Who wants to dispute one sees where it is."""
    table = next(table for section in made(database).sections for table in section.tables if table.name == "grave_errors")

    assert [row[:5] for row in table.rows] == [
        ("Call", 2, "major", "Terminology", "ban on East Asia"),
        ("Call", 2, "major", "Locale: date", "15th"),
    ]


def test_a_trend_needs_more_than_one_week(database: Path) -> None:
    """There are three here, and one within a week."""
    charts = [chart for section in made(database).sections for chart in section.charts if chart.kind == "line"]
    assert [len(chart.points) for chart in charts] == [3, 3]

    one_week = made(database, since=date(2026, 3, 2), until=date(2026, 3, 8))
    assert not [chart for section in one_week.sections for chart in section.charts if chart.kind == "line"]
