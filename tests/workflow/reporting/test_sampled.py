"""Reports on a sample: estimates of the whole, computed again from what `reviewer list --format json` prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sacrebleu.metrics.ter import TER

from reviewer.core import query
from reviewer.core.article import Kind
from reviewer.metrics.sampling import t_quantile, wilson
from reviewer.mqm.scorecard import scorecard
from reviewer.store import Store
from reviewer.workflow.opening import draw_sample
from reviewer.workflow.reporting.making import make_report
from reviewer.workflow.reporting.request import Request
from reviewer.workflow.reporting.value import Figure, Report, Section
from tests.building import surroundings
from tests.workflow.reporting import newsroom

NAME = "week9"
Listed = list[dict[str, Any]]


def story(name: str, sentences: int) -> Any:
    """An article of sentences of four words and more."""
    rows = [(f"{name} number {at} goes" + " on and on" * (at % 7) + ".", Kind.BODY, " ") for at in range(sentences)]
    return newsroom.article(name, "nmt", rows)


def report_on(database: Path, filter_query: str = f"sample:{NAME}", **asked: Any) -> Report:
    """A report on what the filter leaves."""
    with Store.open(database) as store:
        request = Request(filter_query=filter_query, terms=query.parse(filter_query), **asked)
        return make_report(store, request, scorecard("mqm"))


def section(report: Report, name: str = "sample") -> Section:
    """One of its sections."""
    return next(each for each in report.sections if each.name == name)


def figure(report: Report, name: str) -> Figure:
    """A figure of the estimates."""
    return next(each for each in section(report).figures if each.name == name)


def drawn_places(database: Path) -> list[tuple[int, int]]:
    """Article and position of what is in the sample."""
    with Store.open(database, readonly=True) as store:
        return [(place.article, place.position) for place in store.place_rows(store.view(None, query.parse(f"sample:{NAME}")))]


def desk(database: Path, size: int = 40) -> newsroom.Newsroom:
    """Three articles with a sample of them that is not decided yet."""
    newsroom.bring_in(database, story("Alpha", 70), story("Beta", 70), story("Gamma", 20))
    draw_sample(database, (), NAME, size, surroundings())
    return newsroom.Newsroom(database)


def decide(room: newsroom.Newsroom, number: int, article: int, position: int) -> None:
    """Something of everything, by number."""
    match number % 8:
        case 0:
            room.decide(article, position, "rejected")
        case 1 | 2 | 3:
            text = "A much shorter one." if number % 2 else f"Number {number} goes on, as it must, and on."
            room.decide(article, position, "corrected", text)
        case _:
            room.decide(article, position, "accepted")


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """All but five of the sample: one cut, one of a kind that does not count, and a join with one that was not drawn."""
    path = tmp_path / "reviews.db"
    room = desk(path)
    places = drawn_places(path)
    joined = next((article, at) for article, at in places if (article, at - 1) not in places and at > 1)
    room.decide(joined[0], [joined[1] - 1, joined[1]], "corrected", "Both of them together, and shorter.")
    rest = [place for place in places if place != joined]
    for number, (article, position) in enumerate(rest[5:]):
        decide(room, number, article, position)
    room.decide(*rest[3], "cut", reason="content")
    with Store.open(path) as store:
        place = store.places(rest[2][0], rest[2][1], 1)[0]
        store.set_fact(place.uid, "kind", "credit", "desk2", newsroom.timestamp(newsroom.MONDAY))
    return path


def strata(listed: Listed) -> dict[str, tuple[int, Listed]]:
    """Of each stratum its population, and its decided segments, by what the formula says."""
    found: dict[str, tuple[int, Listed]] = {}
    for each in listed:
        for entry in each["samples"]:
            if entry["name"] == NAME:
                rows = found.setdefault(entry["stratum"], (entry["population"], []))[1]
                if each["status"] in ("accepted", "corrected", "rejected", "cut") or each["kind"] == "credit":
                    rows.append(each)
    return dict(sorted(found.items()))


def parts(each: dict[str, Any], listed: Listed) -> dict[str, tuple[float, float]]:
    """Numerator and denominator of each figure, of one segment."""
    nothing = dict.fromkeys(("accepted_share", "hter", "edit_rate", "similarity"), (0.0, 0.0))
    if each["kind"] == "credit" or each["status"] == "cut":
        return nothing
    share = 1 / len(each["covers"])
    nothing["accepted_share"] = (share * (each["status"] == "accepted"), share)
    if each["status"] == "rejected":
        return nothing
    run = [next(other for other in listed if other["segment"] == uid) for uid in each["covers"]]
    machine = "".join(part["machine"] + part["gap"] for part in run[:-1]) + run[-1]["machine"]
    final = machine if each["status"] == "accepted" else each["correction"]
    ter = TER().sentence_score(machine, [final])
    length = len(TER()._preprocess_segment(final).split())
    scores = run[0]["scores"]
    characters = len(machine) + len(final)
    return {
        **nothing,
        "hter": (share * ter.score * length / 100, share * length),
        "edit_rate": (share * scores["word_edits"], share * scores["words"]),
        "similarity": (share * (1 - scores["similarity"] / 100) * characters, share * characters),
    }


def estimate(rows: list[tuple[int, list[tuple[float, float]]]], *, is_share: bool) -> tuple[float, float, float]:
    """Value and interval, by the formula and nothing else."""
    groups: list[tuple[int, list[tuple[float, float]]]] = []
    for population, values in rows:
        if groups and len(groups[-1][1]) < 2:
            groups[-1] = (groups[-1][0] + population, groups[-1][1] + values)
        else:
            groups.append((population, values))
    if len(groups[-1][1]) < 2:
        last = groups.pop()
        groups[-1] = (groups[-1][0] + last[0], groups[-1][1] + last[1])
    above, below = (sum(N * sum(value[side] for value in values) / len(values) for N, values in groups) for side in (0, 1))
    ratio = above / below
    variance, freedom, alike = 0.0, 0, 0.0
    for population, values in groups:
        rest = [y - ratio * x for y, x in values]
        mean = sum(rest) / len(rest)
        n = len(rest)
        variance += population**2 * (1 / n - 1 / population) * sum((each - mean) ** 2 for each in rest) / (n - 1) / below**2
        alike += population * (population / n - 1)
        freedom += n - 1
    t = t_quantile(freedom)
    if is_share:
        whole = sum(population for population, _ in groups)
        return (ratio, *wilson(ratio, min(ratio * (1 - ratio) / variance, below * whole / alike), t))
    return ratio, ratio - t * variance**0.5, ratio + t * variance**0.5


@pytest.mark.parametrize("name", ["accepted_share", "hter", "edit_rate", "similarity"])
def test_estimates_are_those_of_the_formula(decided: Path, name: str) -> None:
    """Of what a script can list: joins in shares, what was cut or does not count as nothing, open ones as missing."""
    listed = newsroom.listed(decided)
    rows = [(population, [parts(each, listed)[name] for each in rows]) for population, rows in strata(listed).values()]
    expected = [100 * number for number in estimate(rows, is_share=name == "accepted_share")]
    if name == "similarity":
        expected = [100 - expected[0], 100 - expected[2], 100 - expected[1]]
    found = figure(report_on(decided), name)
    assert found.bounds is not None
    assert [found.value, found.bounds.low, found.bounds.high] == [pytest.approx(number, abs=1e-6) for number in expected]
    assert found.n == sum(len(values) for _, values in rows)
    assert found.excluded == (("drawn segments that are open or in conflict", 3),)


def test_what_an_estimate_stands_on_is_said(decided: Path) -> None:
    """How many it was drawn from, drawn, decided and still open."""
    report = report_on(decided)
    counts = {name: figure(report, f"sample_{name}").value for name in ("population", "drawn", "decided", "open")}
    assert counts == {"population": 160, "drawn": 40, "decided": 37, "open": 3}
    assert report.basis.startswith("An estimate of all 160 segments that the sample week9 was drawn from, by the 37 of its 40")
    assert "3 of them are not decided yet" in section(report).intro


def test_the_answer_is_the_estimate(decided: Path) -> None:
    """Not the share of what was reviewed."""
    report = report_on(decided)
    share = figure(report, "accepted_share")
    assert share.value is not None
    assert f"{share.value:.1f} %" in report.answer[0]
    assert share.value != pytest.approx(
        next(each for each in section(report, "quality").figures if each.name == share.name).value
    )


def test_how_many_more_a_precision_needs_is_said(decided: Path) -> None:
    """The more the finer it is wished, up to all there are; and how to draw them."""
    needs = [figure(report_on(decided, precision=precision), "more_for_accepted_share") for precision in (50.0, 10.0, 2.0, 1e-9)]
    values = [each.value for each in needs]
    assert values == sorted(values)
    assert (values[0], needs[0].words) == (0, "no more: that is reached")
    assert values[-1] == 160 - 37
    assert "3 that are drawn wait to be decided" in needs[-1].words
    assert '`reviewer review --sample 160 --name "week9"`' in needs[-1].words
    assert needs[1].label == "More segments needed for Accepted as it is ± 10 points"


def test_what_is_needed_is_enough(tmp_path: Path) -> None:
    """Decide as many more as are said, of the same kind, and the interval is about as narrow as was wished."""
    path = tmp_path / "reviews.db"
    room = desk(path)
    for number, place in enumerate(drawn_places(path)):
        decide(room, number * 5, *place)
    more = figure(report_on(path, precision=9.0), "more_for_accepted_share").value
    assert isinstance(more, int)
    assert more > 10
    before = drawn_places(path)
    draw_sample(path, (), NAME, 40 + more, surroundings())
    for number, place in enumerate(place for place in drawn_places(path) if place not in before):
        decide(room, number * 5, *place)
    found = figure(report_on(path), "accepted_share")
    assert found.bounds is not None
    assert found.bounds.high - found.bounds.low == pytest.approx(18, rel=0.15)


def test_a_whole_that_is_decided_is_a_point(tmp_path: Path) -> None:
    """Its values are those of everything that was reviewed."""
    path = tmp_path / "reviews.db"
    room = desk(path, 160)
    for number, place in enumerate(drawn_places(path)):
        decide(room, number, *place)
    report = report_on(path)
    plain = {each.name: each.value for each in section(report, "quality").figures}
    for name in ("accepted_share", "hter", "edit_rate", "similarity"):
        found = figure(report, name)
        assert found.bounds is not None
        assert found.value == found.bounds.low == found.bounds.high
        assert found.value == pytest.approx(plain[name])
    assert figure(report, "more_for_hter").words == "no more: that is reached"


def test_where_nothing_was_changed_the_share_says_how_sure_that_is(tmp_path: Path) -> None:
    """An HTER of 0 with a point for an interval would be a lie."""
    path = tmp_path / "reviews.db"
    room = desk(path)
    for place in drawn_places(path):
        room.decide(*place, "accepted")
    report = report_on(path)
    hter, share = figure(report, "hter"), figure(report, "accepted_share")
    assert (hter.value, hter.bounds) == (0.0, None)
    assert "no interval can be told" in hter.words
    assert (figure(report, "more_for_hter").value, share.value) == (None, 100.0)
    assert share.bounds is not None
    assert 85 < share.bounds.low < share.bounds.high == 100


def test_one_decision_tells_next_to_nothing(tmp_path: Path) -> None:
    """A value, no interval, and that nothing can be said of what is needed."""
    path = tmp_path / "reviews.db"
    room = desk(path)
    room.decide(*drawn_places(path)[0], "accepted")
    report = report_on(path)
    assert (figure(report, "accepted_share").value, figure(report, "accepted_share").bounds) == (100.0, None)
    assert "nothing can be told yet" in figure(report, "more_for_accepted_share").words


@pytest.mark.parametrize(
    "more", [{"filter_query": "sample:week9 status:corrected"}, {"since": newsroom.MONDAY.date()}, {"filter_query": ""}]
)
def test_what_is_chosen_besides_is_no_estimate(decided: Path, more: dict[str, Any]) -> None:
    """Any other filter, and a choice of days, tells of what was reviewed and no more."""
    report = report_on(decided, **more)
    assert "sample" not in {each.name for each in report.sections}
    assert "not an estimate of the whole" in report.basis


def test_a_sample_without_a_design_estimates_nothing(decided: Path) -> None:
    """It says so, and the answer is that of what was reviewed."""
    with Store.open(decided) as store:
        known = store.sample(NAME)
        assert known is not None
        store.add_sample("other", known.segments)
    report = report_on(decided, "sample:other")
    assert section(report).figures == ()
    assert "has no design" in section(report).intro
    assert report.basis.startswith("Of what was reviewed, not an estimate of the whole: the sample other has no design")
    assert "reviewed sentences" in report.answer[0]


def test_an_undecided_sample_says_nothing(tmp_path: Path) -> None:
    """In words."""
    path = tmp_path / "reviews.db"
    desk(path)
    report = report_on(path)
    assert "Nothing is reviewed yet" in report.answer[0]
