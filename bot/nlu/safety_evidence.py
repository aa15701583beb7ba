"""What a `safety` key of a parse comes to in a conversation: danger, doubt, or nothing."""

from __future__ import annotations

from typing import Any

from bot.nlu.answering_intents import DENIALS
from bot.nlu.talk_answers import says_it_has_passed
from bot.safety.model import OWN_LIFE, Safety
from bot.safety.replies import (
    ALREADY_DONE,
    ALREADY_DONE_OTHER,
    DONE,
    NEAR,
    is_told,
    topic_of_what_is_done,
)


def nothing(safety: dict[str, Any]) -> dict[str, Any]:
    """The same evidence, and no danger in it."""
    return Safety(evidence=tuple(safety["evidence"])).as_dict()


def is_deadline(safety: dict[str, Any]) -> bool:
    """Whether all there is to ask about is a deadline, which nothing says what it is for."""
    evidence = safety["evidence"]
    return safety["level"] == "check" and all(entry.get("deadline") for entry in evidence)


def only_guessed(safety: dict[str, Any], *, below: float = 1.0) -> bool:
    """Whether only the classifier asks, with no score above `below`."""
    return safety["level"] == "check" and all(
        entry.get("score", 2.0) <= below for entry in safety["evidence"]
    )


def only_denies(safety: dict[str, Any], intent: str | None) -> bool:
    """Whether a message is at `check` for nothing but a no ("I am not suicidal").

    Either a pattern saw the negation, or only the classifier raised it and the intent is a no.
    """
    return safety["level"] == "check" and all(
        str(entry.get("softened_by", "")).startswith("not-")
        or ("score" in entry and intent in DENIALS)
        for entry in safety["evidence"]
    )


def is_near_only(safety: dict[str, Any]) -> bool:
    """Whether the only danger told is that somebody is near, or comes."""
    grave = [one for one in safety["evidence"] if one["level"] != "none"]
    return all(
        one["flag"] == "immediate_danger" and ("score" in one or one.get("pattern") in NEAR)
        for one in grave
    )


def unsafe(safety: dict[str, Any]) -> dict[str, Any]:
    """Ask about danger now: a few words say that the person does not feel safe."""
    told = {"flag": "immediate_danger", "level": "check", "pattern": "not-safe", "language": "en"}
    evidence = (*safety["evidence"], told)
    return Safety(level="check", flags=("immediate_danger",), evidence=evidence).as_dict()


def topic_of(safety: dict[str, Any], before: str | None) -> dict[str, str]:
    """What the talk is about from now on, where that is not the flag itself.

    Who took something stays somebody who took something, whatever else they say about dying.
    """
    flag = safety["flags"][0]
    stays = {ALREADY_DONE: OWN_LIFE, ALREADY_DONE_OTHER: ("suicide_other",)}
    kept = before if flag in stays.get(before or "", ()) else None
    topic = topic_of_what_is_done(flag, safety) or kept
    return {"safety_flag": topic} if topic else {}


def is_answered(
    safety: dict[str, Any],
    answer: tuple[str, dict[str, str]] | None,
    topic: str | None,
    text: str,
) -> bool:
    """Whether what would be asked about is an answer in the talk, with its reasons.

    "Yes, every day since March I don't want to wake up", or "i dont want to go to the hospital".
    """
    if answer is None:
        return False
    known = topic in DONE or topic == safety["flags"][0]
    if answer[0] == "safety_getting_help" and topic in DONE:
        return True
    if answer[0] == "safety_ok" and topic == "immediate_danger" == safety["flags"][0]:
        # "He drove off": the classifier alone still hears somebody at the door.
        return only_guessed(safety) and says_it_has_passed(text)
    return (answer[0] == "screening_yes" and not is_told(safety)) or (
        answer[0] == "safety_step" and known
    )
