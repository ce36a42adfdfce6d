"""Scores of line files: what `reviewer score` does, and what `reviewer compare` stands on.

Files are read side by side, block by block, and each block is looked at (hygiene), counted and let go. Nothing is given back
before everything was read, so a file that does not line up yields no number at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from reviewer.analysis.hygiene import Hygiene
from reviewer.analysis.oddities import KINDS, Oddity
from reviewer.errors import FormatError, InputError
from reviewer.metrics.crew import Crew
from reviewer.metrics.languages import doubts
from reviewer.metrics.measure import Engine, Measure
from reviewer.metrics.pairs import Reference, Score, Texts
from reviewer.metrics.tallies import Confidence, Influence, Tallies, Tally
from reviewer.workflow.line_files import open_all, side_by_side, total_size

Tell = Callable[[int, int], None]
"""Told how far a long job is: done, of how many."""

SAMPLE_LINES = 200
"""References that are looked at to see whether their words are parted by spaces."""
_LINE_BYTES = 140
"""What a line of news takes, roughly: progress is told in lines, and how many there are nobody knows before the end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is scored, and how."""

    measures: tuple[Measure, ...]
    target_language: str | None = None
    confidence: Confidence | None = None
    sentences: bool = False
    """A value for each segment too; the measures are those of sentences then."""
    influence: int = 0
    """How many of the segments that move the score most are wanted."""
    engine: Engine = "reviewer"
    jobs: int = 1
    keeps_rows: bool = False
    """Whether single segments are needed after they were counted, for whatever is not said here."""

    @property
    def needs_rows(self) -> bool:
        """Whether single segments are needed after they were counted."""
        return self.keeps_rows or self.confidence is not None or self.sentences or self.influence > 0


@dataclass(frozen=True, slots=True)
class Group:
    """Whose score it is; None is all of them together."""

    system: str | None = None
    article: str | None = None
    editor: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Where a segment is, for somebody who looks for it."""

    where: str
    """The line of the file, or article and position in the database as `reviewer list` has them."""
    hypothesis: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One score, of one group."""

    group: Group
    score: Score
    text_sha256: str
    influence: tuple[tuple[Influence, PlacedText], ...] = ()
    """With where the segment is."""


@dataclass(frozen=True, slots=True)
class Files:
    """What is read: paths, of which one may be `-`, standard input."""

    systems: tuple[str, ...]
    references: tuple[str, ...]
    source: str | None = None
    articles: str | None = None
    """One article name a line, as many lines as the others have."""
    encoding: str = "utf-8"
    are_tokenised: bool = False
    """Whether that is meant, and nothing to warn of."""

    def __post_init__(self) -> None:
        """Refuse what cannot be told apart.

        Raises:
            InputError: a system is named twice, or there is no reference.
        """
        for path in self.systems:
            if self.systems.count(path) > 1:
                raise InputError("named twice; each system once", path=path)
        if not self.references:
            raise InputError("no reference; say --reference FILE")

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them, in the order in which they are read."""
        return (*self.systems, *self.references, *(path for path in (self.source, self.articles) if path is not None))


@dataclass(slots=True)
class Counted:
    """Tallies of line files, and what is to be said about the files."""

    tallies: dict[Group, Tally]
    warnings: list[str] = field(default_factory=list)
    """What can change a score, or means that the files are wrong."""
    notices: list[str] = field(default_factory=list)
    places: dict[Group, list[PlacedText]] = field(default_factory=dict)
    """Of each segment, where influence was asked for."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of all files at one place, without what stands at their ends, as sacrebleu scores them."""

    system: int
    start: int
    """The number of its first line."""
    texts: Texts
    articles: tuple[str, ...]


def count_files(files: Files, plan: Plan, *, by_article: bool = False, tell: Tell | None = None) -> Counted:
    """What each system adds up to, by article where that is wanted.

    Raises:
        InputError: a file cannot be read, or the files do not line up.
        ReviewerError: sacrebleu fails, or there is no line.
    """
    tallies = Tallies(plan.measures, plan.needs_rows)
    reader = _Reader(files, tell)
    names = _system_names(files)
    places: dict[Group, list[PlacedText]] = {}
    clusters: dict[str, int] = {}
    with ExitStack() as stack, Crew(plan.measures, plan.engine, plan.jobs) as crew:
        for block, rows in crew.statistics(reader.blocks(stack)):
            numbers = [clusters.setdefault(article, len(clusters)) for article in block.articles]
            if by_article:
                groups = [Group(names[block.system], article) for article in block.articles]
                tallies.add(groups, block.texts, rows, numbers)
            else:
                groups = [Group(names[block.system])] * len(block.texts)
                tallies[groups[0]].add(block.texts, rows, numbers)
            if plan.influence:
                for line, (group, hypothesis) in enumerate(zip(groups, block.texts.hypotheses, strict=True), block.start):
                    places.setdefault(group, []).append(PlacedText(str(line), hypothesis))
    if not tallies.groups:
        raise FormatError("is empty: there is no line to score", path=files.systems[0])
    if not reader.has_text:
        raise FormatError("every line is empty: there is nothing to score against", path=files.references[0])
    counted = Counted(tallies.groups, places=places)
    if len(clusters) == reader.lines > 1 and not by_article:
        counted.warnings.append(f"{files.articles}: every line names another article, so drawing articles is drawing segments")
    for name, hygiene in zip(names, reader.hygiene, strict=True):
        _tell_oddities(counted, hygiene, None if by_article else tallies[Group(name)], plan, files)
    counted.notices += doubted(tallies, plan, "".join(reader.sample))
    return counted


def doubted(tallies: Tallies, plan: Plan, references: str) -> list[str]:
    """What a reader has to know about metrics that do not fit the language; `references` is some of their text."""
    first = next(iter(tallies.groups.values()))
    labels = [(measure.name, measure.signature(first.references)) for measure in plan.measures]
    return doubts(labels, plan.target_language, references)


def scores(counted: Counted, plan: Plan, reference: Reference) -> list[Scored]:
    """A score of each group by each measure."""
    made = []
    for group, tally in counted.tallies.items():
        influences = tally.influence(plan.influence) if plan.influence else [[] for _ in plan.measures]
        listed = tally.scores(reference, plan.confidence, sentences=plan.sentences)
        for score, influence in zip(listed, influences, strict=True):
            placed = tuple((each, counted.places[group][each.segment]) for each in influence)
            made.append(Scored(group, score, tally.text_sha256, placed))
    return made


class _Reader:
    """Reads the files once, and lets the hygiene checks see every line as it is."""

    def __init__(self, files: Files, tell: Tell | None) -> None:
        self._files = files
        self._tell = tell
        self._size = total_size(files.paths)
        self.hygiene = [Hygiene(name, files.references, files.source) for name in _system_names(files)]
        self.sample: list[str] = []
        self.has_text = False
        """Whether any reference has."""
        self.lines = 0
        """Read so far."""

    def blocks(self, stack: ExitStack) -> Iterator[tuple[_Block, Texts]]:
        files = open_all(self._files.paths, self._files.encoding, stack)
        for columns in side_by_side(files):
            systems, references, source, articles = self._parted(columns)
            for hygiene, lines in zip(self.hygiene, systems, strict=True):
                hygiene.look(lines, references, source)
            bare = [_stripped(side) for side in references]
            if len(self.sample) < SAMPLE_LINES:
                self.sample += bare[0][:SAMPLE_LINES]
            self.has_text = self.has_text or any(map(any, bare))
            names = self._named(articles or ())
            for number, lines in enumerate(systems):
                texts = Texts(_stripped(lines), bare)
                yield _Block(number, self.lines + 1, texts, names), texts
            self.lines += len(bare[0])
            if self._tell is not None and self._size:
                self._tell(sum(file.position for file in files) // _LINE_BYTES, self._size // _LINE_BYTES)

    def _named(self, articles: Sequence[str]) -> tuple[str, ...]:
        names = tuple(map(str.strip, articles))
        if "" in names:
            raise FormatError("an empty line names no article", path=self._files.articles, line=self.lines + 1 + names.index(""))
        return names

    def _parted(self, columns: list[list[str]]) -> tuple[list[list[str]], list[list[str]], list[str] | None, list[str] | None]:
        rest = iter(columns)
        systems = [next(rest) for _ in self._files.systems]
        references = [next(rest) for _ in self._files.references]
        source = next(rest) if self._files.source is not None else None
        articles = next(rest) if self._files.articles is not None else None
        return systems, references, source, articles


def _tell_oddities(counted: Counted, hygiene: Hygiene, tally: Tally | None, plan: Plan, files: Files) -> None:
    """Put into words what is odd about a system's file and its references; of the references once for all systems."""
    effects = _effects(hygiene, tally, plan) if tally is not None else {}
    for oddity in hygiene.oddities():
        if oddity.kind == "tokenised" and files.are_tokenised:
            continue
        listed = counted.warnings if oddity.severity == "warning" else counted.notices
        said = _said(oddity) + effects.pop(oddity.kind, "")
        if said not in listed:
            listed.append(said)


def _said(oddity: Oddity) -> str:
    where = f"{oddity.where}:{oddity.line}: " if oddity.where else f"line {oddity.line}: " if oddity.line > 1 else ""
    says_count = "{count}" in KINDS[oddity.kind].message
    return f"{where}{oddity.message}{f' ({oddity.lines:,} lines)' if oddity.lines > 1 and not says_count else ''}"


def _effects(hygiene: Hygiene, tally: Tally, plan: Plan) -> dict[str, str]:
    """Of each kind of oddity that could be mended in a few lines, what the scores would be then."""
    said = {}
    for kind, repairs in hygiene.repairs().items():
        if repairs is None or KINDS[kind].severity == "info":
            continue
        before, after = [], []
        for repair in repairs:
            before.append((repair.hypothesis.rstrip(), [text.rstrip() for text in repair.references]))
            after.append((repair.repaired_hypothesis.rstrip(), [text.rstrip() for text in repair.repaired_references]))
        texts = Texts.of(before), Texts.of(after)
        change = [tuple(measure.statistics(side, plan.engine).sum(0).tolist() for side in texts) for measure in plan.measures]
        changed = []
        for measure, now, then in zip(plan.measures, tally.values(), tally.values_with(change), strict=True):
            if f"{now:.2f}" != f"{then:.2f}":
                changed.append(f"{measure.name} {then:.2f} instead of {now:.2f}")
        said[kind] = f"; without it {', '.join(changed)}" if changed else "; no score changes by 0.01"
    return said


def _stripped(lines: Sequence[str]) -> list[str]:
    """As sacrebleu's command line takes them: without white space at the end."""
    return [line.rstrip() for line in lines]


def _system_names(files: Files) -> list[str]:
    return ["standard input" if path == "-" else path for path in files.systems]
