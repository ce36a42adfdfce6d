"""Options that say what is scored and by which metric, the same in `score` and `compare`; sacrebleu's under its own names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from reviewer.metrics import Measure

METRIC_NAMES = ("bleu", "chrf", "chrf++", "ter", "cer", "edit-rate", "similarity")
DEFAULT_METRICS = ("bleu", "chrf", "ter")
TOKENIZERS = ("none", "zh", "13a", "intl", "char", "ja-mecab", "ko-mecab", "spm", "flores101", "flores200", "spBLEU-1K")
MOST_RESAMPLES = 1_000_000
_Command = TypeVar("_Command", bound=Callable[..., Any])


class FiniteRange(click.FloatRange):
    """A range of numbers, of which `nan` is none, nor is infinity."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, as click has it."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no number.", param, ctx)
        return number


_METRIC_OPTIONS = (
    click.option(
        "--metric",
        "-m",
        "metrics",
        multiple=True,
        type=click.Choice(METRIC_NAMES),
        help="What is counted; again for more.  [default: bleu, chrf, ter]",
    ),
    click.option(
        "--target-lang", metavar="LANG", help="Of both sides, e.g. en, ko-KR, zh-Hant: it decides the tokenizer of BLEU."
    ),
    click.option(
        "--tokenize",
        type=click.Choice(TOKENIZERS),
        metavar="NAME",
        help=f"BLEU: sacrebleu's tokenizer, instead of the language's: {', '.join(TOKENIZERS)}.",
    ),
    click.option("--lowercase", is_flag=True, help="BLEU: case does not count."),
    click.option("--smooth-method", type=click.Choice(["none", "floor", "add-k", "exp"]), help="BLEU.  [default: exp]"),
    click.option("--smooth-value", type=FiniteRange(min=0), metavar="X", help="BLEU: for floor and add-k.  [default: 0.1 and 1]"),
    click.option("--chrf-char-order", type=click.IntRange(1, 64), metavar="N", help="chrF.  [default: 6]"),
    click.option("--chrf-word-order", type=click.IntRange(0, 16), metavar="N", help="chrF; 2 is chrF++.  [default: 0]"),
    click.option(
        "--chrf-beta", type=click.IntRange(1, 100), metavar="N", help="chrF: how much more recall counts.  [default: 2]"
    ),
    click.option("--chrf-whitespace", is_flag=True, help="chrF: spaces count as characters."),
    click.option("--chrf-lowercase", is_flag=True, help="chrF: case does not count."),
    click.option("--chrf-eps-smoothing", is_flag=True, help="chrF: smoothing as in chrF++.py, NLTK and Moses."),
    click.option("--ter-case-sensitive", is_flag=True, help="TER: case counts."),
    click.option("--ter-asian-support", is_flag=True, help="TER: with --ter-normalized, Han characters are words."),
    click.option("--ter-no-punct", is_flag=True, help="TER: without punctuation."),
    click.option("--ter-normalized", is_flag=True, help="TER: punctuation is parted from words."),
)
_OWNERS = {
    "bleu": ("tokenize", "lowercase", "smooth_method", "smooth_value"),
    "chrf": ("chrf_char_order", "chrf_word_order", "chrf_beta", "chrf_whitespace", "chrf_lowercase", "chrf_eps_smoothing"),
    "ter": ("ter_case_sensitive", "ter_asian_support", "ter_no_punct", "ter_normalized"),
}
"""The options of each metric; those of chrF are chrF++'s too."""

_FILE_OPTIONS = (
    click.option(
        "--reference",
        "-r",
        "references",
        multiple=True,
        metavar="REF",
        help="A reference file, a segment a line; again for more.",
    ),
    click.option("--source", metavar="FILE", help="The source, to find what was not translated or stands in the wrong place."),
    click.option("--articles", "articles_file", metavar="FILE", help="One article name a line: which article a segment is of."),
    click.option("--encoding", "-e", default="utf-8", show_default=True, metavar="E", help="Of all files, gzipped or not."),
    click.option("--strict", is_flag=True, help="Fail, without a score, where there would be a warning."),
    click.option("--force", is_flag=True, help="No warning that the text looks tokenised."),
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A gate: `chrf>=55`."""

    metric: str
    """A name of `METRIC_NAMES`."""
    sign: str
    bound: float

    def is_met(self, value: float) -> bool:
        """Whether `value`, unrounded, is within the bound."""
        return {">=": value >= self.bound, "<=": value <= self.bound, ">": value > self.bound, "<": value < self.bound}[self.sign]

    def __str__(self) -> str:
        return f"{self.metric}{self.sign}{self.bound:g}"


def giving(*options: Callable[[Any], Any]) -> Callable[[_Command], _Command]:
    """What gives a command `options`, which its help lists in this order."""

    def give(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return give


metric_options = giving(*_METRIC_OPTIONS)
file_options = giving(*_FILE_OPTIONS)


def measures(names: Sequence[str], options: Mapping[str, Any], target_language: str | None) -> dict[str, Measure]:
    """Each metric that was asked for, by its name, ready to count.

    Raises:
        UsageError: an option of a metric that was not asked for, or two that contradict each other.
        ReviewerError: a tokenizer is not installed, or the language is no label.
    """
    from reviewer.analysis.labels import primary
    from reviewer.metrics import METRICS, Bleu, Chrf, Ter

    primary(target_language)
    _refuse_stray(names, options)
    if options["smooth_value"] is not None and options["smooth_method"] not in ("floor", "add-k"):
        raise click.UsageError("--smooth-value is for --smooth-method floor or add-k")
    made: dict[str, Measure] = {}
    for name in dict.fromkeys(names):
        own = _given("chrf" if name == "chrf++" else name, options)
        if name == "bleu":
            made[name] = Bleu.of_language(target_language, **own)
        elif name == "chrf":
            made[name] = Chrf(**_unprefixed(own))
        elif name == "chrf++":
            if own.get("chrf_word_order", 2) != 2:
                raise click.UsageError("chrf++ has --chrf-word-order 2; --metric chrf takes another")
            made[name] = Chrf(**_unprefixed(own) | {"word_order": 2})
        elif name == "ter":
            made[name] = Ter(**_unprefixed(own))
        else:
            made[name] = METRICS[name]()
    return made


def requirement(text: str) -> Requirement:
    """A gate as it is written on the command line.

    Raises:
        UsageError: it is none; the message has an example.
    """
    parts = re.fullmatch(r"\s*([a-z+-]+)\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*", text, re.IGNORECASE)
    if parts is None:
        raise click.UsageError(f"--require {text!r} is no bound; say e.g. --require 'chrf>=55'")
    name = parts[1].lower()
    if name not in METRIC_NAMES:
        raise click.UsageError(f"--require: unknown metric {name!r}; known: {', '.join(METRIC_NAMES)}")
    return Requirement(name, parts[2], float(parts[3]))


def _given(owner: str, options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in _OWNERS.get(owner, ()) if options[name] is not None and options[name] is not False}


def _unprefixed(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name.partition("_")[2]: value for name, value in options.items()}


def _refuse_stray(names: Sequence[str], options: Mapping[str, Any]) -> None:
    asked = {"chrf" if name == "chrf++" else name for name in names}
    for owner in _OWNERS:
        if owner not in asked and (stray := _given(owner, options)):
            raise click.UsageError(
                f"--{next(iter(stray)).replace('_', '-')} is an option of {owner}, which is not scored: --metric {owner}"
            )
