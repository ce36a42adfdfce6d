"""`reviewer.check`: what the linter says of a text, from Python; settings and databases have no part in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import accumulate

from reviewer.checks import Engine, Unit, story_of
from reviewer.core.finding import Finding
from reviewer.formats import READERS, ReadOptions
from reviewer.workflow.checklist import checklist
from reviewer.workflow.linting import day, findings, primary_label, stretches


def check(
    text: str,
    *,
    source: str | None = None,
    language: str = "en",
    date: date | str | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
) -> list[Finding]:
    """What is likely wrong in a text, in its order: what `reviewer check` says of a file.

    ```python
    import reviewer

    for finding in reviewer.check("The the talks went on.  He flied home ."):
        print(finding.check, finding.level, finding.message, finding.span, finding.suggestion)
    ```

    Args:
        text: running text, of which blank lines part the paragraphs; with a `source` one sentence, as it is.
        source: what it was translated from; without it, checks that compare with it do not run.
        language: of the text, a BCP-47 label.
        date: the day on which it was published, for weekdays and dates; today is never taken for it.
        select: the checks or families that run; all where there are none.
        ignore: those that do not.

    Returns:
        The findings; their spans count in `text`, and their positions its sentences, from 1.

    Raises:
        UnknownNameError: there is no check or family of a name.
        ValueError: the date is none.
    """
    published = day(date) if isinstance(date, str) else date
    checks = checklist(select=_names(select), ignore=_names(ignore)).checks
    if not text or text.isspace():
        return []
    starts = [0]
    units = [Unit(text, source=source)]
    if source is None:
        contents = READERS["txt"].read("the text", text, ReadOptions(format="txt", target_language=language))
        (article,) = contents.articles
        units = [Unit(each.machine, each.kind, each.paragraph, each.gap) for each in article.segments]
        starts = list(accumulate((len(unit.text) + len(unit.gap) for unit in units), initial=len(article.lead)))
    story = story_of([replace(unit, language=primary_label(language)) for unit in units], published=published)
    engine = Engine(checks)
    found = (finding for stretch in stretches(story) for finding in findings(engine, stretch))
    return [_shifted(finding, starts[finding.position - 1]) for finding in found]


def _shifted(finding: Finding, by: int) -> Finding:
    start, end = finding.span
    return replace(finding, span=(start + by, end + by))


def _names(names: Iterable[str] | None) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names or ())
