"""What is odd about parallel text before it is scored; beside each kind stand texts that must not be taken for it."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from itertools import cycle, islice

import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.analysis.hygiene import LIMIT, Hygiene
from reviewer.analysis.oddities import KINDS, Oddity

PLAIN = ("The council met on Monday.", "On Monday the council met.")
"""A hypothesis and its reference without anything odd."""
SYSTEM = [
    "The mayor opened the bridge on Friday.",
    "More than two hundred people came to see it.",
    "Rain had delayed the works by half a year.",
    "The old bridge was closed nine years ago.",
    "Ferries carried the workers across until then.",
    "A ticket for the ferry cost three crowns.",
    "Fishermen complained about the noise at night.",
    "The new road ends behind the paper mill.",
    "Its owners paid for a third of the costs.",
    "Schools on both banks had the morning off.",
    "A choir of pupils sang under the arches.",
    "The engineer thanked everybody who had helped.",
    "Next spring the railings will be painted green.",
    "Cyclists get a lane of their own in summer.",
    "The police expect queues on the first days.",
    "Buses will cross the river every ten minutes.",
    "The last ferry is going to be a museum.",
    "Its captain has collected photographs since 1960.",
    "Visitors may ring the brass bell themselves.",
    "Entrance is free for children below twelve.",
    "In the evening there were fireworks over town.",
    "Two dogs ran away and were found at dawn.",
    "The bakery sold out of almond buns by noon.",
    "Nobody remembered who had laid the first stone.",
]
REFERENCE = [
    line.replace("The", "That").replace("the", "this").replace(" was ", " had been ").replace("were", "would be")
    for line in SYSTEM
]
"""Another wording of each line, as like it as references are to machine texts."""
KOREAN = [f"시장은 {number}번째 다리를 금요일에 열었다고 밝혔다." for number in range(24)]


def checked(
    hypotheses: Sequence[str], *references: Sequence[str], source: Sequence[str] | None = None, block: int | None = None
) -> Hygiene:
    """A collector that has seen the lines, in blocks of so many; the files are mt.txt, ref1.txt, ... and src.txt."""
    names = [f"ref{number}.txt" for number in range(1, len(references) + 1)]
    hygiene = Hygiene("mt.txt", names, None if source is None else "src.txt")
    size = block or max(1, len(hypotheses))
    for at in range(0, len(hypotheses), size):
        part = slice(at, at + size)
        hygiene.look(hypotheses[part], [lines[part] for lines in references], None if source is None else source[part])
    return hygiene


def found(hypotheses: Sequence[str], *references: Sequence[str], source: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """The kinds that are found and the files they are in."""
    return [(oddity.kind, oddity.where) for oddity in checked(hypotheses, *references, source=source).oddities()]


def only(hygiene: Hygiene) -> Oddity:
    """The one oddity there is."""
    [oddity] = hygiene.oddities()
    return oddity


# What one pair of lines shows: the hypothesis, the reference, and the file that has it.
LINES = {
    "a mark at the beginning": ("\ufeffThe council met.", "The council met again.", "byte-order-mark", "mt.txt"),
    "a mark of the reference": ("The council met.", "\ufeffThe council met again.", "byte-order-mark", "ref1.txt"),
    "a mark in the middle": ("The coun\ufeffcil met.", "The council met again.", "stray-byte-order-mark", "mt.txt"),
    "a return at the end": ("The council met.\r", "The council met again.", "carriage-return", "mt.txt"),
    "a return at the reference's end": ("The council met.", "The council met again.\r", "carriage-return", "ref1.txt"),
    "a return inside": ("The council\rmet.", "The council met again.", "inner-carriage-return", "mt.txt"),
    "line separator": ("The council\u2028met.", "The council met again.", "line-separator", "mt.txt"),
    "paragraph separator": ("The council met.", "The council\u2029met again.", "line-separator", "ref1.txt"),
    "next line": ("The council\x85met.", "The council met again.", "line-separator", "mt.txt"),
    "vertical tab": ("The council\x0bmet.", "The council met again.", "line-separator", "mt.txt"),
    "form feed": ("The council\x0cmet.", "The council met again.", "line-separator", "mt.txt"),
    "file separator": ("The council\x1cmet.", "The council met again.", "line-separator", "mt.txt"),
    "decomposed": ("The cafe\u0301 closed.", "The café was closed.", "normalization", "mt.txt"),
    "decomposed reference": ("The café closed.", "The cafe\u0301 was closed.", "normalization", "ref1.txt"),
    "decomposed Hangul": (unicodedata.normalize("NFD", "한국은 오늘"), "한국은 어제", "normalization", "mt.txt"),
    "both decomposed, one word not": (
        "re\u0301sume\u0301 e\u0301té",
        "re\u0301sume\u0301 e\u0301te\u0301",
        "normalization",
        "mt.txt",
    ),
    "no-break space": ("The\u00a0council met.", "The council met again.", "space", "mt.txt"),
    "narrow no-break space": ("The council met.", "The council met\u202fagain.", "space", "ref1.txt"),
    "ideographic space": ("会議は\u3000月曜", "会議は 月曜だ", "space", "mt.txt"),
    "zero-width space": ("The\u200b council met.", "The council met again.", "invisible", "mt.txt"),
    "soft hyphen": ("The coun\u00adcil met.", "The council met again.", "invisible", "mt.txt"),
    "word joiner": ("The council met.", "The council\u2060 met again.", "invisible", "ref1.txt"),
    "a joiner the other side spells without": ("او می\u200cرود", "او میرود آنجا", "invisible", "mt.txt"),
    "full-width digits": ("２０２４年の会議", "2024年の会議だ", "full-width", "mt.txt"),
    "full-width comma": ("会议,星期一", "会议，在星期一", "full-width", "ref1.txt"),
    "curly quotes": ("He said “no”.", 'He said "never".', "quotes", "mt.txt"),
    "curly reference": ("It doesn't.", "It doesn’t, no.", "quotes", "ref1.txt"),
    "low quotes": ("Er sagte „nein“.", 'Er sagte "nie".', "quotes", "mt.txt"),
    "curly apostrophe beside equal quotes": ('"It doesn’t"', '"It doesn\'t, no"', "quotes", "mt.txt"),
    "tab": ("The council\tmet.", "The council met again.", "tab", "mt.txt"),
    "right-to-left override": ("The \u202ecouncil\u202c met.", "The council met again.", "bidi-control", "mt.txt"),
    "isolates": ("The council met.", "The \u2066council\u2069 met again.", "bidi-control", "ref1.txt"),
    "empty hypothesis": ("", "The council met again.", "empty-hypothesis", "mt.txt"),
    "blank hypothesis": ("  ", "The council met again.", "empty-hypothesis", "mt.txt"),
    "empty reference": ("The council met.", "", "empty-reference", "ref1.txt"),
    "empty both": ("", "", "empty-everywhere", ""),
}
CLEAN = {
    "plain": PLAIN,
    "plain with accents": ("Le café est fermé.", "Le café était fermé."),
    "returns on both sides": ("The council met.\r", "The council met again.\r"),
    "both decomposed": ("The cafe\u0301 closed.", "The cafe\u0301 was closed."),
    "both in letters that NFC takes apart": ("क\u093cलम \u0958लम", "क\u093cलम \u0958लम है"),
    "one spelling against both": ("e\u0301te\u0301", "e\u0301te\u0301 été"),
    "no-break spaces on both sides": ("10\u00a0000 people", "10\u00a0000 persons"),
    "another odd space": ("10\u00a0000 people", "10\u202f000 persons"),
    "trailing spaces": ("The council met.  ", "The council met again."),
    "a leading space": (" The council met.", "The council met again."),
    "zero-width spaces on both sides": ("ខ្ញុំ\u200bទៅ", "ខ្ញុំ\u200bមក"),
    "joiners in words of one side": ("او می\u200cرود", "او رفت آنجا"),
    "a word with joiners against both": ("او می\u200cرود", "او می\u200cرود میرود"),
    "a joined emoji": ("It is good 👩\u200d👧", "It is good indeed"),
    "full-width on both sides": ("会議（月曜）！", "会議（火曜）！"),
    "full-width against none, in Japanese": ("会議！", "会議だ。"),
    "full-width and ordinary, the same on both sides": ("すごい！Yahoo!", "すごいね！Yahoo!"),
    "one more ordinary than the other side has": ("すごい！Yahoo", "すごい！Yahoo!"),
    "one more full-width than the other side has": ("すごい！Yahoo!", "すごいYahoo!"),
    "curly on both sides": ("He said “no”.", "He said “never”."),
    "curly against none": ("He said “no”.", "He said no."),
    "curly against guillemets": ("Il a dit “non”.", "Il a dit « jamais »."),
    "curly quotes, straight apostrophe": ("“It doesn't”", "“It didn't”"),
    "a mix against straight": ('“It” is "it".', 'It is "it".'),
    "quotes against an apostrophe": ("He said “no”.", "He didn't say it."),
    "a tab on both sides": ("The council\tmet.", "The council\tmet again."),
    "a tab in the reference": ("The council met.", "The council\tmet again."),
    "directions on both sides": ("\u2067שלום\u2069 abc", "\u2067שלום\u2069 abcd"),
    "one tokenised line": ("The council met .", "The council met again."),
}


@pytest.mark.parametrize(("hypothesis", "reference", "kind", "where"), LINES.values(), ids=LINES)
def test_a_line_shows_it(hypothesis: str, reference: str, kind: str, where: str) -> None:
    """The kind is found, in the file that has it, and nothing else is."""
    assert found([hypothesis], [reference]) == [(kind, where)]


@pytest.mark.parametrize(("hypothesis", "reference"), CLEAN.values(), ids=CLEAN)
def test_nothing_is_odd_about_it(hypothesis: str, reference: str) -> None:
    """What both sides have in common, or what harms nothing, is not mentioned, whichever line it is on."""
    assert found([PLAIN[0], hypothesis], [PLAIN[1], reference]) == []


@pytest.mark.parametrize(("hypothesis", "reference", "kind", "_where"), LINES.values(), ids=LINES)
def test_the_line_is_named(hypothesis: str, reference: str, kind: str, _where: str) -> None:
    """It is the first of those that have it, whatever the blocks are."""
    if kind == "byte-order-mark":
        kind = "stray-byte-order-mark"
    lines = [PLAIN[0]] * 2, [PLAIN[1]] * 2
    for size in (1, 2, 99):
        odd = only(checked([*lines[0], hypothesis, hypothesis], [*lines[1], reference, reference], block=size))
        assert (odd.kind, odd.line, odd.lines) == (kind, 3, 2)


def test_the_second_reference_can_match() -> None:
    """A hypothesis is odd only where no reference is like it; a reference that is not is reported."""
    assert found(["It doesn’t."], ["It doesn’t, no."], ["It doesn't either."]) == []
    assert found(["It doesn't."], ["It doesn't, no."], ["It doesn’t either."]) == [("quotes", "ref2.txt")]
    assert found(["The\u200b council."], ["The\u200b council met."], ["The council sat."]) == []


def test_full_width_characters_in_latin_text() -> None:
    """Where the other side is Latin and never has any, each is odd, also without an ordinary one to match it."""
    hypotheses = [*SYSTEM[:6], "It closed last year！"]

    assert found(hypotheses, REFERENCE[:7]) == [("full-width", "mt.txt")]
    assert found(hypotheses, [*REFERENCE[:5], "＜Map＞ of the town.", REFERENCE[6]]) == []


def test_the_source_is_not_scored() -> None:
    """What is odd in its file can only misalign, and is mentioned as harmless."""
    oddities = checked([PLAIN[0]], [PLAIN[1]], source=["\ufeffDer Rat\u2028tagte\u00a0am Montag."]).oddities()

    assert [(odd.kind, odd.where, odd.severity) for odd in oddities] == [
        ("byte-order-mark", "src.txt", "info"),
        ("line-separator", "src.txt", "info"),
    ]
    assert "scored" not in oddities[0].message


def test_a_mark_on_every_line() -> None:
    """The first is the file's own, and the others are strays."""
    oddities = checked(["\ufeff" + line for line in SYSTEM], REFERENCE).oddities()

    assert [(odd.kind, odd.line, odd.lines) for odd in oddities] == [
        ("byte-order-mark", 1, 1),
        ("stray-byte-order-mark", 2, len(SYSTEM) - 1),
    ]


def test_the_characters_are_named() -> None:
    """By their numbers, at most four of them."""
    assert "(U+201C, U+201D)" in only(checked(["He said “no”."], ['He said "no" again.'])).message
    assert "(U+00A0, U+2002, U+2003, U+2004, …)" in only(checked(["a\u00a0b\u2002c\u2003d\u2004e\u2005f"], ["a b c d e"])).message


def test_two_files_are_named_by_their_names() -> None:
    """Names are made visible, and braces in them are no fields; `where` is as it was given."""
    hygiene = Hygiene("{x}\x1b[1m.txt", ["{0}.txt"])
    hygiene.look(["The council met.\r"], [["The council met."]])
    hygiene.look(SYSTEM, [[f"{line}\u00a0yes" for line in SYSTEM]])
    oddities = hygiene.oddities()

    assert [odd.where for odd in oddities] == ["{x}\x1b[1m.txt", "{0}.txt"]
    assert "unlike {0}.txt" in oddities[0].message
    assert "unlike {x}␛[1m.txt" in oddities[1].message


def test_oddities_come_in_the_order_of_the_table() -> None:
    """And those of one kind in the order of the files."""
    oddities = checked(
        ["\ufeffHe said “no”.", "", "It\u00a0is."], ['He said "no" again.', "Never.", "It is so."], ["", "No “one”.", "It is."]
    ).oddities()
    order = list(KINDS)

    assert len(oddities) > 3
    assert oddities == sorted(oddities, key=lambda odd: order.index(odd.kind))


@pytest.mark.parametrize(
    ("count", "total", "theirs", "is_found"),
    [(4, 20, 0, True), (3, 20, 0, False), (4, 19, 0, False), (4, 20, 1, False), (100, 2_000, 10, True), (99, 2_000, 0, False)],
)
def test_tokenised_text(count: int, total: int, theirs: int, is_found: bool) -> None:
    """A hundred lines, or a fifth of twenty, end in a full stop by itself, and the other side's hardly ever do."""
    lines = list(islice(cycle(SYSTEM), total))
    hypotheses = [line.replace(".", " .") if at < count else line for at, line in enumerate(lines)]
    references = [line.replace(".", " again .") if at < theirs else line.replace(".", " again.") for at, line in enumerate(lines)]

    assert [kind for kind, _ in found(hypotheses, references) if kind == "tokenised"] == ["tokenised"] * is_found


def test_tokenised_references() -> None:
    """These are reported too, and with carriage returns."""
    references = [line.replace(".", " .\r") for line in REFERENCE]

    assert ("tokenised", "ref1.txt") in found(SYSTEM, references)


@pytest.mark.parametrize(
    ("same", "total", "is_found"),
    [(24, 24, True), (23, 24, True), (22, 24, False), (19, 20, True), (18, 20, False), (19, 19, False)],
)
def test_the_system_is_the_reference(same: int, total: int, is_found: bool) -> None:
    """Nineteen of twenty lines are the same, of twenty at least."""
    references = [*SYSTEM[:same], *(f"{line} Yes." for line in SYSTEM[same:total])]

    assert found(SYSTEM[:total], references) == [("system-is-reference", "")] * is_found


def test_empty_lines_are_no_copies() -> None:
    """Lines that are empty on both sides make no system a reference."""
    assert found(["", "It rained."] * 30, ["", "It poured down."] * 30) == [("empty-everywhere", "")]


def test_a_source_that_was_not_translated() -> None:
    """The lines are counted, except short ones, those without letters, and those that a reference leaves as they are too."""
    source = ["Rat berät über Brücke", "12 345 678 - 9 000", "BBC News", "Der Spiegel Online", *SYSTEM]
    hypotheses = [*source[:4], *(f"{line} Yes." for line in SYSTEM)]
    odd = only(
        checked(hypotheses, ["Council to discuss bridge", "12,345,678", "The BBC", source[3], *SYSTEM[::-1]], source=source)
    )

    assert (odd.kind, odd.where, odd.line, odd.lines, odd.severity) == ("copied-source", "mt.txt", 1, 1, "info")


def test_the_system_is_the_source() -> None:
    """Most lines are: the files were confused, and their script needs no mention."""
    assert found(KOREAN, SYSTEM, source=KOREAN) == [("system-is-source", "mt.txt")]


def test_the_reference_is_the_source() -> None:
    """Most lines are: the files are in the wrong order."""
    assert found(SYSTEM, KOREAN, source=KOREAN) == [("reference-is-source", "ref1.txt")]


def test_two_references_are_the_same() -> None:
    """In all lines, also across blocks; one line that differs is enough to say nothing."""
    assert found(SYSTEM, REFERENCE, list(REFERENCE)) == [("same-references", "")]
    assert checked(SYSTEM, REFERENCE, list(REFERENCE), block=5).oddities() == checked(SYSTEM, REFERENCE, REFERENCE).oddities()
    assert found(SYSTEM, REFERENCE, [*REFERENCE[:-1], "Nobody knows."]) == []
    assert checked(SYSTEM, REFERENCE, ["Nobody knows.", *REFERENCE[1:]], block=5).oddities() == []
    assert found(SYSTEM[:4], REFERENCE[:4], list(REFERENCE[:4])) == []


@pytest.mark.parametrize("block", [1, 2, 3, 24])
def test_the_same_text_for_different_references(block: int) -> None:
    """Three lines in a row, wherever a block ends."""
    hypotheses = [*SYSTEM[:10], *["I do not know."] * 3, *SYSTEM[13:20], *["I do not know."] * 4]
    odd = only(checked(hypotheses, REFERENCE, block=block))

    assert (odd.kind, odd.line, odd.lines) == ("repeated-hypothesis", 11, 7)
    assert "I do not know." in odd.message


@pytest.mark.parametrize(
    ("hypotheses", "references"),
    [
        (["I do not know."] * 2, ["He says so.", "She says so."]),
        (["I do not know."] * 5, ["He says so."] * 5),
        (["I do not know."] * 4, ["He says so."] * 2 + ["She says so."] * 2),
        (["Yes, yes."] * 4, ["Aye.", "Indeed.", "Right.", "Sure."]),
        (["Who does?", "I do not know."] * 3, ["He says so.", "Who?", "She says so.", "Whoever?", "They say so.", "What?"]),
    ],
    ids=["twice", "the references repeat too", "two references", "two words", "not in a row"],
)
@pytest.mark.parametrize("block", [1, 2, 9])
def test_texts_that_may_repeat(hypotheses: list[str], references: list[str], block: int) -> None:
    """A refrain is no fault."""
    assert checked(hypotheses, references, block=block).oddities() == []


def test_source_and_system_were_swapped() -> None:
    """The system has a script of its own, and the source that of the references."""
    odd = only(checked(KOREAN, REFERENCE, source=SYSTEM))

    assert (odd.kind, odd.where) == ("script-swapped", "mt.txt")
    assert "Hangul" in odd.message
    assert "Latin" in odd.message


def test_a_system_in_the_script_of_its_source() -> None:
    """It was not translated."""
    assert found([line.replace("시장", "도지사") for line in KOREAN], SYSTEM, source=KOREAN) == [("script-of-source", "mt.txt")]


def test_a_system_in_another_script_without_a_source() -> None:
    """Then its file is odd all the same, and no character of it is compared."""
    assert found([f"“{line}”" for line in KOREAN], [f'"{line}"' for line in REFERENCE]) == [("script", "mt.txt")]


@pytest.mark.parametrize(
    ("hypotheses", "references"),
    [
        (["会議は月曜に開かれた"] * 8, ["会議月曜開催決定"] * 6 + ["会議だった"] * 2),
        (["Ｎｅｗｓ ｆｒｏｍ"] * 8, ["News"] * 8),
        (["2024-05-01"] * 8, ["첫째 날"] * 8),
        (["한국 news"] * 8, ["뉴스"] * 8),
        (["News"] * 4, ["뉴스"] * 4),
        (["News", "뉴스"] * 4, ["뉴스", "News"] * 4),
    ],
    ids=["Han with kana", "full-width letters", "digits", "foreign words", "few lines", "a mix"],
)
def test_scripts_that_do_not_differ(hypotheses: list[str], references: list[str]) -> None:
    """Only most of all lines, in letters of one script, make a file one of that."""
    assert not [kind for kind, _ in found(hypotheses, references) if kind.startswith("script")]


@pytest.mark.parametrize("block", [1, 7, 1_000])
@pytest.mark.parametrize(
    ("hypotheses", "references", "side"),
    [(SYSTEM[1:], REFERENCE[:-1], "next"), (SYSTEM[:-1], REFERENCE[1:], "previous"), (SYSTEM[1:10], REFERENCE[:9], "next")],
    ids=["next", "previous", "few"],
)
def test_lines_that_are_one_off(hypotheses: list[str], references: list[str], side: str, block: int) -> None:
    """The hypotheses fit the lines beside their own better, whatever the blocks are."""
    odd = only(checked(hypotheses, references, block=block))

    assert (odd.kind, odd.where, odd.line) == ("shifted-lines", "", 1)
    assert f"mt.txt fits the {side} line of ref1.txt" in odd.message


@pytest.mark.parametrize(("total", "missing", "before"), [(1_500, 1_000, 1_050), (9_000, 5_000, 8_000)])
def test_lines_that_are_one_off_from_somewhere_on(total: int, missing: int, before: int) -> None:
    """A later sample shows it, and its first line is named."""
    numbered = [f"{number} {line}" for number, line in enumerate(islice(cycle(SYSTEM), total))]
    references = [line.replace(".", " then.") for line in numbered]
    odd = only(checked([*numbered[:missing], *numbered[missing + 1 :]], references[:-1]))

    assert odd.kind == "shifted-lines"
    assert missing - 20 < odd.line < before


@pytest.mark.parametrize(("shared", "own"), [(0, 6), (20, 5)], ids=["fits badly", "fits little better"])
def test_lines_that_may_be_one_off(shared: int, own: int) -> None:
    """Only a clear difference counts, and only what then fits."""
    like = [chr(0x4E00 + number) * own for number in range(20)]
    hypotheses = [f"{'x' * shared}{mark}{'a' * (20 - shared) or 'aaaaa'}" for mark in like]
    references = [f"{'x' * shared}{mark}{'b' * (20 - shared) or 'bbbbb'}" for mark in ["none", *like[:-1]]]

    assert found(hypotheses, references) == []


def test_lines_like_their_neighbours_are_not_one_off() -> None:
    """A list of almost equal lines fits everywhere."""
    prices = [f"The price of lot {number} was {number * 7} crowns." for number in range(40)]

    assert found(prices, [line.replace("was", "is") for line in prices]) == []


def test_references_that_are_turned() -> None:
    """Files that hold the alternatives of one segment each."""
    turned = [[f"{line[:-1]} {end}." for end in ("then", "too", "now", "again")] for line in SYSTEM[:3]]

    assert ("turned-references", "") in found(SYSTEM[:4], *turned)


def test_as_many_references_as_lines() -> None:
    """Then looser wordings tell it too, but not that there are as many."""
    words = ("this", "some", "that", "its")
    turned = [[line.replace("The", word).replace("the", word)[: 30 + at] for at, word in enumerate(words)] for line in SYSTEM[:4]]

    assert ("turned-references", "") in found(SYSTEM[:4], *turned)
    assert ("turned-references", "") not in found(SYSTEM[:4], *map(list, zip(*turned, strict=True)))


def test_lines_that_are_alike_in_all_references() -> None:
    """References of a list are like each other in both directions."""
    prices = [f"The price of lot {number} was {number * 7} crowns." for number in range(4)]

    assert found(prices, *([f"{line} {end}." for line in prices] for end in ("Yes", "Indeed", "Of course", "So it was"))) == []


def test_good_files_are_good() -> None:
    """A source, a system and two references that are what they should be."""
    other = [line.replace("on", "upon").replace("had", "has") for line in SYSTEM]

    assert found(SYSTEM, REFERENCE, [f"Well: {line}" for line in other], source=KOREAN) == []


# What is repaired: the kind, a line that has it, and what it becomes.
REPAIRS = [
    ("byte-order-mark", "\ufeffThe council met.", "The council met."),
    ("stray-byte-order-mark", "The \ufeffcouncil met.", "The council met."),
    ("carriage-return", "The council met.\r", "The council met."),
    ("inner-carriage-return", "The council\rmet.", "The council met."),
    ("line-separator", "The council\u2028met.\x0c", "The council met. "),
    ("normalization", "The cafe\u0301 met.", "The café met."),
    ("space", "The\u00a0council\u3000met.", "The council met."),
    ("invisible", "The\u200b coun\u00adcil met.", "The council met."),
    ("bidi-control", "The \u202ecouncil\u202c met.", "The council met."),
    ("full-width", "The council met，“＂！", 'The council met,“"!'),
    ("quotes", "The “council’s” „met‟ ‘.", 'The "council\'s" "met" \'.'),
]


@pytest.mark.parametrize(("kind", "line", "repaired"), REPAIRS, ids=[row[0] for row in REPAIRS])
def test_repairs(kind: str, line: str, repaired: str) -> None:
    """A line is given back as it was read and without the one kind, on both sides."""
    reference = "The café 'council' \"met\", (!)"
    rows = checked([line], [reference]).repairs()[kind]

    assert rows is not None
    assert [(row.index, row.hypothesis, row.repaired_hypothesis, row.references) for row in rows] == [
        (0, line, repaired, (reference,))
    ]
    turned = checked([reference], [line]).repairs()[kind]
    assert turned is not None
    assert [(row.hypothesis, row.references, row.repaired_references) for row in turned] == [(reference, (line,), (repaired,))]


def test_every_kind_with_a_repair_is_tested() -> None:
    """The table above leaves out none."""
    assert {kind for kind, check in KINDS.items() if check.repair} == {row[0] for row in REPAIRS}


def test_a_repaired_line_is_clean() -> None:
    """What is looked at again has nothing of the kind."""
    for kind, line, repaired in REPAIRS:
        assert kind not in dict(found([repaired], ["The café 'council' \"met\", (!)"])), line


def test_repairs_are_the_lines_of_both_sides_once() -> None:
    """In their order, numbered over all blocks."""
    rows = checked(["no", "“no”", "no", '"no"'] * 2, ["no", '"no"', "no", "“no”"] * 2, block=3).repairs()["quotes"]

    assert rows is not None
    assert [row.index for row in rows] == [1, 3, 5, 7]


def test_too_many_lines_to_repair() -> None:
    """There is no list, and the kind is still named; nor is there one of too much text."""
    lines = ["He said “no”."] * LIMIT, ['He said "never".'] * LIMIT
    assert len(checked(*lines).repairs()["quotes"] or ()) == LIMIT

    assert checked([*lines[0], "“No”"], [*lines[1], '"No"']).repairs() == {"quotes": None}
    assert checked(["“No”" * 1_000_001], ['"No"']).repairs() == {"quotes": None}


def test_clean_text_needs_no_repair() -> None:
    """Nothing is kept of it."""
    assert checked(SYSTEM, REFERENCE).repairs() == {}


INFO = {
    "carriage-return": "The council met on Monday.\r",
    "space": "The\u00a0council\u3000met on\u202fMonday.",
    "tab": "The council\tmet on Monday.",
}


@pytest.mark.parametrize(("kind", "line"), INFO.items(), ids=INFO)
def test_what_is_said_to_be_harmless_is(kind: str, line: str) -> None:
    """No score of sacrebleu's changes."""
    reference = "On Monday the council met."
    metrics = (sacrebleu.BLEU(effective_order=True), sacrebleu.CHRF(word_order=2), sacrebleu.TER())

    assert only(checked([line], [reference])).severity == KINDS[kind].severity == "info"
    for metric in metrics:
        assert metric.sentence_score(line, [reference]).score == metric.sentence_score(PLAIN[0], [reference]).score


@pytest.mark.parametrize(
    "line", ["The\u200b council.", "The \u202acouncil.", "\ufeffThe council.", "The ｃouncil.", "The “council”."]
)
def test_what_is_said_to_change_a_score_does(line: str) -> None:
    """Even if no eye sees it; the repaired line scores as it should."""
    reference = 'The council "met" council.'
    hygiene = checked([line], [reference])
    [rows] = hygiene.repairs().values()
    metric = sacrebleu.CHRF()

    assert rows
    assert only(hygiene).severity == "warning"
    assert metric.sentence_score(line, [reference]).score < metric.sentence_score(rows[0].repaired_hypothesis, [reference]).score


def test_nothing_was_shown() -> None:
    """No lines, nothing odd."""
    assert Hygiene("mt.txt", ["ref1.txt"]).oddities() == []
    assert checked([], []).repairs() == {}


def test_files_of_other_lengths_are_refused() -> None:
    """So are other numbers of files than were named, and no reference."""
    with pytest.raises(ValueError, match="differ in lines: 2, 1"):
        Hygiene("mt.txt", ["ref1.txt"]).look(["a", "b"], [["a"]])
    with pytest.raises(ValueError, match="3 files of lines, for 2 names"):
        Hygiene("mt.txt", ["ref1.txt"]).look(["a"], [["a"]], ["a"])
    with pytest.raises(ValueError, match="no reference"):
        Hygiene("mt.txt", [])


PIECES = st.sampled_from(
    ["", "a", "no ", "café", "cafe\u0301", "“", '"', "\r", "\t", "\ufeff", "\u200b", "\u200d", "\u00a0", "！", "!", " ."]
)
LINE = st.lists(PIECES, max_size=4).map("".join)


@given(st.lists(st.tuples(LINE, LINE, LINE, LINE), max_size=40), st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_blocks_do_not_matter(rows: list[tuple[str, str, str, str]], block: int) -> None:
    """Any lines are taken, and cut anywhere they show the same."""
    system, one, other, source = ([row[file] for row in rows] for file in range(4))
    whole, cut = (checked(system, one, other, source=source, block=size) for size in (None, block))

    assert cut.oddities() == whole.oddities()
    assert cut.repairs() == whole.repairs()


def test_lone_surrogates_are_text_too() -> None:
    """Nothing is encoded on the way."""
    assert found(["\ud800 “a”"], ['\ud800 "a"']) == [("quotes", "mt.txt")]


def test_messages_fit_a_line() -> None:
    """What is quoted from the text is cut, and made visible."""
    text = "I do\x1b[2J " + "not know " * 50
    message = only(checked([text] * 3, ["He knows it.", "She knows it.", "They know it."])).message

    assert message.isprintable()
    assert len(message) < 150


def test_ten_thousand_lines_take_no_time() -> None:
    """They stay within a bound that is fifty times too wide."""
    lines = [f"{line} {number} {line} {line}"[:140] for number, line in enumerate(islice(cycle(SYSTEM), 10_000))]
    references = [f"{line} again" for line in lines]
    began = time.process_time()
    hygiene = checked(lines, references, block=1_000)

    assert hygiene.oddities() == []
    assert time.process_time() - began < 1
