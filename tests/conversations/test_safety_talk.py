"""The safety talk as a person meets it: one question a turn, their language, and no step lost."""

from __future__ import annotations

import pytest

from bot.channels.reply import scripted
from tests.conversations.driver import Conversation, Lantern, said

DISCLOSURE = "I want to kill myself"


def test_what_others_say_is_met_and_asked_about_once(talk: Conversation) -> None:
    talk.say("they said kys")
    assert said("utter_safety_told_to_die") in talk.text
    assert talk.text.count("?") == 1
    talk.say("no")
    assert "Report it to the site" in talk.titles


def test_the_same_after_a_check(talk: Conversation) -> None:
    talk.say("everyone would be better off without me")
    talk.say("people tell me to kill myself")
    assert said("utter_safety_told_to_die") in talk.text


@pytest.mark.parametrize("open_answer", ["idk what to do", "idk", "i really don't know anymore"])
def test_an_open_answer_stays_with_the_questions(talk: Conversation, open_answer: str) -> None:
    talk.say("my life is over")
    assert talk.say(open_answer)[0] == said("utter_safety_heard_yes")
    assert "screening_yes" in " ".join(talk.payloads)


@pytest.mark.parametrize("plea", ["what should i do", "help me", "please help"])
def test_a_plea_in_place_of_an_answer_is_met_with_help(talk: Conversation, plea: str) -> None:
    talk.say("my life is over")
    assert talk.say(plea)[0] == said("utter_safety_first_declined")


def test_the_second_question_is_never_beside_another(lantern: Lantern) -> None:
    again = scripted("utter_safety_recheck_suicide_self").text
    talk = lantern.talk()
    talk.say(DISCLOSURE)
    talk.say("I'm fine")
    asked = 0
    for message in ["tell me about stalking", "what kinds are there", "menu", "help", "menu"] * 2:
        talk.say(message)
        asked += again in talk.text
        assert talk.text.count("?") <= 1 or again not in talk.text
    assert asked == 1


@pytest.mark.parametrize("text", ["Back to where I was", "back to where i was"])
def test_our_own_button_typed_is_the_way_back(talk: Conversation, text: str) -> None:
    talk.say("what is the law in my state")
    question = talk.text
    talk.say(DISCLOSURE)
    talk.tap("I am safe now")
    talk.say(text)
    assert talk.text == question


def test_noise_is_no_answer_to_a_question_that_nobody_asked(talk: Conversation) -> None:
    talk.say("asdkjh")
    assert said("utter_safety_not_meant") not in talk.text


def test_who_has_to_go_is_let_go(talk: Conversation) -> None:
    talk.say("hes home gotta go")
    assert "?" not in talk.text
    assert len(talk.text.split()) <= 20
    assert talk.replies[-1].ends_session


def test_spanish_goes_on_in_spanish_until_english_is_written(talk: Conversation) -> None:
    talk.say("no quiero vivir")
    assert "semanas" in talk.text
    talk.say("sí")
    talk.say("a veces")
    assert "¿" in talk.text
    talk.say("i want to go on in english now please")
    assert "¿" not in talk.text


def test_a_mother_is_not_taken_for_the_child(talk: Conversation) -> None:
    talk.say("im worried my daughter is being groomed online")
    assert "may be you" not in talk.text
    talk.say("yes")
    assert "If that is you" not in talk.text
    talk.tap("Tell a trusted adult")
    assert "hurting me" not in talk.text


def test_a_deadline_after_extortion_is_met_with_what_helps(talk: Conversation) -> None:
    talk.say("someone has nude photos of me and wants money or he posts them")
    talk.say("not what i meant")
    talk.say("he gave me till 8 tonight")
    assert scripted("utter_safety_check_immediate_danger").text not in talk.text


@pytest.mark.parametrize(
    "loss", ["my brother killed himself last year", "I lost my dad to suicide"]
)
def test_grief_after_a_suicide_is_heard(talk: Conversation, loss: str) -> None:
    assert talk.say(loss)[0] == said("utter_safety_grief")
    talk.tap("Yes, such thoughts too")
    assert said("utter_safety_first_suicide_self") in talk.text


@pytest.mark.parametrize("told", ["im 16", "i live in ohio", "my ex posts my address every day"])
def test_what_is_told_in_place_of_an_answer_does_not_close_the_question(
    talk: Conversation, told: str
) -> None:
    talk.say("everyone would be better off without me")
    talk.say(told)
    assert talk.replies[0].text == said("utter_safety_still_open")
    assert said("utter_safety_ask_wished") in talk.text
    talk.say("yes")
    talk.say("im 16 and live in ohio")
    assert said("utter_safety_ask_better_off") in talk.text
    assert talk.say("like i said im 16")[0] == said("utter_safety_first_declined")


def test_an_age_beside_danger_is_kept(talk: Conversation) -> None:
    talk.say("im 16 and my ex sends my nudes to everybody at school")
    assert talk.slots()["age_band"] == "under_18"
    talk.say("menu")
    assert talk.slots()["us_state"] is None


@pytest.mark.parametrize(
    ("danger", "text", "step"),
    [
        ("hes following my car right now", "where do i go", "followed"),
        ("hes following my car right now", "what do i do", "get_away"),
        ("there is someone in my house right now", "what do i text them", "hiding"),
        ("he choked me last night", "my throat is a little sore", "strangled"),
        ("he stabbed me", "so much blood", "bleeding"),
    ],
)
def test_in_danger_the_last_words_choose_the_step(
    talk: Conversation, danger: str, text: str, step: str
) -> None:
    talk.say(danger)
    talk.say(text)
    assert said(f"utter_safety_step_{step}") in talk.text


def test_a_sore_throat_is_heard_after_being_safe_too(talk: Conversation) -> None:
    talk.say("he choked me last night")
    talk.say("im ok now")
    talk.say("my throat is a little sore")
    assert said("utter_safety_step_strangled") in talk.text


@pytest.mark.parametrize("text", ["because of him", "what do i do", "like 50 times a day"])
def test_few_words_do_not_leave_the_talk(talk: Conversation, text: str) -> None:
    talk.say(DISCLOSURE)
    talk.say(text)
    assert "It's getting worse" in talk.titles


def test_what_others_say_and_how_often_is_no_own_doing(talk: Conversation) -> None:
    talk.say("he told me to kill myself")
    talk.say("like 50 times a day")
    assert said("utter_safety_still_open") in talk.text


def test_who_was_raped_or_drugged_hears_of_rainn(talk: Conversation) -> None:
    for text in ("he raped me last night", "he put something in my drink"):
        talk.say(text)
        assert "1-800-656-4673" in talk.text


def test_not_feeling_safe_is_not_being_safe(talk: Conversation) -> None:
    talk.say("i dont feel safe")
    assert said("utter_safety_check_immediate_danger") in talk.text


@pytest.mark.parametrize("typed", ["See my options", "see my options", "4"])
def test_an_offered_choice_is_followed_when_it_is_typed(talk: Conversation, typed: str) -> None:
    talk.say("i want to kill him")
    assert talk.titles[3] == "See my options"
    talk.say(typed)
    assert said("utter_options") in talk.text


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("he is not my ex, he is a neighbor and he will kill me tonight", "immediate_danger"),
        ("voices come through the vents and tell me to kill myself", "suicide_self"),
        ("its me who is stalking her and i will kill myself", "suicide_self"),
        ("no its my dad, i dont want to wake up tomorrow", "suicide_self"),
    ],
)
def test_danger_beside_a_correction_is_heard_in_the_talk(
    talk: Conversation, text: str, flag: str
) -> None:
    talk.say("my ex texts me all day")
    talk.say(DISCLOSURE)
    talk.say_past_the_gate(text)
    assert talk.slots()["safety_flag"] == flag
    assert "It's getting worse" in talk.titles or "Not what I meant" in talk.titles


@pytest.mark.parametrize(
    ("first", "asked", "step"),
    [
        (DISCLOSURE, "what happens if i call", "about_988"),
        (DISCLOSURE, "do i have to give my name", "about_988"),
        (DISCLOSURE, "is it free", "about_988"),
        (DISCLOSURE, "will it show on my phone bill", "barrier_watched"),
        ("he is outside with a gun", "what happens if i text 911", "about_text_911"),
        ("he is outside with a gun", "what if i hang up", "about_911"),
        ("he is outside with a gun", "can they find me if i cant talk", "about_911"),
        ("he is outside with a gun", "what happens when i call the hotline", "about_hotline"),
        ("im 12 and my dad hits me", "what will happen if i call", "about_childhelp"),
        ("im 12 and my dad hits me", "do i have to say my name", "about_childhelp"),
    ],
)
def test_what_calling_is_like_is_told_by_what_the_talk_is_about(
    talk: Conversation, first: str, asked: str, step: str
) -> None:
    talk.say(first)
    talk.say(asked)
    assert said(f"utter_safety_step_{step}") in talk.text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("what happens if i call 988", "about_988"),
        ("how do i text 911", "about_text_911"),
        ("can i hang up on 911", "about_911"),
        ("what happens when i call the hotline", "about_hotline"),
        ("what happens if i call childhelp", "about_childhelp"),
    ],
)
def test_what_calling_is_like_is_told_anywhere(talk: Conversation, asked: str, answer: str) -> None:
    talk.say(asked)
    assert said(f"utter_answer_{answer}") in talk.text


def test_having_a_gun_is_no_wish_to_use_it_on_somebody(talk: Conversation) -> None:
    talk.say("i have a shotgun")
    assert said("utter_safety_check_suicide_self") in talk.text


def test_an_ending_that_is_explained_is_believed(talk: Conversation) -> None:
    talk.say("im gonna end it")
    talk.say("the relationship i mean")
    assert said("utter_safety_not_meant") in talk.text
