"""Reports made by hand that have everything a report can have, for tests of the renderers, and the golden files' one door.

A golden file is what a renderer makes of `report()`. After a change that is meant, `python -m tests.reports.building` writes them
anew; read the difference before you keep it.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from reviewer.workflow.reporting.value import Bounds, Chart, Column, Figure, Group, Point, Report, Run, Section, Table

GOLDEN = Path(__file__).parent / "golden"
"""Where the golden files are: `report.csv` and so on."""
NASTY = {
    "a tag": "<script>alert(1)</script>",
    "a tag with a handler": "\"><img src=x onerror='alert(1)'>",
    "an entity": "&lt;b&gt; &amp; &#60; &copy",
    "a template": "{{ 7 * 7 }}{% raw %}{# x #}",
    "a formula": "=cmd|' /C calc'!A0",
    "a sum": "+1",
    "a difference": "-2+3",
    "a function": "@SUM(A1)",
    "a formula after a space": " \t=1+1",
    "an array formula": "{=1+1}",
    "a formula of full width": "＝1+1",
    "a URL": "https://example.org/?a=1&b=2",
    "a script as a URL": "javascript:alert(1)",
    "a bar": "a | b || c",
    "backticks": "``` `a` `` b",
    "Markdown": "# *a* _b_ ~~c~~ [d](javascript:alert(1)) ![e](x) <http://x.example> \\",
    "a list": "- [x] done",
    "a mention": "@team #123 GH-1 www.example.org a@b.example :smile: $x$",
    "NUL": "a\0b",
    "an escape sequence": "\x1b[31mred\x1b[0m\x9b1m",
    "a lone surrogate": "a\ud800b\udfff",
    "an override": "abc\u202edef\u2066ghi",
    "line separators": "a\u2028b\u2029c\x85d",
    "line ends": "a\r\nb\rc\nd\n\ne",
    "a tab": "a\tb",
    "quotes": '"a", \'b\'; ""c""',
    "noncharacters": "\ufffe\uffff\ufdd0\U0001ffff",
    "what is like a reference to a character": "_x000D_ _x005F_",
    "a family": "👩\u200d👩\u200d👧\u200d👦 ❤\ufe0f 🇰🇷",
    "decomposed": "e\u0301 가".replace("가", "\u1100\u1161"),
    "a tower": "e" + "\u0301" * 40,
    "right to left": "שלום 123 مرحبا",
    "wide": "北京市政府发布公告 ＡＢＣ",
    "nothing": "",
    "a space": " ",
    "a number": "007",
    "no number": "nan",
    "many words": "long " * 8_000,
    "one word of many letters": "x" * 33_000,
}
"""What texts from outside may be, by what is nasty about it."""


def report() -> Report:
    """A report with every kind of figure, cell, table and chart in it."""
    return Report(
        title="Quality of machine translation",
        answer=(
            "Of 312 reviewed sentences the editors left 41.3 % (36.0 to 46.8) as the machine wrote them.",
            "Whether the target was met cannot be told: 412 words are too few, 1,000 are asked for.",
        ),
        basis="Of what was reviewed, not an estimate of the whole: 312 segments, while 88 of 400 are open.",
        about=(
            ("Filter", "status:corrected | kind:body"),
            ("Decided", "2026-03-02 to 2026-03-27"),
            ("Systems", "engine-a, engine_b*"),
        ),
        sections=(
            _quality(),
            _independent(),
            _errors(),
            _worst(),
            Section("queries", "Open questions", "Nobody asked anything."),
        ),
        scorecard={
            "name": "mqm",
            "version": 1,
            "weights": {"minor": 1, "major": 5, "critical": 25},
            "by_category": [{"category": "punctuation", "minor": 0.1}],
            "threshold": None,
            "criticals_fail": True,
        },
    )


def accepted(value: float | None = 41.34615384615385, **changes: Any) -> Figure:
    """The share accepted, with all that a figure can have but a reference."""
    figure = Figure(
        name="accepted_share",
        label="Accepted as it is",
        value=value,
        unit="%",
        n=312,
        of="decisions",
        formula="100 × segments with status accepted / decided segments",
        bounds=Bounds(36.0, 46.8, "1,000 resamples of 12 articles, seed 12345"),
        higher_is_better=True,
        excluded=(("cut segments", 4), ("segments in conflict", 1)),
    )
    return replace(figure, **changes)


def bleu(value: float | None = 58.2, **changes: Any) -> Figure:
    """BLEU against corrections."""
    figure = Figure(
        name="bleu_post_edit",
        label="BLEU",
        value=value,
        unit="",
        n=307,
        of="pairs",
        formula="sacrebleu over `machine` and `correction`, or `machine` twice where accepted",
        bounds=Bounds(54.1, 62.25, "1,000 resamples of 12 articles, seed 12345"),
        signature="BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0",
        reference="post-edit",
        higher_is_better=True,
        excluded=(("cut segments", 4),),
    )
    return replace(figure, **changes)


def _quality() -> Section:
    hter = Figure(
        name="hter",
        label="HTER",
        value=18.75,
        unit="% of words",
        n=307,
        of="pairs",
        formula="100 × sum of `edits` / sum of `reference_words`",
        bounds=Bounds(16.02, 21.449, "1,000 resamples of 12 articles, seed 12345"),
        signature="TER|nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0",
        reference="post-edit",
        higher_is_better=False,
    )
    nothing_timed = Figure(
        name="words_an_hour",
        label="Words an hour",
        value=None,
        unit="words an hour",
        n=0,
        of="reviews",
        formula="3600 × words / active seconds",
        words="no review was timed",
    )
    many = Figure(
        name="words",
        label="Machine words reviewed",
        value=12345,
        unit="words",
        n=312,
        of="decisions",
        formula="sum of `words`",
        words="characters where the language has no spaces",
        decimals=0,
    )
    a, b = Group("system", "engine-a"), Group("system", "engine_b*")
    by_system = Table(
        "by-system",
        "By system",
        (
            Column("system", "System", "text"),
            Column("words", "Words", "number"),
            Column("accepted_share", "Accepted as it is", "figure"),
            Column("bleu_post_edit", "BLEU (post-edit)", "figure"),
        ),
        (
            ("engine-a", 8000, accepted(50.0, n=200, group=a), bleu(61.0, n=198, group=a)),
            (
                "engine_b*",
                4345,
                accepted(25.89, n=112, bounds=None, group=b),
                bleu(None, n=0, words="too few pairs", bounds=None, group=b),
            ),
            ("none named", None, None, None),
        ),
        note="One row a system; the best first.",
    )
    weeks = Chart(
        "weeks",
        "Accepted as it is, by week",
        "line",
        (Point("2026-W10", 38.0, 30.5, 45.5, 90), Point("2026-W11", None), Point("2026-W12", 44.25, 35.0, 53.0, 112)),
        "%",
        note="Weeks with fewer than 5 decisions have no point.",
    )
    figures = (accepted(), many, hter, bleu(), nothing_timed)
    return Section("quality", "How good it was", "Figures of all decisions together.", figures, (by_system,), (weeks,))


def _independent() -> Section:
    figure = bleu(
        31.0,
        name="bleu_independent",
        n=40,
        of="segments",
        reference="independent",
        bounds=None,
        formula="sacrebleu over `machine` and `references`",
        words="40 segments have an independent reference",
    )
    return Section("independent", "Against independent references", "Never to be compared with the figures above.", (figure,))


def _errors() -> Section:
    mix = Table(
        "error-mix",
        "Errors by category",
        (
            Column("category", "Category", "text"),
            Column("count", "Errors", "number"),
            Column("penalty", "Penalty per 1,000 words", "number", 2),
        ),
        (("accuracy/mistranslation", 1234, 99.955), ("locale/number", 1, 0.1), ("style", 0, -0.001)),
    )
    nothing = Table("confirmed", "Confirmed errors", (Column("category", "Category", "text"),), (), empty="Nobody confirmed any.")
    bars = Chart(
        "errors",
        "Errors by category",
        "bars",
        (Point("accuracy/mistranslation", 1234, n=1234), Point("locale/number", 1, n=1), Point("style", 0, n=0)),
        "errors",
        decimals=0,
    )
    none = Chart("confirmed", "Confirmed errors by category", "bars", (), "errors")
    return Section("errors", "What it gets wrong", "", (), (mix, nothing), (bars, none))


def _worst() -> Section:
    kept, gone, new = Run("The ", "kept"), Run("NATO's ban on East Asia", "removed"), Run("eastward expansion of NATO", "added")
    segments = Table(
        "worst-segments",
        "Worst segments",
        (
            Column("place", "Place", "text"),
            Column("article", "Article", "text"),
            Column("text", "Text and correction", "diff"),
            Column("edit_rate", "Edit rate", "figure"),
        ),
        (
            (
                "1/12",
                "나토의 동진 금지 · 北约东扩禁令",
                (kept, gone, new, Run(" angered Moscow.", "kept")),
                hter_of("1/12", 88.8),
            ),
            ("2/3", None, (Run("Gone.", "removed"),), hter_of("2/3", 100.0)),
            ("2/4", "Budget", (), None),
            ("2/5", "Budget", None, None),
        ),
        note="Those that were changed most, of at least five words.",
    )
    return Section("worst", "Where it was worst", "Read these first.", (), (segments,), ())


def hter_of(place: str, value: float) -> Figure:
    """The edit rate of one segment."""
    return Figure(
        name="edit_rate",
        label="Edit rate",
        value=value,
        unit="%",
        n=1,
        of="pairs",
        formula="100 × `edits` / `reference_words`",
        reference="post-edit",
        higher_is_better=False,
        group=Group("article", place),
    )


def hostile(text: str) -> Report:
    """`report()` with `text` as every text in it that is not a name for scripts."""
    made: Report = _hostile(report(), text)
    return made


_NO_TEXTS = ("kind", "role", "reference", "by")


def _hostile(value: Any, text: str) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = _NO_TEXTS if isinstance(value, Group) else (*_NO_TEXTS, "name")
        names = [field.name for field in fields(value) if field.name not in kept]
        return replace(value, **{name: _hostile(getattr(value, name), text) for name in names})
    if isinstance(value, tuple | list):
        return type(value)(_hostile(part, text) for part in value)
    if isinstance(value, dict):
        return {key: _hostile(part, text) for key, part in value.items()} | {text: text}
    return text if isinstance(value, str) else value


def write_golden() -> None:
    """Write the golden files anew."""
    from reviewer import reports

    for form, suffix in (("csv", "csv"), ("markdown", "md"), ("json", "json"), ("text", "txt")):
        (GOLDEN / f"report.{suffix}").write_bytes(reports.render(report(), form))
    (GOLDEN / "explained.txt").write_bytes(reports.render(report(), "text", explain=True))


if __name__ == "__main__":
    write_golden()
