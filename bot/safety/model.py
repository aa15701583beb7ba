"""What the safety core says about a message."""

from collections.abc import Iterable, Mapping
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
# Pain turned against oneself: who was answered on one is not questioned on the other.
OWN_LIFE = ("suicide_self", "self_harm")

# Under this key of a message's metadata the gate tells Rasa what it found (`safety`) and whether it
# has `answered`, so that no text is read twice and nothing is said twice.
GATE_METADATA = "gate"


@dataclass(frozen=True)
class Safety:
    """One message's safety: how grave, which flags, and why.

    `level` is the gravest of all flags. `flags` has those of that level first, each group in the
    order of `FLAGS`. `evidence` has one entry for each pattern that held: `pattern`, `flag`,
    `level`, `language` (what the person writes: "en", "es" or "mixed"), `clause` (the part of the
    message), and `softened_by` where a second pattern (a negation, say) brought the level down. The
    classifier's entries have `score` and `act_score` (0 to 1) in place of a `pattern`. An entry has
    `whom`, "child", where a grown-up tells of a child. What else a pattern knows of its words is
    True under a key of its own: `told` (others say it to the person), `leaving` (somebody comes in
    and the person has to go), `strangled` (their neck was squeezed), `assaulted` (they were raped
    or drugged), `deadline` (they were given a time, and nothing says for what), `done` (it was
    taken or done already).
    """

    level: Level = "none"
    flags: tuple[str, ...] = ()
    evidence: tuple[dict[str, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The `safety` key of a parsed message: only lists, strings and numbers."""
        content = asdict(self)
        return content | {"flags": list(self.flags), "evidence": [dict(e) for e in self.evidence]}


def flags_to_answer(safety: Mapping[str, Any]) -> list[str]:
    """Flags of a `safety` key (or of a Safety as a dict) that have its level, gravest first."""
    flags: list[str] = list(safety["flags"])
    level = safety.get("level")
    grave = [entry["flag"] for entry in safety.get("evidence") or () if entry["level"] == level]
    # A tapped button names its flag and has no evidence.
    return [flag for flag in flags if flag in grave] or flags[:1]


def already_done(evidence: Iterable[Mapping[str, Any]]) -> set[str]:
    """Flags under which something was taken or done already."""
    return {one["flag"] for one in evidence if one.get("done") and one["level"] == "act"}


def combine(evidence: list[dict[str, Any]]) -> Safety:
    """Join evidence from patterns and classifier into one Safety; either can raise the level."""
    levels: dict[str, Level] = {}
    for entry in evidence:
        if entry["level"] == "act" or entry["flag"] not in levels:
            levels[entry["flag"]] = entry["level"]
    if not levels:
        return Safety()
    done = already_done(evidence)

    def rank(flag: str) -> tuple[bool, float]:
        # What needs a doctor comes right behind danger from outside.
        return levels[flag] != "act", 0.5 if flag in done else FLAGS.index(flag)

    flags = sorted(levels, key=rank)
    return Safety(levels[flags[0]], tuple(flags), tuple(evidence))
