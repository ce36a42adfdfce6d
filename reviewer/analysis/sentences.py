"""Parts a paragraph into sentences, and loses nothing: the only door to sentencex.

Sentences and gaps, put together again, are the paragraph. What sentencex finds is corrected: white space at the edge of a
sentence goes to the gap; a piece that is no sentence (nothing in it to read, or it starts with what can only end one) belongs to
the piece before it; a quote that opens the next piece goes there; and a piece too long to be a sentence is parted again without
regard to its quotes.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

_WINDOW = 4_000
"""sentencex is handed so many characters at most: on rows of brackets and quotes its time grows with their square."""
_LONG = 400
"""Few sentences of news have more characters. A quote that is never closed makes one sentence of all up to the next quote."""
_QUOTE = r"[\"“”„«»‹›「」『』()（）\[\]]"
_OPENING = re.compile(_QUOTE + r"(?=[^\W_])")
_CLOSING = re.compile(_QUOTE)
_ORPHAN = re.compile(r"\s[\"“”„«»‹›](?=[^\W_])")
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
"""White space of several bytes before a full stop makes sentencex 1.0.32 panic; a plain space in its place parts the same."""
_READABLE = re.compile(r"[^\W_]")
_TAIL = re.compile(r"[,;:)，、；：）]|[」』》〉】］｝]|[\"'”’“»«›‹](?![^\W_])")
"""What no sentence starts with. A quote closes when no letter or digit follows it: „so“ and »so« end with what others open."""


def segmenter(language: str) -> str:
    """What parts text of `language`, with its version, e.g. `sentencex 1.0.32 en`."""
    return f"sentencex {_version()} {language}"


def split(text: str, language: str) -> list[tuple[str, str]]:
    """The sentences of one paragraph, each with the white space after it.

    Args:
        text: a paragraph that does not begin with white space.
        language: a BCP-47 label; an unknown one is parted like English.
    """
    sentences: list[tuple[str, str]] = []
    for piece in _pieces(text, language):
        body = piece.strip()
        if sentences and (not _READABLE.search(body) or _TAIL.match(body)):
            sentence, gap = sentences.pop()
            piece = sentence + gap + piece
        elif sentences:
            sentence, gap = sentences.pop()
            indent = piece[: len(piece) - len(piece.lstrip())]
            sentences.append((sentence, gap + indent))
            piece = piece[len(indent) :]
        sentence = piece.rstrip()
        sentences.append((sentence, piece[len(sentence) :]))
    return sentences


def _pieces(text: str, language: str) -> list[str]:
    """`text` cut where sentencex cuts it, white space left on the pieces."""
    plain = _WIDE_SPACE.sub(" ", text)
    cuts = [0]
    start = 0
    while start < len(plain):
        window = plain[start : start + _WINDOW]
        lengths = _lengths(window, language)
        is_last = start + len(window) == len(plain)
        for length in lengths if is_last else lengths[:-1]:
            start += length
            cuts.append(start)
        if len(lengths) == 1 and not is_last:
            start += len(window)
    cuts = sorted({cut - 1 if cut > 1 and _ORPHAN.match(text, cut - 2) else cut for cut in cuts})
    return [text[start:end] for start, end in pairwise(cuts)]


def _lengths(window: str, language: str) -> list[int]:
    """How long each piece of `window` is; quotes of a long one are put out of sight, those that open a word by a capital."""
    lengths: list[int] = []
    for piece in _segmented(window, language):
        bare = _CLOSING.sub(" ", _OPENING.sub("X", piece)) if len(piece) > _LONG else ""
        lengths += map(len, _segmented(bare, language) if bare else [piece])
    return lengths


def _segmented(text: str, language: str) -> list[str]:
    """What sentencex makes of `text`; all of it is one piece where it fails."""
    import sentencex

    try:
        pieces: list[str] = sentencex.segment(language, text)
    except BaseException as error:
        # A panic in Rust is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return [text]
    return pieces if sum(map(len, pieces)) == len(text) else [text]


@cache
def _version() -> str:
    from importlib.metadata import version  # slow to load, and not needed to open an article that is in

    return version("sentencex")
