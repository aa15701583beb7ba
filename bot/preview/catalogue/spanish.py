"""Whether the Spanish says what the English says, and leads on in Spanish.

Where a Spanish response is meant to be unlike its English, `spanish_differs` in its metadata says
why, as `grade_exempt` does for the reading grade.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.channel_names import variants_for
from bot.channels.messaging.gsm7 import to_gsm7
from bot.channels.messaging.splitting import length
from bot.channels.twilio.segments import MOST_CHARACTERS
from bot.responses.lint import Problem
from bot.responses.project import Project
from bot.responses.stand_in import metadata_of, wordings_after
from bot.responses.taps import entities_of, lead_of
from bot.safety.language import in_spanish
from bot.safety.model import FLAGS
from bot.safety.replies import safety_responses

SPANISH: Final = "_es"
EXEMPT: Final = "spanish_differs"
SHORT: Final = "sms"
"""A text message has a text of its own where the others are too long for it."""


def spanish_gaps(project: Project) -> Iterator[Problem]:
    """Yield what the Spanish of a response lacks, and where a Spanish talk turns English."""
    responses = project.scripts.responses
    for name in responses:
        if not name.endswith(SPANISH):
            continue
        file = project.scripts.files[name]
        english = name.removesuffix(SPANISH)
        if english in responses and not _exempt(project, name):
            for text in _unlike(project, english, name):
                yield Problem(file, name, text)
        for text in _turns_english(project, name):
            yield Problem(file, name, text)
    for name in _said_beside_spanish(project):
        text = "it is said beside Spanish words, and has no Spanish itself."
        yield Problem(project.scripts.files[name], name, text)


def _said_beside_spanish(project: Project) -> Iterator[str]:
    """Responses of SafetyPolicy without Spanish, in a talk whose first words are in Spanish."""
    responses = project.scripts.responses
    spoken = any(f"utter_safety_first_{flag}{SPANISH}" in responses for flag in FLAGS)
    for name in safety_responses() if spoken else ():
        if name in responses and not in_spanish(name, responses).endswith(SPANISH):
            yield name


def _unlike(project: Project, english: str, spanish: str) -> Iterator[str]:
    responses = project.scripts.responses
    for place in _places(responses[english]):
        short = place[0] == SHORT and _fits(responses[spanish])
        if place not in _places(responses[spanish]) and not short:
            yield f"{english} has a text {_told(*place)}, and the Spanish has none."
    for other in wordings_after(english, responses):
        if (
            metadata_of(english, responses).get("by_repeat")
            and f"{other}{SPANISH}" not in responses
        ):
            yield f"{other}, said at another time, has no Spanish."
    buttons = {one["payload"] for variation in responses[spanish] for one in _buttons(variation)}
    for payload in dict.fromkeys(
        one["payload"] for variation in responses[english] for one in _buttons(variation)
    ):
        if payload not in buttons and _in_spanish(project, payload):
            yield f"the button {payload} of {english} is missing, and it would go on in Spanish."


def _turns_english(project: Project, spanish: str) -> Iterator[str]:
    for payload in dict.fromkeys(
        one["payload"]
        for variation in project.scripts.responses[spanish]
        for one in _buttons(variation)
    ):
        if entities_of(payload).get("language") != "en" and not _in_spanish(project, payload):
            yield f"the button {payload} leads on in English without saying so."


def _in_spanish(project: Project, payload: str) -> bool:
    """Whether all that a tap leads to is said in Spanish; what a policy decides counts as such."""
    lead = lead_of(project, payload)
    responses = project.scripts.responses
    said = [one for one in lead.steps if one in responses]
    spanish = all(in_spanish(one, responses).endswith(SPANISH) for one in said)
    return spanish and (bool(said) or lead.policy)


def _fits(variations: list[dict[str, Any]]) -> bool:
    said = variants_for(variations, SHORT)
    return all(length(to_gsm7(str(one.get("text")))) <= MOST_CHARACTERS for one in said)


def _exempt(project: Project, name: str) -> bool:
    return any((one.get("metadata") or {}).get(EXEMPT) for one in project.scripts.responses[name])


def _places(variations: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (str(one.get("channel") or ""), json.dumps(one.get("condition"), sort_keys=True))
        for one in variations
    ]


def _told(channel: str, condition: str) -> str:
    where = f"for {channel}" if channel else "for all channels"
    return where if condition == "null" else f"{where} under the condition {condition}"


def _buttons(variation: Mapping[str, Any]) -> list[dict[str, str]]:
    return variation.get("buttons") or []
