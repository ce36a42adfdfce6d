"""What holds for every surface check on any text: its spans are in the text, and what it suggests does what it says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.tables import findings
from tests.checks.test_surface import BAD, SURFACE

SIGNS = "\"'“”‘’„«».,;:!?()[]{}％，「・\ufffd\u200b\u202e\u200d\x85\n"
WORDS = 'the |The |a |won|Kolar |President |NATO|said|s |U.S. |1,000|24|장관|â€™|Ã©|...|""|  '
PIECES = st.sampled_from([*SIGNS, *WORDS.split("|"), " | ", " || "])


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_span_is_in_its_text(line: str) -> None:
    """Whatever the text is, a finding marks something of it, and its words are what the span holds."""
    units = [text for paragraph in line.split(" || ") for text in paragraph.split(" | ")]
    for finding in findings(line, *SURFACE):
        start, end = finding.span
        assert 0 <= start < end <= len(units[finding.position - 1])
        assert units[finding.position - 1][start:end] == finding.text
        assert finding.suggestion != finding.text


def test_what_is_suggested_ends_the_finding() -> None:
    """A text in which every suggestion was taken, the last first, has no finding of that check and no double space."""
    for name, line, _, suggestion in BAD:
        if suggestion is not None:
            units = line.split(" | ")
            for finding in reversed(findings(line, name)):
                start, end = finding.span
                text = units[finding.position - 1]
                units[finding.position - 1] = text[:start] + str(finding.suggestion) + text[end:]
            mended = " | ".join(units)
            assert not findings(mended, name), mended
            assert "  " not in mended
