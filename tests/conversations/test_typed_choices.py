"""Conversations by numbers and labels alone, as in an app without buttons."""

from __future__ import annotations

import pytest

from bot.channel_names import MESSAGING_APPS
from bot.channels.messaging.text_menu import as_texts
from bot.safety import FLAGS
from tests.conversations.driver import Conversation, Lantern


def shown(chat: Conversation) -> list[str]:
    """The turn as a text message has it."""
    return list(as_texts(chat.replies))


def number_of(chat: Conversation, title: str) -> str:
    """The number that stands before a choice in the last turn's texts."""
    lines = [line for text in shown(chat) for line in text.split("\n")]
    return next(line.split(" ")[0] for line in lines if line.partition(" ")[2] == title)


def started(lantern: Lantern, channel: str = "sms") -> Conversation:
    chat = lantern.talk(channel)
    chat.say("hi")
    return chat


def test_a_whole_way_by_numbers(lantern: Lantern) -> None:
    chat = started(lantern)
    assert "text on this phone" in chat.text
    for title in ("Yes, it is safe", "Talk about how I feel", "Scared", "See my options"):
        if title not in chat.titles:
            title = chat.titles[0]
        before = chat.text
        chat.say(number_of(chat, title))
        assert chat.text != before
        assert "did not follow" not in chat.text
        assert not any("/" in line[:2] for text in shown(chat) for line in text.split("\n"))


@pytest.mark.parametrize(
    "typed", ["2", "#2", "two", "tow", "the second one", "dos", "2️⃣", "no", "2 No"]
)
def test_each_way_of_saying_two(lantern: Lantern, typed: str) -> None:
    chat = started(lantern)
    chat.say(typed)
    assert "Your safety comes first" in chat.text


@pytest.mark.parametrize("typed", ["9", "17", "0", "option 12"])
def test_a_number_that_is_not_there_shows_the_choices_again(lantern: Lantern, typed: str) -> None:
    chat = started(lantern)
    offered = chat.titles
    chat.say(typed)
    assert "don't have a choice with that number" in chat.text
    assert chat.titles == offered
    chat.say("1")
    assert "do not ask for your name" in chat.text


def test_two_numbers_are_not_guessed_at(lantern: Lantern) -> None:
    chat = started(lantern)
    offered = chat.titles
    chat.say("1 and 2")
    assert "one at a time" in chat.text
    assert chat.titles == offered


def test_a_number_in_the_middle_of_the_safety_questions_is_asked_for_again(
    lantern: Lantern,
) -> None:
    chat = started(lantern)
    chat.say("i sometimes wish i would not wake up")
    assert "In the past few weeks" in chat.text
    offered = chat.titles
    chat.say("9")
    assert chat.titles == offered
    chat.say("1")
    assert "better off" in chat.text


@pytest.mark.parametrize("typed", ["911", "98101", "2 years", "he called 3 times", "555 123 4567"])
def test_a_number_that_means_something_else_is_no_choice(lantern: Lantern, typed: str) -> None:
    chat = started(lantern)
    chat.say(typed)
    assert "Your safety comes first" not in chat.text
    assert "do not ask for your name" not in chat.text
    assert "choice with that number" not in chat.text


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_the_dialogue_speaks_as_the_app_does(lantern: Lantern, channel: str) -> None:
    chat = started(lantern, channel)
    chat.say("who can read this?")
    assert "On my side" in chat.text
    chat.say("leave")
    assert "browser" not in chat.text
    assert chat.replies[-1].ends_session


@pytest.mark.parametrize("flag", FLAGS)
def test_danger_said_by_a_choice_is_answered_in_the_apps_words(lantern: Lantern, flag: str) -> None:
    page, sms = lantern.talk(), lantern.talk("sms")
    for chat in (page, sms):
        chat.choose(f"/{flag}")
    assert sms.titles == page.titles
    assert len(sms.replies[0].text) <= 306
    assert "call or text" not in sms.replies[0].text.lower()


@pytest.mark.parametrize(
    "told",
    [
        "I want to kill myself",
        "I cut myself again last night",
        "my brother says he is going to kill himself tonight",
        "he is outside my door right now with a gun",
        "my stepfather makes my little sister send him naked pictures",
        "I am going to kill him tonight",
        "i took all my pills",
        "my friend took a bunch of pills",
    ],
)
def test_every_offer_of_the_safety_talk_can_be_typed(lantern: Lantern, told: str) -> None:
    first = lantern.talk()
    first.say(told)
    for title in first.titles:
        tapped, typed = lantern.talk(), lantern.talk()
        for chat in (tapped, typed):
            chat.say(told)
        tapped.tap(title)
        typed.say(title)
        # What speaks of danger itself ("I am hurt already") the gate answers first.
        assert typed.text.endswith(tapped.text), title
