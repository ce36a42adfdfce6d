"""Titles that stand before a name, in small letters, by the office they are of; no two offices of different kinds are one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

RANKS: dict[str, str] = {
    word: rank
    for rank, words in {
        "president": "president",
        "chancellor": "chancellor",
        "premier": "premier",
        "minister": "minister",
        "secretary": "secretary",
        "secretary-general": "secretary-general",
        "senator": "senator sen",
        "representative": "representative rep congressman congresswoman lawmaker",
        "governor": "governor gov",
        "mayor": "mayor",
        "ambassador": "ambassador envoy",
        "king": "king",
        "queen": "queen",
        "prince": "prince princess",
        "pope": "pope",
        "bishop": "bishop archbishop cardinal",
        "judge": "judge justice",
        "prosecutor": "prosecutor",
        "chairman": "chairman chairwoman chair chairperson",
        "director": "director",
        "officer": "general gen admiral adm colonel col major maj captain capt lieutenant lt sergeant sgt commander",
        "spokesperson": "spokesperson spokesman spokeswoman",
        "professor": "professor prof",
        "doctor": "doctor dr",
        "coach": "coach manager",
        "leader": "leader",
        "chief": "chief commissioner",
        "mr": "mr mrs ms miss",
    }.items()
    for word in words.split()
}
"""Which office each last word of a title is of; `General` alone is an officer; see `rank_of`."""
SHORT_TITLES = frozenset("mr mrs ms dr prof gen lt col sgt capt gov sen rep st rev hon adm maj".split())
"""Those after which a full stop may stand: `Gov. Kolar`."""
REGARD = frozenset("foreign prime deputy vice former acting defense defence interior finance".split())
"""What belongs to a title and never to a name."""
COMPLEMENTS = frozenset(
    """
    state defense defence commerce treasury foreign affairs interior finance justice education health labor labour agriculture
    energy transport transportation trade economy industry unification homeland security war culture environment science
    technology general
    """.split()
)
"""What a title can be over: `Secretary of State`."""
_TOGETHER = {
    ("secretary", "general"): "secretary-general",
    ("attorney", "general"): "attorney-general",
    ("governor", "general"): "governor-general",
    ("prime", "minister"): "premier",
    ("vice", "president"): "vice-president",
    ("vice", "chairman"): "vice-chairman",
    ("vice", "minister"): "vice-minister",
    ("chief", "justice"): "judge",
}


def rank_of(title: Sequence[str]) -> str:
    """The office that the words of a title are of; empty where none of them is a title."""
    low = [word.casefold() for word in title]
    for pair in pairwise(low):
        if pair in _TOGETHER:
            return _TOGETHER[pair]
    return next((RANKS[word] for word in reversed(low) if word in RANKS), "")
