"""The written rules that say what kind of error an edit shows, and how bad it is.

They are tried in order and the first that fits decides. Each is a function of one piece of an edit and says category and
severity, or None where it does not fit; its docstring is the rule, which is printed in documents. A number or a negation that
changed is at least major; punctuation or case alone is minor; what leaves content words and meaning alone is a matter of taste:
neutral, of style.

Without the source a rule can only go by what the editor did, and everything can be changed on the screen. Confidence says how
often category and severity were both right when real post-edits were read; a rule that was not met there has 0.7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer.analysis.fuzz import character_distance
from reviewer.analysis.lexicon import ARTICLES, CURRENCIES, MODALS, MONTHS, WEEKDAYS
from reviewer.analysis.negation import is_negated, is_negation, is_negative
from reviewer.analysis.numerals import digits_alone, is_spelled, values
from reviewer.analysis.stems import is_punctuation, stem
from reviewer.core.error import Category, Severity
from reviewer.mqm.meaning import (
    has_unspaced,
    is_content,
    letters,
    names,
    net,
    plain,
    scripts,
    weight,
)
from reviewer.mqm.pieces import Piece

Judged = tuple[Category, Severity]

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+")
_MUCH = 3
"""Content words whose loss or invention is major."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; its text is the docstring of what judges."""

    name: str
    judge: Callable[[Piece], Judged | None]
    confidence: float

    @property
    def text(self) -> str:
        """The rule in words."""
        return " ".join((self.judge.__doc__ or "").split())


def _white_space(piece: Piece) -> Judged | None:
    """Only white space changed: design, minor."""
    return (Category.DESIGN, Severity.MINOR) if not piece.before and not piece.after else None


def _untranslated(piece: Piece) -> Judged | None:
    """Letters of another script among Latin ones were removed: untranslated, major."""
    foreign = scripts(piece.before) - {"LATIN"}
    if foreign and not foreign & scripts(piece.after) and scripts((piece.previous, piece.following)) <= {"LATIN"}:
        return Category.UNTRANSLATED, Severity.MAJOR
    return None


def _doubled(piece: Piece) -> Judged | None:
    """A word, or a few, that stood twice in a row stand once: grammar, minor."""
    is_word = not piece.after and not all(map(is_punctuation, piece.before)) and not has_unspaced(piece)
    return (Category.GRAMMAR, Severity.MINOR) if piece.repeats and is_word and not values(piece.before) else None


def _consequence(piece: Piece) -> Judged | None:
    """A capital came or went because the sentence begins elsewhere: style, neutral."""
    is_case = len(piece.before) == len(piece.after) == 1 and piece.before[0].casefold() == piece.after[0].casefold()
    return (Category.STYLE, Severity.NEUTRAL) if is_case and piece.begins[0] != piece.begins[1] else None


def _letter_case(piece: Piece) -> Judged | None:
    """Only capitals changed, or spaces between the same letters: spelling, minor."""
    same = "".join(piece.before).casefold() == "".join(piece.after).casefold()
    return (Category.SPELLING, Severity.MINOR) if same and not _digits(piece) else None


def _minus(piece: Piece) -> Judged | None:
    """A minus before a number came or went: number, major."""
    signs = piece.before or piece.after
    is_minus = len(signs) == 1 and signs[0] in "-−–" and not (piece.before and piece.after)
    if is_minus and piece.beside[1].isdigit() and not piece.beside[0].isalnum():
        return Category.NUMBER, Severity.MAJOR
    return None


def _punctuation(piece: Piece) -> Judged | None:
    """Only punctuation changed, inside words too: punctuation, minor."""
    before, after = (letters(side) for side in (piece.before, piece.after))
    return (Category.PUNCTUATION, Severity.MINOR) if before == after else None


def _number_form(piece: Piece) -> Judged | None:
    """The same number in another form: number, minor."""
    before, after = values(piece.before), values(piece.after)
    if not before or (before != after and not _is_other_form(piece)):
        return None
    is_changed = [word for word in piece.before if values([word])] != [word for word in piece.after if values([word])]
    is_alone = _words_without_numbers(piece.before) == _words_without_numbers(piece.after)
    return (Category.NUMBER, Severity.MINOR) if is_changed and is_alone else None


def _number(piece: Piece) -> Judged | None:
    """A number, magnitude or percentage changed, came or went: number, major; a year, or next to a month: date, major."""
    before, after = values(piece.before), values(piece.after)
    # "one" and its like are mostly pronouns.
    if before == after or (is_spelled((*piece.before, *piece.after)) and not (before and after)):
        return None
    return Category.DATE if _is_date(piece) else Category.NUMBER, Severity.MAJOR


def _date(piece: Piece) -> Judged | None:
    """A month or a weekday became another: date, major."""
    for calendar in (MONTHS, WEEKDAYS):
        before, after = (_known(side, calendar) for side in (piece.before, piece.after))
        if before != after and before and after:
            return Category.DATE, Severity.MAJOR
    return None


def _currency(piece: Piece) -> Judged | None:
    """A currency became another: currency, major."""
    before, after = (_known(side, CURRENCIES) for side in (piece.before, piece.after))
    return (Category.CURRENCY, Severity.MAJOR) if before and after and before != after else None


def _negation(piece: Piece) -> Judged | None:
    """A negation came or went, as a word or as a prefix (un-, in-, non-): mistranslation, major."""
    before, after = (sum(map(is_negation, side)) for side in (piece.before, piece.after))
    if (before > 0) != (after > 0):
        other = piece.after if before else piece.before
        is_said_otherwise = any(is_negative(word) for word in other)
        return None if is_said_otherwise else (Category.MISTRANSLATION, Severity.MAJOR)
    content = [[word for word in side if is_content(word)] for side in (piece.before, piece.after)]
    if len(content[0]) == len(content[1]) == 1 and is_negated(*sorted((content[0][0], content[1][0]), key=len)):
        return Category.MISTRANSLATION, Severity.MAJOR
    return None


def _modal(piece: Piece) -> Judged | None:
    """A duty became a chance or a chance a duty (must, may): mistranslation, major."""
    before, after = (
        {MODALS[word.casefold()] for word in side if word.casefold() in MODALS} for side in (piece.before, piece.after)
    )
    is_other = len(before) == len(after) == 1 and before != after
    return (Category.MISTRANSLATION, Severity.MAJOR) if is_other else None


def _taste(piece: Piece) -> Judged | None:
    """Contractions, optional `that`, the order of the same words, and synonyms of a closed list: style, neutral."""
    before, after = (plain(side) for side in (piece.before, piece.after))
    if before == after or {tuple(before), tuple(after)} == {(), ("that",)}:
        return Category.STYLE, Severity.NEUTRAL
    return None


def _grammar(piece: Piece) -> Judged | None:
    """Only articles, prepositions, pronouns and other small words, or the forms of words, changed: grammar, minor."""
    return (Category.GRAMMAR, Severity.MINOR) if not any(net(piece)) and not has_unspaced(piece) else None


def _acronym(piece: Piece) -> Judged | None:
    """An acronym was spelled out or a term was made one: terminology, minor."""
    for one, other in ((piece.before, piece.after), (piece.after, piece.before)):
        short = [word for word in one if word.casefold() not in ARTICLES]
        initials = "".join(word[0] for word in other if is_content(word)).casefold()
        if (
            len(short) == 1
            and short[0].isupper()
            and short[0].isalpha()
            and len(short[0]) >= 2
            and short[0].casefold() == initials
        ):
            return Category.TERMINOLOGY, Severity.MINOR
    return None


def _name(piece: Piece) -> Judged | None:
    """A capitalised name inside a sentence became another: name, minor where it is another spelling of it, else major."""
    before, after = (names(side) for side in (piece.before, piece.after))
    sides = piece.before, piece.after
    rest = [word for side in sides for word in side if is_content(word) and not word[0].isupper()]
    may_begin = any(piece.begins) and min(len(before), len(after)) < 2 and not "".join((*before, *after)).isupper()
    if not before or not after or rest or piece.in_title or may_begin:
        return None
    one, other = "".join(before).casefold(), "".join(after).casefold()
    is_near = character_distance(one, other) <= max(len(one), len(other)) // 3
    return Category.NAME, Severity.MINOR if is_near else Severity.MAJOR


def _spelling(piece: Piece) -> Judged | None:
    """One word became one that differs by a letter or two: spelling, minor."""
    if len(piece.before) != 1 or len(piece.after) != 1:
        return None
    one, other = piece.before[0].casefold(), piece.after[0].casefold()
    shorter = min(len(one), len(other))
    if shorter < 5 or one[0] != other[0]:
        return None
    is_near = character_distance(one, other) <= (2 if shorter >= 7 else 1)
    return (Category.SPELLING, Severity.MINOR) if is_near else None


def _addition(piece: Piece) -> Judged | None:
    """Content words were removed, and at most an article put in: addition, major from three of them on, else minor."""
    gone, came = net(piece)
    if came or not gone or not _is_at_most_an_article(piece.after):
        return None
    return Category.ADDITION, Severity.MAJOR if weight(gone) >= _MUCH else Severity.MINOR


def _omission(piece: Piece) -> Judged | None:
    """Content words were put in, and at most an article removed: omission, major from three of them on, else minor."""
    gone, came = net(piece)
    if gone or not came or not _is_at_most_an_article(piece.before):
        return None
    return Category.OMISSION, Severity.MAJOR if weight(came) >= _MUCH else Severity.MINOR


def _mistranslation(piece: Piece) -> Judged | None:
    """Content words became others: mistranslation, major where two did or more than three went or came, else minor."""
    gone, came = map(weight, net(piece))
    is_much = min(gone, came) >= 2 or max(gone, came) > _MUCH
    return Category.MISTRANSLATION, Severity.MAJOR if is_much else Severity.MINOR


ON_PIECES: tuple[Rule, ...] = (
    Rule("white-space", _white_space, 0.9),
    Rule("untranslated", _untranslated, 0.7),
    Rule("doubled", _doubled, 0.9),
    Rule("consequence", _consequence, 0.9),
    Rule("letter-case", _letter_case, 0.95),
    Rule("minus", _minus, 0.7),
    Rule("date", _date, 0.7),
    Rule("currency", _currency, 0.7),
    Rule("number-form", _number_form, 0.7),
    Rule("number", _number, 0.7),
    Rule("punctuation", _punctuation, 0.95),
    Rule("negation", _negation, 0.5),
    Rule("modal", _modal, 0.7),
    Rule("taste", _taste, 0.8),
    Rule("grammar", _grammar, 0.85),
    Rule("acronym", _acronym, 0.7),
    Rule("name", _name, 0.7),
    Rule("spelling", _spelling, 0.8),
    Rule("addition", _addition, 0.4),
    Rule("omission", _omission, 0.5),
    Rule("mistranslation", _mistranslation, 0.55),
)
"""In the order in which they are tried; the last always fits."""


def judge(piece: Piece) -> tuple[Rule, Judged]:
    """The first rule that fits, and what it says."""
    for rule in ON_PIECES:
        judged = rule.judge(piece)
        if judged is not None:
            return rule, judged
    raise AssertionError("the last rule fits everything")


def _is_at_most_an_article(side: Sequence[str]) -> bool:
    return {word.casefold() for word in side if not is_punctuation(word)} <= ARTICLES


def _is_other_form(piece: Piece) -> bool:
    """Whether the same digits are parted by other signs, in groups of three on both sides."""
    sides = [[token for token in side if _GROUPED.fullmatch(token)] for side in (piece.before, piece.after)]
    return bool(sides[0]) and len(sides[0]) == len(sides[1]) and digits_alone(piece.before) == digits_alone(piece.after)


def _digits(piece: Piece) -> bool:
    return any(character.isdigit() for token in (*piece.before, *piece.after) for character in token)


def _words_without_numbers(tokens: Sequence[str]) -> list[str]:
    return sorted(stem(word) for word in tokens if is_content(word) and not values([word]))


def _is_date(piece: Piece) -> bool:
    tokens = [*piece.before, *piece.after, piece.previous, piece.following]
    years = [any(_YEAR.fullmatch(word) for word in side) for side in (piece.before, piece.after)]
    return bool(_known(tokens, MONTHS) or _known(tokens, WEEKDAYS)) or all(years)


def _known(tokens: Sequence[str], names: dict[str, int] | dict[str, str]) -> set[int | str]:
    """What the names among `tokens` stand for; a name of a day or month only where it is capitalised: may, march, sun."""
    is_calendar = names is MONTHS or names is WEEKDAYS
    return {names[word.casefold()] for word in tokens if word.casefold() in names and (not is_calendar or word[0].isupper())}
