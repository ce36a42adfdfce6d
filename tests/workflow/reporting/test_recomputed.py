"""Every figure of a report, computed again from `reviewer list --format json` alone, by the formula that it prints.

The figures of quality, penalties and pace are a sum over a sum; `RATIOS` gives both for every decision, so that values,
breakdowns and intervals are all computed again from the same rows. All other figures are in `VALUES`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from rapidfuzz.distance import Indel, Levenshtein
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from reviewer.analysis.words import words
from reviewer.mqm.scorecard import Scorecard, scorecard
from reviewer.store import Store
from reviewer.workflow.reporting.making import make_report
from reviewer.workflow.reporting.request import BREAKDOWNS, Request, real_names
from reviewer.workflow.reporting.value import Figure, Report
from tests.workflow.reporting import newsroom

Listed = list[dict[str, Any]]
COUNTED = ("headline", "body", "caption")
TITLES = {1: "Call", 2: "Harbour", 3: "Budget"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three weeks of reviews."""
    path = tmp_path_factory.mktemp("newsroom") / "reviews.db"
    newsroom.three_weeks(path)
    return path


@pytest.fixture(scope="module")
def listed(database: Path) -> Listed:
    """What a script can know, of the kinds that count; each segment once."""
    segments = {each["segment"]: each for each in newsroom.listed(database) if each["machine"] and each["kind"] in COUNTED}
    return list(segments.values())


def made(database: Path, card: Scorecard | None = None, **asked: Any) -> Report:
    """A report with everybody's name."""
    with Store.open(database) as store:
        return make_report(store, Request(**asked), card or scorecard("mqm"), real_names(store.editors()))


@pytest.fixture(scope="module")
def report(database: Path) -> Report:
    """With every breakdown, and seconds."""
    return made(database, by=BREAKDOWNS, seconds=True)


def machine_of(decision: dict[str, Any], listed: Listed) -> str:
    """The machine text of a segment or a join."""
    parts = [next(each for each in listed if each["segment"] == uid) for uid in decision["covers"]]
    return "".join(part["machine"] + part["gap"] for part in parts[:-1]) + parts[-1]["machine"]


@pytest.fixture(scope="module")
def decisions(listed: Listed) -> Listed:
    """What stands accepted, corrected or rejected, joins once, with the two texts."""
    found = []
    for each in listed:
        if each["status"] in ("accepted", "corrected", "rejected") and each["covers"][0] == each["segment"]:
            machine = machine_of(each, listed)
            final = {"accepted": machine, "corrected": each["correction"], "rejected": None}[each["status"]]
            found.append({**each, "run": machine, "final": final})
    return found


def ter(machine: str, final: str) -> tuple[float, float]:
    """Edits and length as sacrebleu has them."""
    score = TER().corpus_score([machine], [[final]])
    return float(score.num_edits), float(score.ref_length)


def weight(card: dict[str, Any], error: dict[str, Any]) -> float:
    """What an error weighs by the card in the report."""
    own = card["weights"].get(error["category"], {})
    return 0.0 if error["category"] == "no-error" else own.get(error["severity"], card["weights"][error["severity"]])


def active(decision: dict[str, Any]) -> float:
    """The seconds of every review there; the newsroom never reviews a part of a join by itself."""
    return sum(
        each["seconds"]["reading"] + each["seconds"]["typing"] for each in decision["reviews"] if each["purpose"] == "text"
    )


Row = Callable[[dict[str, Any], dict[str, Any]], tuple[float, float]]
RATIOS: dict[str, tuple[float, Row]] = {
    "accepted_share": (100, lambda each, _: (each["status"] == "accepted", 1)),
    "hter": (100, lambda each, _: ter(each["run"], each["final"]) if each["final"] else (0, 0)),
    "edit_rate": (100, lambda each, _: (each["scores"]["word_edits"], each["scores"]["words"]) if each["final"] else (0, 0)),
    "similarity": (
        -100,
        lambda each, _: (
            (Indel.distance(each["run"], each["final"]), len(each["run"]) + len(each["final"])) if each["final"] else (0, 0)
        ),
    ),
    "mqm_suggested": (
        1000,
        lambda each, card: (
            (sum(weight(card, error) for error in each["candidates"]), len(each["run"].split())) if each["final"] else (0, 0)
        ),
    ),
    "words_an_hour": (
        3600,
        lambda each, _: (len(each["run"].split()), active(each)) if each["final"] and active(each) else (0, 0),
    ),
}
"""Of each figure its scale, negative for what is told as 100 minus it, and of one decision what is above and below."""


def rows_of(name: str, decisions: Listed, report: Report) -> np.ndarray:
    """What is above and below, a row a decision."""
    if name == "words_an_hour_pruned":
        rows = rows_of("words_an_hour", decisions, report)
        timed = rows[:, 0] > 0
        pace = rows[timed, 1] / rows[timed, 0]
        low, high = np.quantile(pace, (0.25, 0.75))
        kept = timed.copy()
        kept[timed] = (pace >= low - 1.5 * (high - low)) & (pace <= high + 1.5 * (high - low))
        return np.where(kept[:, None] if timed.sum() >= 8 else timed[:, None], rows, 0.0)
    return np.array([RATIOS[name][1](each, report.scorecard) for each in decisions], dtype=float)


def interval(scale: float, rows: np.ndarray) -> tuple[float, float]:
    """The middle 95 % over resamples of segments; the newsroom has too few articles to draw these."""
    drawn = np.random.default_rng(12345).choice(len(rows), size=(1000, len(rows)), replace=True)
    sums = rows[drawn].sum(1)
    told = sums[:, 1] > 0
    values = np.sort(scale * sums[told, 0] / sums[told, 1] + (100 if scale < 0 else 0))
    cut = len(values) // 40
    return values[cut], values[-cut - 1]


def is_ratio(figure: Figure) -> bool:
    """Whether it is a sum over a sum."""
    return figure.name in RATIOS or figure.name == "words_an_hour_pruned"


def in_group(decision: dict[str, Any], figure: Figure) -> bool:
    """Whether a decision is in the part of the whole that a figure is of."""
    if figure.group is None:
        return True
    of: dict[str, str | None] = {
        "article": TITLES[decision["article"]],
        "system": decision["system"],
        "editor": decision["editor"],
        "kind": decision["kind"],
        "week": week(decision["reviewed_at"]),
    }
    if figure.group.by == "error":
        return any(label(each) == figure.group.name for each in decision["candidates"])
    return of[figure.group.by] == figure.group.name


def week(at: str | None) -> str:
    """The ISO week of a time."""
    from datetime import date

    if at is None:
        return "no time known"
    year, number, _ = date.fromisoformat(at[:10]).isocalendar()
    return f"{year}-W{number:02}"


def label(error: dict[str, Any]) -> str:
    """What an error is listed under."""
    if (error["category"], error["severity"]) == ("style", "neutral"):
        return "Matter of taste (preferential)"
    names = {
        "accuracy": "Accuracy", "linguistic": "Linguistic", "locale": "Locale",
    }  # fmt: skip
    first, _, second = error["category"].partition("/")
    return f"{names[first]}: {second}" if second else first.capitalize()


def test_a_sum_over_a_sum(report: Report, decisions: Listed) -> None:
    """Values of the whole and of every breakdown, and what they stand on; a figure without anything says so in words."""
    figures = [figure for figure in report.figures() if is_ratio(figure)]
    assert {figure.group and figure.group.by for figure in figures} == {None, *BREAKDOWNS}
    for figure in figures:
        rows = rows_of(figure.name, decisions, report)[[in_group(each, figure) for each in decisions]]
        scale = RATIOS[figure.name.removesuffix("_pruned")][0]
        assert figure.n == (rows[:, 1] > 0).sum(), figure
        if not figure.n:
            assert figure.value is None
            assert figure.words
        else:
            value = scale * rows[:, 0].sum() / rows[:, 1].sum() + (100 if scale < 0 else 0)
            assert figure.value == pytest.approx(value), figure


def test_intervals_of_a_sum_over_a_sum(report: Report, decisions: Listed) -> None:
    """Segments are drawn again, as the interval says."""
    figures = [figure for figure in report.figures() if is_ratio(figure) and figure.group is None]
    assert len({figure.name for figure in figures}) == len(RATIOS) + 1
    for figure in figures:
        assert figure.bounds is not None
        rows = rows_of(figure.name, decisions, report)
        assert (figure.bounds.low, figure.bounds.high) == pytest.approx(
            interval(RATIOS[figure.name.removesuffix("_pruned")][0], rows)
        )


@cache
def metric(name: str) -> Any:
    """Sacrebleu's own."""
    return BLEU() if name.startswith("bleu") else CHRF()


def test_scores(report: Report, decisions: Listed, listed: Listed, monkeypatch: pytest.MonkeyPatch) -> None:
    """BLEU and chrF are sacrebleu's, against corrections and references, and so are the half widths of their intervals."""
    monkeypatch.setenv("SACREBLEU_SEED", "12345")
    figures = [figure for figure in report.figures() if figure.name.startswith(("bleu", "chrf"))]
    assert {figure.reference for figure in figures if figure.group is None} == {"post-edit", "independent"}
    for figure in figures:
        if figure.reference == "post-edit":
            pairs = [(each["run"], [each["final"]]) for each in decisions if each["final"] and in_group(each, figure)]
        else:
            pairs = [(each["machine"], each["references"]) for each in listed if each["references"]]
        machine, finals = [machine for machine, _ in pairs], [[finals[0] for _, finals in pairs]]
        score = metric(figure.name).corpus_score(machine, finals)
        assert figure.n == len(pairs)
        assert figure.value == pytest.approx(score.score), figure
        assert figure.signature == f"{score.name}|{metric(figure.name).get_signature()}"
        if figure.group is None and figure.bounds is not None:
            half = metric(figure.name).corpus_score(machine, finals, n_bootstrap=1000)._ci
            assert (figure.bounds.high - figure.bounds.low) / 2 == pytest.approx(half)
        metric.cache_clear()


def is_looked_at(candidate: dict[str, Any], said: Listed) -> bool:
    """Whether one of `said` is at its place."""
    first, last = candidate["span"]
    for error in said:
        start, end = error["span"]
        if (start <= first and last <= end) or (error["category"] != "no-error" and start < last and first < end):
            return True
    return False


def unverified(errors: Listed) -> tuple[float | None, int]:
    """Of the errors of accuracy, the share that nobody could verify, and how many there are."""
    of_accuracy = [error for error in errors if error["category"].startswith("accuracy/")]
    share = 100 * sum(error["unverified"] for error in of_accuracy) / len(of_accuracy) if of_accuracy else None
    return share, len(of_accuracy)


def test_errors(report: Report, decisions: Listed) -> None:
    """Counts and shares of what is suggested and confirmed."""
    pairs = [each for each in decisions if each["final"]]
    suggested = [error for each in pairs for error in each["candidates"]]
    confirmed = [error for each in pairs for error in each["errors"] if error["category"] != "no-error"]
    taste = [error for error in suggested if (error["category"], error["severity"]) == ("style", "neutral")]
    annotated = [
        each for each in pairs if each["errors"] and all(is_looked_at(one, each["errors"]) for one in each["candidates"])
    ]
    corrected = [each for each in pairs if each["status"] == "corrected"]
    by_all = [each for each in annotated if all(error["confirmed"] == "all" for error in each["errors"])]
    expected = {
        "errors_suggested": (len(suggested) - len(taste), len(pairs)),
        "errors_preferential": (len(taste), len(pairs)),
        "errors_confirmed": (len(confirmed), len(pairs)),
        "criticals_confirmed": (0, len(pairs)),
        "annotated_share": (100 * sum(each["status"] == "corrected" for each in annotated) / len(corrected), len(corrected)),
        "confirmed_by_all_share": (100 * len(by_all) / len(annotated), len(annotated)),
        "unverified_suggested_share": unverified(suggested),
        "unverified_confirmed_share": unverified(confirmed),
    }
    assert {figure.name: (figure.value, figure.n) for figure in report.figures() if figure.name in expected} == expected


def test_the_table_of_errors(report: Report, decisions: Listed) -> None:
    """Each category by severity, suggested and confirmed in columns of their own."""
    pairs = [each for each in decisions if each["final"]]
    words_of_all = sum(len(each["run"].split()) for each in pairs)
    table = next(table for section in report.sections for table in section.tables if table.name == "errors")
    severities = ("neutral", "minor", "major", "critical")
    for name, *cells in table.rows:
        counts = []
        for side in ("candidates", "errors"):
            errors = [error for each in pairs for error in each[side] if error["category"] != "no-error" and label(error) == name]
            by_severity = [sum(error["severity"] == severity for error in errors) for severity in severities]
            counts += [len(errors), *by_severity, *([1000 * len(errors) / words_of_all] if side == "candidates" else [])]
        assert cells == pytest.approx(counts), name


def test_segments(report: Report, listed: Listed) -> None:
    """Where everything stands that was asked for."""
    figures = {figure.name: figure for figure in report.figures() if figure.name.startswith("segments_")}
    for status in ("open", "accepted", "corrected", "rejected", "cut", "conflict"):
        assert figures[f"segments_{status}"].value == sum(each["status"] == status for each in listed)
    assert figures["segments_without_source"].value == sum(not each["source"] for each in listed)
    assert {figure.n for figure in figures.values()} == {len(listed)}


def test_seconds(report: Report, listed: Listed) -> None:
    """All that were ever spent there, each review once."""
    reviews = {review["id"]: review for each in listed for review in each["reviews"] if review["purpose"] == "text"}
    figures = {figure.name: figure.value for figure in report.figures()}
    spent = [review["seconds"] for review in reviews.values()]
    assert figures["active_seconds"] == pytest.approx(sum(each["reading"] + each["typing"] for each in spent))
    assert figures["idle_seconds"] == pytest.approx(sum(each["idle"] for each in spent))


def opinions(segment: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The last decision of each editor that is made apart from the others'."""
    last: dict[str, dict[str, Any]] = {}
    parents = {review["id"]: review["parents"] for review in segment["reviews"]}
    for review in segment["reviews"]:
        if review["purpose"] != "check":
            last[review["editor"]] = review
    last = {editor: review for editor, review in last.items() if review["verdict"] != "reopened"}

    def ancestors(name: str) -> set[str]:
        return {each for parent in parents[name] for each in (parent, *ancestors(parent))}

    names = {review["id"] for review in last.values()}
    return {editor: review for editor, review in last.items() if not ancestors(review["id"]) & names}


def test_agreement(report: Report, listed: Listed) -> None:
    """Krippendorff's alpha of verdicts and of words, and what is the same of texts and edits."""
    compared = [(each, opinions(each)) for each in listed if each["covers"][0] == each["segment"]]
    compared = [(each, said) for each, said in compared if len(said) > 1]
    verdicts = ("accepted", "corrected", "rejected", "cut")
    counts = [[sum(said["verdict"] == verdict for said in each.values()) for verdict in verdicts] for _, each in compared]
    figures = {figure.name: figure for figure in report.figures()}
    assert figures["agreement_verdicts"].value == pytest.approx(
        krippendorff.alpha(value_counts=np.array(counts), level_of_measurement="nominal")
    )
    assert figures["agreement_verdicts"].n == len(compared) == 2
    texts = [[said["correction"] or each["machine"] for said in opinion.values()] for each, opinion in compared]
    same = [one == other for one, other in texts]
    distance = sum(Indel.distance(one, other) for one, other in texts)
    assert figures["agreement_texts"].value == pytest.approx(100 * sum(same) / len(same))
    assert figures["agreement_similarity"].value == pytest.approx(
        100 - 100 * distance / sum(len(one) + len(other) for one, other in texts)
    )
    assert figures["agreement_words"].n == sum(not word.is_space for each, _ in compared for word in words(each["machine"]))


def test_second_looks(report: Report, listed: Listed) -> None:
    """Where somebody else had accepted: the share that was not accepted again, and the word edits."""
    found = []
    for each in listed:
        reviews = {review["id"]: review for review in each["reviews"]}
        looks = {review["editor"]: review for review in reviews.values() if review["purpose"] == "check"}.values()
        for look in looks:
            over = [reviews[parent] for parent in look["parents"] if reviews[parent]["verdict"] == "accepted"]
            if over and all(review["editor"] != look["editor"] for review in over):
                found.append((each["machine"], look["correction"] or each["machine"]))
    figures = {figure.name: figure for figure in report.figures()}
    edits = [Levenshtein.distance(*([word.text for word in words(text) if not word.is_space] for text in pair)) for pair in found]
    lengths = [sum(not word.is_space for word in words(final)) for _, final in found]

    assert figures["missed_share"].n == len(found) == 2
    assert figures["missed_share"].value == pytest.approx(100 * sum(one != other for one, other in found) / len(found))
    assert figures["missed_edits"].value == pytest.approx(100 * sum(edits) / sum(lengths))


def test_worst_segments(report: Report, decisions: Listed) -> None:
    """Those with the most word edits, and what moves chrF most by leaving it out."""
    tables = {table.name: table for section in report.sections for table in section.tables}
    edited = [(each["scores"]["word_edits"], each) for each in decisions if each["final"] and each["scores"]["word_edits"]]
    edited.sort(key=lambda row: -row[0])
    assert [row[2] for row in tables["worst_segments"].rows] == [edits for edits, _ in edited[:10]]
    pairs = [each for each in decisions if each["final"]]
    whole = chrf(pairs)
    effects = {
        (TITLES[each["article"]], each["position"]): whole - chrf([other for other in pairs if other is not each])
        for each in pairs
    }
    for title, position, effect, _ in tables["influential_segments"].rows:
        assert effect == pytest.approx(effects[title, position])
    for title, position, gain, *_ in tables["influential_edits"].rows:
        assert gain > 0, (title, position)


def chrf(pairs: Listed) -> float:
    """Of the machine's texts against their corrections."""
    return float(CHRF().corpus_score([each["run"] for each in pairs], [[each["final"] for each in pairs]]).score)


def test_confirmed_penalties_when_all_is_confirmed(tmp_path: Path) -> None:
    """They have a value only when the errors of every corrected pair are confirmed."""
    database = tmp_path / "reviews.db"
    newsroom.bring_in(database, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    room = newsroom.Newsroom(database)
    grave = newsroom.error(0, 38, newsroom.Category.MISTRANSLATION, newsroom.Severity.CRITICAL)
    slight = newsroom.error(0, 38, newsroom.Category.PUNCTUATION, newsroom.Severity.MINOR)
    room.decide(1, 1, "accepted")
    room.decide(1, 2, "corrected", "The eastward expansion costs 3 percent.", errors=[grave, slight])
    room.decide(1, 3, "corrected", "The governor presents the plan.")
    waiting = {figure.name: figure for figure in made(database).figures()}
    room.decide(1, 3, "corrected", "The governor presents the plan.", errors=[slight])
    figures = {figure.name: figure for figure in made(database).figures()}
    words_of_all = sum(len(text.split()) for text, _, _ in newsroom.BUDGET[:3])

    assert waiting["mqm_confirmed"].value is None
    assert "1 corrected pair" in waiting["mqm_confirmed"].words
    assert figures["mqm_confirmed"].value == pytest.approx(1000 * 27 / words_of_all)
    assert figures["mqm_confirmed_raw"].value == pytest.approx(100 * (1 - 27 / words_of_all))
    assert figures["mqm_confirmed_calibrated"].value == pytest.approx(100 - 1000 * 27 / words_of_all * (100 - 90) / 10)
    assert figures["criticals_confirmed"].value == 1


def test_scores_that_follow_from_penalties(report: Report) -> None:
    """Raw and calibrated, by the printed formulas; their intervals are those of the penalties, turned around."""
    figures = {figure.name: figure for figure in report.figures() if figure.group is None}
    penalties = figures["mqm_suggested"]
    assert penalties.value is not None
    assert penalties.bounds is not None
    for name, score in (("raw", lambda value: 100 - value / 10), ("calibrated", lambda value: 100 - value)):
        figure = figures[f"mqm_suggested_{name}"]
        assert figure.value == pytest.approx(score(penalties.value))
        assert figure.bounds is not None
        assert (figure.bounds.low, figure.bounds.high) == pytest.approx(
            (score(penalties.bounds.high), score(penalties.bounds.low))
        )


def test_a_card_per_segment(database: Path, decisions: Listed) -> None:
    """A card without a target tells the mean of segments, as WMT does."""
    report = made(database, scorecard("google"))
    figure = next(figure for figure in report.figures() if figure.name == "mqm_suggested_segment")
    pairs = [each for each in decisions if each["final"]]
    heaviest = [sorted((weight(report.scorecard, error) for error in each["candidates"]), reverse=True)[:5] for each in pairs]
    assert figure.value == pytest.approx(sum(map(sum, heaviest)) / len(pairs))


def test_languages_without_spaces_have_a_cer(tmp_path: Path) -> None:
    """In place of HTER, over characters; penalties and pace are per characters too."""
    database = tmp_path / "reviews.db"
    rows = (("東京都は予算案を発表した。", newsroom.Kind.BODY, "\n"), ("過去最大となった。", newsroom.Kind.BODY, "\n"))
    newsroom.bring_in(database, newsroom.article("予算", "engine A", rows, "ja"))
    room = newsroom.Newsroom(database)
    room.decide(1, 1, "corrected", "東京都は新年度の予算案を発表した。")
    room.decide(1, 2, "accepted")
    figures = {figure.name: figure for figure in made(database).figures()}
    pairs = [(each["machine"], each["correction"] or each["machine"]) for each in newsroom.listed(database)]

    assert "hter" not in figures
    assert figures["cer"].value == pytest.approx(
        100 * sum(Levenshtein.distance(one, other) for one, other in pairs) / sum(len(other) for _, other in pairs)
    )
    assert figures["mqm_suggested"].unit == "per 1,000 characters"
    assert figures["words_an_hour"].unit == "characters an hour"


RECOMPUTED_ELSEWHERE = {
    "agreement_edits": "test_people",
    "agreement_words": "test_people",
}


def test_no_figure_is_forgotten(report: Report) -> None:
    """What a report has, a test here computes again."""
    source = Path(__file__).read_text(encoding="utf-8")
    names = {figure.name for figure in report.figures()}
    known = {"bleu_post_edit", "chrf2_post_edit", "bleu_independent", "chrf2_independent", *RECOMPUTED_ELSEWHERE}
    known |= {f"segments_{status}" for status in ("open", "accepted", "corrected", "rejected", "cut", "conflict")}
    known |= {"mqm_suggested_raw", "mqm_suggested_calibrated"}

    assert {name for name in names - known if f'"{name}"' not in source} == set()
