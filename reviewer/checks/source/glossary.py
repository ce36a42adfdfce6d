"""Terms of the newsroom's glossary: what the source's term is to be called, and what is never to be written.

A term counts where its longest form stands: `health` is not looked for inside a longer term that the glossary knows. Any of its
targets will do, in any inflection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reviewer.analysis.phrases import Match, Phrases
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level
from reviewer.core.identity import digest
from reviewer.core.term import Term


def glossary_check(terms: Sequence[Term]) -> Check:
    """The check `glossary` with these terms; without any it finds nothing."""
    return Check(
        name="glossary",
        level=Level.WARNING,
        about=(
            "A term of the glossary that the source has and the text does not call as the glossary does, and words that the "
            "glossary forbids. Other inflections are the same, and in a longer term a shorter one does not count."
        ),
        issue="terminology",
        unit=_looking_for(tuple(terms)),
        knows=digest("glossary", *((term.source, term.targets, term.forbidden) for term in terms)) if terms else "",
        # What is forbidden can be seen in the text alone.
        needs_source=not any(term.forbidden for term in terms),
        english=False,
        bad=("나토의 동진을 막겠다. => It will stop NATO's ban on East Asia.",),
        good=("나토의 동진을 막겠다. => It will stop NATO's eastward expansion.",),
    )


def _looking_for(terms: tuple[Term, ...]) -> Callable[[Unit], Iterator[Remark]]:
    sources = [(number, word) for number, term in enumerate(terms) for word in term.source]
    targets = [(number, word) for number, term in enumerate(terms) for word in term.targets]
    forbidden = [(number, word) for number, term in enumerate(terms) for word in term.forbidden]
    in_source = Phrases([word for _, word in sources])
    in_text = Phrases([word for _, word in targets])
    # A forbidden word inside a right one is right, so both are looked for at once.
    against = Phrases([word for _, word in (*forbidden, *targets)], keep_case=True) if forbidden else None

    def look(unit: Unit) -> Iterator[Remark]:
        source = unit.source or ""
        asked: dict[int, str] = {}
        for match in in_source.longest_in(source) if source else ():
            number, word = sources[match.phrase]
            asked.setdefault(number, word)
        told = set()
        for match in against.longest_in(unit.text) if against is not None else ():
            if match.phrase < len(forbidden):
                number = forbidden[match.phrase][0]
                if number in asked or not source or not terms[number].source:
                    told.add(number)
                    yield _instead(terms[number], match, unit.text)
        right = {targets[match.phrase][0] for match in in_text.all_in(unit.text)} if asked else set()
        for number, word in asked.items():
            if terms[number].targets and number not in right | told:
                message = f"the glossary has “{terms[number].targets[0]}” for “{word}”"
                yield Remark(len(unit.text), len(unit.text), message)

    return look


def _instead(term: Term, match: Match, text: str) -> Remark:
    words = text[match.start : match.end]
    if not term.targets:
        return Remark(match.start, match.end, f"“{words}” is not to be written")
    wanted = term.targets[0]
    is_first = not text[: match.start].strip() or text[: match.start].rstrip()[-1] in ".!?"
    if is_first and words[0].isupper():
        wanted = wanted[0].upper() + wanted[1:]
    return Remark(match.start, match.end, f"“{words}” is to be “{wanted}”", wanted)
