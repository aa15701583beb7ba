"""A long conversation stays as short as one of some turns, and what counts of its past stays."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot, Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.path_context import path_of
from bot.policies.current_turn import latest_turns, turns
from bot.storage.long_conversations import MOST_TURNS, WHOLE_TURNS, in_short

SLOTS: list[Slot] = [AnySlot("us_state", mappings=[{}]), AnySlot("feeling", mappings=[{}])]


def turn(
    intent: str, action: str, *more: Event, entities: Sequence[dict[str, str]] = ()
) -> list[Event]:
    return [
        ActionExecuted("action_listen"),
        UserUttered(intent={"name": intent}, entities=list(entities)),
        *more,
        ActionExecuted(action),
        BotUttered("words", metadata={"response": action, "utter_action": action, "source": "x"}),
    ]


def long_talk(turns: int) -> list[Event]:
    events = turn("greet", "utter_hello", SlotSet("us_state", "TX"))
    told = [{"entity": "abuse_type", "value": "doxxing"}]
    events += turn("tell", "utter_safety_check_suicide_self", entities=told)
    for number in range(turns - 2):
        events += turn("tell_feeling", "utter_shame", SlotSet("feeling", str(number)))
    return events


def tracker_of(events: Sequence[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("me", list(events), SLOTS)


def test_a_talk_of_some_turns_is_kept_as_it_is() -> None:
    events = long_talk(MOST_TURNS)
    assert in_short(events, SLOTS) == events


def test_a_talk_that_goes_on_and_on_stays_short() -> None:
    events: Sequence[Event] = long_talk(4)
    lengths = []
    for _ in range(300):
        events = in_short([*events, *turn("tell_feeling", "utter_shame")], SLOTS)
        lengths.append(len(events))
    assert max(lengths[100:]) == max(lengths[200:]) <= 5 * MOST_TURNS + 30


def test_what_counts_of_the_past_stays() -> None:
    kept = tracker_of(in_short(long_talk(60), SLOTS))
    assert kept.get_slot("us_state") == "TX"
    assert kept.get_slot("feeling") == "57"
    told = turns(kept)[:-WHOLE_TURNS]
    assert [one.intent for one in told] == ["greet", "tell", "tell_feeling"]
    assert "utter_safety_check_suicide_self" in told[0].actions
    types = [
        entity["value"]
        for event in kept.events
        if isinstance(event, UserUttered)
        for entity in event.entities
    ]
    assert set(types) == {"doxxing"}
    said = [
        event.metadata.get("response") for event in kept.events if isinstance(event, BotUttered)
    ]
    assert "utter_hello" in said


def test_the_path_that_somebody_came_in_by_is_known_for_long() -> None:
    mother = [{"entity": "whom", "value": "child"}]
    events = turn("for_someone_else", "utter_for_child", SlotSet("whom", "child"), entities=mother)
    for _ in range(60):
        events = [*in_short([*events, *turn("ask_privacy", "utter_privacy")], SLOTS)]
    path = path_of(tracker_of(events))
    assert path is not None
    assert (path.intent, path.near) == ("for_someone_else", False)


def test_who_goes_back_far_is_not_told_everything_again() -> None:
    past = turns(tracker_of(in_short(long_talk(60), SLOTS)))[:-WHOLE_TURNS]
    assert all(not one.actions for one in past[1:])


def test_a_form_that_was_open_stays_open() -> None:
    events = [*long_talk(4), *turn("ask_law", "place_form", ActiveLoop("place_form"))]
    for _ in range(40):
        events += turn("ask_privacy", "utter_privacy")
    assert tracker_of(in_short(events, SLOTS)).active_loop_name == "place_form"


def test_the_rules_see_the_latest_turns_with_the_slots_of_all() -> None:
    whole = tracker_of(long_talk(60))
    short = latest_turns(whole, 3)
    assert [one.intent for one in turns(short)] == ["tell_feeling"] * 3
    assert short.current_slot_values() == whole.current_slot_values()
    assert short.latest_action_name == whole.latest_action_name
    assert len(whole.applied_events()) > 200
