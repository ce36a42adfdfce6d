"""`reviewer check`: its lines and forms, what is chosen, the gate, standard input, rules on trial, and hostile text."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.cli.conftest import Ended
from tests.desk import bring_in, decide
from tests.hostile import foreign

RULES = """\
[[rule]]
name = "flied"
pattern = '\\bflied\\b'
message = "“flied” is no word"
suggestion = "flew"
severity = "error"
bad = ["He flied home."]

[[rule]]
name = "very"
pattern = '(?i)\\bvery\\b'
message = "very is not our style"
suggestion = ""
bad = ["A very good day."]

[[rule]]
name = "saying"
pattern = '\\bsaid\\b'
message = "somebody said"
severity = "info"
bad = ["He said so."]
"""
NEWS = "The ministers flied to Kyiv.\n\nIt was a very good day. He said so.\n"
HOUSE = ("--rules", "house.toml", "--select", "house")


@pytest.fixture
def check(run: Callable[..., Ended], tmp_path: Path) -> Callable[..., Ended]:
    """Runs `reviewer check` with arguments in the folder of the test, where there are rules and news."""
    (tmp_path / "house.toml").write_text(RULES)
    (tmp_path / "news.txt").write_text(NEWS)
    return partial(run, "check")


def configure(around: dict[str, str], rules: str, more: str = "") -> None:
    """Settings that name a file of rules."""
    folder = Path(around["XDG_CONFIG_HOME"]) / "reviewer"
    folder.mkdir(parents=True)
    (folder / "rules.toml").write_text(rules)
    (folder / "config.toml").write_text(f'[checks]\nrules = ["rules.toml"]\n{more}')


def findings(ended: Ended) -> list[dict[str, object]]:
    """What a command printed as JSON."""
    document = json.loads(ended.text)
    assert document["schema"] == "reviewer/findings/1"
    return list(document["findings"])


# Forms


def test_the_lines_of_the_text_form(check: Callable[..., Ended]) -> None:
    """File, line and column, as linters have them, with what to write instead; the sum on standard error; status 3."""
    ended = check("news.txt", *HOUSE)
    assert ended.text.splitlines() == [
        "news.txt:1:15: error house/flied: “flied” is no word",
        "  help: write “flew” for “flied”",
        "news.txt:3:9: warning house/very: very is not our style",
        "  help: take out “very”",
    ]
    assert ended.talk == "reviewer: 2 findings: 1 error, 1 warning; 1 more below warning (--level info prints them)\n"
    assert ended.status == 3


def test_the_json_form(check: Callable[..., Ended]) -> None:
    """`reviewer/findings/1`, with just these keys; spans count in the segment, line and column in the file."""
    first, second = findings(check("news.txt", *HOUSE, "--format", "json"))
    assert first == {
        "check": "house/flied",
        "severity": "error",
        "message": "“flied” is no word",
        "span": [14, 19],
        "text": "flied",
        "side": "machine",
        "suggestion": "flew",
        "file": "news.txt",
        "line": 1,
        "column": 15,
        "article": 1,
        "segment": first["segment"],
    }
    assert (second["span"], second["text"], second["suggestion"], second["line"]) == ([8, 13], " very", "", 3)
    assert first["segment"] != second["segment"]


def test_the_sarif_form(check: Callable[..., Ended], tmp_path: Path) -> None:
    """A log of version 2.1.0: rules with help, regions in code points, fixes, fingerprints, and paths that are URIs."""
    (tmp_path / "a b%.txt").write_text("국방부 officials flied\n\nHe was very\nglad.\n")
    log = json.loads(check("a b%.txt", *HOUSE, "--target-lang", "en", "--format", "sarif").text)
    (ran,) = log["runs"]
    assert (log["version"], ran["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    rules = ran["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["house/flied", "house/very", "house/saying"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["error", "warning", "note"]
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)
    flied, very = ran["results"]
    assert (flied["ruleId"], flied["ruleIndex"], flied["level"]) == ("house/flied", 0, "error")
    place = flied["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b%25.txt"}
    assert place["region"] == {
        "startLine": 1,
        "startColumn": 15,
        "endLine": 1,
        "endColumn": 20,
        "snippet": {"text": "flied"},
    }
    ((replaced,),) = [change["replacements"] for change in flied["fixes"][0]["artifactChanges"]]
    assert replaced["insertedContent"] == {"text": "flew"}
    ((removed,),) = [change["replacements"] for change in very["fixes"][0]["artifactChanges"]]
    assert removed == {"deletedRegion": {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 12}}
    assert len({each["partialFingerprints"]["finding/v1"] for each in (flied, very)}) == 2


def test_sarif_says_no_column_of_a_table(check: Callable[..., Ended], tmp_path: Path) -> None:
    """There it would point at something else in the file, and a fix would damage it; the line is said."""
    (tmp_path / "t.tsv").write_text("id\tmachine\n1\tFine.\n2\tHe flied.\n")
    (result,) = json.loads(check("t.tsv", *HOUSE, "--format", "sarif").text)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "snippet": {"text": "flied"}}
    assert "fixes" not in result


def test_sarif_of_standard_input_names_no_file(check: Callable[..., Ended]) -> None:
    """There is no URI of it."""
    results = json.loads(check(*HOUSE, "--format", "sarif", reads=NEWS).text)["runs"][0]["results"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    assert [place["artifactLocation"] for place in places] == [{"description": {"text": "standard input"}}] * 2


# What is looked at


def test_what_was_not_looked_at_is_said(check: Callable[..., Ended], tmp_path: Path) -> None:
    """Checks that need a source do not run without one, and nobody shall take silence for praise."""
    assert "no findings in 3 segments" in check("news.txt", "--select", "source").talk
    assert "need a source did not run\n" in check("news.txt", "--select", "source").talk
    (tmp_path / "t.tsv").write_text("source\tmachine\nEins.\tOne.\n\tTwo.\n")
    assert "did not run on 1 of 2 segments" in check("t.tsv", "--select", "source").talk
    assert "need" not in check("news.txt", *HOUSE).talk
    assert "3 segments in another language than English" in check("news.txt", *HOUSE, "--target-lang", "de").talk


@pytest.mark.parametrize("name", ["-", ""])
def test_standard_input(check: Callable[..., Ended], name: str) -> None:
    """A dash, or nothing where something comes in; what was found has the dash for a file."""
    ended = check(*HOUSE, *filter(None, [name]), reads=NEWS)
    assert ended.text.startswith("-:1:15: error house/flied: ")
    assert ended.status == 3


def test_a_database_that_is_named_comes_before_standard_input(check: Callable[..., Ended], tmp_path: Path) -> None:
    """Whatever comes in is not read then."""
    bring_in(tmp_path / "reviews.db", tmp_path / "house.toml")
    assert check(*HOUSE, "--db", "reviews.db", reads=NEWS).text.startswith("1/")


def test_the_options_of_import_say_how_files_are_read(check: Callable[..., Ended], tmp_path: Path) -> None:
    """Format, encoding, columns, source, languages and date."""
    (tmp_path / "a.dat").write_bytes("국방부\tHe flied.\n".encode("cp949"))
    said = ("--input-format", "tsv", "--encoding", "cp949", "--column", "machine=2", "--date", "2026-03-01")
    assert [each["line"] for each in findings(check("a.dat", *said, *HOUSE, "--format", "json"))] == [1]
    (tmp_path / "src.txt").write_text("Eins.\nZwei.\n")
    assert "do not line up" in check("news.txt", "--source", "src.txt", "--source-lang", "de").talk


def test_a_correction_in_a_table_is_what_is_looked_at(check: Callable[..., Ended], tmp_path: Path) -> None:
    """The machine text of it stands no more."""
    (tmp_path / "t.tsv").write_text("machine\tcorrection\nHe flied.\tHe flew.\nHe ran.\tHe flied.\nHe flied.\t\n")
    told = findings(check("t.tsv", *HOUSE, "--format", "json"))
    assert [(each["line"], each["side"]) for each in told] == [(3, "correction"), (4, "machine")]


def test_a_glossary_is_held_against_text_and_source(check: Callable[..., Ended], tmp_path: Path) -> None:
    """A term that the source has is to be called as the glossary does; a file that is none is refused."""
    (tmp_path / "terms.tsv").write_text("source\ttarget\n동진\teastward expansion\n")
    (tmp_path / "t.tsv").write_text("source\tmachine\n나토의 동진\tNATO's ban on East Asia\n동진\tEastward expansion\n")
    arguments = ("t.tsv", "--select", "glossary", "--format", "json")
    assert findings(check(*arguments)) == []
    (found,) = findings(check(*arguments, "--glossary", "terms.tsv"))
    assert (found["check"], found["line"]) == ("glossary", 2)
    assert check(*arguments, "--glossary", "house.toml").status == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "nowhere.txt: no such file or directory"),
        (["news.txt", "house.toml", "."], ".: is a directory"),
        (["news.txt", "--rules", "nowhere.toml"], "nowhere.toml: No such file or directory"),
        (["--db", "nowhere.db"], "nowhere.db"),
    ],
)
def test_what_cannot_be_read_is_status_1(check: Callable[..., Ended], arguments: list[str], said: str) -> None:
    """In one line, and nothing is printed of the files before it."""
    ended = check(*arguments)
    assert (ended.status, ended.data, ended.talk.count("\n")) == (1, b"", 1)
    assert said in ended.talk


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["news.txt", "--select", "house/flyed"],
            "unknown check or family 'house/flyed'; did you mean house/flied? families: surface, ",
        ),
        (["news.txt", "--ignore", "supface"], "did you mean surface? families: surface, "),
        (["news.txt", "--ignore", "qqq"], "'qqq'; families: surface, "),
        (["news.txt", "--select", "a,,b"], "an empty name"),
        (["news.txt", "--db", "x.db"], "not both at once"),
        (["news.txt", "--filter", "status:open"], "not both at once"),
        (["--filter", "colour:red"], "colour"),
        (["--date", "2026-03-01", "--db", "x.db"], "there is no FILE"),
        (["-", "-"], "standard input can be read once only"),
        (["--explain", "shape,supface"], "did you mean surface? "),
        (["--stats", "--explain", "all"], "one of them"),
        (["--stats", "news.txt"], "--stats looks at no FILE"),
        (["--try", "house.toml", "--format", "json"], "--try prints text only"),
        (["news.txt", "--fail-on", "fatal"], "'fatal' is not one of"),
    ],
)
def test_wrong_usage_is_status_2(check: Callable[..., Ended], arguments: list[str], said: str) -> None:
    """One line says what there is."""
    ended = check("--rules", "house.toml", *arguments)
    assert (ended.status, ended.data, ended.talk.count("\n")) == (2, b"", 1)
    assert said in ended.talk


# What is chosen


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--select", "house", "--level", "info"], ["flied", "very", "saying"]),
        (["--select", "house", "--level", "error"], ["flied"]),
        (["--select", "House/Very,house/FLIED"], ["flied", "very"]),
        (["--select", "house/very", "--select", "house/flied"], ["flied", "very"]),
        (["--select", "house", "--ignore", "house/very"], ["flied"]),
        (["--select", "house/very", "--ignore", "house"], ["very"]),
        (["--select", "house/very", "--ignore", "house/very"], []),
        (["--ignore", "house, surface,residue,shape,numbers,names"], []),
        (["--select", "house/very,surface", "--ignore", "surface"], ["very"]),
        (["--select", "house", "--fail-on", "info"], ["flied", "very", "saying"]),
    ],
)
def test_which_findings_are_printed(check: Callable[..., Ended], arguments: list[str], wanted: list[str]) -> None:
    """Names of checks and families; the closer one wins; what fails is always shown."""
    told = findings(check("news.txt", "--rules", "house.toml", "--format", "json", *arguments))
    assert [str(each["check"]).removeprefix("house/") for each in told] == wanted


@pytest.mark.parametrize(
    ("fail_on", "only", "status"),
    [
        ("info", "house/saying", 3),
        ("warning", "house/saying", 0),
        ("warning", "house/very", 3),
        ("error", "house/very", 0),
        ("never", "house/flied", 0),
    ],
)
def test_the_gate(check: Callable[..., Ended], fail_on: str, only: str, status: int) -> None:
    """Status 3 from the level on that is named."""
    assert check("news.txt", "--rules", "house.toml", "--select", only, "--fail-on", fail_on).status == status


def test_the_settings_count_too(check: Callable[..., Ended], around: dict[str, str], tmp_path: Path) -> None:
    """Rules beside the settings file run by themselves, and what it ignores does not, unless it is selected."""
    configure(around, RULES, 'ignore = ["House/flied", "house/gone"]\n')
    arguments = ("news.txt", "--format", "json", "--select")
    assert [each["check"] for each in findings(check(*arguments, "house"))] == ["house/very"]
    assert [each["check"] for each in findings(check(*arguments, "house/flied"))] == ["house/flied"]


# A database


def test_without_a_file_it_is_the_database(check: Callable[..., Ended], tmp_path: Path) -> None:
    """The texts as they stand, by article and segment; a filter leaves some out; the level is that of files."""
    ended = check("--db", str(tmp_path / "reviews.db"))
    assert ended.status == 1
    bring_in(tmp_path / "reviews.db", tmp_path / "news.txt")
    assert check(*HOUSE).text.splitlines()[::2] == [
        "1/1:15: error house/flied: “flied” is no word",
        "1/2:9: warning house/very: very is not our style",
    ]
    assert [each["check"] for each in findings(check(*HOUSE, "--filter", "good", "--format", "json"))] == ["house/very"]
    decide(tmp_path / "reviews.db", 1, "corrected", "They flew to Kyiv, he flied.")
    (flied, _) = findings(check(*HOUSE, "--format", "json"))
    assert (flied["side"], flied["file"], flied["line"], flied["article"]) == ("correction", None, None, 1)


def test_a_database_in_sarif_has_no_files(check: Callable[..., Ended], tmp_path: Path) -> None:
    """What stands there is no place in a file."""
    bring_in(tmp_path / "reviews.db", tmp_path / "news.txt")
    (first, _) = json.loads(check(*HOUSE, "--format", "sarif").text)["runs"][0]["results"]
    assert first["locations"] == [{"logicalLocations": [{"name": "segment 1", "fullyQualifiedName": "1/1"}]}]


def test_rules_on_trial(check: Callable[..., Ended], tmp_path: Path) -> None:
    """How often they would have flagged what is reviewed, and how often that very place was changed."""
    bring_in(tmp_path / "reviews.db", tmp_path / "news.txt")
    decide(tmp_path / "reviews.db", 1, "corrected", "The ministers flew to Kyiv.")
    decide(tmp_path / "reviews.db", 2, "corrected", "It was a very bad day.")
    ended = check("--try", "house.toml")
    assert ended.text.splitlines() == [
        "house/flied: flagged 1 in 2 reviewed segments, and 1 of these had been changed there (100%)",
        "  changed 1/1     “flied” → The ministers flew to Kyiv.",
        "house/very: flagged 1 in 2 reviewed segments, and 0 of these had been changed there (0%)",
        "  left    1/2     “ very”",
        "house/saying: flagged nothing in 2 reviewed segments",
    ]
    assert (ended.status, ended.talk) == (0, "")


def test_a_rule_on_trial_that_is_too_slow(check: Callable[..., Ended], tmp_path: Path) -> None:
    """What is told of it is not all, and is said not to be."""
    (tmp_path / "slow.toml").write_text("[[rule]]\nname = 'slow'\npattern = '(a+)+$'\nmessage = 'slow'\nbad = ['aa']\n")
    (tmp_path / "news.txt").write_text("a" * 5_000 + "!\n")
    bring_in(tmp_path / "reviews.db", tmp_path / "news.txt")
    decide(tmp_path / "reviews.db", 1, "accepted")
    assert check("--try", "slow.toml").talk.endswith("is too slow and was stopped; make it plainer; what is above is not all\n")


def test_how_far_each_check_is_believed(check: Callable[..., Ended], tmp_path: Path) -> None:
    """What editors did where each of them flagged something, and what they keep changing that none foresaw."""
    days = ("day", "night", "week")
    story = tmp_path / "story.txt"
    story.write_text("\n\n".join(f"The {day} was a foggy one. Then the {day} flied." for day in days) + "\n")
    bring_in(tmp_path / "reviews.db", story)
    for number, day in enumerate(days):
        decide(tmp_path / "reviews.db", 2 * number + 1, "corrected", f"The {day} was a misty one.")
        decide(tmp_path / "reviews.db", 2 * number + 2, "corrected", f"Then the {day} flew.")
    ended = check("--stats", "--rules", "house.toml")
    assert ended.status == 0, ended.text
    row = next(line for line in ended.text.splitlines() if line.startswith("house/flied "))
    assert row.split() == ["house/flied", "error", "3", "0", "0", "100%"]
    assert "3 of 3  “foggy” → “misty”" in ended.text


# What there is to know


def test_a_check_is_explained(check: Callable[..., Ended]) -> None:
    """One of them, a family, or all; the newsroom's own too."""
    assert check("--rules", "house.toml", "--explain", "house/flied").text.splitlines()[:3] == [
        "# house/flied",
        "",
        "house · error · ITS non-conformance",
    ]
    assert check("--explain", "surface").text.startswith("## surface\n")
    assert "\n\n## shape\n" in check("--explain", "Surface,shape").text
    assert check("--explain", "all").text.startswith("# The checks\n")


# What comes from outside


@pytest.mark.catalogue("H1", "H5")
@pytest.mark.parametrize("form", ["text", *(pytest.param(form, marks=pytest.mark.long) for form in ("json", "sarif"))])
def test_hostile_text_is_made_visible(tmp_path: Path, at_terminal: Callable[..., tuple[bytes, int]], form: str) -> None:
    """Controls in text, rules and file names never reach a terminal, in whatever form."""
    name = "a\x1b[2J\u202e.txt"
    (tmp_path / name).write_text("He flied\x1b[2J\x07 \u202e\x9b2J home.\n")
    (tmp_path / "house.toml").write_text(
        "[[rule]]\nname = 'flied'\npattern = 'flied.*'\nmessage = \"\\u001b[2J\"\nseverity = 'error'\n"
        "suggestion = \"\\u202e\\u001b[2J\"\nbad = ['flied']\n"
    )
    received, status = at_terminal("check", name, *HOUSE, "--target-lang", "en", "--format", form)
    assert status == 3
    assert foreign(received, None) == []
    assert b"flied" in received


def test_a_pipe_that_nobody_reads(check: Callable[..., Ended]) -> None:
    """It ends as others do, without a word."""
    ended = check("news.txt", *HOUSE, is_read=False)
    assert (ended.status, ended.talk) == (141, "")


@pytest.mark.catalogue("J3")
def test_a_rule_that_is_too_slow_is_said_once(check: Callable[..., Ended], tmp_path: Path) -> None:
    """The others go on."""
    slow = "[[rule]]\nname = 'slow'\npattern = '(a+)+$'\nmessage = 'slow'\nbad = ['aa']\n"
    (tmp_path / "slow.toml").write_text(slow)
    (tmp_path / "news.txt").write_text(f"He flied. {'a' * 5_000}! Then. {'a' * 5_000}! He flied.\n")
    ended = check("news.txt", *HOUSE, "--rules", "slow.toml")
    assert ended.status == 1
    assert ended.talk.count("house/slow: the pattern '(a+)+$' is too slow and was stopped") == 1
    assert ended.text.count("house/flied") == 2


def test_what_a_slow_rule_did_not_find_is_looked_for_again(
    check: Callable[..., Ended], around: dict[str, str], tmp_path: Path
) -> None:
    """The database does not keep it as if there were nothing."""
    configure(around, "[[rule]]\nname = 'slow'\npattern = '(a+)+$'\nmessage = 'slow'\nbad = ['aa']\n")
    (tmp_path / "news.txt").write_text(f"He said {'a' * 5_000}! Then it ended.\n")
    bring_in(tmp_path / "reviews.db", tmp_path / "news.txt")
    assert ["too slow" in check("--select", "house").talk for _ in range(2)] == [True, True]


def test_bytes_that_are_no_text_are_refused(check: Callable[..., Ended], tmp_path: Path) -> None:
    """With the line, and what would read them."""
    (tmp_path / "bad.txt").write_bytes(b"One.\n\nTwo \xff.\n")
    ended = check("bad.txt", *HOUSE)
    assert (ended.status, ended.data) == (1, b"")
    assert ended.talk.startswith("reviewer: bad.txt:3: byte 10 (0xFF) is no UTF-8")


def test_a_file_whose_name_is_no_text(check: Callable[..., Ended], tmp_path: Path) -> None:
    """It is read, and its bytes are those of its URI."""
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text(NEWS)
    first = json.loads(check(name, *HOUSE, "--format", "sarif").text)["runs"][0]["results"][0]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "caf%E9.txt"}
