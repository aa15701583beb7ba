"""Keeps a long conversation short: its last turns whole, of those before what still counts.

Rasa goes through every event of a conversation several times a turn, and a store that writes goes
through all of them once more: without an end to that, each message costs more than the one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

# Turns that are kept whole; nothing in the dialogue looks further back for more than "was it said".
WHOLE_TURNS = 12
# Turns from which the older ones are put together, so that it is not done at each turn.
MOST_TURNS = 18
# How often the same is counted as done or said before: answers take turns among fewer wordings.
MOST_TIMES = 6
TYPE = "abuse_type"


def in_short(events: Sequence[Event], slots: Iterable[Slot]) -> Sequence[Event]:
    """Give the events of a conversation; of a long one its older turns put together.

    What is left of them: the last message of each intent by its name and entities, every type that
    was told, what the bot did and said by name, and the slots.
    """
    told = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(told) <= MOST_TURNS:
        return events
    cut = told[-WHOLE_TURNS]
    past = DialogueStateTracker.from_events("", list(events[:cut]), slots)
    return [*_put_together(past), *events[cut:]]


def _put_together(past: DialogueStateTracker) -> Iterator[Event]:
    applied = past.applied_events()
    yield ActionExecuted(ACTION_SESSION_START_NAME)
    yield SessionStarted()
    first, *others = _told([event for event in applied if isinstance(event, UserUttered)])
    yield ActionExecuted(ACTION_LISTEN_NAME)
    yield first
    # All that was done stands in the first turn, where nobody comes by going back step by step.
    times: Counter[str] = Counter()
    for event in applied:
        if isinstance(event, ActionExecuted) and event.action_name not in (
            None,
            ACTION_LISTEN_NAME,
            ACTION_SESSION_START_NAME,
        ):
            times[f"done {event.action_name}"] += 1
            if times[f"done {event.action_name}"] <= MOST_TIMES:
                yield ActionExecuted(event.action_name)
        elif isinstance(event, BotUttered):
            named = {
                key: value
                for key, value in (event.metadata or {}).items()
                if key in ("response", "utter_action")
            }
            times[f"said {named}"] += 1
            if named and times[f"said {named}"] <= MOST_TIMES:
                yield BotUttered(metadata=named)
    for message in others:
        yield ActionExecuted(ACTION_LISTEN_NAME)
        yield message
    for slot in past.slots.values():
        if slot.value != slot.initial_value:
            yield SlotSet(slot.name, slot.value)
    if past.active_loop is not None:
        yield ActiveLoop(past.active_loop_name)
    yield ActionExecuted(ACTION_LISTEN_NAME)


def _told(messages: Sequence[UserUttered]) -> Sequence[UserUttered]:
    """Give the last message of each intent, in order; the first of them holds all types told."""
    last = {message.intent_name: message for message in messages}
    kept = sorted(last.values(), key=messages.index)
    types = [one for message in messages for one in _plain(message) if one["entity"] == TYPE]
    told = [_plain(message) for message in kept]
    told[0] += [one for place, one in enumerate(types) if one not in [*types[:place], *told[0]]]
    return [
        UserUttered(
            text=None,
            intent={"name": message.intent_name, "confidence": 1.0},
            entities=entities,
        )
        for message, entities in zip(kept, told, strict=True)
    ]


def _plain(message: UserUttered) -> list[dict[str, str]]:
    return [{"entity": one["entity"], "value": one["value"]} for one in message.entities]
