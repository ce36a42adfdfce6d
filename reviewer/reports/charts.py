"""Charts as plain shapes: the one door to pygal.

pygal lays a chart out, and only its geometry is taken from it, number by number. No text goes in, so none can break its XML; its
style, script, ids, date and title stay behind, so the same chart is always the same shapes, and the page that draws them colours
them by role: in light, in dark and on paper.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from reviewer.reports.wording import finite, number, with_unit
from reviewer.workflow.reporting.value import Chart, Point

DRAWN = 40
"""Points that are drawn at most: of bars the first, of a line the last."""
_WIDTH = 420
_ROW = 40
"""From one bar to the next; its label stands above it."""
_LINE_HEIGHT = 200
_LONGEST = 52
"""Characters of a label that stand above a bar."""
_BELOW = 6
"""Labels that fit below a line."""
_LABELLED = 8
"""Points of a line up to which each has its value beside it; else the first and the last have."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_LARGEST = 1e12
"""A chart with a larger number is not drawn: its axis would be noughts."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One element of a drawing."""

    element: Literal["rect", "path", "circle", "text"]
    role: str
    """What it stands for, and how it is coloured: `guide`, `axis`, `bar`, `whisker`, `line`, `dot`, `tick`, `label`, `value`."""
    geometry: tuple[tuple[str, str], ...]
    """Attributes: numbers, or the numbers and letters of a path."""
    text: str = ""
    """Of `text`; from outside."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart to be put into a page."""

    width: int
    height: int
    left: int
    top: int
    """From where on the shapes are placed."""
    shapes: tuple[Shape, ...]
    left_out: int = 0
    """Points with a value that are not drawn."""


def draw(chart: Chart) -> Drawing | None:
    """The shapes of a chart; None where it has no number that can be drawn."""
    known = [_finite(point) for point in chart.points]
    if not any(point.value is not None for point in known) or _is_too_large(known):
        return None
    return _bars(chart, known) if chart.kind == "bars" else _line(chart, known)


def _finite(point: Point) -> Point:
    value, low, high = finite(point.value), finite(point.low), finite(point.high)
    if value is None or low is None or high is None or low > high:
        low = high = None
    return replace(point, value=value, low=low, high=high)


def _is_too_large(points: Sequence[Point]) -> bool:
    return any(abs(each) > _LARGEST for point in points for each in (point.value, point.low, point.high) if each is not None)


def _bars(chart: Chart, points: Sequence[Point]) -> Drawing:
    with_value = [point for point in points if point.value is not None]
    drawn = with_value[:DRAWN]
    # pygal's first bar is the lowest one.
    low, high = _reach(drawn, start=0.0)
    graph, laid_out = _laid_out(chart, list(reversed(drawn)), _ROW * len(drawn), (low, high))
    # Every bar has its number beside it, so there is no axis.
    shapes = [shape for shape in laid_out if shape.role in ("bar", "whisker")]
    bars = [shape for shape in shapes if shape.role == "bar"]
    start = min(float(dict(bar.geometry)["x"]) for bar in bars)
    whiskers = iter([shape for shape in shapes if shape.role == "whisker"])
    texts = []
    for point, bar in zip(reversed(drawn), bars, strict=True):
        place = dict(bar.geometry)
        left, top = float(place["x"]), float(place["y"])
        end = left + float(place["width"])
        if point.low is not None:
            end = max(end, *_across(next(whiskers)))
        texts.append(_text("label", left, top - 4, _in_line(point.label)))
        texts.append(_text("value", end + 5, top + float(place["height"]) / 2 + 4, _value(chart, point)))
    return replace(
        graph, left=graph.left - round(start), shapes=(*shapes, *reversed(texts)), left_out=len(with_value) - len(drawn)
    )


def _line(chart: Chart, points: Sequence[Point]) -> Drawing:
    drawn = points[-DRAWN:]
    graph, laid_out = _laid_out(chart, drawn, _LINE_HEIGHT, _reach(drawn))
    shapes = [_below(shape, drawn) if shape.role == "below" else shape for shape in laid_out]
    with_value = [point for point in drawn if point.value is not None]
    dots = [dict(shape.geometry) for shape in shapes if shape.role == "dot"]
    whiskers = iter([shape for shape in shapes if shape.role == "whisker"])
    texts = []
    for index, (point, dot) in enumerate(zip(with_value, dots, strict=True)):
        top = float(dot["cy"])
        if point.low is not None:
            top = min(top, *_down(next(whiskers)))
        if len(with_value) <= _LABELLED or index in (0, len(with_value) - 1):
            place = _place(index, len(with_value))
            texts.append(_text(f"value {place}", float(dot["cx"]), top - 6, _value(chart, point)))
    left_out = sum(point.value is not None for point in points[:-DRAWN])
    return replace(graph, shapes=(*shapes, *texts), left_out=left_out)


def _below(shape: Shape, points: Sequence[Point]) -> Shape:
    """The label below a point, where pygal was given its number."""
    index = int(shape.text)
    return replace(shape, role=f"tick {_place(index, len(points))}", text=_in_line(points[index].label, 14))


def _place(index: int, count: int) -> str:
    """On which side of a point its text stands: the first and the last would run out of the drawing."""
    return "start" if index == 0 else "end" if index == count - 1 else "middle"


def _reach(points: Sequence[Point], start: float | None = None) -> tuple[float, float]:
    """From where to where the axis goes, so that whiskers are on it too."""
    every = [float(each) for point in points for each in (point.value, point.low, point.high) if each is not None]
    every += [] if start is None else [start]
    low, high = min(every), max(every)
    return (low, high) if low < high else (low, low + 1)


def _laid_out(chart: Chart, points: Sequence[Point], height: int, reach: tuple[float, float]) -> tuple[Drawing, list[Shape]]:
    import pygal
    from pygal.style import Style

    # pygal puts a finder for plugins in the way of every later import; it is of an old kind that Python warns of.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

    class Bars(pygal.HorizontalBar):  # type: ignore[misc]
        """Thin bars, with room for a label above each."""

        _series_margin = 0
        _serie_margin = 0.32

    low, high = reach
    is_line = chart.kind == "line"
    settings: dict[str, Any] = {
        "show_x_labels": is_line,
        "show_y_labels": is_line,
        # Larger than it is drawn, since pygal guesses how wide its numbers are, and guesses too little.
        "style": Style(label_font_size=16, major_label_font_size=16),
        "js": (),
        "no_prefix": True,
        "show_legend": False,
        "width": _WIDTH,
        "height": height,
        "margin": 0,
        "margin_top": 24 if is_line else 4,
        "margin_right": 4 if is_line else 70,
        "margin_bottom": 6 if is_line else 0,
        "spacing": 4,
        "range": reach,
        "max_scale": 6,
        # Numbers on the axis are multiples of a round step: these digits are all they have.
        "value_formatter": lambda value: number(value, _digits(high - low)),
    }
    if is_line:
        settings |= {
            "x_labels": [str(index) for index in range(len(points))],
            "x_labels_major": [str(index) for index in _spread(len(points))],
            "show_minor_x_labels": False,
            "truncate_label": -1,
            "dots_size": 3,
        }
    graph = (pygal.Line if is_line else Bars)(**settings)
    graph.add("", [_given(point) for point in points], allow_interruptions=True)
    root = graph.render_tree()
    left, top = next(_shift(node) for node in root.iter() if node.get("class") == "plot")
    return Drawing(_WIDTH, height, left, top, ()), list(_shapes(root, ""))


def _given(point: Point) -> dict[str, Any] | None:
    if point.value is None:
        return None
    return {"value": point.value} if point.low is None else {"value": point.value, "ci": {"low": point.low, "high": point.high}}


def _digits(span: float) -> int:
    return next((digits for digits in range(6) if span * 10**digits >= 4), 6)


def _spread(count: int) -> list[int]:
    """The points that have a label below: all, or some at like distances, the last among them."""
    step = -(-count // _BELOW)
    return list(range(count - 1, -1, -step))[::-1]


def _shift(node: Any) -> tuple[int, int]:
    left, top = _NUMBER.findall(node.get("transform"))
    return int(left), int(top)


def _shapes(node: Any, within: str) -> Iterator[Shape]:
    """What is taken of pygal's tree, parents first.

    Args:
        node: an element of it; the trees of lxml and of the standard library are alike in what is used.
        within: the classes of the elements around it.
    """
    classes = f"{within} {node.get('class') or ''}"
    role = _role(node.tag, classes.split())
    if role:
        names = {"rect": ("x", "y", "width", "height"), "path": ("d",), "circle": ("cx", "cy", "r"), "text": ("x", "y")}[node.tag]
        # pygal leaves out what is 0 when it turns a chart on its side.
        geometry = tuple((name, _NUMBER.sub(_rounded, node.get(name, "0"))) for name in names)
        yield Shape(node.tag, role, geometry, node.text if node.tag == "text" else "")
    for child in node:
        # Comments have a function for a tag.
        if isinstance(child.tag, str) and child.tag != "defs":
            yield from _shapes(child, classes)


def _role(element: str, classes: Sequence[str]) -> str:
    is_axis = "axis" in classes and "series" not in classes
    is_below = "x" in classes and "vertical" in classes
    if element == "text" and is_axis:
        return "below" if is_below else "tick end"
    if element == "path" and is_axis:
        return "" if is_below else "guide" if "guide" in classes else "axis"
    if element == "path":
        return "whisker" if "ci" in classes else "line" if "line" in classes else ""
    return "bar" if element == "rect" and "bar" in classes else "dot" if element == "circle" else ""


def _rounded(found: re.Match[str]) -> str:
    return f"{round(float(found[0]), 2) + 0.0:g}"


def _across(whisker: Shape) -> list[float]:
    return [float(each) for each in _NUMBER.findall(whisker.geometry[0][1])[::2]]


def _down(whisker: Shape) -> list[float]:
    return [float(each) for each in _NUMBER.findall(whisker.geometry[0][1])[1::2]]


def _text(role: str, x: float, y: float, text: str) -> Shape:
    return Shape("text", role, (("x", f"{x:.2f}"), ("y", f"{y:.2f}")), text)


def _value(chart: Chart, point: Point) -> str:
    assert point.value is not None
    return with_unit(number(point.value, chart.decimals), "%" if chart.unit == "%" else "")


def _in_line(label: str, longest: int = _LONGEST) -> str:
    said = " ".join(label[: 4 * longest].split())
    return said if len(said) <= longest else said[: longest - 1] + "…"
