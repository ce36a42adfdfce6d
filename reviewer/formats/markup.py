"""XML as a tree of plain elements: the only door to a parser of it.

A document from outside must not make us read another file, go to the network, or grow in memory. expat loads nothing by itself;
what a few characters of a document can multiply (entities and attributes that its own DOCTYPE declares) is refused where it is
declared; and bytes, elements and depth are limited, so that time and memory grow no faster than the file. A DOCTYPE that declares
nothing is harmless, and common.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from reviewer.core.visible import visible
from reviewer.errors import FormatError

LARGEST = 32 << 20
"""Bytes of a document: a tree takes some thirty times as much, and of small elements more."""
MOST = 1_000_000
"""Elements."""
DEEPEST = 64
"""Elements within elements."""
_SEPARATOR = " "
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"


@dataclass(slots=True)
class Element:
    """One element; its name and those of its attributes are without their namespaces, `xml:lang` is `lang`."""

    name: str
    attributes: dict[str, str]
    line: int
    content: list[Element | str] = field(default_factory=list)
    """The elements and the texts right in it, in order."""

    @property
    def text(self) -> str:
        """Its own text and that of the elements in it, white space made single spaces."""
        return " ".join("".join(self._texts()).split())

    def all(self, *names: str) -> Iterator[Element]:
        """The elements in it of these names, in order; not those within one of them."""
        for each in self.content:
            if isinstance(each, str):
                continue
            if each.name in names:
                yield each
            else:
                yield from each.all(*names)

    def _texts(self) -> Iterator[str]:
        for each in self.content:
            if isinstance(each, str):
                yield each
            else:
                yield from each._texts()


class _Builder:
    """What expat tells, as a tree."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._declare
        self._parser.AttlistDeclHandler = self._declare_attribute
        self._parser.SkippedEntityHandler = self._skip
        self._whole = Element("", {}, 0)
        self._open = [self._whole]
        self._count = 0

    def parse(self, data: bytes) -> Element:
        """The root."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise self._refusal(f"no XML that can be read: {expat.ErrorString(error.code)}") from error
        except (ValueError, LookupError) as error:
            raise self._refusal(f"no XML that can be read: {error}") from error
        return next(each for each in self._whole.content if isinstance(each, Element))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > DEEPEST:
            raise self._refusal(f"elements are nested more than {DEEPEST} deep")
        if self._count > MOST:
            raise self._refusal(f"more than {MOST:,} elements; part it into several files")
        known = {_local(key): value for key, value in attributes.items() if _SEPARATOR not in key or key == _LANGUAGE}
        element = Element(_local(tag), known, self._parser.CurrentLineNumber)
        self._open[-1].content.append(element)
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _declare(self, entity: str, *_: object) -> None:
        raise self._refusal(f"it declares the entity {visible(entity)}; write its text in its place")

    def _declare_attribute(self, element: str, attribute: str, *_: object) -> None:
        declared = f"{visible(attribute)} of <{visible(element)}>"
        raise self._refusal(f"it declares the attribute {declared}; write attributes where they are, and not in the DOCTYPE")

    def _skip(self, entity: str, *_: object) -> None:
        raise self._refusal(f"the entity {visible(entity)} is not known; write its text in its place")

    def _refusal(self, problem: str) -> FormatError:
        return FormatError(problem, path=self._name, line=self._parser.CurrentLineNumber)


def parse(name: str, data: bytes) -> Element:
    """The root of the document in `data`.

    Args:
        name: of the file, for messages.
        data: all of its bytes; they say their own encoding.

    Raises:
        FormatError: it is no XML, is larger or deeper than the limits above, or declares entities or attributes of its own.
    """
    if len(data) > LARGEST:
        raise FormatError(f"is larger than {LARGEST >> 20} MiB; part it into several files", path=name)
    return _Builder(name).parse(data)


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]
