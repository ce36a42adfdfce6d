"""What was carried over from the source as it is, and marks at its end that were not carried over."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.checks.check import Check, Remark
from reviewer.checks.source.languages import is_foreign_script
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_FEWEST_SMALL_WORDS = 3
_CLOSING = "\"'”’」』）)］]»› 　"
_MARKS = (("?？", "a question mark"), ("!！", "an exclamation mark"), (":：", "a colon"))


def _look_for_copy(unit: Unit) -> Iterator[Remark]:
    text, source = " ".join(unit.text.split()), " ".join((unit.source or "").split())
    if text.casefold() != source.casefold() or (unit.language and unit.language == unit.source_language):
        return
    small = [word for word in unit.words if word.text[0].islower()]
    if is_foreign_script(unit) or len(small) >= _FEWEST_SMALL_WORDS:
        yield Remark(0, len(unit.text), "the same as the source: not translated")


def _look_at_end(unit: Unit) -> Iterator[Remark]:
    source = (unit.source or "").rstrip(_CLOSING)
    text = unit.text.rstrip(_CLOSING)
    if not source or not text:
        return
    for signs, name in _MARKS:
        if source[-1] not in signs or any(sign in unit.text for sign in signs):
            continue
        # A translator parts and joins sentences: only where the text ends like one is the mark lost.
        if text[-1] in ".。" and not text.endswith(".."):
            yield Remark(len(text) - 1, len(text), f"the source ends with {name}")


COPY = Check(
    name="untranslated-copy",
    level=Level.ERROR,
    about="A text that is the same as its source; names alone, which are the same in both, are left alone.",
    issue="untranslated",
    unit=_look_for_copy,
    needs_source=True,
    english=False,
    bad=("회의는 내일 열린다. => 회의는 내일 열린다.", "Das Treffen findet morgen statt. => Das Treffen findet morgen statt."),
    good=("BTS - Dynamite => BTS - Dynamite", "회의는 내일 열린다. => The meeting will be held tomorrow."),
)
MARKS = Check(
    name="source-punctuation",
    level=Level.INFO,
    about="The question mark, exclamation mark or colon that the source ends with and the text has nowhere; ？ is as good as ?.",
    issue="typographical",
    unit=_look_at_end,
    needs_source=True,
    english=False,
    bad=("대통령은 무엇을 했는가? => What the president did.", "何をしたのか？ => What they did."),
    good=("何をしたのか？ => What did they do?", "「誰か！」と叫んだ。 => He cried out."),
)
