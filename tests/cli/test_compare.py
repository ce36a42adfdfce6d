"""`reviewer compare`: sacrebleu's paired tests, the interval of a difference, what it means, and the gate on it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from sacrebleu.significance import PairedTest, _bootstrap_resample, _compute_p_value

from tests.cli.test_score import (
    HOSTILE,
    LINES,
    METRIC,
    lines_of,
    sacrebleu_prints,
    write,
    write_story,
    write_wrong,
)
from tests.desk import bring_in

KEYS = [
    "metric",
    "baseline",
    "system",
    "baseline_value",
    "value",
    "delta",
    "higher_is_better",
    "interval",
    "p_value",
    "test",
    "resamples",
    "seed",
    "unit",
    "units",
    "differing",
    "p_adjusted",
    "correction",
    "alpha",
    "segments",
    "signature",
    "reference",
    "significant",
]
SENTENCES = {
    "Eins.": ("One is the headline.", "One headline is here.", "The one headline here."),
    "Zwei.": ("Two is body text here.", "Two is a text of body.", "The two is a body text."),
    "Drei.": ("Three was the third number.", "Three were the third one.", "The three was the number three."),
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The folder of the test with files to compare."""
    write_story(tmp_path)
    return tmp_path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A database in which three systems have machine texts of the same sources, one of them of two sources only."""
    rows = ["article,system,source,machine,reference"]
    for system, (at, sources) in {"beta": (1, 3), "alpha": (2, 3), "gamma": (0, 2)}.items():
        rows += [f"Uno,{system},{source},{texts[at]},{texts[0]}" for source, texts in list(SENTENCES.items())[:sources]]
    (tmp_path / "table.csv").write_text("\n".join(rows) + "\n")
    bring_in(tmp_path / "reviews.db", tmp_path / "table.csv")
    return tmp_path / "reviews.db"


def compared(run, *arguments: str) -> list[dict[str, object]]:
    """The comparisons as JSON has them."""
    return json.loads(run("compare", *arguments, "--format", "json").text)["comparisons"]


def texts_of(folder: Path, *names: str) -> list[tuple[str, list[str]]]:
    """Systems as sacrebleu's tests take them."""
    return [(name, lines_of(folder / name)) for name in names]


@pytest.mark.parametrize(
    ("test", "kind", "trials", "name"),
    [("bootstrap", "bs", 1000, "paired bootstrap"), ("randomization", "ar", 700, "paired approximate randomization")],
)
def test_p_values_are_those_of_sacrebleu(story, run, test, kind, trials, name):
    """To the last digit, with its scores and signatures, of several systems and metrics and two references."""
    metrics = dict(zip(("BLEU", "chrF2", "TER"), (metric() for metric in METRIC.values()), strict=True))
    references = [lines_of(story / "ref.txt"), lines_of(story / "ref2.txt")]
    signatures, theirs = PairedTest(texts_of(story, "a.txt", "b.txt", "ref2.txt"), metrics, references, kind, trials)()
    ours = compared(
        run, "a.txt", "b.txt", "ref2.txt", "-r", "ref.txt", "-r", "ref2.txt", "--test", test, "--resamples", str(trials)
    )
    assert [(each["system"], each["metric"]) for each in ours] == [(s, m) for s in ("b.txt", "ref2.txt") for m in metrics]
    for each in ours:
        first, *others = theirs[each["metric"]]
        other = others[("b.txt", "ref2.txt").index(each["system"])]
        assert (each["baseline_value"], each["value"]) == (first.score, other.score)
        assert each["delta"] == other.score - first.score
        assert each["p_value"] == other.p_value
        assert each["signature"] == str(signatures[each["metric"]])
        assert (each["test"], each["resamples"], each["seed"], each["unit"]) == (name, trials, 12345, "segment")


def test_the_p_value_is_the_one_that_sacrebleu_prints(story, run):
    """Where there is one test only, the text form has it too."""
    printed = sacrebleu_prints(story, "ref.txt", "-i", "a.txt", "b.txt", "-m", "chrf", "-f", "text", "--paired-bs")
    expected = re.search(r"\(p = ([\d.]+)\)(\*?)", printed)
    ended = run("compare", "a.txt", "b.txt", "-r", "ref.txt", "-m", "chrf", "--test", "bootstrap")
    assert (ended.talk, ended.status) == ("", 0)
    (row,) = [line for line in ended.text.splitlines() if line.startswith("chrF2 ")]
    assert row.endswith(f" {expected[1]}{expected[2]}")


def test_json_has_the_documented_keys(story, run):
    """One entry a system and metric, in the order of both."""
    listed = json.loads(run("compare", "a.txt", "b.txt", "-r", "ref.txt", "--format", "json").text)
    assert listed["schema"] == "reviewer/comparison/1"
    for entry in listed["comparisons"]:
        assert list(entry) == KEYS
        assert list(entry["interval"]) == ["low", "high", "level", "resamples", "seed", "unit", "units", "mean"]
        assert (entry["baseline"], entry["system"], entry["segments"]) == ("a.txt", "b.txt", LINES)
        assert (entry["correction"], entry["alpha"], entry["reference"]) == ("holm", 0.05, "independent")
        assert entry["significant"] is (entry["p_adjusted"] < 0.05)


@pytest.mark.parametrize("test", ["randomization", "bootstrap"])
def test_few_changed_sentences_prove_nothing(story, run, test):
    """Of five that differ in one direction chance gives as many once in sixteen; sacrebleu's p-value is the least there is."""
    lines = lines_of(story / "ref.txt")
    for number, tells in ((5, False), (6, True)):
        write(story / "b.txt", [f"{line} fog" if at < number else line for at, line in enumerate(lines)])
        (entry,) = compared(run, "ref.txt", "b.txt", "-r", "ref.txt", "-m", "chrf", "--test", test)
        assert (entry["differing"], entry["units"], entry["significant"]) == (number, LINES, tells)
    write(story / "near.txt", [f"{lines[0]} fog", *lines[1:]])
    ended = run("compare", "ref.txt", "near.txt", "-r", "ref.txt", "-m", "chrf", "--fail-if-worse", "--test", test)
    assert ended.status == 0
    assert f"nothing can be told: 1 of {LINES} segments differ" in ended.text


def test_a_system_is_the_same_as_its_copy(story, run):
    """Delta 0 and p-value 1, where sacrebleu finds a significant difference; and in words."""
    for entry in compared(run, "a.txt", "copy.txt", "-r", "ref.txt"):
        assert (entry["delta"], entry["p_value"], entry["p_adjusted"], entry["significant"]) == (0, 1, 1, False)
        assert (entry["interval"]["low"], entry["interval"]["high"]) == (0, 0)
    ended = run("compare", "a.txt", "copy.txt", "-r", "ref.txt", "-m", "ter", "--fail-if-worse")
    assert "the same as" in ended.text
    assert ended.status == 0


def test_p_values_of_several_tests_are_adjusted(story, run):
    """By Holm's step-down over systems and metrics; a single test is what it is."""
    entries = compared(run, "a.txt", "b.txt", "copy.txt", "ref2.txt", "-r", "ref.txt", "--alpha", "0.01", "--test", "bootstrap")
    least = 0.0
    for rank, entry in enumerate(sorted(entries, key=lambda entry: entry["p_value"])):
        least = max(least, min(1.0, entry["p_value"] * (len(entries) - rank)))
        assert entry["p_adjusted"] == pytest.approx(least)
        assert entry["significant"] is (least < 0.01)
    (single,) = compared(run, "a.txt", "b.txt", "-r", "ref.txt", "-m", "chrf", "--test", "bootstrap")
    assert (single["correction"], single["p_adjusted"]) == (None, single["p_value"])


def test_the_interval_is_that_of_the_difference(story, run):
    """Both systems over the same draws, by segment and by article; the p-value stands on the same."""
    for unit, size in (("segment", 1), ("article", 5)):
        (entry,) = compared(
            run,
            *("a.txt", "b.txt", "-r", "ref.txt", "-m", "chrf", "--articles", "articles.txt", "--unit", unit),
            *("--resamples", "400", "--test", "bootstrap"),
        )
        metric = METRIC["chrf"]()
        drawn = []
        for _, hypotheses in texts_of(story, "a.txt", "b.txt"):
            rows = metric._extract_corpus_statistics(hypotheses, [lines_of(story / "ref.txt")])
            groups = [[sum(column) for column in zip(*rows[at : at + size], strict=True)] for at in range(0, LINES, size)]
            drawn.append(np.array([score.score for score in _bootstrap_resample(groups, metric, 400)[1]]))
        differences = np.sort(drawn[1] - drawn[0])
        assert (entry["interval"]["low"], entry["interval"]["high"]) == pytest.approx((differences[10], differences[-11]))
        spread = np.abs(differences)
        assert entry["p_value"] == _compute_p_value(spread - spread.mean(), abs(entry["delta"]))
        assert (entry["unit"], entry["interval"]["unit"], "unit:article" in entry["signature"]) == (unit, unit, size > 1)


@pytest.mark.parametrize(
    ("systems", "status", "told"),
    [
        (["a.txt", "b.txt"], 3, ["b.txt is worse than a.txt: BLEU -", "chrF2 -", "TER +"]),
        (["b.txt", "a.txt"], 0, []),
        (["a.txt", "near.txt"], 0, []),
        (["a.txt", "near.txt", "b.txt"], 3, ["b.txt is worse than a.txt: BLEU -", "chrF2 -", "TER +"]),
    ],
)
def test_the_gate_is_for_what_is_worse_and_not_by_chance(story, run, systems, status, told):
    """Status 3 with a line for each metric; better, or worse by one word, is no reason."""
    lines = lines_of(story / "ref.txt")
    write(story / "b.txt", [f"{line.split()[0]} or so" for line in lines])
    near = lines_of(story / "a.txt")
    write(story / "near.txt", [*near[:-1], f"{near[-1]} fog"])
    ended = run("compare", *systems, "-r", "ref.txt", "--fail-if-worse")
    assert ended.status == status
    assert len(ended.talk.splitlines()) == len(told)
    assert all(part in line for part, line in zip(told, ended.talk.splitlines(), strict=True))
    assert ended.text.startswith(f"# {systems[1]} against {systems[0]} ")


def test_the_numbers_do_not_depend_on_who_counts(story, run):
    """It is sacrebleu's code or ours."""
    forms = [
        run("compare", "a.txt", "b.txt", "-r", "ref.txt", "--format", "json", *more).data
        for more in (["--jobs", "1"], ["--engine", "sacrebleu"])
    ]
    assert forms[0] == forms[1] != b""


def test_a_spreadsheet_sees_no_formula(story, run):
    """A row a metric, with the ends of the interval; a name that begins like a formula gets a ' in front."""
    (story / "=b.txt").write_bytes((story / "b.txt").read_bytes())
    rows = list(csv.DictReader(io.StringIO(run("compare", "a.txt", "=b.txt", "-r", "ref.txt", "--format", "csv").text)))
    entries = compared(run, "a.txt", "=b.txt", "-r", "ref.txt")
    assert [row["system"] for row in rows] == ["'=b.txt"] * 3
    assert [float(row["delta"]) for row in rows] == [entry["delta"] for entry in entries]
    assert [float(row["low"]) for row in rows] == [entry["interval"]["low"] for entry in entries]


WRONG = {
    "one system": (["a.txt", "-r", "ref.txt"], 2, "name a BASELINE file and at least one other SYSTEM"),
    "no reference": (["a.txt", "b.txt"], 2, "name the --reference that the systems are held to"),
    "lines": (["a.txt", "short.txt", "-r", "ref.txt"], 1, "a.txt has 24 lines, short.txt has 23 lines, ref.txt has 24 lines"),
    "alpha": (["a.txt", "b.txt", "-r", "ref.txt", "--alpha", "nan"], 2, "nan is no number"),
    "resamples": (["a.txt", "b.txt", "-r", "ref.txt", "--resamples", "9" * 25], 2, "is not in the range 40<=x<=1000000"),
    "one article": (["a.txt", "b.txt", "-r", "ref.txt", "--articles", "one.txt"], 1, "all segments are of one article"),
    "both": (["a.txt", "b.txt", "-r", "ref.txt", "--db", "x.db"], 2, "a database (--db, --against), or files"),
    "twice": (["a.txt", "a.txt", "-r", "ref.txt"], 1, "a.txt: named twice"),
    "missing": (["a.txt", "no.txt", "-r", "ref.txt"], 1, "no.txt: no such file or directory"),
    "test": (["a.txt", "b.txt", "-r", "ref.txt", "--test", "t"], 2, "'t' is not one of 'randomization', 'bootstrap'"),
    "unit": (["a.txt", "b.txt", "-r", "ref.txt", "--unit", "article"], 2, "--unit article needs --articles FILE"),
    "against nothing": (["--db", "x.db"], 2, "--against corrections or --against references"),
    "seed": (["a.txt", "b.txt", "-r", "ref.txt"], 1, "SACREBLEU_SEED is 'often'; it takes a whole number, or none"),
}


@pytest.mark.parametrize(("arguments", "status", "problem"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_one_line_and_no_number(story, run, around, arguments, status, problem):
    """It says what, where and what to do; nothing is on standard output."""
    if "SACREBLEU_SEED" in problem:
        around["SACREBLEU_SEED"] = "often"
    write_wrong(story)
    ended = run("compare", *arguments)
    assert (ended.data, ended.status) == (b"", status)
    assert problem in ended.talk
    assert ended.talk.startswith("reviewer: ")
    assert ended.talk.count("\n") == 1


def test_what_is_odd_is_said_first(story, run):
    """On standard error with the line; --strict fails on it without a number."""
    (story / "marked.txt").write_bytes(b"\xef\xbb\xbf" + (story / "a.txt").read_bytes())
    ended = run("compare", "a.txt", "marked.txt", "-r", "ref.txt", "-m", "chrf")
    assert ended.status == 0
    assert ended.talk.startswith("reviewer: warning: marked.txt:1: begins with a byte order mark")
    ended = run("compare", "a.txt", "marked.txt", "-r", "ref.txt", "-m", "chrf", "--strict")
    assert (ended.data, ended.status) == (b"", 1)
    assert ended.talk.splitlines()[-1] == "reviewer: --strict: mend what is said above, then compare"


def test_no_form_is_obeyed_by_a_terminal(story, at_terminal):
    """Names of files are text."""
    (story / HOSTILE).write_bytes((story / "b.txt").read_bytes())
    for form in ("text", "json", "csv"):
        received, status = at_terminal("compare", "a.txt", HOSTILE, "-r", "ref.txt", "-m", "ter", "--format", form)
        assert status == 0
        assert not {"\x1b", "\x9b"} & set(received.decode())
        assert b"[red]" in received


def test_systems_of_a_database_are_compared_over_the_same_segments(table, run):
    """Those that all have, or the ones named; the baseline is the first of them."""
    listed = compared(run, "--against", "references", "--by", "system", "-m", "chrf")
    assert {each["baseline"] for each in listed} | {each["system"] for each in listed} == {"alpha", "beta", "gamma"}
    assert {each["segments"] for each in listed} == {2}
    (named,) = compared(run, "--against", "references", "-m", "chrf", "alpha", "beta")
    references = [texts[0] for texts in SENTENCES.values()]
    expected = {
        name: METRIC["chrf"]().corpus_score([texts[at] for texts in SENTENCES.values()], [references]).score
        for name, at in (("alpha", 2), ("beta", 1))
    }
    assert (named["baseline"], named["system"], named["segments"]) == ("alpha", "beta", 3)
    assert (named["baseline_value"], named["value"]) == (expected["alpha"], expected["beta"])
    assert named["reference"] == "independent"


@pytest.mark.parametrize(
    ("names", "problem"),
    [(["delta", "alpha"], "delta"), (["alpha"], "two systems are needed"), (["alpha", "alpha"], "alpha")],
)
def test_systems_that_a_database_does_not_have(table, run, names, problem):
    """One line, and no number."""
    ended = run("compare", "--against", "references", *names)
    assert (ended.data, ended.status) == (b"", 1)
    assert problem in ended.talk
    assert ended.talk.count("\n") == 1
