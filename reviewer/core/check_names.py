"""What the checks are called, by family, for those who must know it without loading the checks: filters, options, help.

`reviewer.checks.CHECKS` has the checks themselves; a test holds both to the same names in the same order.
"""

from __future__ import annotations

FAMILIES: dict[str, str] = {
    "surface": "what is wrong on the surface of the text: doubled words and signs, spacing, quotes and brackets, odd characters",
    "residue": "what was left of the source or of its page: other scripts and languages, credits, bylines, boilerplate",
    "shape": "what is no whole sentence, or several in one",
    "numbers": "numbers, dates, percentages and conversions that cannot be right",
    "names": "names, titles, acronyms and phrases that do not fit each other within the article",
    "edit": "what the editor's own correction changed or brought in",
    "source": "what does not agree with the source, where there is one",
    "house": "the newsroom's own rules",
}
"""The families of checks in display order, and what each looks for."""

CHECK_NAMES: dict[str, tuple[str, ...]] = {
    "surface": (
        "repeated-word",
        "repeated-phrase",
        "repeated-title",
        "repeated-bracket",
        "doubled-punctuation",
        "broken-quotation",
        "spacing",
        "unbalanced-bracket",
        "unbalanced-quote",
        "mixed-quotes",
        "quote-style",
        "wide-punctuation",
        "mojibake",
        "invisible-character",
        "odd-word",
    ),
    "residue": (
        "source-script",
        "other-language",
        "photo-credit",
        "agency-dateline",
        "byline",
        "boilerplate",
        "navigation",
        "recurring-text",
        "local-time",
    ),
    "shape": (
        "lower-case-start",
        "fragment",
        "fused-sentences",
        "missing-end",
        "length",
        "empty",
        "copied-neighbour",
        "a-an",
        "double-negation",
    ),
    "numbers": (
        "malformed-number",
        "source-magnitude",
        "impossible-date",
        "weekday-date",
        "relative-date",
        "percent-arithmetic",
        "percent-or-points",
        "conversion",
        "conversion-magnitude",
        "age-arithmetic",
        "inconsistent-quantity",
    ),
    "names": (
        "name-spelling",
        "title-conflict",
        "acronym",
        "two-expansions",
        "term-variant",
        "corrected-elsewhere",
        "corrected-in-two-ways",
    ),
    "edit": (
        "number-changed",
        "name-changed",
        "negation-changed",
        "polarity-changed",
        "quote-altered",
        "misspelling",
    ),
    "source": (
        "untranslated-copy",
        "source-numbers",
        "source-names",
        "source-urls",
        "source-length",
        "source-punctuation",
        "glossary",
    ),
}
"""The names of the checks that come with the program, by family, in display order."""
