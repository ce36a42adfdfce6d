"""Charts: pygal's geometry, and nothing else of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from reviewer.reports.charts import DRAWN, Drawing, Shape, draw
from reviewer.workflow.reporting.value import Chart, Point
from tests.reports.building import NASTY

BARS = Chart(
    "errors", "Errors", "bars", (Point("style", 12.0), Point("name", 3.0, 2.0, 6.0), Point("date", 0.0)), "errors", decimals=0
)
LINE = Chart("weeks", "Weeks", "line", (Point("W10", 38.0, 30.0, 46.0), Point("W11", None), Point("W12", 44.25)), "%")


def drawing(chart: Chart) -> Drawing:
    """The drawing of a chart that has numbers."""
    drawn = draw(chart)
    assert drawn is not None
    return drawn


def of_role(drawn: Drawing, role: str) -> list[Shape]:
    """The shapes that stand for `role`."""
    return [shape for shape in drawn.shapes if role in shape.role.split()]


def at(shape: Shape, name: str) -> float:
    """A number of its geometry."""
    return float(dict(shape.geometry)[name])


def test_bars_are_as_long_as_their_numbers() -> None:
    """From 0 on, in order, the first at the top."""
    lengths = {at(bar, "y"): at(bar, "width") for bar in of_role(drawing(BARS), "bar")}
    first, second, third = (lengths[y] for y in sorted(lengths))

    assert first == pytest.approx(4 * second, rel=0.01)
    assert third == 0


def test_each_bar_has_its_label_and_its_number() -> None:
    """In the order in which they are drawn."""
    drawn = drawing(BARS)

    assert [shape.text for shape in of_role(drawn, "label")] == ["style", "name", "date"]
    assert sorted(shape.text for shape in of_role(drawn, "value")) == ["0", "12", "3"]


def test_the_number_of_a_bar_stands_clear_of_its_whisker() -> None:
    """To the right of the end of the interval."""
    drawn = drawing(BARS)
    (whisker,) = of_role(drawn, "whisker")
    (value,) = [shape for shape in of_role(drawn, "value") if shape.text == "3"]

    assert at(value, "x") > max(float(each) for each in re.findall(r"[\d.]+", whisker.geometry[0][1])[::2])


def test_a_week_without_a_number_is_a_gap() -> None:
    """Its label is there, and no point."""
    drawn = drawing(LINE)

    assert len(of_role(drawn, "dot")) == 2
    assert not of_role(drawn, "line"), "a line over the gap would claim a number"
    assert [shape.text for shape in of_role(drawn, "tick") if shape.text.startswith("W")] == ["W10", "W11", "W12"]


def test_points_next_to_each_other_are_joined() -> None:
    """Here all of them."""
    points = tuple(Point(str(number), float(number)) for number in range(5))

    assert len(of_role(drawing(replace(LINE, points=points)), "line")) == 1


def test_many_weeks_have_few_labels_the_last_among_them() -> None:
    """They would run into each other."""
    points = tuple(Point(f"W{number:02}", 40.0 + number) for number in range(30))
    labels = [shape.text for shape in of_role(drawing(replace(LINE, points=points)), "tick") if shape.text.startswith("W")]

    assert len(labels) <= 6
    assert labels[-1] == "W29"


@pytest.mark.parametrize("kind", ["bars", "line"])
def test_what_is_too_much_to_draw_is_counted(kind: str) -> None:
    """Only points with a number: the others are not drawn anyway."""
    points = tuple(Point(str(number), float(number)) for number in range(DRAWN + 7))
    drawn = drawing(replace(BARS if kind == "bars" else LINE, points=points))

    assert drawn.left_out == 7
    assert len(of_role(drawn, "bar") + of_role(drawn, "dot")) == DRAWN


@pytest.mark.parametrize(
    "points",
    [
        (),
        (Point("a", None),),
        (Point("a", float("nan")), Point("b", float("inf"))),
        (Point("a", 1e300),),
        (Point("a", 1.0, -1e300, 2.0),),
    ],
)
@pytest.mark.parametrize("chart", [BARS, LINE])
def test_without_a_number_there_is_no_drawing(chart: Chart, points: tuple[Point, ...]) -> None:
    """Nor with one beside which all others would be nothing."""
    assert draw(replace(chart, points=points)) is None


@pytest.mark.parametrize(
    "points",
    [
        (Point("a", 0.0),),
        (Point("a", 5.0), Point("b", 5.0)),
        (Point("a", -3.0), Point("b", 2.0)),
        (Point("a", 1e-9), Point("b", 2e-9)),
        (Point("a", 1e12), Point("b", 0.001)),
        (Point("a", 3.0, 5.0, 1.0),),
        (Point("a", 3.0, float("nan"), 4.0),),
        (Point("a", 3, 1, 4), Point("b", None), Point("c", None)),
    ],
)
@pytest.mark.parametrize("chart", [BARS, LINE])
def test_odd_numbers_are_drawn(chart: Chart, points: tuple[Point, ...]) -> None:
    """Every coordinate is a number, within reach of the drawing."""
    drawn = drawing(replace(chart, points=points))
    known = sum(point.value is not None for point in points)

    assert len(of_role(drawn, "bar") + of_role(drawn, "dot")) == known
    for shape in drawn.shapes:
        for name, value in shape.geometry:
            assert re.fullmatch(r"[MLhvZ\d. -]+", value), (name, value)
            assert all(abs(float(each)) < 2_000 for each in re.findall(r"-?[\d.]+", value))


@pytest.mark.parametrize("text", NASTY.values(), ids=[f"with {name}" for name in NASTY])
@pytest.mark.parametrize("chart", [BARS, LINE])
def test_no_text_from_outside_gets_anywhere_but_into_a_text(chart: Chart, text: str) -> None:
    """Neither into a coordinate nor into pygal, whose XML some of them would break."""
    plain = drawing(chart)
    hostile = replace(chart, title=text, note=text, unit=text, points=tuple(replace(point, label=text) for point in chart.points))

    assert [(shape.element, shape.role, shape.geometry) for shape in drawing(hostile).shapes] == [
        (shape.element, shape.role, shape.geometry) for shape in plain.shapes
    ]


@pytest.mark.parametrize("setting", ["0", "1"])
def test_the_shapes_are_the_same_with_either_xml_library(setting: str) -> None:
    """And in every process, whatever its hashes are seeded with; pygal takes lxml where it is installed."""
    code = "from tests.reports import test_charts as t; print(repr((t.draw(t.BARS), t.draw(t.LINE))))"
    environment = {**os.environ, "PYTHONHASHSEED": setting} | ({"NO_LXML": "1"} if setting == "1" else {})
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == repr((draw(BARS), draw(LINE)))


def test_pygal_is_loaded_with_the_first_chart() -> None:
    """Not with the package."""
    code = "import sys; import reviewer.reports.charts; sys.exit('pygal' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
