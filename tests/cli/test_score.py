"""`reviewer score`: the lines of sacrebleu, the forms for scripts, the gates, and what happens with input that is wrong."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sacrebleu
from sacrebleu.significance import _bootstrap_resample, estimate_ci

from tests.cli.conftest import PROGRAM
from tests.desk import bring_in, decide

WORDS = """
the The minister's harbour said on Monday that 1,200 ships U.S.-led talks would not reopen before May , "again" Zürich's
café -- €3.5 bn (about 40%) were agreed; nobody knew why . and fog ? he she they of in to a
"""
VOCABULARY = WORDS.split()
LINES = 24
METRIC = {"bleu": sacrebleu.BLEU, "chrf": sacrebleu.CHRF, "ter": sacrebleu.TER}
METRICS = tuple(METRIC)
KEYS = [
    "metric",
    "value",
    "higher_is_better",
    "segments",
    "signature",
    "reference",
    "system",
    "article",
    "editor",
    "kind",
    "interval",
    "text_sha256",
]
TABLE = """\
article,system,kind,editor,source,machine,correction,reference
Uno,alpha,headline,kim,Eins.,The one headline here.,A headline of one.,One is the headline.
Uno,alpha,body,kim,Zwei.,The two is a body text.,The two is a body text.,Two is body text here.
Due,alpha,body,lee,Drei.,The three was the number three.,Three was a number.,Three was the third number.
Uno,beta,headline,lee,Eins.,One headline is here.,One headline was here.,One is the headline.
Uno,beta,body,lee,Zwei.,Two is a text of body.,,Two is body text here.
"""


def sentences(count: int, seed: int) -> list[str]:
    """Sentences of a few words, some of them very short."""
    rng = random.Random(seed)
    return [" ".join(rng.choices(VOCABULARY, k=rng.choice((1, 2, 6, 9, 14)))) for _ in range(count)]


def worse(lines: Sequence[str], chance: float, seed: int) -> list[str]:
    """The same with some words exchanged, lost or said twice."""
    rng = random.Random(seed)

    def change(word: str) -> list[str]:
        return [word] if rng.random() > chance else rng.choice(([], [word, word], [rng.choice(VOCABULARY)]))

    return [" ".join(part for word in line.split() for part in change(word)) or "So." for line in lines]


def write(path: Path, lines: Sequence[str], encoding: str = "utf-8") -> Path:
    """A file of lines."""
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def write_story(folder: Path) -> None:
    """Two references, two systems and a copy of the first, and the names of five articles."""
    reference = sentences(LINES, 1)
    write(folder / "ref.txt", reference)
    write(folder / "ref2.txt", worse(reference, 0.2, 2))
    write(folder / "a.txt", worse(reference, 0.3, 3))
    write(folder / "b.txt", worse(reference, 0.5, 4))
    write(folder / "copy.txt", worse(reference, 0.3, 3))
    write(folder / "articles.txt", [f"story {line // 5}" for line in range(LINES)])


def lines_of(path: Path) -> list[str]:
    """The lines of a file as sacrebleu takes them."""
    return [line.rstrip() for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def sacrebleu_prints(folder: Path, *arguments: str) -> str:
    """What sacrebleu's command line prints, run in `folder`."""
    command = [sys.executable, "-m", "sacrebleu", "--quiet", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def sacrebleu_lines(folder: Path, system: str, reference: str, width: int, metrics: Sequence[str] = METRICS) -> list[str]:
    """The same lines by its API, which costs no process; not put in columns."""
    lines = []
    for metric in (METRIC[name]() for name in metrics):
        score = metric.corpus_score(lines_of(folder / system), [lines_of(folder / reference)])
        lines.append(score.format(width, False, metric.get_signature().format()))
    return lines


def stripped(lines: Sequence[str]) -> list[str]:
    """Lines that are not put in columns."""
    return [line.lstrip() for line in lines]


def scores_of(metric: sacrebleu.metrics.base.Metric, folder: Path, *chosen: int, system: str = "a.txt") -> float:
    """The score by sacrebleu of some lines of a system, or of all."""
    hypotheses, references = lines_of(folder / system), lines_of(folder / "ref.txt")
    at = chosen or range(len(hypotheses))
    return metric.corpus_score([hypotheses[line] for line in at], [[references[line] for line in at]]).score


def write_wrong(folder: Path) -> None:
    """Files that cannot be scored."""
    (folder / "folder").mkdir()
    write(folder / "short.txt", lines_of(folder / "a.txt")[1:])
    write(folder / "one.txt", ["the only story"] * LINES)
    (folder / "empty.txt").touch()
    (folder / "empty2.txt").touch()
    (folder / "latin.txt").write_bytes(b"one\ntwo\ncaf\xe9\n" * 8)
    (folder / "binary").write_bytes(b"one\nt\0wo\n" * 12)
    write(folder / "utf16.txt", lines_of(folder / "ref.txt"), "utf-16")
    (folder / "short.gz").write_bytes(gzip.compress((folder / "a.txt").read_bytes())[:-20])


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_gone(pid: int) -> bool:
    """Whether a process has ended, be it waited for or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The folder of the test with files to score."""
    write_story(tmp_path)
    return tmp_path


@pytest.fixture
def piped(tmp_path: Path, around: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs `reviewer` with bytes at its standard input."""

    def run_one(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*PROGRAM, *arguments], cwd=tmp_path, env=around, input=data, capture_output=True)

    return run_one


OPTIONS = (
    """-m bleu -m chrf++ -m ter --jobs 2 -w 0 --lowercase --tokenize intl --smooth-method floor --smooth-value 0.25
    --chrf-lowercase --chrf-whitespace --ter-case-sensitive --ter-no-punct""",
    """-m bleu chrf ter -w 0 -lc -tok intl -s floor -sv 0.25
    --chrf-word-order 2 --chrf-lowercase --chrf-whitespace --ter-case-sensitive --ter-no-punct""",
)
OTHER_OPTIONS = (
    """-w 12 --target-lang zh-Hant --smooth-method add-k --chrf-char-order 4 --chrf-word-order 1 --chrf-beta 3
    --chrf-eps-smoothing --ter-normalized --ter-asian-support""",
    """-m bleu chrf ter -w 12 -tok zh -s add-k --chrf-char-order 4 --chrf-word-order 1 --chrf-beta 3
    --chrf-eps-smoothing --ter-normalized --ter-asian-support""",
)


@pytest.mark.parametrize(
    ("references", "options", "theirs"),
    [
        ("ref.txt", "", "-m bleu chrf ter"),
        ("ref.txt ref2.txt", "--confidence --confidence-n 200 -w 3", "-m bleu chrf ter --confidence --confidence-n 200 -w 3"),
        ("ref.txt", *OPTIONS),
        ("ref2.txt ref.txt", *OTHER_OPTIONS),
        ("ref.txt", "-m bleu --tokenize none --smooth-method none --engine sacrebleu", "-m bleu -tok none -s none"),
    ],
    ids=["defaults", "several references, intervals", "options", "other options", "one metric, sacrebleu's code"],
)
def test_the_lines_are_those_of_sacrebleu(story, run, references, options, theirs):
    """Values, signatures, intervals and details, with each option of each metric."""
    named = [part for name in references.split() for part in ("--reference", name)]
    ended = run("score", "a.txt", *named, *options.split())
    expected = sacrebleu_prints(story, *references.split(), "-i", "a.txt", "-f", "text", *theirs.split())
    head, _, lines = ended.text.partition("\n")
    assert (lines, ended.talk, ended.status) == (expected, "", 0)
    over = f" · intervals over {LINES} segments" if "--confidence" in options else ""
    assert head == f"# a.txt · {LINES} segments · independent reference{over}"


def test_one_segment_is_not_called_several(story, run):
    """In the text form, and where the value form says what its number stands on."""
    write(story / "one.txt", ["One sentence."])
    write(story / "held.txt", ["A sentence."])
    assert run("score", "one.txt", "-r", "held.txt").text.startswith("# one.txt · 1 segment · ")
    assert " · 1 segment · " in run("score", "one.txt", "-r", "held.txt", "-m", "ter", "--format", "value").talk


def test_several_systems_are_scored_one_after_the_other(story, run):
    """Each under a line with its name."""
    parts = run("score", "a.txt", "b.txt", "-r", "ref.txt", "-w", "4").text.split("# ")[1:]
    assert [part.partition(" ")[0] for part in parts] == ["a.txt", "b.txt"]
    for name, part in zip(("a.txt", "b.txt"), parts, strict=True):
        assert stripped(part.splitlines()[1:]) == sacrebleu_lines(story, name, "ref.txt", 4)


def test_sentence_scores_are_those_of_sacrebleu(story, run):
    """One a line in the text form, under the name of its metric; with effective order."""
    ended = run("score", "a.txt", "-r", "ref.txt", "--sentence-level", "-w", "5")
    blocks = ended.text.split("# ")[2:]
    assert [block.partition(" ")[0] for block in blocks] == ["BLEU", "chrF2", "TER"]
    for metric, block in zip(METRICS, blocks, strict=True):
        sacre = METRIC[metric](effective_order=True) if metric == "bleu" else METRIC[metric]()
        pairs = zip(lines_of(story / "a.txt"), lines_of(story / "ref.txt"), strict=True)
        assert block.splitlines()[1:] == [f"{sacre.sentence_score(line, [held_to]).score:.5f}" for line, held_to in pairs]
        assert f"{sacre.get_signature()} = " in ended.text


def test_packed_files_and_standard_input_are_read_alike(story, run, piped):
    """What is gzipped is seen by its content, on standard input too, whichever side that is."""
    packed = gzip.compress((story / "a.txt").read_bytes())
    (story / "packed").write_bytes(packed)
    plain = run("score", "a.txt", "-r", "ref.txt").text.partition("\n")[2]
    ends = [
        piped((story / "ref.txt").read_bytes(), "score", "packed", "-r", "-"),
        piped(packed, "score", "-", "-r", "ref.txt"),
    ]
    heads, texts = zip(*(end.stdout.decode().split("\n", 1) for end in ends), strict=True)
    assert [end.stderr for end in ends] == [b"", b""]
    assert texts == (plain, plain)
    assert heads[1] == f"# standard input · {LINES} segments · independent reference"


@pytest.mark.parametrize("seed", ["7", "none"])
def test_the_seed_is_that_of_sacrebleu(story, run, around, monkeypatch, seed):
    """`SACREBLEU_SEED`; with `none` nobody can repeat the draws, and both say so."""
    around["SACREBLEU_SEED"] = seed
    monkeypatch.setenv("SACREBLEU_SEED", seed)
    metric = sacrebleu.CHRF()
    theirs = metric.corpus_score(lines_of(story / "a.txt"), [lines_of(story / "ref.txt")], n_bootstrap=1000)
    listed = json.loads(run("score", "a.txt", "-r", "ref.txt", "-m", "chrf", "--confidence", "--format", "json").text)
    (entry,) = listed["scores"]
    assert (entry["value"], entry["signature"]) == (theirs.score, str(metric.get_signature()))
    assert entry["interval"]["seed"] == (7 if seed == "7" else None)
    if seed == "7":
        width = entry["interval"]["high"] - entry["interval"]["low"]
        assert (entry["interval"]["mean"], width) == pytest.approx((theirs._mean, 2 * theirs._ci))


def test_json_is_of_one_shape(story, run):
    """Corpus, sentences, intervals and several systems have the same keys; sentences have `values` beside them."""
    plain, drawn, single = (
        json.loads(run("score", *systems, "-r", "ref.txt", "--format", "json", *more).text)
        for systems, more in ((["a.txt", "b.txt"], []), (["a.txt"], ["--confidence"]), (["a.txt"], ["--sentence-level"]))
    )
    assert {listed["schema"] for listed in (plain, drawn, single)} == {"reviewer/scores/1"}
    assert all(list(entry) == KEYS for entry in plain["scores"] + drawn["scores"])
    assert all(list(entry) == [*KEYS, "values"] for entry in single["scores"])
    assert [(entry["system"], entry["metric"]) for entry in plain["scores"]] == [
        (system, metric) for system in ("a.txt", "b.txt") for metric in ("BLEU", "chrF2", "TER")
    ]
    assert {entry["interval"] for entry in plain["scores"] + single["scores"]} == {None}
    for entry, metric in zip(drawn["scores"], METRICS, strict=True):
        sacre = METRIC[metric]()
        theirs = sacre.corpus_score(lines_of(story / "a.txt"), [lines_of(story / "ref.txt")], n_bootstrap=1000)
        assert (entry["metric"], entry["value"]) == (theirs.name, theirs.score)
        assert entry["signature"] == str(sacre.get_signature())
        interval = entry["interval"]
        assert list(interval) == ["low", "high", "level", "resamples", "seed", "unit", "units", "mean"]
        assert (interval["mean"], interval["high"] - interval["low"]) == pytest.approx((theirs._mean, 2 * theirs._ci))
        assert (interval["level"], interval["resamples"], interval["seed"], interval["unit"]) == (0.95, 1000, 12345, "segment")
    assert [len(entry["values"]) for entry in single["scores"]] == [LINES] * 3
    assert {type(entry["value"]) for entry in plain["scores"]} == {float}
    assert [entry["higher_is_better"] for entry in single["scores"]] == [True, True, False]


def test_the_digest_is_of_what_was_scored(story, run):
    """Hypothesis, then references, each with a line feed, as anybody can compute it."""
    listed = json.loads(run("score", "a.txt", "-r", "ref.txt", "-r", "ref2.txt", "-m", "bleu", "--format", "json").text)
    rows = zip(*(lines_of(story / name) for name in ("a.txt", "ref.txt", "ref2.txt")), strict=True)
    text = "".join(f"{line}\n" for row in rows for line in row)
    assert listed["scores"][0]["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_a_spreadsheet_gets_every_number(story, run):
    """Unrounded; a system whose name would be a formula gets a ' in front; sentences have a row each."""
    (story / "=cmd.txt").write_bytes((story / "a.txt").read_bytes())
    corpus = list(csv.DictReader(io.StringIO(run("score", "=cmd.txt", "-r", "ref.txt", "--format", "csv", "--confidence").text)))
    assert [row["system"] for row in corpus] == ["'=cmd.txt"] * 3
    assert float(corpus[1]["value"]) == scores_of(sacrebleu.CHRF(), story)
    assert float(corpus[1]["low"]) < float(corpus[1]["value"]) < float(corpus[1]["high"])
    assert (corpus[2]["metric"], corpus[2]["resamples"], corpus[2]["seed"]) == ("TER", "1000", "12345")
    rows = csv.DictReader(
        io.StringIO(run("score", "a.txt", "-r", "ref.txt", "--format", "csv", "--sentence-level", "-m", "ter").text)
    )
    assert [(int(row["segment"]), float(row["value"])) for row in rows] == [
        (line + 1, scores_of(sacrebleu.TER(), story, line)) for line in range(LINES)
    ]


def test_the_value_form_is_one_bare_number(story, run):
    """Unrounded on standard output; what it means on standard error."""
    ended = run("score", "a.txt", "-r", "ref.txt", "-m", "chrf", "--format", "value")
    signature = sacrebleu_lines(story, "a.txt", "ref.txt", 1, ["chrf"])[0].partition(" = ")[0]
    assert ended.text == f"{scores_of(sacrebleu.CHRF(), story)!r}\n"
    assert ended.talk == f"reviewer: {signature} · {LINES} segments · independent reference\n"


def test_the_value_form_of_several_numbers_is_wrong_usage(story, run):
    """Which one a script would get is not left to chance."""
    ended = run("score", "a.txt", "-r", "ref.txt", "--format", "value")
    assert (ended.data, ended.status) == (b"", 2)
    assert "these are 3; ask for one --metric of one system" in ended.talk


def test_gates_take_the_number_as_it_is(story, run):
    """Not rounded, with all four signs; the scores are printed in any case."""
    chrf, ter = scores_of(sacrebleu.CHRF(), story), scores_of(sacrebleu.TER(), story)
    bounds = [
        f"chrf>={chrf!r}",
        f"CHRF <= {chrf!r}",
        f"chrf>{chrf!r}",
        f"chrf<{chrf!r}",
        f"ter<={ter - 1e-6:.9f}",
        f"ter<{ter + 1e-6:.9f}",
        f"chrf>={chrf + 1e-6:.9f}",
    ]
    ended = run("score", "a.txt", "-r", "ref.txt", "-m", "bleu", *(part for bound in bounds for part in ("--require", bound)))
    assert ended.status == 3
    told = [line.split(" does not meet ")[0] for line in ended.talk.splitlines()]
    assert told == [f"reviewer: a.txt: {name}" for name in (*2 * [f"chrF2 {chrf:.4f}"], f"TER {ter:.4f}", f"chrF2 {chrf:.4f}")]
    assert [line.strip().partition("|")[0] for line in ended.text.splitlines()[1:]] == ["BLEU", "chrF2", "TER"]


def test_gates_that_are_met_say_nothing(story, run):
    """Each of several systems is held to them."""
    assert run("score", "a.txt", "copy.txt", "-r", "ref.txt", "--require", "chrf>=1", "--require", "ter<=200").status == 0
    ended = run("score", "a.txt", "b.txt", "-r", "ref.txt", "--require", f"chrf>={scores_of(sacrebleu.CHRF(), story)!r}")
    assert ended.status == 3
    assert ended.talk.startswith("reviewer: b.txt: chrF2 ")
    assert ended.talk.count("\n") == 1


def test_influence_is_the_score_without_each_line(story, run):
    """The lines that move it most, the strongest first, with their text."""
    listed = json.loads(
        run("score", "a.txt", "-r", "ref.txt", "-m", "chrf", "-m", "ter", "--influence", "4", "--format", "json").text
    )
    for entry, metric in zip(listed["scores"], (sacrebleu.CHRF(), sacrebleu.TER()), strict=True):
        whole = scores_of(metric, story)
        rest = [scores_of(metric, story, *(line for line in range(LINES) if line != out)) for out in range(LINES)]
        order = sorted(range(LINES), key=lambda line: -abs(whole - rest[line]))[:4]
        hypotheses = lines_of(story / "a.txt")
        assert entry["influence"] == [
            {
                "segment": line + 1,
                "where": str(line + 1),
                "effect": pytest.approx(whole - rest[line]),
                "hypothesis": hypotheses[line],
            }
            for line in order
        ]


def test_influence_names_the_line_of_the_file(story, run):
    """By article too, where a segment's number is that in its article."""
    arguments = ["-m", "chrf", "--articles", "articles.txt", "--by", "article", "--influence", "1", "--format", "json"]
    listed = json.loads(run("score", "a.txt", "-r", "ref.txt", *arguments).text)
    for entry in listed["scores"]:
        (found,) = entry["influence"]
        assert lines_of(story / "a.txt")[int(found["where"]) - 1] == found["hypothesis"]
        assert int(found["where"]) == int(entry["article"].removeprefix("story ")) * 5 + found["segment"]


def test_articles_are_scored_and_drawn(story, run):
    """A score for each article by its name; an interval of articles where they are named, of segments where that is said."""
    by_article = json.loads(
        run(
            "score", "a.txt", "-r", "ref.txt", "-m", "ter", "--articles", "articles.txt", "--by", "article", "--format", "json"
        ).text
    )
    for number, entry in enumerate(by_article["scores"]):
        chosen = [line for line in range(LINES) if line // 5 == number]
        assert (entry["article"], entry["segments"]) == (f"story {number}", len(chosen))
        assert entry["value"] == scores_of(sacrebleu.TER(), story, *chosen)
    drawn, single = (
        json.loads(
            run(
                *("score", "a.txt", "-r", "ref.txt", "-m", "chrf", "--articles", "articles.txt"),
                *("--confidence", "--confidence-n", "300", "--format", "json", *more),
            ).text
        )["scores"][0]
        for more in ([], ["--unit", "segment"])
    )
    metric = sacrebleu.CHRF()
    rows = metric._extract_corpus_statistics(lines_of(story / "a.txt"), [lines_of(story / "ref.txt")])
    articles = [[sum(column) for column in zip(*rows[start : start + 5], strict=True)] for start in range(0, LINES, 5)]
    for entry, statistics, unit in ((drawn, articles, "article"), (single, rows, "segment")):
        _, resampled = _bootstrap_resample(statistics, metric, 300)
        mean, half = estimate_ci([score.score for score in resampled])
        assert entry["interval"]["unit"] == unit
        assert (entry["interval"]["mean"], entry["interval"]["high"] - entry["interval"]["low"]) == pytest.approx(
            (mean, 2 * half)
        )
    assert "|unit:article|" in drawn["signature"]
    assert "unit:" not in single["signature"]


def test_of_one_article_there_is_no_interval(story, run):
    """It would be a point, as if the score were certain."""
    write(story / "one.txt", ["the only story"] * LINES)
    ended = run("score", "a.txt", "-r", "ref.txt", "--articles", "one.txt", "--confidence")
    assert (ended.data, ended.status) == (b"", 1)
    assert "all segments are of one article: there is nothing else to draw; draw segments" in ended.talk


WRONG = {
    "lines": (["a.txt", "short.txt", "-r", "ref.txt"], 1, "a.txt has 24 lines, short.txt has 23 lines, ref.txt has 24 lines"),
    "articles": (["a.txt", "-r", "ref.txt", "--articles", "short.txt"], 1, "do not line up: a.txt has 24 lines"),
    "empty reference": (["a.txt", "-r", "empty.txt"], 1, "empty.txt has 0 lines"),
    "binary": (["a.txt", "-r", "binary"], 1, "binary:2: a NUL byte: this is binary data"),
    "utf-16": (["a.txt", "-r", "utf16.txt"], 1, "utf16.txt:1: UTF-16; save it as UTF-8, or say --encoding utf-16"),
    "truncated": (["short.gz", "-r", "ref.txt"], 1, "short.gz: damaged gzip data"),
    "standard input": (["-", "-r", "-"], 1, "standard input can be read once only"),
    "tokenizer": (["a.txt", "-r", "ref.txt", "--tokenize", "moses"], 2, "'moses' is not one of 'none', 'zh', '13a'"),
    "smoothing": (["a.txt", "-r", "ref.txt", "--smooth-value", "1"], 2, "is for --smooth-method floor or add-k"),
    "unit alone": (["a.txt", "-r", "ref.txt", "--unit", "segment"], 2, "--unit is of intervals, which --confidence asks for"),
    "resamples alone": (["a.txt", "-r", "ref.txt", "--confidence-n", "50"], 2, "--confidence-n is of intervals"),
    "by": (["a.txt", "-r", "ref.txt", "--by", "article"], 2, "--by article needs --articles FILE"),
    "jobs": (["a.txt", "-r", "ref.txt", "--jobs", "9" * 20], 2, "is not in the range 1<=x<=256"),
    "missing": (["no.txt", "-r", "ref.txt"], 1, "no.txt: no such file or directory"),
    "folder": (["folder", "-r", "ref.txt"], 1, "folder: is a folder; name a file"),
    "empty": (["empty.txt", "-r", "ref.txt"], 1, "empty.txt has 0 lines, ref.txt has 24 lines"),
    "no pairs": (["empty.txt", "-r", "empty2.txt"], 1, "empty.txt: is empty: there is no line to score"),
    "latin-1": (["latin.txt", "-r", "ref.txt"], 1, "latin.txt:3: byte 0xE9 is no utf-8"),
    "twice": (["a.txt", "a.txt", "-r", "ref.txt"], 1, "a.txt: named twice"),
    "language": (["a.txt", "-r", "ref.txt", "--target-lang", "Korean"], 1, "'Korean' is no language label; say en, ko-KR"),
    "seed": (["a.txt", "-r", "ref.txt", "--confidence"], 1, "SACREBLEU_SEED is 'often'; it takes a whole number, or none"),
    "no database": (["--db", "no.db", "--against", "references"], 1, "no.db: no such database"),
    "metric": (["a.txt", "-r", "ref.txt", "-m", "rouge"], 2, "'chrf++', 'ter', 'cer', 'edit-rate', 'similarity'"),
    "option": (["a.txt", "-r", "ref.txt", "--tokenise", "zh"], 2, "No such option '--tokenise'"),
    "no number": (["a.txt", "-r", "ref.txt", "--smooth-method", "floor", "--smooth-value", "nan"], 2, "nan is no number"),
    "stray option": (["a.txt", "-r", "ref.txt", "-m", "bleu", "--chrf-beta", "3"], 2, "an option of chrf, which is not scored"),
    "gate": (["a.txt", "-r", "ref.txt", "--require", "chrf=>5"], 2, "'chrf=>5' is no bound; say e.g. --require 'chrf>=55'"),
    "gate metric": (["a.txt", "-r", "ref.txt", "--require", "chr>=5"], 2, "unknown metric 'chr'; known: bleu, chrf"),
    "unit": (["a.txt", "-r", "ref.txt", "--confidence", "--unit", "article"], 2, "--unit article needs --articles FILE"),
    "by editor": (["a.txt", "-r", "ref.txt", "--by", "editor"], 2, "--by editor is for a database"),
    "huge": (["a.txt", "-r", "ref.txt", "--confidence-n", "9" * 30], 2, "is not in the range 40<=x<=1000000"),
    "no reference": (["a.txt"], 2, "name the --reference that SYSTEM is held to"),
    "nothing": ([], 2, "name a SYSTEM file and its --reference, or a database"),
    "both": (["a.txt", "-r", "ref.txt", "--db", "x.db"], 2, "a database (--db, --against), or files; not both"),
    "against nothing": (["--db", "x.db"], 2, "--against corrections or --against references"),
}


@pytest.mark.parametrize(("arguments", "status", "problem"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_one_line_and_no_number(story, run, around, arguments, status, problem):
    """It says what, where and what to do; nothing is on standard output."""
    around["SACREBLEU_SEED"] = "often"
    write_wrong(story)
    ended = run("score", *arguments)
    assert (ended.data, ended.status) == (b"", status)
    assert problem in ended.talk
    assert ended.talk.startswith("reviewer: ")
    assert ended.talk.count("\n") == 1


@pytest.mark.parametrize(("tokenizer", "extra"), [("ja-mecab", "ja"), ("flores200", "spm")])
def test_a_tokenizer_that_is_not_there_is_not_fetched(story, piped, around, tokenizer, extra):
    """The message names the extra that brings its package, or the model that it lacks; nothing is loaded from anywhere."""
    from reviewer.metrics.languages import is_installed

    if tokenizer == "ja-mecab" and is_installed(tokenizer):
        pytest.skip("it is installed here")
    around["SACREBLEU"] = str(story / "models")
    ended = piped(b"", "score", "a.txt", "-r", "ref.txt", "--tokenize", tokenizer)
    assert (ended.stdout, ended.returncode) == (b"", 1)
    problem = "reviewer fetches nothing" if is_installed(tokenizer) else f"pip install 'mt-reviewer[{extra}]'"
    assert problem in ended.stderr.decode()
    assert not [path for path in story.rglob("models/**/*") if path.is_file()]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_may_not_be_read(story, run):
    """It is named."""
    (story / "a.txt").chmod(0)
    ended = run("score", "a.txt", "-r", "ref.txt")
    assert (ended.data, ended.talk, ended.status) == (b"", "reviewer: a.txt: permission denied\n", 1)


PLAIN = [f"The minister has said on day {day} that talks of the café’s, in Zürich, go on." for day in range(LINES)]
HELD_TO = [f"The minister said on day {day} that the café’s talks, held in Zürich, would go on." for day in range(LINES)]
ODD = {
    "bom": (["\ufeff" + PLAIN[0], *PLAIN[1:]], "warning: bom:1: begins with a byte order mark (U+FEFF)"),
    "crlf": ([f"{line}\r" for line in PLAIN], "note: crlf:1: ends in a carriage return (U+000D)"),
    "u2028": ([*PLAIN[:4], PLAIN[4].replace(" said", " said\u2028"), *PLAIN[5:]], "warning: u2028:5: U+2028 inside the line"),
    "nfd": ([unicodedata.normalize("NFD", line) for line in PLAIN], "warning: nfd:1: letters that are not in NFC"),
    "straight": (
        [line.replace("’", "'") for line in PLAIN],
        "warning: held.txt:1: curly quotation marks or apostrophes (U+2019)",
    ),
    "empty": ([*PLAIN[:2], "", *PLAIN[3:]], "warning: empty:3: empty, unlike held.txt"),
    "space": ([line.replace("day ", "day\xa0") for line in PLAIN], "note: space:1: other spaces than the plain one (U+00A0)"),
    "copied": (HELD_TO, "warning: copied and held.txt are the same in"),
}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.txt": ["", ""], "ref.txt": ["", ""]}, "ref.txt: every line is empty: there is nothing to score against"),
        ({"a.txt": ["x", "y"], "ref.txt": ["", " "]}, "ref.txt: every line is empty: there is nothing to score against"),
        ({"a.txt": ["x", "y"], "ref.txt": ["x", "z"], "names": ["one", " "]}, "names:2: an empty line names no article"),
    ],
    ids=["all empty", "references empty", "no name"],
)
def test_nothing_is_no_result(tmp_path, run, files, told):
    """A gate must not pass because there is nothing."""
    for name, lines in files.items():
        write(tmp_path / name, lines)
    articles = ["--articles", "names"] if "names" in files else []
    ended = run("score", "a.txt", "-r", "ref.txt", "--require", "ter<=60", *articles)
    assert (ended.data, ended.talk, ended.status) == (b"", f"reviewer: {told}\n", 1)


def test_articles_that_are_all_different_are_doubted(story, run):
    """As when a whole row of a table was taken for the name."""
    write(story / "rows.tsv", [f"talk\t{line}" for line in range(LINES)])
    ended = run("score", "a.txt", "-r", "ref.txt", "-m", "chrf", "--confidence", "--articles", "rows.tsv")
    assert "warning: rows.tsv: every line names another article" in ended.talk


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("-m bleu --smooth-method floor --smooth-value 0", "smooth:floor[0.00]"),
        ("-m chrf++ --chrf-word-order 2", "nw:2"),
        ("-m chrf --chrf-word-order 0", "nw:0"),
    ],
)
def test_nought_is_a_value(story, run, options, said):
    """An option that is 0 is not one that was not given."""
    assert said in run("score", "a.txt", "-r", "ref.txt", *options.split()).text


@pytest.mark.parametrize("options", ["-m chrf++ --chrf-word-order 4", "-m ter --chrf-word-order 0"])
def test_options_that_contradict_the_metrics_are_refused(story, run, options):
    """No number by other options than those that were named."""
    ended = run("score", "a.txt", "-r", "ref.txt", *options.split())
    assert (ended.data, ended.status) == (b"", 2)


def test_a_gate_takes_no_default_metric_away(story, run):
    """A script that adds one finds its scores where they were."""
    listed = json.loads(run("score", "a.txt", "-r", "ref.txt", "--require", "cer>=0", "--format", "json").text)
    assert [entry["metric"] for entry in listed["scores"]] == ["BLEU", "chrF2", "TER", "CER"]


def test_one_segment_has_no_interval(tmp_path, run):
    """Of one there is nothing else to draw, and ±0 would look certain."""
    write(tmp_path / "a.txt", ["The talks broke."])
    write(tmp_path / "ref.txt", ["The talks failed."])
    (entry,) = json.loads(run("score", "a.txt", "-r", "ref.txt", "-m", "chrf", "--confidence", "--format", "json").text)["scores"]
    assert entry["interval"] is None
    assert "bs:" not in entry["signature"]


def test_a_closed_output_is_said(story, around):
    """Not a traceback: there is nowhere to print to."""
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *PROGRAM, "score", "a.txt", "-r", "ref.txt", "-m", "chrf"]
    ended = subprocess.run(command, cwd=story, env=around, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (
        1,
        "reviewer: standard output is closed: there is nowhere to print to; redirect it to a file or a pipe",
    )


def test_what_is_odd_is_said_and_scored_as_it_is(tmp_path, run):
    """With file and line, on standard error alone; standard output is sacrebleu's, and clean files say nothing."""
    write(tmp_path / "held.txt", HELD_TO)
    write(tmp_path / "clean", PLAIN)
    for name, (lines, _) in ODD.items():
        write(tmp_path / name, lines)
    ended = run("score", "clean", *ODD, "-r", "held.txt", "-w", "5", "-m", "bleu", "-m", "chrf")
    assert ended.status == 0
    told = ended.talk.splitlines()
    for _, problem in ODD.values():
        assert [line for line in told if line.startswith(f"reviewer: {problem}")], problem
    assert len(told) == len(ODD)
    expected = [sacrebleu_lines(tmp_path, name, "held.txt", 5, ("bleu", "chrf")) for name in ("clean", *ODD)]
    printed = [stripped(part.splitlines()[1:]) for part in ended.text.split("# ")[1:]]
    assert printed == expected


def test_a_warning_has_what_it_costs(tmp_path, run):
    """The score as it is, and as it would be without."""
    write(tmp_path / "held.txt", HELD_TO)
    write(tmp_path / "odd", ODD["nfd"][0])
    write(tmp_path / "mended", PLAIN)
    before, after = (sacrebleu.CHRF().corpus_score(lines_of(tmp_path / name), [HELD_TO]).score for name in ("odd", "mended"))
    ended = run("score", "odd", "-r", "held.txt", "-m", "chrf")
    assert ended.talk.rstrip().endswith(f"; without it chrF2 {after:.2f} instead of {before:.2f}")


def test_strict_fails_on_a_warning(tmp_path, run):
    """And prints no number; what is only noted is no reason."""
    write(tmp_path / "held.txt", HELD_TO)
    for name in ("bom", "crlf"):
        write(tmp_path / name, ODD[name][0])
    ended = run("score", "bom", "-r", "held.txt", "--strict")
    assert (ended.data, ended.status) == (b"", 1)
    assert ended.talk.splitlines()[-1] == "reviewer: --strict: mend what is said above, then score"
    ended = run("score", "crlf", "-r", "held.txt", "--strict")
    assert ended.status == 0
    assert ended.talk.startswith("reviewer: note: ")


def test_what_looks_tokenised_is_warned_of(tmp_path, run):
    """Unless it is meant so: `--force`, as sacrebleu has it."""
    write(tmp_path / "held.txt", [f"The minister said on day {day}." for day in range(120)])
    write(tmp_path / "parted", [f"The minister spoke on day {day} ." for day in range(120)])
    told = [run("score", "parted", "-r", "held.txt", "-m", "chrf", *more).talk for more in ([], ["--force"])]
    assert "parted:1: looks tokenised: 120 of 120 lines" in told[0]
    assert told[1] == ""


def test_force_is_of_tokenised_text_alone(tmp_path, run):
    """What else is odd is still said."""
    write(tmp_path / "held.txt", HELD_TO)
    write(tmp_path / "bom", ODD["bom"][0])
    assert "bom:1: begins with a byte order mark" in run("score", "bom", "-r", "held.txt", "--force").talk


HOSTILE = "a\x1b[31m\tb\n[red]\x9b.txt"


def test_nothing_from_outside_reaches_the_terminal(story, at_terminal):
    """Neither of a text, nor of a file's name, in any form."""
    lines = lines_of(story / "a.txt")
    (story / HOSTILE).write_text("".join(f"\x1b]0;owned\x07\x9b31m [bold] \u202e {line}\n" for line in lines), encoding="utf-8")
    for form in ("text", "json", "csv"):
        influence = [] if form == "csv" else ["--influence", "3"]
        received, status = at_terminal("score", HOSTILE, "-r", "ref.txt", "-m", "chrf", *influence, "--format", form)
        shown = received.decode()
        assert status == 0
        assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(shown)
        assert "[red]" in shown
    received, status = at_terminal("score", HOSTILE, "-r", "no.txt\x1b[2J")
    assert (status, b"\x1b" in received) == (1, False)


def test_a_reader_that_is_gone_is_no_reason_to_talk(story, around):
    """The pipe is closed before the first byte."""
    assert _to_nobody(story, around) == b""


def test_a_reader_that_is_gone_ends_it_as_a_signal_would(story, around):
    """128 and the number of SIGPIPE."""
    _to_nobody(story, around, 128 + signal.SIGPIPE)


def _to_nobody(story: Path, around: dict[str, str], status: int | None = None) -> bytes:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*PROGRAM, "score", "a.txt", "-r", "ref.txt", "--format", "json"]
    ended = subprocess.run(command, cwd=story, env=around, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert ended.returncode != 0
    assert status in (None, ended.returncode)
    return ended.stderr


@pytest.fixture(scope="module")
def long_story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files over which TER takes a good while."""
    folder = tmp_path_factory.mktemp("long")
    rng = random.Random(9)
    lines = [" ".join(rng.choices(VOCABULARY, k=60)) for _ in range(1500)]
    write(folder / "ref.txt", lines)
    for name in ("a.txt", "b.txt"):
        write(folder / name, [" ".join(sorted(line.split(), key=lambda _: rng.random())) for line in lines])
    return folder


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("number", "status", "arguments"),
    [
        (signal.SIGINT, 130, ["score", "a.txt"]),
        (signal.SIGTERM, 143, ["compare", "a.txt", "b.txt"]),
    ],
)
def test_a_signal_leaves_no_process_behind(long_story, around, number, status, arguments):
    """Neither Ctrl-C, which the whole group gets, nor what ends the one process alone."""
    command = [*PROGRAM, *arguments, "-r", "ref.txt", "-m", "ter", "--jobs", "2"]
    process = subprocess.Popen(
        command, cwd=long_story, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    with process:
        while len(workers := children(process.pid)) < 2:
            assert process.poll() is None, "ended before its workers were there"
            time.sleep(0.01)
        (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
        data, talk = process.communicate(timeout=30)
    assert (process.returncode, data, talk.strip()) == (status, b"", b"")
    end = time.monotonic() + 10
    while not all(map(is_gone, workers)):
        assert time.monotonic() < end, "workers live on"
        time.sleep(0.01)


FEEDER = """
import os, resource, subprocess, sys
count, program = int(sys.argv[1]), sys.argv[2:]
with open("ref.txt", "w") as file:
    file.writelines(f"Day {line % 997} in town {line % 89}.\\n" for line in range(count))
process = subprocess.Popen(program, stdin=subprocess.PIPE)
with process.stdin as pipe:
    pipe.writelines(b"Day %d in a town %d.\\n" % (line % 991, line % 89) for line in range(count))
assert process.wait() == 0
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Pours lines into a program and says how much memory that took at most; a small process, because its size counts too."""


def test_memory_does_not_grow_with_the_input(tmp_path, around):
    """Ten times as many lines through a pipe take hardly more of it."""
    program = [*PROGRAM, "score", "-", "-r", "ref.txt", "-m", "bleu", "--jobs", "1", "--format", "value"]
    most = []
    for count in (10_000, 100_000):
        command = [sys.executable, "-c", FEEDER, str(count), *program]
        ended = subprocess.run(command, cwd=tmp_path, env=around, check=True, capture_output=True)
        value, kilobytes = ended.stdout.split()
        assert 0 < float(value) < 100
        most.append(int(kilobytes))
    assert most[1] < most[0] + 8_000


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A database with articles of two systems, most of it corrected by two editors."""
    (tmp_path / "table.csv").write_text(TABLE)
    bring_in(tmp_path / "reviews.db", tmp_path / "table.csv")
    return tmp_path / "reviews.db"


CORRECTED = [row for row in csv.DictReader(io.StringIO(TABLE)) if row["correction"]]
TRANSLATED = list(csv.DictReader(io.StringIO(TABLE)))


def expected_of(rows: Sequence[dict[str, str]], side: str) -> dict[str, float]:
    """What sacrebleu gives the machine texts of rows against one side of them."""
    texts = [row["machine"] for row in rows], [[row[side] for row in rows]]
    return {
        name: metric.corpus_score(*texts).score
        for name, metric in {"BLEU": sacrebleu.BLEU(), "chrF2": sacrebleu.CHRF(), "TER": sacrebleu.TER()}.items()
    }


@pytest.mark.parametrize(
    ("against", "rows", "side", "kind"),
    [("corrections", CORRECTED, "correction", "post-edit"), ("references", TRANSLATED, "reference", "independent")],
)
def test_a_database_is_scored_against_what_is_said(table, run, against, rows, side, kind):
    """The numbers are sacrebleu's, and which kind of reference they stand on is in each."""
    listed = json.loads(run("score", "--against", against, "--format", "json").text)["scores"]
    assert {entry["metric"]: entry["value"] for entry in listed} == expected_of(rows, side)
    assert {(entry["reference"], entry["segments"]) for entry in listed} == {(kind, len(rows))}
    assert f"{kind} reference" in run("score", "--against", against, "-m", "chrf").text


@pytest.mark.parametrize("by", ["system", "editor", "kind"])
def test_a_database_is_scored_by_what_is_said(table, run, by):
    """A group for each, over its own rows."""
    rows = csv.DictReader(io.StringIO(run("score", "--against", "corrections", "--by", by, "--format", "csv", "-m", "chrf").text))
    assert {row[by]: float(row["value"]) for row in rows} == {
        name: expected_of([row for row in CORRECTED if row[by] == name], "correction")["chrF2"]
        for name in {row[by] for row in CORRECTED}
    }


def test_a_database_is_scored_by_article(table, run):
    """Under its title, the worst and the best alike."""
    (table.parent / "more.txt").write_text("One more story. It was short.\n")
    bring_in(table, table.parent / "more.txt")
    decide(table, 1, "corrected", "One more story here.", article=4)
    listed = json.loads(run("score", "--against", "corrections", "--by", "article", "--format", "json", "-m", "ter").text)[
        "scores"
    ]
    (entry,) = [entry for entry in listed if entry["article"] == "more"]
    expected = sacrebleu.TER().corpus_score(["One more story."], [["One more story here."]]).score
    assert (entry["value"], entry["segments"]) == (expected, 1)


def test_nothing_reviewed_is_said_in_words(tmp_path, run):
    """Not as 0, and not as a gate that is met."""
    (tmp_path / "story.txt").write_text("One story. Nobody has read it.\n")
    bring_in(tmp_path / "reviews.db", tmp_path / "story.txt")
    for against, problem in (("corrections", "nothing reviewed yet"), ("references", "no segment has an independent reference")):
        ended = run("score", "--against", against, "--require", "ter<=60", "-m", "ter")
        assert (ended.data, ended.status) == (b"", 1)
        assert problem in ended.talk
        assert ended.talk.count("\n") == 1


def test_independent_references_have_no_editor(table, run):
    """A score of an editor against them would be one of nobody's work."""
    ended = run("score", "--against", "references", "--by", "editor")
    assert (ended.data, ended.status) == (b"", 2)
    assert "independent references have no editor" in ended.talk


@pytest.mark.parametrize("command", ["score", "compare"])
def test_help_fits_a_terminal(run, around, command):
    """80 columns, in words for each option."""
    around["COLUMNS"] = "80"
    lines = run(command, "--help").text.splitlines()
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if "RANGE" in line]
