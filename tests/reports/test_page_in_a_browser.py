"""The page in a real browser: no error, no request, no script but its own, from whatever texts; and what its own script does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.visible import legible
from reviewer.reports import page
from reviewer.reports.renderer import Options
from reviewer.workflow.reporting.value import Column, Report, Section, Table
from tests.reports.browsing import CHROMIUM, Browser, Seen, browser
from tests.reports.building import NASTY, hostile, report

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]

PWN = "window.pwned=(window.pwned||0)+1"
PAYLOADS = (
    f"<script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f"<svg onload={PWN}>",
    f"<svg><script>{PWN}</script></svg>",
    f"<details open ontoggle={PWN}>",
    f"<input autofocus onfocus={PWN}>",
    f'<a href="javascript:{PWN}">a</a>',
    f"<iframe srcdoc='<script>parent.{PWN.split('.')[1]}</script>'></iframe>",
    "<iframe src=//pwned.example/></iframe>",
    "<link rel=stylesheet href=//pwned.example/a.css>",
    "<link rel=preconnect href=//pwned.example>",
    "<base href=//pwned.example/>",
    "<meta http-equiv=refresh content='0;url=//pwned.example'>",
    f"<form action=//pwned.example><button autofocus formaction='javascript:{PWN}'>b",
    "<style>@import '//pwned.example/a.css'; * { background: url(//pwned.example/a.png) }</style>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={PWN}>",
    f"<template shadowrootmode=open><script>{PWN}</script></template>",
    f"<object data='data:text/html,<script>{PWN}</script>'></object>",
    "<video src=//pwned.example/a.mp4 autoplay poster=//pwned.example/a.png>",
    f"javascript:{PWN}",
    f"{{{{ constructor.constructor('{PWN}')() }}}}{{% raw %}}",
    f"\u2028{PWN}\u2029",
    f"&lt;script&gt;{PWN}&lt;/script&gt;&#60;script&#62;{PWN}&#60;/script&#62;",
    f"\0<scr\0ipt>{PWN}</scr\0ipt>",
    f"\ud800<script>{PWN}</script>\udfff",
    f"\u202e>tpircs/<{PWN}>tpircs<",
    f"＜script＞{PWN}＜/script＞",
    f"\x1b]8;;javascript:{PWN}\x07a\x1b]8;;\x07",
    "very long, " * 3_000 + f"<script>{PWN}</script>",
    "x" * 30_000 + f"<img src=x onerror={PWN}>",
)
WRAPPINGS = (
    "{}",
    '"><b>{}',
    "'>{}",
    "</td></tr></table>{}",
    "</title></style></script></textarea></svg></pre>{}",
    "<!-- {}",
    "--><!--><![CDATA[]]>{}",
    "]]>{}<plaintext>",
    '" onmouseover="window.pwned=1" autofocus onfocus=\'window.pwned=1\' x="{}',
    "`${{{}}}` /*{}*/ //{}\r\n{}",
)
HOSTILE = tuple(wrapping.replace("{}", payload) for payload in PAYLOADS for wrapping in WRAPPINGS)
PROVOKED = """(() => {
    for (const element of document.querySelectorAll('*'))
        for (const kind of ['mouseover', 'focus', 'error', 'load', 'toggle', 'click', 'beforeprint'])
            element.dispatchEvent(new Event(kind));
    for (const button of document.querySelectorAll('th button')) button.click();
    for (const details of document.querySelectorAll('details')) details.open = true;
})()"""
TOLD = """({
    pwned: window.pwned ?? 0,
    scripts: document.scripts.length,
    frames: document.querySelectorAll('iframe, img, object, embed, video, link, base, form, input').length,
    h1: document.querySelector('h1').textContent,
    h2: document.querySelector('h2').textContent,
    cell: document.querySelector('td.text:not(.none)').textContent,
    policy: document.querySelectorAll('meta[http-equiv]').length,
})"""


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all."""
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def show(window: Browser, tmp_path: Path, made: Report) -> Path:
    """Open the page of a report."""
    path = tmp_path / "page.html"
    path.write_bytes(page.render(made, Options()))
    window.seen = Seen()
    window.open(path)
    return path


@pytest.mark.catalogue("I1")
def test_a_policy_that_is_broken_is_seen(window: Browser, tmp_path: Path) -> None:
    """What follows can fail: here a script, a request and a dialog."""
    path = tmp_path / "page.html"
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"
    path.write_text(f"<!DOCTYPE html>{policy}<script>1</script><img src=nothing.png>", encoding="utf-8")
    window.seen = Seen()
    window.open(path)

    assert any("Content Security Policy" in message for message in window.seen.messages)
    assert window.seen.requests == [path.as_uri(), path.with_name("nothing.png").as_uri()]
    path.write_text("<!DOCTYPE html><script>window.pwned = 1; alert(2)</script>", encoding="utf-8")
    window.open(path)
    assert window.seen.dialogs == ["2"]
    assert window.run("window.pwned") == 1


def test_the_page_asks_for_nothing_and_complains_of_nothing(window: Browser, tmp_path: Path) -> None:
    """One request, for itself, and not a word on the console."""
    path = show(window, tmp_path, report())
    window.run(PROVOKED)

    assert window.run("document.querySelectorAll('th button').length") > 0, "its own script ran"
    assert window.run("getComputedStyle(document.body).marginTop") == "0px", "its own style is in use"
    assert window.seen == Seen(requests=[path.as_uri()])


@pytest.mark.catalogue("I1")
def test_300_hostile_texts_are_only_texts(window: Browser, tmp_path: Path, record_property: pytest.RecordProperty) -> None:
    """In every field of the report, each in a page of its own."""
    assert len(set(HOSTILE)) == 300
    everything = Seen()
    wrong = []
    for text in (*HOSTILE, *NASTY.values()):
        path = show(window, tmp_path, hostile(text))
        window.run(PROVOKED)
        told = window.run(TOLD)
        # The console is asked once more, so that what the page did late is seen too.
        window.run("0")
        texts = [told.pop(name) for name in ("h1", "h2", "cell")]
        if texts != [legible(text)] * 3 or told != {"pwned": 0, "scripts": 1, "frames": 0, "policy": 1}:
            wrong.append((text[:200], told))
        everything.requests += [each for each in window.seen.requests if each != path.as_uri()]
        everything.messages += window.seen.messages
        everything.dialogs += window.seen.dialogs
    record_property("hostile pages", len(HOSTILE) + len(NASTY))
    print(json.dumps({"pages": len(HOSTILE) + len(NASTY), "wrong": len(wrong), **vars(everything)}))

    assert wrong == []
    assert everything == Seen()


SORTED = Table(
    "t",
    "T",
    (Column("name", "Name", "text"), Column("count", "Count", "number", 1)),
    (("b10", 9.0), ("b9", 1234.5), ("a", None), ("Z", -2.0)),
)
ORDER = "Array.from(document.querySelectorAll('tbody th'), cell => cell.textContent).join(' ')"
STATES = "Array.from(document.querySelectorAll('thead th'), head => head.getAttribute('aria-sort')).join(' ')"


def sortable() -> Report:
    """A report with one table that can be sorted."""
    return replace(report(), sections=(Section("a", "A", tables=(SORTED,)),))


def test_a_click_sorts_by_number_and_what_is_missing_comes_last(window: Browser, tmp_path: Path) -> None:
    """The largest first, then the smallest, then as it was listed."""
    show(window, tmp_path, sortable())
    seen = [(window.run(ORDER), window.run(STATES))]
    for _ in range(3):
        window.run("document.querySelectorAll('th button')[1].click()")
        seen.append((window.run(ORDER), window.run(STATES)))

    assert seen == [
        ("b10 b9 a Z", "none none"),
        ("b9 b10 Z a", "none descending"),
        ("Z b10 b9 a", "none ascending"),
        ("b10 b9 a Z", "none none"),
    ]


def test_keys_sort_by_text_with_numbers_as_numbers(window: Browser, tmp_path: Path) -> None:
    """Enter on the head of a column; capitals are no matter."""
    show(window, tmp_path, sortable())
    window.run("document.querySelector('th button').focus()")
    window.press("Enter", "\r")

    assert (window.run(ORDER), window.run(STATES)) == ("a b9 b10 Z", "ascending none")
    window.press("Enter", "\r")
    assert (window.run(ORDER), window.run(STATES)) == ("Z b10 b9 a", "descending none")


def test_paper_has_everything_open(window: Browser, tmp_path: Path) -> None:
    """And after printing it is folded as before."""
    show(window, tmp_path, report())
    count = "document.querySelectorAll('details[open]').length"
    window.run("document.querySelector('details').open = true")
    window.run("dispatchEvent(new Event('beforeprint'))")

    assert window.run(count) == window.run("document.querySelectorAll('details').length") > 1
    window.run("dispatchEvent(new Event('afterprint'))")
    assert window.run(count) == 1


@pytest.mark.parametrize("text", ["", "one word of many letters", "many words", "right to left", "a tower"])
def test_no_page_is_wider_than_a_telephone(window: Browser, tmp_path: Path, text: str) -> None:
    """Wide tables scroll in their place."""
    window.narrow(360)
    show(window, tmp_path, hostile(NASTY[text]) if text else report())

    assert window.run("document.documentElement.scrollWidth") <= 360
