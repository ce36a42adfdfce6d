"""Full stops that belong to the word before them: of abbreviations, initials and addresses. After one a sentence may go on."""

from __future__ import annotations

import re

from reviewer.analysis.titles import SHORT_TITLES

_WORDS = (
    *(title.title() for title in SHORT_TITLES),
    *"Inc Co Corp Ltd Jr Sr Bros Cos No Nos vs etc al cf ca Sens Reps Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split(),
    *"Ave Blvd Rd Ph Esq Dept Est est Calif Mass Conn Penn Tenn Fla Tex Ill Wash Ariz Colo Minn Wis Va Md Ga Ala Miss".split(),
    *"Ore Mich Kan Okla ft lb lbs in oz approx".split(),
)
_ABBREVIATION = re.compile(rf"(?:\b[^\W\d_]|\.[^\W\d_]+|\b(?:{'|'.join(_WORDS)}))$")
_LONGEST = 12


def is_abbreviation(text: str, end: int) -> bool:
    """Whether a full stop at `end` belongs to the abbreviation before it."""
    return _ABBREVIATION.search(text, max(0, end - _LONGEST), end) is not None
