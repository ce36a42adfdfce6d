"""The forms that a report has, and how one is chosen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reviewer import reports
from reviewer.errors import UnknownNameError
from tests.reports.building import GOLDEN, hostile, report

GOLDEN_FILES = [("csv", "report.csv"), ("markdown", "report.md"), ("json", "report.json"), ("text", "report.txt")]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("week.html", "html"),
        ("week.HTM", "html"),
        ("week.xlsx", "xlsx"),
        ("a.b.csv", "csv"),
        ("README.md", "markdown"),
        ("week.markdown", "markdown"),
        ("week.json", "json"),
        ("folder.json/week.txt", "text"),
    ],
)
def test_a_suffix_names_a_form(name: str, form: str) -> None:
    """In whatever case, as text or as a path."""
    assert reports.form_of(name) == reports.form_of(Path(name)) == form


@pytest.mark.parametrize("name", ["week", "week.pdf", "week.html.gz", ".csv", ""])
def test_an_unknown_suffix_lists_the_known_ones(name: str) -> None:
    """A file without a suffix too."""
    with pytest.raises(UnknownNameError, match=r"\.html.*\.xlsx.*\.txt"):
        reports.form_of(name)


def test_an_unknown_form_lists_the_known_ones() -> None:
    """By the names that --format takes."""
    with pytest.raises(UnknownNameError, match=r"html.*xlsx.*text"):
        reports.render(report(), "pdf")


def test_suffixes_belong_to_one_form_each() -> None:
    """So that none is ever guessed."""
    suffixes = [suffix for renderer in reports.RENDERERS.values() for suffix in renderer.suffixes]

    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("form", [form for form, renderer in reports.RENDERERS.items() if renderer.is_text])
def test_a_form_that_may_be_printed_is_utf_8_and_ends_a_line(form: str) -> None:
    """Whatever the texts are."""
    assert reports.render(hostile("\ud800\0\x1b[31m"), form).decode().endswith("\n")


@pytest.mark.catalogue("I8")
@pytest.mark.parametrize("form", reports.RENDERERS)
def test_one_report_gives_the_same_bytes_in_every_process(form: str) -> None:
    """Whatever the time is, and the seed of hashes."""
    program = (
        "import sys; from reviewer import reports; from tests.reports.building import report;"
        "sys.stdout.buffer.write(reports.render(report(), sys.argv[1]))"
    )
    run = subprocess.run([sys.executable, "-c", program, form], capture_output=True, check=True)

    assert run.stdout == reports.render(report(), form)


@pytest.mark.parametrize(("form", "name"), GOLDEN_FILES)
def test_the_golden_file_is_what_the_renderer_makes(form: str, name: str) -> None:
    """`python -m tests.reports.building` writes it anew."""
    assert reports.render(report(), form).decode() == (GOLDEN / name).read_bytes().decode()


@pytest.mark.parametrize("form", [form for form, renderer in reports.RENDERERS.items() if renderer.is_text])
def test_nothing_is_printed_that_is_no_number(form: str) -> None:
    """Neither of Python's words for it."""
    words = set(reports.render(report(), form).decode().replace("|", " ").replace(",", " ").split())

    assert not words & {"nan", "inf", "-inf", "None", "-0", "-0.0", "-0.00", "NaN", "Infinity"}


def test_forms_load_their_libraries_when_they_are_used() -> None:
    """Importing the package loads none of them."""
    program = "import sys; import reviewer.reports; print([m for m in ('xlsxwriter', 'jinja2', 'pygal') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert run.stdout == "[]\n"
