"""What the safety core says about a message."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Level = Literal["none", "check", "act"]
LEVELS: tuple[Level, ...] = ("none", "check", "act")

# Gravest first: which flag is answered where several have the same level. Danger from outside
# comes first, since minutes count there.
FLAGS = (
    "immediate_danger",
    "suicide_self",
    "child_at_risk",
    "suicide_other",
    "violence_to_other",
    "self_harm",
)


@dataclass(frozen=True)
class Safety:
    """One message's safety: how grave, which flags, and why.

    `level` is the gravest of all flags. `flags` has those of that level first, each group in the
    order of `FLAGS`. `evidence` has one entry for each pattern that held: `pattern`, `flag`,
    `level`, `clause` (the part of the message), and `softened_by` where a second pattern
    (a negation, say) brought the level down. A classifier adds entries with `score`.
    """

    level: Level = "none"
    flags: tuple[str, ...] = ()
    evidence: tuple[dict[str, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The `safety` key of a parsed message: only lists, strings and numbers."""
        content = asdict(self)
        return content | {"flags": list(self.flags), "evidence": [dict(e) for e in self.evidence]}


def combine(evidence: list[dict[str, Any]]) -> Safety:
    """Join evidence from patterns (and later a classifier) into one Safety; either can raise it."""
    levels: dict[str, Level] = {}
    for entry in evidence:
        if entry["level"] == "act" or entry["flag"] not in levels:
            levels[entry["flag"]] = entry["level"]
    if not levels:
        return Safety()
    flags = sorted(levels, key=lambda flag: (levels[flag] != "act", FLAGS.index(flag)))
    return Safety(levels[flags[0]], tuple(flags), tuple(evidence))
