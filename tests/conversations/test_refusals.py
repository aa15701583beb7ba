"""One "no" does not close the path: the bot steps back, and asks once more, kindly, later."""

from __future__ import annotations

import pytest

from bot.channels.reply import scripted
from tests.conversations.driver import Conversation, Lantern

HINT = "everyone would be better off without me"
DISCLOSURE = "I want to kill myself"
REFUSALS = [
    "no",
    "leave me alone",
    "you misunderstood",
    "that's not what I meant",
    "I'm fine",
    "stop asking me that",
    "forget it",
    "it was just a joke",
    "I don't want to talk about it",
    "whatever",
    "drop it",
    "I am safe now",
]
# Whoever will not answer a question that screens is taken seriously (ASQ).
DECLINED = ["skip", "I'd rather not say", "none of your business", "that's private", "i don't know"]
ELSEWHERE = ["what are my options", "what can you do", "how do i document it"]
RECHECK = scripted("utter_safety_recheck_suicide_self").text


def opening(name: str) -> str:
    return next(scripted(name).bubbles()).text


def after(lantern: Lantern, *messages: str) -> Conversation:
    conversation = lantern.talk()
    for message in messages:
        conversation.say(message)
    return conversation


def recheck_turns(conversation: Conversation) -> list[int]:
    """In which of the following turns about something else the bot asks again."""
    asked = []
    for turn, message in enumerate(ELSEWHERE * 2):
        conversation.say(message)
        if RECHECK in conversation.text:
            asked.append(turn)
    return asked


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("before", [HINT, DISCLOSURE])
def test_the_bot_steps_back_and_asks_again_once(
    lantern: Lantern, before: str, refusal: str
) -> None:
    conversation = after(lantern, before)
    replies = conversation.say(refusal)
    if before == HINT and refusal == "no":
        # The first of four questions; the next one comes, and each can be declined.
        for _ in range(3):
            assert "?" in conversation.text
            replies = conversation.say("no")
        assert replies[0] == opening("utter_safety_all_no")
    assert replies[0] != opening("utter_safety_first_suicide_self")
    assert "988" in conversation.text
    assert conversation.titles
    # Four noes to four questions have answered it; any other refusal has not.
    asked = before == HINT and refusal == "no"
    assert recheck_turns(conversation) == ([] if asked else [1])


@pytest.mark.parametrize("refusal", DECLINED)
def test_declining_a_question_counts_as_a_yes(lantern: Lantern, refusal: str) -> None:
    conversation = after(lantern, HINT)
    first = conversation.say(refusal)[0]
    if refusal == "i don't know":
        assert first == opening("utter_safety_heard_yes")
    else:
        assert first == opening("utter_safety_first_declined")
    assert "988" in conversation.text


@pytest.mark.parametrize("refusal", REFUSALS)
def test_after_a_refusal_danger_is_answered_as_before(lantern: Lantern, refusal: str) -> None:
    conversation = after(lantern, DISCLOSURE, refusal)
    replies = conversation.say("I am going to kill myself tonight")
    assert replies[0] == opening("utter_safety_first_suicide_self_again")


@pytest.mark.parametrize("answer", ["yes", "Yes", "a little", "i'd rather not say", "not sure"])
def test_a_yes_to_the_second_question_is_answered_in_full(lantern: Lantern, answer: str) -> None:
    conversation = after(lantern, DISCLOSURE, "I'm fine", *ELSEWHERE[:2])
    assert RECHECK in conversation.text
    assert conversation.say(answer)[0] == opening("utter_safety_first_suicide_self_again")


def test_a_no_to_the_second_question_is_believed(lantern: Lantern) -> None:
    conversation = after(lantern, DISCLOSURE, "I'm fine", *ELSEWHERE[:2])
    assert conversation.say("no")[0] == opening("utter_safety_ok")
    assert recheck_turns(conversation) == []


def test_nobody_is_asked_who_leaves(lantern: Lantern) -> None:
    conversation = after(lantern, DISCLOSURE, "I'm fine", ELSEWHERE[0])
    conversation.say("i want to leave this chat")
    assert RECHECK not in conversation.text
    assert conversation.replies[-1].ends_session


def test_the_way_back_leads_to_where_the_person_was(lantern: Lantern) -> None:
    conversation = after(lantern, "what is the law in my state")
    question = conversation.text
    conversation.say(DISCLOSURE)
    conversation.tap("I am safe now")
    conversation.tap("Back to where I was")
    assert conversation.text == question
    conversation.say("Ohio")
    assert conversation.slots()["us_state"] == "OH"


def test_the_plan_is_in_the_person_s_own_order(lantern: Lantern) -> None:
    conversation = after(lantern, DISCLOSURE)
    conversation.tap("A short plan")
    conversation.tap("People I can ask")
    conversation.tap("A friend")
    conversation.tap("Another part")
    conversation.tap("What helps me")
    conversation.say("I call my sister Ana and we bake")
    assert "don't keep what you type" in conversation.text
    conversation.tap("More for this part")
    conversation.tap("Music")
    conversation.tap("Show my plan")
    friend = scripted("utter_safety_plan_line_friend").text
    music = scripted("utter_safety_plan_line_music").text
    assert conversation.text.index(friend) < conversation.text.index(music)
    assert "Ana" not in conversation.text


def test_every_reason_not_to_call_has_an_answer(lantern: Lantern) -> None:
    conversation = after(lantern, DISCLOSURE)
    conversation.tap("Calling is hard for me")
    reasons = [title for title in conversation.titles if title != "Other steps"]
    assert len(reasons) >= 6
    answers = set()
    for reason in reasons:
        other = after(lantern, DISCLOSURE)
        other.tap("Calling is hard for me")
        answers.add(other.tap(reason)[0])
        assert other.titles
    assert len(answers) == len(reasons)


@pytest.mark.parametrize(
    "more",
    [
        "i feel so empty and nothing matters",
        "nobody ever listened to me anyway",
        "blorp",
        "my head is so loud",
    ],
)
def test_who_goes_on_about_it_is_stayed_with(lantern: Lantern, more: str) -> None:
    conversation = after(lantern, DISCLOSURE, more)
    assert "still here" in conversation.text or "I hear you" in conversation.text
    assert "911" in conversation.text
    assert conversation.titles


def test_the_bot_does_not_stay_for_ever(lantern: Lantern) -> None:
    conversation = after(lantern, DISCLOSURE)
    stays = []
    for _ in range(4):
        conversation.say("he posted my address online again and my boss saw it")
        stays.append("still here" in conversation.text)
    assert not stays[-1]


@pytest.mark.parametrize("words", ["its done", "goodbye", "i am not allowed to leave the house"])
def test_words_that_may_mean_the_worst_do_not_end_the_chat(lantern: Lantern, words: str) -> None:
    conversation = after(lantern, DISCLOSURE, words)
    assert not conversation.replies[-1].ends_session
    assert "911" in conversation.text or "988" in conversation.text


@pytest.mark.parametrize("words", ["leave", "please leave", "exit", "close this chat"])
def test_a_plain_wish_to_leave_is_followed_at_once(lantern: Lantern, words: str) -> None:
    conversation = after(lantern, DISCLOSURE, words)
    assert conversation.replies[-1].ends_session


def test_who_asks_why_is_told_why(lantern: Lantern) -> None:
    conversation = after(lantern, HINT, "why do you ask")
    assert conversation.replies[0].text == opening("utter_safety_why")
    conversation.tap("No, I am safe")
    assert conversation.titles
