"""Where the classifier alone is not believed: no word of the message may speak of what it hears.

It takes grown-ups' pictures for a child's, "he said it on the phone" for somebody who wants to die,
and a child that was taken for an attack on the parent. The words stand in
`data/patterns/safety/perhaps_*.yml`.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

Entry = dict[str, Any]
_CHILD, _DANGER, _OTHERS_DEATH = "child_at_risk", "immediate_danger", "suicide_other"
# What says that somebody in a message may be under 18. "My dad" may be said by anyone: there the
# classifier has to be this sure (0 to 1).
_YOUNG, _FAMILY = {"minor", "young", "perhaps_young"}, "perhaps_young_family"
_SURE_OF_A_CHILD = 0.8
_NEVER = 2.0
# Words from which the classifier is believed about a child: "hes 12" tells only an age.
_LEAST_WORDS_OF_A_CHILD = 3
# A son or daughter is said to be 18 or older, and nobody is named who may be younger.
_GROWN_CHILD, _SURELY_YOUNG = "grown_child", "surely_young"
# Anybody else is said to be: the classifier alone is not believed then, where no child is named.
_GROWN, _MINOR = "grown", "minor"
# What an English message of few words has to hold to be believed about another's death.
_DYING = "perhaps_dying"
_MOST_WORDS_OF_DOUBT = 10


def believed(evidence: list[Entry], parts: Set[str], *, words: int, english: bool) -> list[Entry]:
    """Return what of the evidence counts. `parts` are those of the patterns, `words` how many."""
    doubted = set()
    if any(entry.get("taken") for entry in evidence):
        doubted.add(_DANGER)
    if english and words <= _MOST_WORDS_OF_DOUBT and _DYING not in parts:
        doubted.add(_OTHERS_DEATH)
    no_child = _GROWN_CHILD in parts and _SURELY_YOUNG not in parts
    if _GROWN in parts and not parts & {_MINOR, _SURELY_YOUNG}:
        doubted.add(_CHILD)
    least = _least_score_of_a_child(parts, words)
    kept = []
    for entry in evidence:
        alone = "pattern" not in entry
        child = entry["flag"] == _CHILD
        too_unsure = alone and child and entry["score"] < least
        if not (too_unsure or (child and no_child) or (alone and entry["flag"] in doubted)):
            kept.append(entry)
    return kept


def _least_score_of_a_child(parts: Set[str], words: int) -> float:
    if words < _LEAST_WORDS_OF_A_CHILD:
        return _NEVER
    if parts & _YOUNG:
        return 0.0
    return _SURE_OF_A_CHILD if _FAMILY in parts else _NEVER
