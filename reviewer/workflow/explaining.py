"""What each check looks for, as Markdown out of the checks themselves: one of them, a family, or the page of all.

The page is kept in the project as `reviewer/checks/README.md`; a test holds it equal to what is made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.checks import Check
from reviewer.core.check_names import FAMILIES
from reviewer.core.visible import visible
from reviewer.workflow.checklist import Checklist, family_of
from reviewer.workflow.naming import refuse_unknown

ALL = "all"

_HEAD = """\
# The checks

What `reviewer check` and the screen say of a text, by family; `reviewer check --explain all` prints this page. A finding is
`error`, `warning` or `info`; what is only `info` is neither counted nor printed until it is asked for. In the examples ` | `
parts the sentences of a paragraph, ` || ` paragraphs, and ` => ` a source from its text, or a machine text from its correction.

On the screen `d` dismisses one finding for as long as machine text, correction and message stay the same, `D` its check in this
article. A check, or a family, is silenced by `--ignore NAME`, and for good in `config.toml`:

```toml
[checks]
ignore = ["NAME"]
```
"""


def explanation(name: str, checks: Checklist) -> str:
    """What there is to know of a check, of a family, or of `all`, as Markdown.

    Raises:
        UnknownNameError: there is no such name.
    """
    if name == ALL:
        return page(checks.checks)
    refuse_unknown(name, [ALL, *(check.name for check in checks.checks)])
    wanted = [check for check in checks.checks if name in (check.name, family_of(check.name))]
    return "\n".join(_family(name, wanted)) if name in FAMILIES else written_explanation(wanted[0])


def written_explanation(check: Check) -> str:
    """What there is to know of one check, as Markdown."""
    return "\n".join(_check(check, "#"))


def plain_explanation(check: Check) -> str:
    """The same as plain text."""
    examples = [f"{label}: {visible(text)}" for label, texts in _examples(check) for text in texts]
    return "\n".join([visible(check.about), facts(check), *examples])


def page(checks: Iterable[Check]) -> str:
    """The page of all `checks`, those of the newsroom left out where it has none."""
    by_family: dict[str, list[Check]] = {family: [] for family in FAMILIES}
    for check in checks:
        by_family[family_of(check.name)].append(check)
    parts = [line for family, those in by_family.items() if those for line in _family(family, those)]
    return "\n".join([_HEAD, *parts])


def facts(check: Check) -> str:
    """Family, level and conditions of a check in one line."""
    said = [
        family_of(check.name),
        "info until its acceptance lifts it to " + check.level if check.starts_low else str(check.level),
    ]
    said += ["needs the source"] * check.needs_source + ["needs a correction"] * check.needs_edit
    said += ["needs other articles"] * check.needs_stories + ["English only"] * check.english + [f"ITS {check.issue}"]
    return " · ".join(said)


def _family(family: str, checks: Iterable[Check]) -> Iterator[str]:
    yield f"## {family}\n"
    about = FAMILIES[family]
    yield f"{about[:1].upper()}{about[1:]}.\n"
    for check in checks:
        yield from _check(check, "###")


def _check(check: Check, mark: str) -> Iterator[str]:
    yield f"{mark} {check.name}\n"
    yield f"{facts(check)}\n"
    yield f"{visible(check.about)}\n"
    for label, examples in _examples(check):
        if examples:
            yield f"{label}:\n"
            yield from (f"- {_code(example)}" for example in examples)
            yield ""
    if mark == "#":
        yield f"Silence it with `--ignore {check.name}`, or on the screen with `d` (this one) or `D` (in this article).\n"


def _examples(check: Check) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("Flags", check.bad), ("Leaves alone", check.good)


def _code(text: str) -> str:
    """`text` as Markdown code, whatever is in it."""
    fence = "`"
    while fence in text:
        fence += "`"
    shown = visible(text)
    pad = " " if shown[:1] in ("`", " ") or shown[-1:] in ("`", " ") or not shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
