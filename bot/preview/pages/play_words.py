"""A turn's inside in everyday words; the words themselves stand in templates/play/words.html."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import current_app

from bot.preview.catalogue.words import Words
from bot.preview.pages.play_boxes import Box, box_of
from bot.preview.pages.play_search import boxes_with
from bot.preview.play.open_danger import open_dangers, raised
from bot.preview.play.slot_choices import slot_choices
from bot.responses.script_index import ScriptIndex, shared_index
from bot.safety.model import FLAGS

if TYPE_CHECKING:
    from bot.preview.play.run import Turn
    from bot.preview.play.sentences import Judged
    from bot.preview.play.understanding import Insight, Spoken

MOST_BOXES: Final = 40


@dataclass(frozen=True)
class Explained:
    """What a turn shows, in words; lists are empty where there is nothing to tell."""

    reached: bool
    intent: str
    sure: str
    others: list[tuple[str, str]]
    level: str
    level_words: str
    flags: list[str]
    evidence: list[dict[str, str]]
    types: list[str]
    changes: list[tuple[str, str, str]]
    slots: list[tuple[str, str]]
    spoken: list[tuple[Spoken, str, list[Box]]]
    at: Box | None
    first: Box | None

    @property
    def rules(self) -> list[str]:
        """Each rule that spoke, once."""
        return list(dict.fromkeys(rule for one, _, _ in self.spoken for rule in one.rules))


def for_templates() -> dict[str, Any]:
    """Give the templates of this room what they need to name things."""
    return {"value_words": value_words, "box": box_of}


def explained_turn(turns: Sequence[Turn], number: int) -> Explained:
    """Say in words what a turn shows; `number`, from 1, is its place among `turns`."""
    turn, before = turns[number - 1], turns[: number - 1]
    found_by = _words().found_by.get(turn.step.kind.value, "")
    return explained(turn.insight, open_dangers(before), open_dangers(turns[:number]), found_by)


def explained(
    insight: Insight, before: Sequence[str] = (), after: Sequence[str] = (), found_by: str = ""
) -> Explained:
    """Say in words what a turn shows.

    Args:
        insight: of the turn.
        before: the dangers that stood open before it.
        after: those that stand open after it.
        found_by: how the intent was found where nothing was typed, in words.
    """
    words = _words()
    safety = insight.safety
    level, level_words = _level(str(safety.get("level") or "none"), insight, before, after)
    return Explained(
        insight.reached,
        _intent(insight.intent),
        found_by if found_by and insight.intent else _found_by(insight),
        [(_intent(name), _sure(chance)) for name, chance in insight.others],
        level,
        level_words,
        [words.flags.get(flag, plain(flag)) for flag in safety.get("flags") or ()],
        [_evidence(entry) for entry in safety.get("evidence") or ()],
        [value_words("abuse_types", name) for name, _ in insight.types],
        [
            (_slot(one.slot), value_words(one.slot, one.before), value_words(one.slot, one.after))
            for one in insight.changes
        ],
        [(_slot(name), value_words(name, value)) for name, value in insight.slots.items()],
        [
            (one, words.speakers.get(one.by, ""), [box_of(name) for name in one.responses])
            for one in insight.spoken
        ],
        box_of(insight.at) if insight.at else None,
        box_of(insight.responses[0]) if insight.responses else None,
    )


def _level(
    level: str, insight: Insight, before: Sequence[str], after: Sequence[str]
) -> tuple[str, str]:
    """Give how grave a turn is, and the words; what is open from before is never all clear."""
    words = _words()
    spoken_of = raised(insight)
    open_now = [flag for flag in before if flag in after or flag in spoken_of]
    told = open_now or [flag for flag in after if flag in spoken_of]
    if level != "none" or not told:
        return level, str(words.levels.get(level, level))
    about = ", ".join(words.flags.get(flag, plain(flag)) for flag in told)
    return "open", f"{words.still_open if open_now else words.answered_here} ({about})"


def value_words(slot: str, value: Any) -> str:
    """Give the words for what a slot holds; empty for nothing."""
    if value in (None, [], ""):
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(value_words(slot, one) for one in value)
    known = _words().values.get(slot, {}).get(value) or _scripted_words().get(slot, {}).get(value)
    return str(known or _of_scripts().value(slot, value, shared_index().responses))


def matching(words: str, index: ScriptIndex) -> tuple[list[Box], int]:
    """Give the responses that all words fit, the best first, and how many more there are."""
    found = boxes_with(words, index)
    return [box_of(name) for name in found[:MOST_BOXES]], max(0, len(found) - MOST_BOXES)


def heading() -> list[str]:
    """Give the heading of the table of sentences."""
    return list(_words().columns)


def row_of(judged: Judged) -> list[str]:
    """Give one line of the table of sentences."""
    told = explained(judged.insight)
    return [
        judged.sentence,
        told.intent,
        told.sure,
        told.level_words,
        ", ".join(told.flags),
        ", ".join(told.types),
        " / ".join(told.rules),
        _as_one_text(judged),
    ]


def _as_one_text(judged: Judged) -> str:
    offered = " ".join(f"[{title}]" for title in judged.choices)
    return "\n\n".join(filter(None, [*judged.texts, offered]))


def plain(name: str) -> str:
    """Write a name of the program's as words."""
    return name.replace("_", " ").replace(":", ": ")


def _words() -> Any:
    return current_app.jinja_env.get_template("play/words.html").module


def _intent(name: str) -> str:
    return f"{_words().somebody} {_of_scripts().plain('intents', name)}" if name else ""


def _slot(name: str) -> str:
    return str(_words().slots.get(name) or _of_scripts().slot(name).capitalize())


def _sure(chance: float) -> str:
    return f"{round(chance * 100)}%"


def _found_by(insight: Insight) -> str:
    """Say how an intent was found: a chance, or for danger the way in which it was heard."""
    if insight.intent not in FLAGS:
        return f"{_sure(insight.confidence)} {_words().sure}" if insight.intent else ""
    evidence = insight.safety.get("evidence") or ()
    own = [one for one in evidence if one.get("flag") == insight.intent] or evidence
    return ", ".join(dict.fromkeys(_way(one) for one in own))


def _way(entry: Mapping[str, Any]) -> str:
    return str(_words().classifier if "score" in entry else _words().pattern)


def _evidence(entry: Mapping[str, Any]) -> dict[str, str]:
    words = _words()
    return {
        "flag": words.flags.get(entry.get("flag"), plain(str(entry.get("flag")))),
        "level": words.levels.get(entry.get("level"), ""),
        "clause": str(entry.get("clause") or ""),
        "by": _way(entry),
        "in_files": str(entry.get("pattern") or ""),
        "softened": plain(str(entry.get("softened_by") or "")).replace("-", " "),
    }


@functools.lru_cache(maxsize=1)
def _of_scripts() -> Words:
    return Words.read(shared_index())


@functools.lru_cache(maxsize=1)
def _scripted_words() -> dict[str, dict[str, str]]:
    index = shared_index()
    words = {one.slot: dict(one.values) for one in slot_choices(index)}
    # Slots that hold the same values as another.
    return {**words, "abuse_type": words["abuse_types"], "second_feeling": words["feeling"]}
