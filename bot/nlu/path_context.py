"""The path that a conversation is in: said once, it need not be said in each question.

Whoever came for their child asks "do I take the phone away?". Such a message is read once more as
if it said whom it is for; the words for that stand in `data/patterns/paths/context.en.yml`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.locations import PATTERNS
from bot.nlu.asking import OWN_DOING, SURE, Rank, Ranking

FILE = PATTERNS / "paths" / "context.en.yml"
WHOM = "whom"
OTHER = "other"
# One or two words ("menu", "go back") mean what they say.
LEAST_WORDS = 3
CORRECTED = "correct_facts"
# A doubt, which does not last as being a mother or a nurse does.
PASSING = ("maybe_not_stalking",)
# How many messages of the person back the path is still what they talk about.
NEAR_TURNS = 2
# Said in any path these mean the same, where they are sure.
KEPT = frozenset(
    {
        *("greet", "affirm", "deny", "skip", "thank", "leave", "help", "menu", "start_over"),
        *("ask_privacy", "ask_if_bot", "ask_human", "misunderstood", "other_language", "no_words"),
        *("ask_law", "choose_law_topic", "ask_federal_law", "change_place", "tell_place"),
        *("list_places", "tell_what_happened", "show_pattern", "ask_take_out", "forget_that"),
        *("forget_facts", "type_fits", "type_fits_not", "tell_feeling", "list_feelings"),
        *("start_walk", "start_stories", "list_types", "ask_about_type", "list_situations"),
        *("show_fitting", "show_plan", "show_log", "invite_story"),
    }
)
# A path is taken for meant from this chance (0..1) on, and not much below the plain reading's.
LEAST_CHANCE = 0.25
SHARE_OF_PLAIN = 0.8
# Where the person has gone on to something else, only what is unclear is read in the path.
LEAST_CHANCE_LATER = 0.5


@dataclass(frozen=True)
class Path:
    """The path (an intent) that somebody is in, for whom, and whether they just spoke of it."""

    intent: str
    whom: str | None = None
    near: bool = True


def path_of(tracker: DialogueStateTracker | None) -> Path | None:
    """The special path that a conversation went into last; None when it is in none."""
    if tracker is None:
        return None
    turns_back = 0
    ended: set[str] = set()
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            turns_back += 1
            if event.intent_name == CORRECTED:
                ended |= _ended_by(event)
            if event.intent_name in _frames():
                near = turns_back <= NEAR_TURNS
                path = Path(event.intent_name, tracker.get_slot(WHOM), near)
                gone = path.intent in ended or (not near and path.intent in PASSING)
                return None if gone else path
    return None


def _ended_by(event: UserUttered) -> set[str]:
    """Paths that a correction says the person is not in."""
    put_right = {one["entity"]: one["value"] for one in event.entities}
    ended = {"for_someone_else", "as_professional"} if put_right.get(WHOM) == "self" else set()
    relation = put_right.get("stalker_relation", "professional")
    return ended | ({"harmed_by_professional"} if relation != "professional" else set())


def read_in_path(
    path: Path | None, text: str, plain: Ranking, rank: Rank
) -> tuple[Ranking, tuple[str, ...]] | None:
    """Give the ranking of a text as said in a path, and the texts so read; None: as it stands.

    `plain` is the ranking of the text alone.
    """
    if path is None or len(text.split()) < LEAST_WORDS or plain[0]["name"] == path.intent:
        return None
    likeliest, sure = plain[0], plain[0]["confidence"] >= SURE
    # "Should I look in her phone?" of a worried friend is no worry about what they do to somebody.
    other_path = likeliest["name"] in _frames() and likeliest["name"] != OWN_DOING
    elsewhere = likeliest["name"] in KEPT or other_path
    if sure and (elsewhere or not path.near):
        return None
    texts = framed(path, text)
    chance = sum(_chance(path.intent, rank(one)) for one in texts) / len(texts)
    least = LEAST_CHANCE if path.near else LEAST_CHANCE_LATER
    if chance < max(least, SHARE_OF_PLAIN * likeliest["confidence"]):
        return None
    meant = {"name": path.intent, "confidence": max(chance, likeliest["confidence"])}
    return [meant, *(one for one in plain if one["name"] != path.intent)], texts


def framed(path: Path, text: str) -> tuple[str, ...]:
    """A text as it would be said by somebody who says each time which path they are in."""
    frames = _frames()[path.intent]
    return tuple(frame.format(text) for frame in frames.get(path.whom or OTHER, frames[OTHER]))


def _chance(intent: str, ranking: Ranking) -> float:
    return next((float(one["confidence"]) for one in ranking if one["name"] == intent), 0.0)


@functools.lru_cache(maxsize=1)
def _frames() -> Mapping[str, Mapping[str, list[str]]]:
    """Frames by path and by `whom`. Raises OSError, yaml.YAMLError."""
    frames: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
        FILE.read_text(encoding="utf-8")
    )["frames"]
    return frames
