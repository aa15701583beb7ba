"""Taking things out of the picture: what stays, what goes, and what the person is told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.picture import FACTS, ActionForgetFacts, ActionForgetLastTelling, ActionTakeOutType
from bot.nlu.abuse_type_recogniser import FACTS as HEARD

TOLD = ["threats", "doxxing", "phishing"]


def entity(name: str, value: str) -> dict[str, str]:
    return {"entity": name, "value": value}


def user(intent: str, *entities: dict[str, str]) -> dict[str, Any]:
    return {"event": "user", "parse_data": {"intent": {"name": intent}, "entities": [*entities]}}


def run(action: Action, *events: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The slots as they are afterwards, and the responses that were said."""
    slots: dict[str, Any] = {"abuse_types": TOLD, "stalker_relation": "family", "whom": "child"}
    latest = events[-1]["parse_data"]
    tracker = Tracker("someone", slots, latest, [*events], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    for event in asyncio.run(action.run(dispatcher, tracker, {})):
        # As the gathering slot does: only None empties it.
        value, name = event["value"], event["name"]
        gathers = name == "abuse_types" and value is not None
        slots[name] = [*(slots[name] or []), *value] if gathers else value
    return slots, [message["response"] for message in dispatcher.messages]


def test_one_kind_goes_and_the_others_stay_in_order() -> None:
    slots, _ = run(ActionTakeOutType(), user("take_out_type", entity("abuse_type", "doxxing")))
    assert slots["abuse_types"] == ["threats", "phishing"]
    assert slots["stalker_relation"] == "family"


def test_what_was_told_last_goes_and_what_was_told_before_stays() -> None:
    slots, said = run(
        ActionForgetLastTelling(),
        user("tell_what_happened", entity("abuse_type", "threats"), entity("whom", "child")),
        user("behaviour_happened", entity("abuse_type", "phishing")),
        user("tell_feeling"),
        user("forget_that"),
    )
    assert slots["abuse_types"] == ["threats", "doxxing"]
    assert slots["whom"] == "child"
    assert said == ["utter_picture_forgotten"]


def test_who_and_whom_go_with_the_telling() -> None:
    telling = user(
        "tell_what_happened",
        *(entity("abuse_type", one) for one in TOLD),
        entity("stalker_relation", "family"),
    )
    slots, _ = run(ActionForgetLastTelling(), telling, user("forget_that"))
    assert slots["abuse_types"] is None
    assert slots["stalker_relation"] is None
    assert slots["whom"] == "child"


def test_who_is_taken_out_and_the_kinds_stay() -> None:
    slots, _ = run(ActionForgetFacts(), user("forget_facts"))
    assert slots["stalker_relation"] is None
    assert slots["abuse_types"] == TOLD


@pytest.mark.parametrize("action", [ActionTakeOutType(), ActionForgetLastTelling()])
def test_with_nothing_to_take_out_nothing_goes(action: Action) -> None:
    slots, said = run(action, user("forget_that"))
    assert slots["abuse_types"] == TOLD
    assert said in ([], ["utter_picture_nothing"])


def test_all_that_is_heard_can_be_let_go() -> None:
    assert set(FACTS) == set(HEARD)
