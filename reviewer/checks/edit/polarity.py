"""Words that became their contrary: rise and fall, before and after, approve and reject.

A closed list of pairs, known by their stems; only where the one went and the other came over the whole sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.analysis.lexicon import MAGNITUDES
from reviewer.analysis.stems import stem
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.edit.remarks import changed
from reviewer.checks.edited import edited
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_PAIRS = """
rise gain climb surge jump soar grow increase raise higher up upward | fall decline drop slump plunge decrease reduce lower down
strengthen expand | weaken shrink contract
before ahead earlier | after later
approve accept pass adopt ratify | reject refuse veto block
win victory winner | lose defeat loser loss
north northern northward | south southern southward
east eastern eastward | west western westward
import importer | export exporter
more most above over | less fewer least below under
support back favor favour | oppose opposition against
agree agreement | disagree disagreement
allow permit legal | ban forbid prohibit illegal
open reopen | close shut
start begin launch | end stop halt finish
buy purchase | sell sale
send give lend | receive borrow
enter arrive join | leave depart withdraw quit
confirm admit acknowledge | deny
success succeed successful | fail failure
advance | retreat
attack offensive | defend defense defence defensive
include | exclude
profit surplus | loss deficit
maximum | minimum
first | last
same | different
ally friend friendly | enemy hostile
positive optimistic | negative pessimistic
possible likely | impossible unlikely
remember | forget
left | right
hot warm | cold cool
hire appoint | fire dismiss
arrest detain | release free
always | never
easier easy | harder hard difficult
better best improve | worse worst worsen deteriorate
early | late
domestic | foreign
majority | minority
guilty convict | innocent acquit
war | peace
safe | dangerous
strong | weak
long | short
old | new
high | low
""".strip().splitlines()
"""Each line has the words of the one side and those of the other."""


def _poles() -> dict[str, list[tuple[int, int]]]:
    """On which lines a stem stands, and on which side there."""
    poles: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(_PAIRS):
        for side, words in enumerate(line.split(" | ")):
            for word in words.split():
                poles.setdefault(stem(word), []).append((number, side))
    return poles


_POLES = _poles()


def _look(unit: Unit) -> Iterator[Remark]:
    both = edited(unit)
    gone, came = _surplus(both.machine, both.correction), _surplus(both.correction, both.machine)
    for new in came:
        for old in gone:
            if _are_contrary(old.text, new.text):
                gone.remove(old)
                yield changed(f"“{old.text}”", f"“{new.text}”", (new.start, new.end))
                break


def _surplus(some: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """The words with a contrary that are more often in `some` than in `others`."""
    more = Counter(stem(word.text) for word in some)
    more.subtract(Counter(stem(word.text) for word in others))
    found = []
    for at, word in enumerate(some):
        small = stem(word.text)
        if small in _POLES and more[small] > 0 and not (word.text == "won" and _is_other_won(some, at)):
            more[small] -= 1
            found.append(word)
    return found


def _is_other_won(words: Sequence[Word], at: int) -> bool:
    """Whether `won` is the currency, or what a tokeniser left of `won't`."""
    before, after = (words[place].text if 0 <= place < len(words) else "" for place in (at - 1, at + 1))
    return before[-1:].isdecimal() or before.casefold() in MAGNITUDES or before == "₩" or after[:1] in ("'", "’")


def _are_contrary(one: str, other: str) -> bool:
    sides = _POLES[stem(other)]
    return any((number, 1 - side) in sides for number, side in _POLES[stem(one)])


CHECK = Check(
    name="polarity-changed",
    level=Level.INFO,
    about="A word that the editor turned into its contrary, from a closed list: rise and fall, before and after.",
    issue="mistranslation",
    unit=_look,
    needs_edit=True,
    bad=("Prices rose by 2 percent. => Prices fell by 2 percent.", "They met before the vote. => They met after the vote."),
    good=(
        "Prices rose by 2 percent. => Prices increased by 2 percent.",
        "North and South Korea met. => South and North Korea met.",
    ),
)
