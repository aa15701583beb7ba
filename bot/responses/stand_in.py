"""Which response is said in the place of the one that a rule names: by slot, order and repetition.

The keys of a response's `metadata` that ask for it are told in bot/responses/generator.py.
"""

from __future__ import annotations

import copy
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.responses.gathered import Responses, Slots

NOTHING: tuple[Any, ...] = (None, "none", [])


def stand_in(name: str, responses: Responses, slots: Slots, tracker: DialogueStateTracker) -> str:
    """Name of the response to say where a rule says `name`."""
    metadata = metadata_of(name, responses)
    for slot, other in (metadata.get("with_slot") or {}).items():
        if slots.get(slot) not in NOTHING:
            return _if_repeated(other, other, responses, tracker)
    for value in _values(name, metadata, responses, slots, tracker):
        if f"{name}_{value}" in responses:
            return _if_repeated(f"{name}_{value}", name, responses, tracker)
    return _if_repeated(name, name, responses, tracker)


def metadata_of(name: str, responses: Responses) -> dict[str, Any]:
    """The metadata of a response's first variation; empty for a name that is not written."""
    variations = responses.get(name) or [{}]
    return variations[0].get("metadata") or {}


def _values(
    name: str,
    metadata: dict[str, Any],
    responses: Responses,
    slots: Slots,
    tracker: DialogueStateTracker,
) -> list[Any]:
    """Values after which a variant may be named, the first choice first."""
    found: list[Any] = []
    if "by_slot" in metadata:
        value = slots.get(metadata["by_slot"])
        # A list has too many values for a variant each: only "there are some" matters.
        value = "some" if isinstance(value, list) and value else value
        if "skip_known" in metadata:
            known = slots.get(metadata["skip_known"]) or []
            value = _first_unknown(name, value, known, responses)
        found.append(value)
    if "order" in metadata:
        order = metadata["order"]
        values = order.get(slots.get(metadata["order_by"])) or order["none"]
        said = _said(tracker)
        found.append(next((one for one in values if f"{name}_{one}" not in said), values[0]))
    return found


def _first_unknown(name: str, value: Any, known: list[str], responses: Responses) -> Any:
    """Follow `next` as long as the variant asks for what is known."""
    for _ in responses:  # no chain is longer, and a circle ends too
        question = metadata_of(f"{name}_{value}", responses)
        if question.get("asks") not in known:
            return value
        value = question["next"]
    return value


def _if_repeated(
    name: str, said_as: str, responses: Responses, tracker: DialogueStateTracker
) -> str:
    """The wording for another time, where the bot said it before; `said_as` is in the talk."""
    repeat = metadata_of(name, responses).get("by_repeat")
    if repeat == "each":
        return _next_wording(name, responses, tracker)
    if repeat and _said_before(said_as, tracker, ever=repeat == "ever"):
        return f"{name}_again"
    return name


def _next_wording(name: str, responses: Responses, tracker: DialogueStateTracker) -> str:
    """The wordings in turn; after the last one the second again, so that none opens anew."""
    wordings = [name, *wordings_after(name, responses)]
    times = sum(_said(tracker).count(wording) for wording in wordings)
    if times < len(wordings):
        return wordings[times]
    again = wordings[1:] or wordings
    return again[(times - len(wordings)) % len(again)]


def wordings_after(name: str, responses: Responses) -> list[str]:
    """The further wordings of a response: `<name>_again`, `<name>_again_2` and so on."""
    names = [f"{name}_again"]
    while names[-1] in responses:
        names.append(f"{name}_again_{len(names) + 1}")
    return names[:-1]


def buttons_before(tracker: DialogueStateTracker) -> list[dict[str, str]]:
    """Buttons of the bot's turn before the person's latest message, in order."""
    found: list[dict[str, str]] = []
    turns_back = 0
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            turns_back += 1
            if turns_back > 1:
                break
        elif isinstance(event, BotUttered) and turns_back == 1:
            found = [*copy.deepcopy((event.data or {}).get("buttons") or []), *found]
    return found


def _said(tracker: DialogueStateTracker) -> list[str]:
    """Responses that the bot said in this chat, under the names they stood in for others with."""
    return [
        str((event.metadata or {}).get("response"))
        for event in tracker.applied_events()
        if isinstance(event, BotUttered)
    ]


def _said_before(name: str, tracker: DialogueStateTracker, *, ever: bool) -> bool:
    """Whether the bot said a response in an earlier turn; in the last one unless `ever`."""
    turns_back = 0
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            turns_back += 1
            if turns_back > 1 and not ever:
                return False
        elif isinstance(event, BotUttered) and turns_back >= 1 and _action(event) == name:
            return True
    return False


def _action(event: BotUttered) -> str | None:
    return (event.metadata or {}).get("utter_action")
