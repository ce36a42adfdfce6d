"""The newsroom's own rules: what a file may say, what a rule finds, and what happens with one that is wrong or slow."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.checks import Unit
from reviewer.checks.house import HouseRule, Rule
from reviewer.core.article import Kind
from reviewer.core.finding import Level
from reviewer.errors import ConfigError, QueryError
from reviewer.workflow.house_rules import read_house_rules

EAST = """\
[[rule]]
name = "east"
pattern = 'ban on East Asia\\b'
message = "NATO went east, not to East Asia"
suggestion = "eastward expansion"
severity = "error"
bad = ["NATO's ban on East Asia"]
good = ["a ban on East Asian steel is a ban on steel"]
"""


def at_work(pattern: str, suggestion: str | None = None, **said: object) -> HouseRule:
    """A rule at work."""
    return HouseRule(Rule("a-rule", pattern, "not our style", suggestion, **said))


def written(tmp_path: Path, text: str | bytes, name: str = "house.toml") -> Path:
    """A file of rules."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def with_line(line: str) -> str:
    """A rule that is right but for `line`, which stands in place of its own one of that key."""
    key = line.partition("=")[0].strip()
    own = {
        "name": 'name = "a-rule"',
        "pattern": "pattern = 'flied'",
        "message": 'message = "flew"',
        "bad": 'bad = ["He flied."]',
    }
    return "[[rule]]\n" + "\n".join((own | {key: line}).values()) + "\n"


# What a rule finds


@pytest.mark.parametrize(
    ("pattern", "suggestion", "text", "wanted"),
    [
        ("flied", None, "He flied home.", [(3, 8, None)]),
        ("flied", "flew", "He flied, she flied.", [(3, 8, "flew"), (14, 19, "flew")]),
        (r"(\w+)-go", r"\1", "A no-go.", [(2, 7, "no")]),
        (r"(?P<who>\w+) flied", r"\g<who> flew", "He flied.", [(0, 8, "He flew")]),
        (r"(a)|(b)", r"[\1\2]", "b", [(0, 1, "[b]")]),
        ("x", r"\\", "x", [(0, 1, "\\")]),
        ("x", r"\g<0>\0", "x", [(0, 1, "xx")]),
        ("very", "", "A very good day.", [(1, 6, "")]),
        ("Very", "", "Very good.", [(0, 5, "")]),
        ("very", "", "very", [(0, 4, "")]),
        ("(?i)nato", "NATO", "Nato, NATO and nato.", [(0, 4, "NATO"), (15, 19, "NATO")]),
        ("x*", None, "axb", [(1, 2, None)]),
        ("국방부", "the ministry", "The 국방부.", [(4, 7, "the ministry")]),
        ("a", None, "", []),
    ],
)
def test_what_a_rule_finds(pattern: str, suggestion: str | None, text: str, wanted: list[tuple[int, int, str | None]]) -> None:
    """Where, and what it would write there; nothing where the text is already so, and never an empty place."""
    remarks = at_work(pattern, suggestion).remarks(Unit(text))
    assert [(each.start, each.end, each.suggestion) for each in remarks] == wanted


@pytest.mark.parametrize(
    ("on", "machine", "is_flagged"),
    [
        ("both", None, True),
        ("both", "He flew.", True),
        ("machine", None, True),
        ("machine", "He flied.", True),
        ("machine", "He flew.", False),
        ("correction", None, False),
        ("correction", "He flied.", False),
        ("correction", "He flew.", True),
    ],
)
def test_whose_text_a_rule_looks_at(on: str, machine: str | None, is_flagged: bool) -> None:
    """An accepted text is the machine's."""
    assert any(at_work("flied", on=on).remarks(Unit("He flied.", machine=machine))) is is_flagged


def test_a_rule_looks_at_its_kinds_alone() -> None:
    """By default at all."""
    rule = at_work("flied", kinds=frozenset({Kind.HEADLINE}))
    assert [any(rule.remarks(Unit("He flied", kind=kind))) for kind in (Kind.HEADLINE, Kind.BODY)] == [True, False]
    assert all(any(at_work("flied").remarks(Unit("He flied", kind=kind))) for kind in Kind)


def test_a_rule_that_says_something_else_is_another_version() -> None:
    """What was dismissed of it comes again; its examples make no difference."""
    rule = at_work("flied", "flew")
    others = [at_work("flies", "flew"), at_work("flied"), at_work("flied", "flew", level=Level.ERROR)]
    assert len({rule.check.version, *(each.check.version for each in others)}) == 4
    assert rule.check.version == at_work("flied", "flew", bad=("He flied.",)).check.version


@pytest.mark.parametrize(
    ("suggestion", "said"),
    [
        (r"\2", "the pattern has no group 2"),
        (r"\g<who>", "the pattern has no group who"),
        (r"\999", "the pattern has no group 999"),
        (r"a\b", r"'\\b' means nothing"),
        ("a\\", r"'\\' means nothing"),
        (r"\g<", r"'\\g' means nothing"),
    ],
)
def test_a_suggestion_that_cannot_be_written(suggestion: str, said: str) -> None:
    """It is refused before any text is looked at."""
    with pytest.raises(QueryError) as refused:
        at_work("(flied)", suggestion)
    assert said in str(refused.value)


@pytest.mark.catalogue("J3")
def test_a_rule_that_is_too_slow_is_given_up() -> None:
    """It finds nothing any more, and says why; the texts after it cost nothing."""
    rule = at_work("(a+)+$|flied")
    assert list(rule.remarks(Unit("He flied.")))
    assert not list(rule.remarks(Unit("a" * 5_000 + "! He flied.")))
    assert "is too slow and was stopped" in str(rule.stopped)
    assert not list(rule.remarks(Unit("He flied.")))


@given(st.text(max_size=40), st.sampled_from(["", r"\1", r"x\g<0>", None]))
def test_what_a_rule_finds_is_in_the_text(text: str, suggestion: str | None) -> None:
    """Whatever the text, the span is inside it and holds something."""
    for remark in at_work(r"(\w|\s)+", suggestion).remarks(Unit(text)):
        assert 0 <= remark.start < remark.end <= len(text)


# What a file may say


def test_a_file_of_rules(tmp_path: Path) -> None:
    """Names have the family in front; what is not said is the plainest."""
    east, plain = read_house_rules([written(tmp_path, EAST + with_line('name = "plain"'))])
    assert (east.check.name, east.check.level, east.rule.suggestion) == ("house/east", Level.ERROR, "eastward expansion")
    assert plain.rule == Rule("plain", "flied", "flew", bad=("He flied.",))


def test_several_files_of_rules(tmp_path: Path) -> None:
    """In their order; one that is named twice is read once, but two rules of one name are refused."""
    paths = [written(tmp_path, EAST), written(tmp_path, with_line('name = "other"'), "other.toml")]
    assert [rule.rule.name for rule in read_house_rules([*paths, paths[0]])] == ["east", "other"]
    with pytest.raises(ConfigError, match=r"twin.toml: rule 'east': there is another rule of that name"):
        read_house_rules([*paths, written(tmp_path, EAST, "twin.toml")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no rules in it; each begins with a line [[rule]]"),
        ("[rule]\nname = 'x'", "no rules in it"),
        ("rule = [1]", "no rules in it"),
        ("rules = []", "unknown key of a file of rules 'rules'; known: rule"),
        ("[[rule", "Expected ']]'"),
        (b"\xff", "not UTF-8: byte 0xff at 0"),
        ("x = " + "[" * 5_000, "too deep"),
        (with_line("name = ''"), "rule 1 has no name"),
        (with_line('name = "House/East"'), "rule 1 has no name: small letters, digits and hyphens"),
        (with_line("name = 3"), "rule 1 has no name"),
        (with_line("patern = 'x'"), "rule 'a-rule': unknown key of a rule 'patern'; known: name, pattern"),
        (with_line("pattern = ''"), "rule 'a-rule': pattern is missing"),
        (with_line("pattern = '(flied'"), "rule 'a-rule': the pattern '(flied': missing )"),
        (with_line("pattern = '(a{999}){999}'"), "more than 1,000 repeats"),
        (with_line("message = 1"), "message is missing"),
        (with_line('message = "a\\nb"'), "message is one line"),
        (with_line("suggestion = 1"), "suggestion is a text"),
        (with_line(r"suggestion = '\1'"), "the pattern has no group 1"),
        (with_line('severity = "fatal"'), "unknown value of severity 'fatal'; known: info, warning, error"),
        (with_line('on = ["machine"]'), "unknown value of on"),
        (with_line('kinds = ["title"]'), "unknown value of kinds 'title'; known: headline"),
        (with_line("kinds = 'body'"), "kinds is a list of texts"),
        (with_line("good = [1]"), "good is a list of texts"),
        (with_line("bad = []"), "bad is missing: at least one example"),
        (with_line('bad = ["He flied.", "He flew."]'), "rule 'a-rule': its bad example 'He flew.' is not flagged"),
        (with_line('good = ["They flied."]'), "rule 'a-rule': its good example 'They flied.' is flagged"),
        (with_line("bad = ['" + "a" * 5_000 + "!']").replace("'flied'", "'(a+)+$'"), "is too slow and was stopped"),
        (EAST * 501, "501 rules; at most 500 are taken"),
    ],
    ids=lambda value: str(value)[-30:],
)
def test_a_file_that_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    """In one line with the file, and the rule where it is one: nothing of it is taken."""
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        read_house_rules([path])
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize("path", ["nowhere.toml", ".", "a\0b"])
def test_a_file_that_is_none(tmp_path: Path, path: str) -> None:
    """As is one that is not there."""
    with pytest.raises(ConfigError, match=r"nowhere|directory|null"):
        read_house_rules([tmp_path / path])


def test_an_example_is_of_the_kind_and_side_that_the_rule_looks_at(tmp_path: Path) -> None:
    """A rule for corrected headlines is tried on one."""
    (rule,) = read_house_rules([written(tmp_path, with_line('kinds = ["headline"]') + 'on = "correction"\n')])
    assert rule.complaint() is None
    assert not list(rule.remarks(Unit("He flied.")))
