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
            "how does pressing charges at the police go",
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


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("how can i apply for a restraining order in nebraska", "orders"),
        ("what does the law in vermont say on nude pictures posted by an ex", "images"),
        ("is it against the law in my state to hide a gps in a car", "tracking"),
        ("what is the law in wyoming", None),
        ("does the law here do anything about what he does", None),
    ],
)
def test_a_question_about_the_law_of_a_place_names_its_topic_where_it_does(
    lantern: Lantern, said: str, topic: str | None
) -> None:
    parsed = lantern.parse(said)
    assert parsed["intent"]["name"] in ("ask_law", "choose_law_topic")
    topics = [one["value"] for one in parsed["entities"] if one["entity"] == "law_topic"]
    assert topics == ([topic] if topic else [])


@pytest.mark.parametrize(
    "said",
    [
        "how do i get a protective order in kansas",
        "what do i need for a no contact order, i am in arizona",
        "can a man get a restraining order in oregon",
    ],
)
def test_an_order_that_is_asked_for_in_a_place_is_that_places(lantern: Lantern, said: str) -> None:
    talk = lantern.talk()
    talk.say(said)
    assert "may get angry" in talk.text
    assert "Who can start it" in talk.text


def test_an_order_without_a_place_is_explained_first(lantern: Lantern) -> None:
    talk = lantern.talk()
    talk.say("what is a restraining order good for")
    assert "Who can start it" not in talk.text
    assert "How it goes" in talk.titles


@pytest.mark.parametrize(
    "said",
    [
        "what can i do in ohio",
        "i live in ohio what can i do",
        "what are my options here in ohio",
        "my state is ohio, what can i do about him",
    ],
)
def test_what_can_be_done_in_a_place_is_answered_with_its_law(lantern: Lantern, said: str) -> None:
    talk = lantern.talk()
    talk.say(said)
    assert "Ohio" in talk.text
    assert "in my list" in talk.text or "my list says" in talk.text


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ("should i block him, i am in ohio", "blocking"),
        ("how do i check my car for a gps in ohio", "location_off"),
    ],
)
def test_a_step_that_is_the_same_everywhere_is_answered_as_such(
    lantern: Lantern, said: str, option: str
) -> None:
    parsed = lantern.parse(said)
    assert parsed["intent"]["name"] == "ask_option"
    assert option in [one["value"] for one in parsed["entities"] if one["entity"] == "option"]
