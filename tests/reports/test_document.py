"""The JSON form: everything that the report says, as it is."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.reports.document import render
from reviewer.reports.renderer import Options
from reviewer.workflow.reporting.value import Point, Report
from tests.reports.building import NASTY, accepted, hostile, report

TEXT = st.text(st.characters(exclude_categories=()))


def document(made: Report) -> Any:
    """What a strict reader of JSON reads."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(render(made, Options()).decode("utf-8"), parse_constant=refuse)


def test_a_figure_says_all_that_it_means_nothing_without() -> None:
    """Unrounded, with its group, interval and exclusions."""
    figure = document(report())["sections"][0]["tables"][0]["rows"][0][2]

    assert figure == {
        "name": "accepted_share",
        "label": "Accepted as it is",
        "group": {"by": "system", "name": "engine-a"},
        "value": 50.0,
        "unit": "%",
        "n": 200,
        "of": "decisions",
        "words": "",
        "bounds": {"low": 36.0, "high": 46.8, "level": 0.95, "method": "1,000 resamples of 12 articles, seed 12345"},
        "reference": None,
        "higher_is_better": True,
        "decimals": 1,
        "formula": "100 × segments with status accepted / decided segments",
        "signature": "",
        "excluded": [{"reason": "cut segments", "count": 4}, {"reason": "segments in conflict", "count": 1}],
    }


def test_numbers_are_not_rounded() -> None:
    """A script rounds as it likes."""
    assert document(report())["sections"][0]["figures"][0]["value"] == 41.34615384615385


def test_the_kind_of_reference_is_told() -> None:
    """Those against corrections, those against independent references, and those that compare nothing."""
    kinds = {figure["name"]: figure["reference"] for part in document(report())["sections"] for figure in part["figures"]}

    assert (kinds["bleu_post_edit"], kinds["bleu_independent"], kinds["words"]) == ("post-edit", "independent", None)


def test_a_diff_is_a_list_of_its_parts() -> None:
    """In order."""
    assert document(report())["sections"][3]["tables"][0]["rows"][1][2] == [{"role": "removed", "text": "Gone."}]


@pytest.mark.catalogue("I5")
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_null(value: float) -> None:
    """In figures, tables, charts and the scorecard."""
    made = report()
    section = made.sections[0]
    table = replace(section.tables[0], rows=(("x", value, accepted(value), None),))
    chart = replace(section.charts[0], points=(Point("x", value, value, value),))
    section = replace(section, figures=(accepted(value),), tables=(table,), charts=(chart,))
    read = document(replace(made, sections=(section,), scorecard={"weights": [value]}))
    part = read["sections"][0]

    assert part["figures"][0]["value"] is part["tables"][0]["rows"][0][1] is part["tables"][0]["rows"][0][2]["value"] is None
    assert part["charts"][0]["points"] == [{"label": "x", "value": None, "low": None, "high": None, "n": 0}]
    assert read["scorecard"] == {"weights": [None]}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_hostile_text_is_what_it_was(text: str) -> None:
    """Also where UTF-8 has no bytes for it."""
    read = document(hostile(text))

    assert read["title"] == text
    assert read["sections"][3]["tables"][0]["rows"][0][2][1] == {"role": "removed", "text": text}


@pytest.mark.catalogue("I5")
@given(TEXT)
def test_any_text_survives(text: str) -> None:
    """But for halves of a surrogate pair that come to stand together: JSON takes them for the pair."""
    read = document(hostile(text))["answer"][0]

    assert read.encode("utf-16-le", "surrogatepass") == text.encode("utf-16-le", "surrogatepass")
