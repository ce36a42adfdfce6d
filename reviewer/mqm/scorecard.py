"""Scorecards: what an error weighs by category and severity, and when a text passes.

A card is a small TOML file with a version; `cards/` has those that come with the program. Its rule is that nothing weighs nothing
by accident: a severity that the card does not know is an error, and so is a misspelled category, or a key that means nothing. The
scores are those of MQM 2.0 (Lommel et al. 2024); a report prints `FORMULAS` beside them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast, get_args

from reviewer.core.descriptors import reading
from reviewer.core.error import Category, Severity, Side, TranslationError
from reviewer.errors import ConfigError, UnknownNameError

CARDS = ("mqm", "google")
"""The cards that come with the program."""
PER = 1000
"""Penalties are told per so many words."""
HEAVIEST = 1_000_000
"""The most that an error may weigh."""
HIGHEST = 100
"""The score of a text without an error."""

FORMULAS = {
    "penalties": f"{PER} × Σ weights / words of the machine text",
    "raw": f"{HIGHEST} × (1 - Σ weights / words of the machine text)",
    "calibrated": f"{HIGHEST} - penalties per {PER:,} words × ({HIGHEST} - threshold) / acceptable penalties per {PER:,} words",
}

Repeated = Literal["all", "first"]


@dataclass(frozen=True, slots=True)
class Target:
    """What passes."""

    penalties: float
    """Per 1,000 words; so many are acceptable, more are not."""
    threshold: float
    """The calibrated score of a text with just so many."""


@dataclass(frozen=True, slots=True)
class MarkedSegment:
    """A segment's machine text and its errors."""

    article: str
    machine: str
    errors: tuple[TranslationError, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One card; `scorecard` reads it."""

    name: str
    version: str
    weights: Mapping[Severity, float]
    """Of every category that has no weight of its own."""
    by_category: Mapping[Category, Mapping[Severity, float]] = field(default_factory=dict)
    repeated: Repeated = "all"
    """Whether an error that comes again in an article, on the same words, weighs again."""
    at_most: int | None = None
    """Errors of a segment that count, the heaviest; None for all."""
    minimum_words: int = 0
    """Fewer are too little to tell anything by."""
    criticals_fail: bool = True
    target: Target | None = None

    def weight(self, error: TranslationError) -> float:
        """What `error` weighs.

        Raises:
            UnknownNameError: the card has no weight for its severity.
        """
        own = self.by_category.get(error.category, {})
        if error.severity in own:
            return own[error.severity]
        if error.category is Category.NO_ERROR:
            return 0.0
        if error.severity not in self.weights:
            raise UnknownNameError(f"severity for scorecard {self.name}", str(error.severity), self.weights)
        return self.weights[error.severity]

    def segment_penalties(self, segments: Sequence[MarkedSegment]) -> list[float]:
        """The sum of weights of each segment; segments of an article stand in their order, so that the first is the first.

        Raises:
            UnknownNameError: the card has no weight for a severity.
        """
        met: set[tuple[str, str, Category]] = set()
        return [self._penalty(segment, met) for segment in segments]

    def raw(self, penalties: float) -> float:
        """The raw score of a text with so many penalties per 1,000 words; below 0 where more than every word is wrong."""
        return HIGHEST * (1 - penalties / PER)

    def calibrated(self, penalties: float) -> float | None:
        """The score on the scale that the target sets; None of a card without one."""
        if self.target is None:
            return None
        return HIGHEST - penalties * (HIGHEST - self.target.threshold) / self.target.penalties

    def fields(self) -> dict[str, Any]:
        """As JSON values, whole."""
        return {
            "name": self.name,
            "version": self.version,
            "repeated": self.repeated,
            "at_most": self.at_most,
            "minimum_words": self.minimum_words,
            "criticals_fail": self.criticals_fail,
            "target": self.target and asdict(self.target),
            "weights": {str(severity): weight for severity, weight in self.weights.items()}
            | {
                str(category): {str(severity): weight for severity, weight in own.items()}
                for category, own in self.by_category.items()
            },
        }

    def _penalty(self, segment: MarkedSegment, met: set[tuple[str, str, Category]]) -> float:
        weighed = [(error, self.weight(error)) for error in segment.errors]
        whole = [weight for error, weight in weighed if error.category is Category.NON_TRANSLATION]
        if whole:
            return max(whole)
        weights = []
        for error, weight in weighed:
            words = segment.machine[slice(*error.span)].casefold() if error.side is Side.MACHINE else ""
            key = (segment.article, words, error.category)
            # What was left out has no words of its own: no two omissions are the same error.
            if self.repeated == "first" and words:
                if key in met:
                    continue
                met.add(key)
            weights.append(weight)
        return math.fsum(sorted(weights, reverse=True)[: self.at_most])


def scorecard(name: str) -> Scorecard:
    """The card that `name` names: one of `CARDS`, or the path of a TOML file.

    Raises:
        ConfigError: there is no such file, or it says something that means nothing.
    """
    try:
        return _card(tomllib.loads(_written(name)))
    except RecursionError as error:
        raise ConfigError(f"{name}: tables or lists inside of one another, too deep") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: not UTF-8: byte 0x{error.object[error.start]:02x} at {error.start}") from error
    except FileNotFoundError as error:
        raise ConfigError(f"{name}: no such scorecard; known: {', '.join(CARDS)}, or the path of a TOML file") from error
    except (OSError, ValueError, ConfigError, UnknownNameError) as error:
        raise ConfigError(f"{name}: {getattr(error, 'strerror', None) or error}") from error


def _written(name: str) -> str:
    if name in CARDS:
        return (resources.files("reviewer.mqm") / "cards" / f"{name}.toml").read_text("utf-8")
    path = Path(name)
    # A pipe can be waited for, and a device be read, for ever.
    if path.exists() and not path.is_dir() and (not path.is_file() or path.stat().st_size > _LONGEST):
        raise ConfigError(f"no regular file of at most {_LONGEST:,} bytes")
    with reading(path) as file:
        return file.read().decode()


_LONGEST = 1_000_000
_KNOWN = ("name", "version", "repeated", "at_most", "minimum_words", "criticals_fail", "weights", "target")


def _card(said: Mapping[str, Any]) -> Scorecard:
    _no_others(said, _KNOWN, "scorecard")
    weights = _typed(said, "weights", dict, None)
    common = {
        _severity(name, (*Severity, *Category)): _number(f"weights.{name}", value)
        for name, value in weights.items()
        if not isinstance(value, dict)
    }
    repeated = _typed(said, "repeated", str, "all")
    if repeated not in get_args(Repeated):
        raise UnknownNameError("value of repeated", repeated, get_args(Repeated))
    return Scorecard(
        name=_typed(said, "name", str, None),
        version=_typed(said, "version", str, None),
        weights=common,
        by_category=dict(_of_category(name, own) for name, own in weights.items() if isinstance(own, dict)),
        repeated=cast(Repeated, repeated),
        at_most=_count("at_most", said["at_most"], 1) if "at_most" in said else None,
        minimum_words=_count("minimum_words", said.get("minimum_words", 0)),
        criticals_fail=_typed(said, "criticals_fail", bool, True),
        target=_target(_typed(said, "target", dict, None)) if "target" in said else None,
    )


def _of_category(name: str, own: Mapping[str, Any]) -> tuple[Category, Mapping[Severity, float]]:
    if name not in tuple(Category):
        raise UnknownNameError("category or severity under [weights]", name, (*Severity, *Category))
    return Category(name), {
        _severity(each, Severity, f".{name}"): _number(f"weights.{name}.{each}", weight) for each, weight in own.items()
    }


def _severity(name: str, known: Iterable[str], category: str = "") -> Severity:
    if name not in tuple(Severity):
        what = "severity" if category else "category or severity"
        raise UnknownNameError(f"{what} under [weights{category}]", name, known)
    return Severity(name)


def _target(said: Mapping[str, Any]) -> Target:
    _no_others(said, ("penalties", "threshold"), "[target]")
    target = Target(*(_number(f"target.{name}", said.get(name)) for name in ("penalties", "threshold")))
    if not target.penalties or not target.threshold < HIGHEST:
        raise ConfigError(f"[target] penalties must be more than 0 and threshold less than {HIGHEST}")
    return target


def _no_others(said: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    for name in said:
        if name not in known:
            raise UnknownNameError(f"key of {what}", name, known)


def _typed(said: Mapping[str, Any], name: str, wanted: type, otherwise: Any) -> Any:
    value = said.get(name, otherwise)
    if not isinstance(value, wanted) or value == "":
        kinds = {str: "a text in quotation marks", dict: f"a table: [{name}]", bool: "true or false"}
        raise ConfigError(f"{name} is missing: it is {kinds[wanted]}" if value is None else f"{name} is {kinds[wanted]}")
    return value


def _number(name: str, value: Any) -> float:
    if value is None:
        raise ConfigError(f"{name} is missing: it is a number from 0 to {HEAVIEST:,}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= HEAVIEST:
        raise ConfigError(f"{name} is a number from 0 to {HEAVIEST:,}, not {value!r}")
    return float(value)


def _count(name: str, value: Any, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ConfigError(f"{name} is a whole number from {least} on, not {value!r}")
    return value
