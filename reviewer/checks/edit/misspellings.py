"""Words that the editor typed and that are no words: what the machine wrote and what the article says elsewhere is not looked at.

It looks when the typing pauses, since it asks the whole article, and says nothing while the words are still being loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reviewer.analysis.spelling import misspelled
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.edited import edited
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level


def _look(story: Story) -> Iterator[Remark]:
    typed = {at: found for at, unit in enumerate(story.units) if unit.is_corrected and (found := _typed(unit))}
    if not typed:
        return
    wrong = misspelled(word.text for found in typed.values() for word in found)
    if not wrong:
        return
    units = Counter(word for unit in story.units for word in {each.text for each in unit.words} if word in wrong)
    for at, found in typed.items():
        for word in found:
            if word.text in wrong and units[word.text] == 1:
                meant = wrong[word.text]
                yield Remark(word.start, word.end, f"“{word.text}” may be “{meant}”", meant, at=at)


def _typed(unit: Unit) -> list[Word]:
    """The words of the correction in small letters that the machine text has not."""
    both = edited(unit)
    known = {word.text.casefold() for word in both.machine}
    came = [word for change in both.changes for word in both.came(change)]
    return [word for word in came if word.text.islower() and word.text not in known and not _is_part(unit.text, word)]


def _is_part(text: str, word: Word) -> bool:
    """Whether the word is part of an address, a tag, or a contraction that a tokeniser parted."""
    before, after = text[max(0, word.start - 1) : word.start], text[word.end : word.end + 2]
    if after.lstrip()[:1] in ("'", "’"):
        return True
    is_within = before != "" and before in "@/.#_"
    return is_within or after[:1] in ("@", "/", "_") or (after[:1] == "." and after[1:].isalnum())


CHECK = Check(
    name="misspelling",
    level=Level.INFO,
    about=(
        "A word in small letters that the editor typed, that is not known, stands nowhere else in the article, and is a letter "
        "away from a common word; British and American spellings are both right."
    ),
    issue="misspelling",
    story=_look,
    needs_edit=True,
    bad=("They talked. => They held negociations.",),
    good=("They talked. => They organised a programme of talks.", "They organize. => They labour in the centre."),
)
