"""The cache of statistics, counted again from the texts that stand now and held against what is kept.

What counted a row is in its counter, a metric's signature: the measure is made of it again, and one that then signs otherwise is
not taken for it. Rows of other versions, and of texts that no longer stand, are never used for a score; they are counted only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.errors import ReviewerError
from reviewer.metrics import Bleu, Chrf, Measure, Ter, Texts
from reviewer.metrics.crew import Crew
from reviewer.metrics.edits import Cer, EditRate, Similarity
from reviewer.metrics.languages import TOKENIZERS
from reviewer.metrics.measure import Engine
from reviewer.metrics.sacre import SacreMeasure
from reviewer.store import Checked, Damage, Store
from reviewer.workflow.kept_statistics import counter_of, pair_key, row_numbers
from reviewer.workflow.scoring_reviews import AGAINST, Against, StoredPair, stored_pairs

if TYPE_CHECKING:
    from reviewer.metrics.measure import Statistics

_BLOCK = 500
_VERSIONS = re.compile(r"(?<=\|version:)[^|]*|(?<=\|engine:)[^|]*|(?<=\|tok:..-mecab-)[^|]*")
"""What of a counter another release of sacrebleu, of a tokenizer or of ours changes."""
_STRANGE = "not counted again: options of no metric of this program"
_CHRF = re.compile(r"chrF(\d+)(\+*)\Z")


def recounted(
    store: Store, against: Iterable[Against] = ("corrections", "references"), *, engine: Engine, jobs: int
) -> Iterator[Checked]:
    """What was kept by each counter: how many rows were counted again, which differ, and which were not counted, and why.

    Args:
        store: the database, in a snapshot.
        against: what the machine text is held to.
        engine: by whose code rows are counted again.
        jobs: how many processes at most.

    Raises:
        ReviewerError: a text cannot be counted.
    """
    kept = store.counters()
    made = {counter: measure_of(counter) for counter in kept}
    counters = {counter: measure for counter, measure in made.items() if isinstance(measure, Measure)}
    found = {counter: _Recount(counter, _code(measure, engine)) for counter, measure in counters.items()}
    if counters:
        with Crew(tuple(counters.values()), engine, jobs) as crew:
            for block, counted in crew.statistics(_blocks(store, against, tuple(counters))):
                for recount, stored, rows in zip(found.values(), block.kept, counted, strict=True):
                    recount.compare(block.rows, stored, rows)
    for counter, number in kept.items():
        if counter in found:
            yield found[counter].checked(number)
        else:
            yield Checked(_what(counter), 0, "", "cache", (), ((number, str(made[counter])),))
    if not kept:
        yield Checked("statistics", 0, "none are kept", "cache")


def measure_of(counter: str) -> Measure | str:
    """The measure that counts as `counter` says, or why there is none here."""
    name, *listed = counter.split("|")
    fields = dict(part.partition(":")[::2] for part in listed)
    make = next((make for known, make in _MAKERS.items() if re.match(known, name)), None)
    if make is None:
        return "not counted again: no metric of this program"
    try:
        measure = make(name, fields)
        own = counter_of(measure)
    except (KeyError, ValueError):
        return _STRANGE
    except ReviewerError as error:
        return f"not counted again: {error}"
    if own == counter:
        return measure
    is_other_version = _VERSIONS.sub("", own) == _VERSIONS.sub("", counter)
    return "kept by another version, not used" if is_other_version else _STRANGE


@dataclass(frozen=True, slots=True)
class _Block:
    """Pairs of which something is kept."""

    rows: list[tuple[str, bytes]]
    """Where the pair stands, and what it is found by."""
    kept: list[dict[bytes, str]]
    """By counter, as written."""


class _Recount:
    """One counter's rows, counted again by `whose` code."""

    def __init__(self, counter: str, whose: str) -> None:
        self._counter = counter
        self._whose = whose
        self._count = 0
        self._damage: list[Damage] = []

    def compare(self, rows: Iterable[tuple[str, bytes]], kept: Mapping[bytes, str], counted: Statistics) -> None:
        for (where, key), numbers in zip(rows, counted.tolist(), strict=True):
            written = kept.get(key)
            if written is None:
                continue
            self._count += 1
            found = row_numbers(numbers)
            # Mostly the very same characters, which need not be read.
            if written != json.dumps(found) and (stored := _read(written)) != list(found):
                self._damage.append(Damage(_what(self._counter), where, stored, list(found)))

    def checked(self, rows: int) -> Checked:
        gone = rows - self._count
        return Checked(
            what=_what(self._counter),
            count=self._count,
            holds=f"counted again by {self._whose} code, all equal",
            nature="cache",
            damage=tuple(self._damage),
            passed_over=((gone, "of texts that no longer stand"),) if gone else (),
        )


def _blocks(store: Store, against: Iterable[Against], counters: tuple[str, ...]) -> Iterator[tuple[_Block, Texts]]:
    """The pairs that stand and of which something is kept, each once, however often its texts occur."""
    seen: set[bytes] = set()
    waiting: dict[bytes, tuple[str, StoredPair]] = {}
    for which in against:
        for pair in stored_pairs(store, which):
            key = pair_key(*pair.row)
            if key not in seen:
                seen.add(key)
                place = pair.place
                waiting[key] = f"article {place.article}, position {place.position}, {AGAINST[which]} reference", pair
            if len(waiting) == _BLOCK:
                yield _looked_up(store, waiting, counters)
                waiting = {}
    if waiting:
        yield _looked_up(store, waiting, counters)


def _looked_up(store: Store, pairs: Mapping[bytes, tuple[str, StoredPair]], counters: Iterable[str]) -> tuple[_Block, Texts]:
    kept = [store.statistics_as_kept(counter, list(pairs)) for counter in counters]
    rows = [(where, key) for key, (where, _) in pairs.items() if any(key in found for found in kept)]
    return _Block(rows, kept), Texts.of(pairs[key][1].row for _, key in rows)


def _code(measure: Measure, engine: Engine) -> str:
    return "sacrebleu's own" if engine == "sacrebleu" and isinstance(measure, SacreMeasure) else "our"


def _read(written: str) -> object:
    try:
        return json.loads(written)
    except ValueError:
        return written


def _what(counter: str) -> str:
    return f"statistics of {counter}"


def _bleu(name: str, fields: Mapping[str, str]) -> Measure:
    fitting = [known for known in TOKENIZERS if fields["tok"] == known or fields["tok"].startswith(f"{known}-")]
    method, _, value = fields["smooth"].rstrip("]").partition("[")
    options: dict[str, Any] = {"smooth_value": float(value)} if value else {}
    return Bleu.of_language(
        None,
        tokenize=max(fitting, key=len),
        lowercase=fields["case"] == "lc",
        smooth_method=method,
        effective_order=fields["eff"] == "yes",
        **options,
    )


def _chrf(name: str, fields: Mapping[str, str]) -> Measure:
    beta = _CHRF.match(name)
    if beta is None:
        raise ValueError(name)
    return Chrf(
        char_order=int(fields["nc"]),
        word_order=int(fields["nw"]),
        beta=int(beta[1]),
        lowercase=fields["case"] == "lc",
        whitespace=fields["space"] == "yes",
        eps_smoothing=fields["eff"] == "no",
    )


def _ter(name: str, fields: Mapping[str, str]) -> Measure:
    return Ter(
        normalized=fields["norm"] == "yes",
        no_punct=fields["punct"] == "no",
        asian_support=fields["asian"] == "yes",
        case_sensitive=fields["case"] == "mixed",
    )


_MAKERS: dict[str, Callable[[str, Mapping[str, str]], Measure]] = {
    r"BLEU\Z": _bleu,
    r"chrF\d": _chrf,
    r"TER\Z": _ter,
    r"CER\Z": lambda name, fields: Cer(),
    r"edit-rate\Z": lambda name, fields: EditRate(),
    r"similarity\Z": lambda name, fields: Similarity(),
}
"""How the measure of a counter is made, by its name; a `ValueError` or a `KeyError` says that it is no such counter."""
