"""System scores of WMT's published MQM annotations under a scorecard, beside those that were published. Asserts nothing.

    python tests/benchmarks/mqm.py --folder DIR [--published README.md] [--scorecard google] [--without-source-errors]

DIR holds raw MQM files (`mqm_*_ende.tsv` and their like); files of averages are left out. A system's score is the mean over its
segments of the mean over their raters. What was published comes from a Markdown file with a heading a test set, one a language
pair, and a table a pair: the file that is named, or the first `UPSTREAM_README.md` in DIR or a folder above it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from reviewer.core.error import Category, Severity, TranslationError
from reviewer.errors import UnknownNameError
from reviewer.mqm.scorecard import MarkedSegment, Scorecard, scorecard

SOURCE_ERRORS = ("source error", "source issue")
"""What the machine is not to blame for; WMT's published scores of 2021 weigh it by its severity all the same."""
CATEGORIES = {
    "accuracy/addition": Category.ADDITION,
    "accuracy/creative reinterpretation": Category.MISTRANSLATION,
    "accuracy/gender mismatch": Category.MISTRANSLATION,
    "accuracy/mistranslation": Category.MISTRANSLATION,
    "accuracy/omission": Category.OMISSION,
    "accuracy/source language fragment": Category.UNTRANSLATED,
    "accuracy/untranslated text": Category.UNTRANSLATED,
    "fluency/character encoding": Category.DESIGN,
    "fluency/display": Category.DESIGN,
    "fluency/grammar": Category.GRAMMAR,
    "fluency/inconsistency": Category.STYLE,
    "fluency/punctuation": Category.PUNCTUATION,
    "fluency/register": Category.STYLE,
    "fluency/spelling": Category.SPELLING,
    "fluency/text-breaking": Category.DESIGN,
    "locale convention/address format": Category.DESIGN,
    "locale convention/currency format": Category.CURRENCY,
    "locale convention/date format": Category.DATE,
    "locale convention/name format": Category.NAME,
    "locale convention/number format": Category.NUMBER,
    "locale convention/telephone format": Category.NUMBER,
    "locale convention/time format": Category.DATE,
    "non-translation": Category.NON_TRANSLATION,
    "non-translation!": Category.NON_TRANSLATION,
    "other": Category.STYLE,
    **dict.fromkeys(SOURCE_ERRORS, Category.MISTRANSLATION),
    "style/archaic or obscure word choice": Category.STYLE,
    "style/awkward": Category.STYLE,
    "style/bad sentence structure": Category.STYLE,
    "style/unnatural or awkward": Category.STYLE,
    "terminology/inappropriate for context": Category.TERMINOLOGY,
    "terminology/inconsistent use of terminology": Category.TERMINOLOGY,
    "terminology/inconsistent": Category.TERMINOLOGY,
}
"""The annotators' categories in small letters; one that is not here is an error and weighs nothing by no accident."""
NO_ERROR = ("no-error", "no error")
"""A rater looked and found nothing."""
SKIPPED = ("found", "hotw-test")
"""The first halves of the categories of rows that are no rating: errors planted to test the raters."""
SEVERITIES = {"major": Severity.MAJOR, "minor": Severity.MINOR, "neutral": Severity.NEUTRAL}
LANGUAGES = {"de": "German", "en": "English", "he": "Hebrew", "ru": "Russian", "zh": "Chinese"}

Ratings = dict[str, dict[str, dict[str, list[TranslationError]]]]
"""Of a system, of a segment, of a rater."""


def marked(category: str, severity: str, target: str) -> TranslationError | None:
    """The error that a row says; None where it says that there is none. One of the source counts as a mistranslation.

    Raises:
        UnknownNameError: a category or severity that is not in the tables.
    """
    if category.casefold() in NO_ERROR:
        return None
    if category.casefold() not in CATEGORIES:
        raise UnknownNameError("MQM category", category, CATEGORIES)
    if severity.casefold() not in SEVERITIES:
        raise UnknownNameError("MQM severity", severity, SEVERITIES)
    start = max(target.find("<v>"), 0)
    end = target.find("</v>") - len("<v>") if "<v>" in target else start
    return TranslationError((start, end), CATEGORIES[category.casefold()], SEVERITIES[severity.casefold()])


def ratings(path: Path, *, with_source_errors: bool) -> tuple[Ratings, dict[str, str]]:
    """What `path` says of each system, segment and rater, and the machine text of each system's segments."""
    header, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    names = header.split("\t")
    found: Ratings = {}
    machine: dict[str, str] = {}
    for number, line in enumerate(lines, 2):
        row = dict(zip(names, line.split("\t"), strict=True))
        if row["category"].casefold().split("/")[0] in SKIPPED or row["severity"].casefold() in SKIPPED:
            continue
        segment = f"{row['doc']}:{row['seg_id']}"
        rater = found.setdefault(row["system"], {}).setdefault(segment, {}).setdefault(row["rater"], [])
        machine[f"{row['system']} {segment}"] = re.sub(r"</?v>", "", row["target"])
        try:
            error = marked(row["category"], row["severity"], row["target"])
        except UnknownNameError as unknown:
            raise SystemExit(f"{path.name}:{number}: {unknown}") from unknown
        if error is not None and (with_source_errors or row["category"].casefold() not in SOURCE_ERRORS):
            rater.append(error)
    return found, machine


def system_scores(path: Path, card: Scorecard, *, with_source_errors: bool = True) -> dict[str, float]:
    """The mean penalty a segment of each system in `path`."""
    found, machine = ratings(path, with_source_errors=with_source_errors)
    scores = {}
    for system, segments in found.items():
        of_segments = []
        for segment, raters in segments.items():
            text = machine[f"{system} {segment}"]
            rated = [MarkedSegment(f"{segment} {rater}", text, tuple(errors)) for rater, errors in raters.items()]
            of_segments.append(fmean(card.segment_penalties(rated)))
        scores[system] = fmean(of_segments)
    return scores


def published(text: str) -> dict[tuple[str, str], dict[str, float]]:
    """Of each test set and language pair, by their headings, the score of each system."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    test_set = pair = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"(#+)\s*(.*?)\s*#*", line):
            if len(heading[1]) == 2:
                test_set, pair = heading[2], ""
            elif len(heading[1]) > 2:
                pair = heading[2]
        elif row := re.match(r"\|\s*([^|]+?)\s*\|\s*(\d+(?:\.\d+)?)\(\d+\)", line):
            found.setdefault((test_set, pair), {})[row[1]] = float(row[2])
    return found


def told(path: Path, tables: dict[tuple[str, str], dict[str, float]]) -> dict[str, float]:
    """What was published of the systems in `path`, by the test set and the pair in its name; empty where nothing was."""
    named = re.search(r"mqm_(\w+?)_([a-z]{2})([a-z]{2})\.tsv$", path.name)
    if named is None:
        return {}
    pair = " to ".join(LANGUAGES.get(code, code) for code in named.groups()[1:])
    return next(
        (scores for (test_set, said), scores in tables.items() if said == pair and named[1].casefold() in test_set.casefold()), {}
    )


def readme(folder: Path) -> Path | None:
    """The published scores that lie beside the files or above."""
    places = (each / "UPSTREAM_README.md" for each in (folder, *folder.resolve().parents))
    return next((place for place in places if place.exists()), None)


def plain(system: str) -> str:
    """A system's name without what is written in two ways: `ref.B` and `refB`."""
    return re.sub(r"\W", "", system).casefold()


def beside(scores: dict[str, float], said: dict[str, float]) -> Iterator[tuple[str, float, float | None]]:
    """Each system, its score and the published one; `ref` is the reference that has no letter."""
    known = {plain(system): score for system, score in said.items()}
    for system, score in sorted(scores.items(), key=lambda each: each[1]):
        yield system, score, known.get(plain(system), known.get("refa") if system == "ref" else None)


def main() -> None:
    """Print a table a file, and the largest difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--published", type=Path)
    parser.add_argument("--scorecard", default="google")
    parser.add_argument("--without-source-errors", action="store_true")
    options = parser.parse_args()
    card = scorecard(options.scorecard)
    source = options.published or readme(options.folder)
    tables = published(source.read_text(encoding="utf-8")) if source else {}
    differences = []
    for path in sorted(options.folder.rglob("mqm_*.tsv")):
        if "avg" in path.name:
            continue
        print(f"\n{path.relative_to(options.folder)}\n  {'system':<20}{'score':>10}{'published':>12}{'difference':>12}")
        scores = system_scores(path, card, with_source_errors=not options.without_source_errors)
        for system, score, said in beside(scores, told(path, tables)):
            difference = None if said is None else score - said
            differences += [] if difference is None else [abs(difference)]
            print(f"  {system:<20}{score:>10.4f}{'-' if said is None else said:>12}", end="")
            print("" if difference is None else f"{difference:>12.4f}")
    if differences:
        more = sum(difference > 0.01 for difference in differences)
        print(f"\n{len(differences)} systems; largest difference {max(differences):.4f}; {more} above 0.01")


if __name__ == "__main__":
    main()
