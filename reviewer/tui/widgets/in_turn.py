"""Keys in the order in which they were pressed.

Textual lets a key that is bound bubble up to the application before it acts, but puts a letter into the text at once. Where the
program is slow, Enter or End is so overtaken by the letter behind it: it is confirmed with the text, or stands at its other end.
"""

from __future__ import annotations

from textual.events import Key
from textual.widget import Widget


async def acts_at_once(widget: Widget, event: Key) -> bool:
    """Do what the widget itself has bound to a key before the next one is looked at; whether there was anything."""
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        event.prevent_default()
        event.stop()
        await widget.run_action(binding.action)
        return True
    return False
