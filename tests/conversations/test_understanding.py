"""What the trained model understands, in words that it was not trained on."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Lantern


@pytest.mark.parametrize(
    ("told", "abuse_type"),
    [
        ("there was a little tracker taped inside the wheel of my car", "location_tracking"),
        ("he put my street address on a forum so that strangers come", "doxxing"),
        ("she threatens to send the nudes to my boss unless I pay her", "sextortion"),
        ("somebody changed the password of my email and reads my mail", "account_hacking"),
        ("a made-up video of me with my face on another body goes around", "deepfake"),
        ("he sends me fifty texts a day though I told him to stop", "harassment_messages"),
    ],
)
def test_a_type_is_named_from_behaviour(lantern: Lantern, told: str, abuse_type: str) -> None:
    parsed = lantern.parse(told)
    assert parsed["intent"]["name"] == "tell_what_happened"
    assert abuse_type in [one["name"] for one in parsed["abuse_types"]]
    assert all(0 <= one["confidence"] <= 1 for one in parsed["abuse_types"])


def test_types_come_likeliest_first(lantern: Lantern) -> None:
    parsed = lantern.parse("he hacked my email. he put a gps tracker on my car. he posted my nudes")
    confidences = [one["confidence"] for one in parsed["abuse_types"]]
    assert len(confidences) >= 2
    assert confidences == sorted(confidences, reverse=True)


@pytest.mark.parametrize(
    ("said", "intent", "entity", "value"),
    [
        ("I get so scared whenever a message comes in", "tell_feeling", "feeling", "fear"),
        ("I feel so ashamed of it all", "tell_feeling", "feeling", "shame"),
        (
            "should I report it to the police and press charges",
            "ask_option",
            "option",
            "criminal_charges",
        ),
        ("how do I write down what happens as proof", "ask_option", "option", "documenting"),
    ],
)
def test_the_label_of_an_intent_is_told(
    lantern: Lantern, said: str, intent: str, entity: str, value: str
) -> None:
    parsed = lantern.parse(said)
    assert parsed["intent"]["name"] == intent
    assert value in [one["value"] for one in parsed["entities"] if one["entity"] == entity]


@pytest.mark.parametrize("noise", ["asdf qwerty zxcv", "blorp glorp", "the moon is made of cheese"])
def test_what_is_like_nothing_it_knows_is_unclear(lantern: Lantern, noise: str) -> None:
    assert lantern.parse(noise)["intent"]["name"] == "nlu_fallback"
