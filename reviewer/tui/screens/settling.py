"""Opinions that differ, one below the other, each whole; a key says which stands.

The screen shows and asks; what the answer does is `deciding`'s. A key that makes an opinion stand is obeyed only when they can
have been seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen

from reviewer.analysis.diff import diff
from reviewer.core.review import Review, Verdict
from reviewer.tui.keys import canonical, shown
from reviewer.tui.passage import Mark, Passage, label
from reviewer.tui.screens.help import scroll
from reviewer.tui.screens.prompts import BOX
from reviewer.tui.screens.view import Leaves
from reviewer.tui.sight import Sight
from reviewer.tui.widgets.painted import Painted
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.settling import BETWEEN, Dispute, Opinion

MOST = 9
"""Opinions that have a key."""
_NAMED = 40
"""Characters of names beside a key; above, they are all there."""


class SettlingScreen(Leaves[Opinion | str | None], ModalScreen[Opinion | str | None], inherit_bindings=False):
    """Gives the opinion that is to stand, `type` for all texts in the editor, or None.

    Args:
        title: what it is about.
        dispute: the opinions.
        editor: who settles, and is spoken to.
        sight: knows whether what is drawn can have been seen.
        otherwise: what Esc does.
    """

    DEFAULT_CSS = BOX.replace("{name}", "SettlingScreen")

    def __init__(self, title: str, dispute: Dispute, editor: str, sight: Sight, otherwise: str) -> None:
        super().__init__()
        self._title = title
        self._dispute = dispute
        self._editor = editor
        self._sight = sight
        self._otherwise = otherwise
        self._by_key = {str(number): opinion for number, opinion in enumerate(dispute.opinions[:MOST], 1)}

    def compose(self) -> ComposeResult:
        """A box with the opinions, and the keys under them, which do not scroll away."""
        with Vertical() as box:
            box.border_title = label(self._title)
            box.border_subtitle = label("")
            yield Pane(id="opinions")
            yield Pane(id="answers")

    def on_mount(self) -> None:
        """Write the opinions; nothing of them can have been seen until they are painted."""
        opinions = self.query_one("#opinions", Pane)
        self._sight.covered()
        opinions.tell_when_painted()
        opinions.show(opinion_passages(self._dispute, self._editor))
        answers = [Passage.of((f"{key:>6}", "heading"), f"  {words}") for key, words in self._answers()]
        self.query_one("#answers", Pane).show([Passage(""), *answers])

    def _answers(self) -> Iterator[tuple[str, str]]:
        """Keys and what they do, on so few lines that they are always in sight."""
        if len(self._by_key) == 2:
            yield from ((key, f"{_whose(opinion, self._editor)} stands") for key, opinion in self._by_key.items())
        else:
            yield f"1 to {len(self._by_key)}", "that one stands"
        several = "both texts" if len(self._by_key) == 2 else "all texts"
        yield "e", f"{several if BETWEEN in self._dispute.side_by_side else 'the only text'} in the editor"
        yield shown("escape"), self._otherwise

    def on_painted(self, event: Painted) -> None:
        """Ask the terminal whether they are there."""
        event.stop()
        self._sight.drawn()
        self._tell_of_more()

    def _tell_of_more(self) -> None:
        """Whether there is more than is in sight, and where."""
        pane = self.query_one("#opinions", Pane)
        is_above, is_below = pane.scroll_offset.y > 0, pane.scroll_offset.y < pane.max_scroll_y
        words = "more below: ↓" if is_below else "more above: ↑" if is_above else ""
        self.query_one(Vertical).border_subtitle = label(words)

    def on_key(self, event: Key) -> None:
        """Take the answer, or scroll."""
        event.stop()
        if not self.is_ready:
            return
        key = canonical(event.key, event.character)
        if key in self._by_key:
            if self._sight.allows(key):
                self.dismiss(self._by_key[key])
        elif key in ("e", "enter"):
            self.dismiss("type")
        elif key in ("escape", "q"):
            self.dismiss(None)
        else:
            scroll(self.query_one("#opinions", Pane), event.key)
            self.call_after_refresh(self._tell_of_more)


def opinion_passages(dispute: Dispute, editor: str) -> list[Passage]:
    """The machine's text, and what each would have in its place, with what that adds and removes."""
    passages = [Passage.of(("machine: ", "heading"), dispute.machine)]
    for number, opinion in enumerate(dispute.opinions, 1):
        key = f"{number}  " if number <= MOST else "   "
        mine = " · not saved" if opinion is dispute.mine else ""
        passages += [Passage(""), Passage.of((f"{key}{_names(opinion, editor)}: {_verdict(opinion)}{mine}", "heading"))]
        text = dispute.text(opinion)
        if text is not None:
            passages += _against(dispute.machine, text)
        said = [_said(each, dispute) for each in opinion.said]
        passages.append(Passage.of((" · ".join(dict.fromkeys(filter(None, said))), "quiet")))
        if opinion.note:
            passages.append(Passage.of(("note: ", "heading"), opinion.note))
    return passages


def _against(machine: str, text: str) -> Iterator[Passage]:
    """`text` with what is not the machine's marked, and what is not there any more."""
    if text == machine:
        yield Passage.of(("as the machine wrote it", "quiet"))
        return
    edits = [edit for edit in diff(machine, text) if edit.kind != "equal"]
    yield Passage(text, tuple(Mark(*edit.correction, "added") for edit in edits if edit.correction[0] < edit.correction[1]))
    removed = [machine[slice(*edit.machine)].strip() for edit in edits if edit.machine[0] < edit.machine[1]]
    parts: list[str | tuple[str, str]] = []
    for words in filter(None, removed):
        parts += [(" · " if parts else "removed: ", "quiet"), (words, "removed")]
    if parts:
        yield Passage.of(*parts)


def _whose(opinion: Opinion, editor: str) -> str:
    names = ", ".join(opinion.editors)
    return "yours" if names == editor else f"{names[:_NAMED]}{'…' if len(names) > _NAMED else ''}'s"


def _names(opinion: Opinion, editor: str) -> str:
    return ", ".join(f"{name} (you)" if name == editor else name for name in opinion.editors)


def _verdict(opinion: Opinion) -> str:
    words = "opened again: undecided" if opinion.verdict is Verdict.REOPENED else str(opinion.verdict)
    return f"{words}: {opinion.reason}" if opinion.reason else words


def _said(review: Review, dispute: Dispute) -> str:
    """When it was said, and what of which segments, where it was not of all."""
    when = f"{review.at[:10]} {review.at[11:16]} UTC" if review.at else "imported"
    positions = [place.position for place in dispute.places if place.uid in review.covers]
    if not positions or len(positions) == len(dispute.places):
        return when
    which = str(positions[0]) if len(positions) == 1 else f"{positions[0]} to {positions[-1]}"
    return f"{when}, {review.verdict} {which} alone"
