"""Something was taken or done already: a doctor first, and the talk stays with it."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Conversation, said

TAKEN = "i took all my pills"


def names_a_doctor(talk: Conversation) -> bool:
    return "911" in talk.text or "Tell them what" in talk.text


@pytest.mark.parametrize("text", [TAKEN, "i cut my arm and it wont stop bleeding", "i od'd"])
def test_the_first_words_send_to_a_doctor_and_ask_whether_help_comes(
    talk: Conversation, text: str
) -> None:
    assert talk.say(text)[0] == said("utter_safety_first_already_done")
    assert "1-800-222-1222" in talk.text
    assert "Yes, help is coming" in talk.titles


@pytest.mark.parametrize(
    "text",
    ["about 20", "an hour ago", "should i throw up", "30 tylenol", "no", "ok"],
)
def test_what_is_said_next_stays_with_it(talk: Conversation, text: str) -> None:
    talk.say(TAKEN)
    for _ in range(4):
        talk.say(text)
        assert names_a_doctor(talk)


def test_feeling_fine_is_no_end_of_it(talk: Conversation) -> None:
    talk.say(TAKEN)
    talk.say("i feel fine")
    assert said("utter_safety_ok_already_done") in talk.text
    talk.say("no")
    assert names_a_doctor(talk)


def test_what_was_taken_is_not_forgotten_beside_another_disclosure(talk: Conversation) -> None:
    talk.say(TAKEN)
    talk.say("i want to die")
    talk.say("an hour ago")
    assert said("utter_safety_stay_already_done") in talk.text


def test_the_button_that_something_was_done_leads_there_too(talk: Conversation) -> None:
    talk.say("i want to die")
    talk.tap("I already did something")
    talk.say("about 20 of them")
    assert said("utter_safety_stay_already_done") in talk.text


@pytest.mark.parametrize(
    ("danger", "text"),
    [
        (TAKEN, "im calling 911 now"),
        ("i want to die", "im on hold with 988"),
        ("everyone would be better off without me", "im on the phone with 988"),
        ("he said he will kill me tonight", "the cops are here"),
        ("my friend took a bunch of pills", "i called 911 they are on the way"),
        ("i want to die", "my sister is coming over"),
    ],
)
def test_help_that_is_coming_is_not_met_as_safety(
    talk: Conversation, danger: str, text: str
) -> None:
    talk.say(danger)
    talk.say(text)
    assert "They didn't help" in talk.titles
    assert "Tell what happened" not in talk.titles


@pytest.mark.parametrize("text", ["they hung up", "nobody picks up", "988 was useless"])
def test_help_that_failed_is_met(talk: Conversation, text: str) -> None:
    talk.say("i want to die")
    talk.say(text)
    assert said("utter_safety_step_barrier_tried") in talk.text


def test_somebody_elses_overdose_and_age_are_theirs(talk: Conversation) -> None:
    assert talk.say("my friend took a bunch of pills")[0] == (
        said("utter_safety_first_already_done_other")
    )
    talk.say("she is 16")
    assert talk.slots()["age_band"] is None
    assert said("utter_safety_stay_already_done_other") in talk.text


def test_in_spanish_it_goes_on_in_spanish(talk: Conversation) -> None:
    talk.say("me tomé todas las pastillas")
    for text in ("como veinte", "me siento bien", "ya llamé al 911"):
        talk.say(text)
        assert "911" in talk.text or "Dígales" in talk.text


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("nobody is home", "alone_now"),
        ("i cant call", "cant_call"),
        ("i cant breathe right", "danger_sign"),
        ("im getting sleepy", "danger_sign"),
        ("do i need to call", "need_call"),
        ("will i be ok", "need_call"),
        ("i dont want to go to the hospital", "hospital_fear"),
        ("dont tell anyone", "hospital_fear"),
    ],
)
def test_what_stands_in_the_way_has_an_answer(talk: Conversation, text: str, step: str) -> None:
    talk.say(TAKEN)
    talk.say(text)
    assert said(f"utter_safety_step_{step}") in talk.text


def test_a_denial_is_believed_and_still_told_of_poison_help(talk: Conversation) -> None:
    talk.say(TAKEN)
    talk.say("jk")
    assert "1-800-222-1222" in talk.text
    talk.say("menu")
    assert "Law in my state" in talk.titles


@pytest.mark.parametrize("danger", [TAKEN, "i want to die"])
def test_a_bare_goodbye_is_asked_about_once(talk: Conversation, danger: str) -> None:
    talk.say(danger)
    talk.say("bye")
    assert not talk.replies[-1].ends_session
    talk.say("leave")
    assert talk.replies[-1].ends_session


@pytest.mark.parametrize(
    "text",
    [
        "my friend took something she wont wake up",
        "my roomate is not breathing",
        "my 3 yr old ate my pills",
        "my baby swallowed a battery",
    ],
)
def test_somebody_else_who_needs_a_doctor_gets_one(talk: Conversation, text: str) -> None:
    assert talk.say(text)[0] == said("utter_safety_first_already_done_other")
    assert "What do I do now?" in talk.titles
    talk.say("she seems fine now")
    assert said("utter_safety_ok_already_done_other") in talk.text
    talk.say("i called 911")
    assert said("utter_safety_getting_help_already_done_other") in talk.text


@pytest.mark.parametrize("text", ["im on the phone with 911", "911 is on the way"])
def test_who_begins_with_help_on_the_line_is_met(talk: Conversation, text: str) -> None:
    talk.say(text)
    assert said("utter_safety_getting_help") in talk.text
    talk.say("they are coming")
    assert not talk.replies[-1].ends_session
    assert "They didn't help" in talk.titles
