"""What a check is: a name, a level, and one function that looks at a unit, a paragraph or a whole story.

The rule for all of them: better silent than wrong. A check says only what its span shows, in words that an editor would use, and
its examples are tested: every bad line is flagged by it, no good line is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reviewer.checks.story import Paragraph, Story, Unit
from reviewer.core.finding import Level


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says of a span of what it looked at."""

    start: int
    end: int
    """`[start, end)` in code points of `Unit.text`, `Paragraph.text`, or of the text of the unit `at` of a story."""
    message: str
    """One clause without a full stop, e.g. `“security” twice`; the words of the text in it in curly quotes."""
    suggestion: str | None = None
    """What to put in place of the span; an empty one takes it out, None is no suggestion."""
    level: Level | None = None
    """Where this one is better or worse than the level of its check."""
    at: int = 0
    """Of a story: the index of the unit."""


def taken_out(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a remark that takes `[start, end)` out of `text`: with one adjoining space, so that no two are left."""
    if start and text[start - 1] == " ":
        return start - 1, end
    return start, end + (text[end : end + 1] == " ")


@dataclass(frozen=True, slots=True)
class Check:
    """One check. Exactly one of `unit`, `paragraph` and `story` is given.

    Args:
        name: what it is called in filters, options and output, e.g. `repeated-word`.
        level: of its findings, where a remark does not say otherwise.
        about: what it looks for and what it leaves alone, one or two sentences for `--explain`.
        bad: short examples that it flags; units of a paragraph are joined by ` | `, paragraphs by ` || `.
        good: likewise, that it does not flag though something like them would be wrong.
        issue: the issue type of ITS 2.0.
        needs_source: whether it compares with the source: it does not run where there is none.
        needs_edit: whether it compares a correction with the machine text: it does not run where nothing was corrected.
        needs_stories: whether it asks in how many other stories a text stands, and is silent where none are known.
        english: whether it knows English alone, and does not run on text that is known to be in another language.
        starts_low: whether it is only info until its measured acceptance lifts it to `level`.
        version: raised whenever it says other things than before: what was dismissed then comes again.
        knows: a digest of what it was given from outside, as a glossary; what was found without it is found anew.
    """

    name: str
    level: Level
    about: str
    issue: str
    unit: Callable[[Unit], Iterable[Remark]] | None = None
    paragraph: Callable[[Paragraph], Iterable[Remark]] | None = None
    story: Callable[[Story], Iterable[Remark]] | None = None
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    needs_source: bool = False
    needs_edit: bool = False
    needs_stories: bool = False
    english: bool = True
    starts_low: bool = False
    version: int = 1
    knows: str = ""
