"""Scorecards: what errors weigh, what a card may say, and the line with which everything else is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.error import Category, Severity, Side, TranslationError
from reviewer.errors import ConfigError, UnknownNameError
from reviewer.mqm.scorecard import CARDS, FORMULAS, MarkedSegment, Scorecard, Target, scorecard

SEVERITIES = "neutral, minor, major, critical"
CATEGORIES = ", ".join(Category)
KEYS = ("name", "version", "repeated", "at_most", "minimum_words", "criticals_fail", "weights", "target")
LEAST = 'name = "desk"\nversion = "1"\n[weights]\nminor = 1\n'


def error(
    category: Category = Category.GRAMMAR, severity: Severity = Severity.MINOR, span: tuple[int, int] = (0, 3), **more: Side
):
    """An error of the machine text."""
    return TranslationError(span, category, severity, **more)


def marked(*errors: TranslationError, machine: str = "the ban on the ban", article: str = "1") -> MarkedSegment:
    """A segment with these errors."""
    return MarkedSegment(article, machine, errors)


def card(text: str, folder: Path) -> Scorecard:
    """The card that a file with this text is."""
    path = folder / "card.toml"
    path.write_text(text, encoding="utf-8")
    return scorecard(str(path))


def card_with(**fields: object) -> Scorecard:
    """A card of 1, 5 and 25 with other fields."""
    weights = {Severity.NEUTRAL: 0.0, Severity.MINOR: 1.0, Severity.MAJOR: 5.0, Severity.CRITICAL: 25.0}
    return Scorecard(**({"name": "desk", "version": "1", "weights": weights} | fields))


@pytest.mark.parametrize(
    ("name", "category", "severity", "weight"),
    [
        ("mqm", Category.GRAMMAR, Severity.NEUTRAL, 0),
        ("mqm", Category.GRAMMAR, Severity.MINOR, 1),
        ("mqm", Category.PUNCTUATION, Severity.MINOR, 1),
        ("mqm", Category.MISTRANSLATION, Severity.MAJOR, 5),
        ("mqm", Category.MISTRANSLATION, Severity.CRITICAL, 25),
        ("mqm", Category.NON_TRANSLATION, Severity.MAJOR, 5),
        ("mqm", Category.NO_ERROR, Severity.NEUTRAL, 0),
        ("google", Category.GRAMMAR, Severity.NEUTRAL, 0),
        ("google", Category.GRAMMAR, Severity.MINOR, 1),
        ("google", Category.PUNCTUATION, Severity.MINOR, 0.1),
        ("google", Category.PUNCTUATION, Severity.MAJOR, 5),
        ("google", Category.NON_TRANSLATION, Severity.MAJOR, 25),
        ("google", Category.GRAMMAR, Severity.CRITICAL, 5),
        ("google", Category.NON_TRANSLATION, Severity.CRITICAL, 25),
        ("google", Category.NO_ERROR, Severity.NEUTRAL, 0),
    ],
)
def test_weights_of_the_cards_that_come_along(name: str, category: Category, severity: Severity, weight: float) -> None:
    """They are the MQM Council's and those of Google and WMT."""
    assert scorecard(name).weight(error(category, severity)) == weight


@pytest.mark.parametrize("category", [Category.GRAMMAR, Category.PUNCTUATION, Category.NON_TRANSLATION])
def test_a_severity_that_the_card_does_not_know_is_an_error(category: Category) -> None:
    """It never weighs 0, not in a segment that has an error of its own weight either, nor past the fifth."""
    weights = {Severity.NEUTRAL: 0.0, Severity.MINOR: 1.0, Severity.MAJOR: 5.0}
    own = {Category.NON_TRANSLATION: {Severity.MAJOR: 25.0}, Category.PUNCTUATION: {Severity.MINOR: 0.1}}
    card = Scorecard("three", "1", weights, own, at_most=5)
    known = "unknown severity for scorecard three 'critical'; known: neutral, minor, major"
    for errors in ((), (error(Category.NON_TRANSLATION, Severity.MAJOR),), (error(severity=Severity.MAJOR),) * 5):
        with pytest.raises(UnknownNameError) as raised:
            card.segment_penalties([marked(*errors, error(category, Severity.CRITICAL))])
        assert str(raised.value) == known


@pytest.mark.parametrize("name", CARDS)
def test_what_a_card_says_can_be_kept_and_read_again(name: str, tmp_path: Path) -> None:
    """`fields()` are JSON, and a file made of them is the same card."""
    known = scorecard(name)
    fields = json.loads(json.dumps(known.fields()))
    assert fields == known.fields()
    assert set(fields) == {"name", "version", "repeated", "at_most", "minimum_words", "criticals_fail", "target", "weights"}

    tables = {key: fields.pop(key) for key in ("weights", "target")}
    lines = [f"{key} = {json.dumps(value)}" for key, value in fields.items() if value is not None]
    lines += ["[target]", *(f"{key} = {value}" for key, value in tables["target"].items())] if tables["target"] else []
    for key, value in tables["weights"].items():
        own = value if isinstance(value, dict) else None
        lines += [f'[weights."{key}"]', *(f"{each} = {weight}" for each, weight in own.items())] if own else []
    lines += ["[weights]", *(f"{key} = {value}" for key, value in tables["weights"].items() if not isinstance(value, dict))]
    assert card("\n".join(lines), tmp_path) == known


def test_ten_minor_errors_in_a_thousand_words_are_just_what_is_acceptable() -> None:
    """The raw score is 99, the calibrated one the threshold of the card."""
    known = scorecard("mqm")
    penalties = sum(known.segment_penalties([marked(error()) for _ in range(10)])) * 1000 / 1000
    assert (known.raw(penalties), known.calibrated(penalties)) == (99, 90)


@pytest.mark.parametrize(
    ("penalties", "raw", "calibrated"),
    [(0, 100, 100), (5, 99.5, 95), (10, 99, 90), (100, 90, 0), (250, 75, -150), (1500, -50, -1400)],
)
def test_scores_by_hand(penalties: float, raw: float, calibrated: float) -> None:
    """Raw: 100 x (1 - penalties / 1000); calibrated: 100 - penalties x (100 - 90) / 10; below 0 both go on."""
    assert scorecard("mqm").raw(penalties) == pytest.approx(raw)
    assert scorecard("mqm").calibrated(penalties) == pytest.approx(calibrated)


def test_another_target_is_another_scale() -> None:
    """4 penalties where 20 give 80: 100 - 4 x 20 / 20."""
    assert card_with(target=Target(20, 80)).calibrated(4) == 96


def test_a_card_without_a_target_calibrates_nothing() -> None:
    """It has no scale."""
    assert scorecard("google").calibrated(10) is None


def test_every_score_has_its_formula() -> None:
    """What a report prints beside them."""
    assert set(FORMULAS) == {"penalties", "raw", "calibrated"}


@pytest.mark.parametrize(
    ("fields", "segments", "penalties"),
    [
        ({}, [marked()], [0]),
        ({}, [marked(error(), error())], [2]),
        ({}, [marked(error(severity=Severity.NEUTRAL), error(severity=Severity.CRITICAL))], [25]),
        ({"at_most": 2}, [marked(error(), error(severity=Severity.MAJOR), error(), error(severity=Severity.MAJOR))], [10]),
        ({"at_most": 5}, [marked(*[error()] * 4)], [4]),
        ({}, [marked(error(Category.NON_TRANSLATION, Severity.CRITICAL), error())], [25]),
        ({}, [marked(error(), error(), error(Category.NON_TRANSLATION, Severity.MINOR))], [1]),
        ({}, [marked(error(Category.NO_ERROR, Severity.NEUTRAL))], [0]),
        ({"repeated": "all"}, [marked(error()), marked(error())], [1, 1]),
        ({"repeated": "first"}, [marked(error()), marked(error())], [1, 0]),
        ({"repeated": "first"}, [marked(error()), marked(error(), article="2")], [1, 1]),
        ({"repeated": "first"}, [marked(error(), error(span=(11, 14)))], [1]),
        ({"repeated": "first"}, [marked(error(), error(Category.SPELLING))], [2]),
        ({"repeated": "first"}, [marked(error()), marked(error(), machine="The ban")], [1, 0]),
        ({"repeated": "first"}, [marked(error(span=(4, 4)), error(span=(8, 8)))], [2]),
        ({"repeated": "first"}, [marked(error(side=Side.SOURCE)), marked(error(side=Side.SOURCE))], [1, 1]),
        ({"repeated": "first"}, [marked(error(), error(Category.NON_TRANSLATION)), marked(error())], [1, 1]),
        ({"repeated": "first", "at_most": 1}, [marked(error(), error(severity=Severity.MAJOR)), marked(error())], [1, 0]),
    ],
)  # fmt: skip
def test_penalties(fields: dict[str, object], segments: list[MarkedSegment], penalties: list[float]) -> None:
    """A segment's errors add up: the heaviest so many, a repeated one once if the card says so, a non-translation alone."""
    assert card_with(**fields).segment_penalties(segments) == penalties


@given(st.lists(st.sampled_from(list(Severity)), max_size=9), st.integers(1, 9))
def test_the_heaviest_count(severities: list[Severity], most: int) -> None:
    """In whatever order they stand."""
    known = card_with(at_most=most)
    weights = sorted((known.weights[severity] for severity in severities), reverse=True)
    assert known.segment_penalties([marked(*(error(severity=each) for each in severities))]) == [sum(weights[:most])]


def test_the_least_that_a_card_must_say(tmp_path: Path) -> None:
    """A name, a version and weights; all else has its default."""
    assert card(LEAST, tmp_path) == Scorecard("desk", "1", {Severity.MINOR: 1.0})


REFUSED = {
    "nothing": ("", "weights is missing: it is a table: [weights]"),
    "no name": ('version = "1"\n[weights]\nminor = 1', "name is missing: it is a text in quotation marks"),
    "an empty version": ('name = "d"\nversion = ""\n[weights]', "version is a text in quotation marks"),
    "a version that is a number": ('name = "d"\nversion = 1\n[weights]', "version is a text in quotation marks"),
    "an unknown key": (
        "minimum = 5\n" + LEAST,
        f"unknown key of scorecard 'minimum'; known: {', '.join(KEYS)}",
    ),
    "an unknown severity": (
        LEAST + "blocker = 50",
        f"unknown category or severity under [weights] 'blocker'; known: {SEVERITIES}, {CATEGORIES}",
    ),
    "an unknown category": (
        LEAST + "[weights.fluency]\nminor = 1",
        f"unknown category or severity under [weights] 'fluency'; known: {SEVERITIES}, {CATEGORIES}",
    ),
    "an unknown severity of a category": (
        LEAST + "[weights.style]\ntiny = 1",
        f"unknown severity under [weights.style] 'tiny'; known: {SEVERITIES}",
    ),
    "a category with one weight": (
        LEAST + "style = 1",
        f"unknown category or severity under [weights] 'style'; known: {SEVERITIES}, {CATEGORIES}",
    ),
    "a negative weight": (LEAST + "major = -5", "weights.major is a number from 0 to 1,000,000, not -5"),
    "a weight that is no number": (LEAST + 'major = "5"', "weights.major is a number from 0 to 1,000,000, not '5'"),
    "nan": (LEAST + "major = nan", "weights.major is a number from 0 to 1,000,000, not nan"),
    "inf": (LEAST + "major = inf", "weights.major is a number from 0 to 1,000,000, not inf"),
    "true": (LEAST + "major = true", "weights.major is a number from 0 to 1,000,000, not True"),
    "more than a number can hold": (
        LEAST + "major = 1" + "0" * 400,
        f"weights.major is a number from 0 to 1,000,000, not 1{'0' * 400}",
    ),
    "a nan of a category": (
        LEAST + "[weights.style]\nminor = nan",
        "weights.style.minor is a number from 0 to 1,000,000, not nan",
    ),
    "weights that are none": ('name = "d"\nversion = "1"\nweights = 5', "weights is a table: [weights]"),
    "another policy": ('repeated = "once"\n' + LEAST, "unknown value of repeated 'once'; known: all, first"),
    "a policy that is no text": ("repeated = 1\n" + LEAST, "repeated is a text in quotation marks"),
    "none at most": ("at_most = 0\n" + LEAST, "at_most is a whole number from 1 on, not 0"),
    "half an error": ("at_most = 2.5\n" + LEAST, "at_most is a whole number from 1 on, not 2.5"),
    "true words": ("minimum_words = true\n" + LEAST, "minimum_words is a whole number from 0 on, not True"),
    "words below none": ("minimum_words = -1\n" + LEAST, "minimum_words is a whole number from 0 on, not -1"),
    "yes": ('criticals_fail = "yes"\n' + LEAST, "criticals_fail is true or false"),
    "a target of one number": (
        LEAST + "[target]\npenalties = 10",
        "target.threshold is missing: it is a number from 0 to 1,000,000",
    ),
    "a target that is a number": ("target = 90\n" + LEAST, "target is a table: [target]"),
    "an unknown key of the target": (
        LEAST + "[target]\npenalties = 10\nscore = 90",
        "unknown key of [target] 'score'; known: penalties, threshold",
    ),
    "a target of nothing": (
        LEAST + "[target]\npenalties = 0\nthreshold = 90",
        "[target] penalties must be more than 0 and threshold less than 100",
    ),
    "a threshold that nobody can miss": (
        LEAST + "[target]\npenalties = 10\nthreshold = 100",
        "[target] penalties must be more than 0 and threshold less than 100",
    ),
    "tables too deep": ("a = " + "[" * 20_000 + "]" * 20_000, "tables or lists inside of one another, too deep"),
}


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_a_card_that_means_nothing_is_refused(text: str, line: str, tmp_path: Path) -> None:
    """In one line that names the file and what is wrong."""
    with pytest.raises(ConfigError) as raised:
        card(text, tmp_path)
    assert str(raised.value) == f"{tmp_path / 'card.toml'}: {line}"


@pytest.mark.parametrize("text", ["name = desk", "[weights", 'name = "a"\nname = "b"', "\x00"])
def test_what_is_no_toml_is_refused_with_its_line(text: str, tmp_path: Path) -> None:
    """The file is named, and where in it."""
    with pytest.raises(ConfigError, match=r"card\.toml: .*\(at (line|end)") as raised:
        card(text, tmp_path)
    assert "\n" not in str(raised.value)


def test_no_such_file() -> None:
    """The cards that there are are named."""
    with pytest.raises(ConfigError) as raised:
        scorecard("googel")
    assert str(raised.value) == "googel: no such scorecard; known: mqm, google, or the path of a TOML file"


def test_a_folder_is_no_card(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(ConfigError) as raised:
        scorecard(str(tmp_path))
    assert str(raised.value) == f"{tmp_path}: Is a directory"


def test_a_device_is_no_card() -> None:
    """It may be read for ever."""
    with pytest.raises(ConfigError, match="/dev/zero: no regular file"):
        scorecard("/dev/zero")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A card is UTF-8."""
    path = tmp_path / "card.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(ConfigError) as raised:
        scorecard(str(path))
    assert str(raised.value) == f"{path}: not UTF-8: byte 0xff at 8"


def test_a_path_that_no_file_can_have() -> None:
    """It is refused like any other."""
    with pytest.raises(ConfigError):
        scorecard("a\x00b")
