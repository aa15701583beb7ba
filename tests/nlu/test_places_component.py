"""The place extractor as Rasa runs it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

import bot.nlu.place_extractor
from bot.nlu.place_extractor import PlaceExtractor, asks_for_place


def tracker_with(*events: Event) -> DialogueStateTracker:
    slots = [TextSlot("requested_slot", mappings=[])]
    return DialogueStateTracker.from_events("sender", list(events), slots=slots)


def uttered(name: str) -> BotUttered:
    return BotUttered("...", metadata={"utter_action": name})


def parse(
    text: str,
    tracker: DialogueStateTracker | None = None,
    entities: list[dict[str, Any]] | None = None,
    intent: str = "nlu_fallback",
) -> Message:
    found = {"name": intent, "confidence": 0.3}
    message = Message(
        {TEXT: text, INTENT: found, INTENT_RANKING_KEY: [found], ENTITIES: entities or []}
    )
    component = PlaceExtractor.create({}, None, None, None)  # type: ignore[arg-type]
    return component.process([message], tracker)[0]


ASKED = tracker_with(SlotSet("requested_slot", "us_state"))


def test_answer_becomes_the_intent_and_the_entity() -> None:
    message = parse("me", ASKED)
    assert message.get(INTENT) == {"name": "tell_place", "confidence": 1.0}
    assert [i["name"] for i in message.get(INTENT_RANKING_KEY)] == ["tell_place", "nlu_fallback"]
    assert message.get(ENTITIES) == [
        {
            "entity": "us_state",
            "value": "ME",
            "start": 0,
            "end": 2,
            "extractor": "PlaceExtractor",
            "confidence": 1.0,
        }
    ]


def test_ambiguous_answer_carries_the_question() -> None:
    message = parse("in Georgia", ASKED)
    assert message.get(INTENT)["name"] == "tell_place"
    (entity,) = message.get(ENTITIES)
    assert (entity["entity"], entity["value"]) == ("place_ambiguous", "georgia")
    assert (entity["start"], entity["end"]) == (3, 10)


def test_place_out_of_the_blue_leaves_the_intent() -> None:
    message = parse("I live in Texas and he keeps texting me")
    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert [e["value"] for e in message.get(ENTITIES)] == ["TX"]


def test_bare_place_counts_when_the_classifier_says_it_is_one() -> None:
    assert parse("Boston").get(ENTITIES) == []
    assert [e["value"] for e in parse("Boston", intent="tell_place").get(ENTITIES)] == ["MA"]


def test_no_place_changes_nothing() -> None:
    for text in ("why do you ask?", "I can't tell", '/tell_place{"us_state": "CA"}', ""):
        message = parse(text, ASKED)
        assert message.get(ENTITIES) == []
        assert message.get(INTENT)["name"] == "nlu_fallback"


def test_other_entities_stay() -> None:
    message = parse("I am afraid in Ohio", None, [{"entity": "feeling", "value": "fear"}])
    assert [e["entity"] for e in message.get(ENTITIES)] == ["feeling", "us_state"]


def test_a_tapped_label_is_not_read_again_but_a_plain_name_corrects_it() -> None:
    tapped = [{"entity": "us_state", "value": "KS"}]
    assert parse("Kansas City", ASKED, tapped).get(ENTITIES) == tapped
    assert parse("ok", ASKED, tapped).get(ENTITIES) == tapped
    assert [e["value"] for e in parse("Arkansas", ASKED, tapped).get(ENTITIES)] == ["AR"]


@pytest.mark.parametrize(
    ("events", "asks"),
    [
        ([], False),
        ([uttered("utter_ask_us_state")], True),
        ([uttered("utter_place_ambiguous_georgia")], True),
        ([uttered("utter_place_not_found")], True),
        ([uttered("utter_welcome")], False),
        ([uttered("utter_ask_us_state"), uttered("utter_welcome")], False),
        ([uttered("utter_ask_us_state"), UserUttered("hm")], False),
        ([SlotSet("requested_slot", "us_state"), UserUttered("hm")], True),
        ([SlotSet("requested_slot", "feeling")], False),
        ([BotUttered("no metadata")], False),
    ],
)
def test_when_the_bot_has_asked(events: list[Event], asks: bool) -> None:
    assert asks_for_place(tracker_with(*events)) is asks
    assert asks_for_place(None) is False


def test_failure_is_logged_without_the_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = Message({TEXT: "a secret in Texas"})

    def fail(text: str, *, asked: bool) -> None:
        raise ValueError(text)

    component = PlaceExtractor.create({}, None, None, None)  # type: ignore[arg-type]
    monkeypatch.setattr(bot.nlu.place_extractor, "find_places", fail)
    with caplog.at_level(logging.DEBUG):
        assert component.process([message], None) == [message]
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
