"""Renderers: one `Report` to HTML, XLSX, CSV, Markdown, JSON or text; one module a form, each line of the registry one form.

A renderer chooses type and layout, never a number or a word of meaning, and every text that it writes is outside text to it.
Importing this package is light: Jinja2, pygal and XlsxWriter are loaded when the first page, chart or workbook is made.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from reviewer.errors import UnknownNameError
from reviewer.reports.document import render as to_json
from reviewer.reports.long_table import render as to_csv
from reviewer.reports.markdown import render as to_markdown
from reviewer.reports.page import render as to_html
from reviewer.reports.plain import render as to_text
from reviewer.reports.renderer import Options, Renderer
from reviewer.reports.workbook import render as to_xlsx

if TYPE_CHECKING:
    from reviewer.workflow.reporting.value import Report

__all__ = ["RENDERERS", "Options", "Renderer", "form_of", "render"]

RENDERERS: dict[str, Renderer] = {
    "html": Renderer(to_html, (".html", ".htm")),
    "xlsx": Renderer(to_xlsx, (".xlsx",), is_text=False),
    "csv": Renderer(to_csv, (".csv",)),
    "markdown": Renderer(to_markdown, (".md", ".markdown")),
    "json": Renderer(to_json, (".json",)),
    "text": Renderer(to_text, (".txt",)),
}
"""Every form by the name that `--format` takes, in display order."""


def form_of(path: PurePath | str) -> str:
    """The form that the suffix of `path` names.

    Raises:
        UnknownNameError: it names none.
    """
    suffix = PurePath(path).suffix.lower()
    for name, renderer in RENDERERS.items():
        if suffix in renderer.suffixes:
            return name
    known = [known for renderer in RENDERERS.values() for known in renderer.suffixes]
    raise UnknownNameError("suffix of a report", suffix, known)


def render(report: Report, form: str, *, raw: bool = False, explain: bool = False, width: int | None = None) -> bytes:
    """The bytes of `report` in a form of `RENDERERS`; the options are those of `Options`.

    Raises:
        UnknownNameError: there is no such form.
    """
    if form not in RENDERERS:
        raise UnknownNameError("form of a report", form, RENDERERS)
    return RENDERERS[form].render(report, Options(raw, explain, width))
