"""Being heard: each feeling, mixed ones, and small things that help, as a person meets them."""

from __future__ import annotations

import pytest

from bot.responses.script_index import shared_index
from tests.conversations.driver import Conversation

INDEX = shared_index()
PREFIX = "utter_feeling_name_"
FEELINGS = sorted(name.removeprefix(PREFIX) for name in INDEX.responses if name.startswith(PREFIX))
ORDER = INDEX.responses["utter_exercise"][0]["metadata"]["order"]
EXERCISES = ORDER["none"]


@pytest.mark.parametrize("feeling", FEELINGS)
def test_every_feeling_is_heard_in_other_words_each_time(talk: Conversation, feeling: str) -> None:
    heard = []
    for _ in range(3):
        talk.choose("/list_feelings")
        heard.append(talk.tap(INDEX.buttons(f"{PREFIX}{feeling}")[0]["title"])[0])
        assert "Yes, something small" in talk.titles
    assert len(set(heard)) == 3
    talk.tap("Yes, something small")
    assert INDEX.text(f"utter_exercise_{ORDER[feeling][0]}") in talk.text


def test_every_exercise_comes_once_before_one_comes_again(talk: Conversation) -> None:
    talk.choose('/tell_feeling{"feeling": "fear"}')
    seen = []
    for _ in EXERCISES:
        seen.append(talk.choose('/try_help{"exercise": "none"}')[0])
    assert len(set(seen)) == len(EXERCISES) == 11
    assert talk.choose('/try_help{"exercise": "none"}')[0] == seen[0]


def test_what_helped_is_remembered_and_offered_first(talk: Conversation) -> None:
    talk.choose('/tell_feeling{"feeling": "anger"}')
    talk.tap("Yes, something small")
    talk.tap("Not really")
    talk.tap("Another one")
    talk.tap("That helped a bit")
    talk.choose('/tell_feeling{"feeling": "anger"}')
    helped = INDEX.buttons(f"utter_exercise_name_{ORDER['anger'][1]}")[0]["title"]
    assert talk.titles[0] == helped
    talk.tap(helped)
    assert INDEX.text(f"utter_exercise_{ORDER['anger'][1]}") in talk.text


def test_two_feelings_in_one_message_are_both_said_back(talk: Conversation) -> None:
    talk.say("I am so ashamed, and scared of what comes next")
    assert "ashamed" in talk.text
    assert "afraid" in talk.text


def test_what_was_told_before_is_said_back_with_the_feeling(talk: Conversation) -> None:
    talk.say("someone put a tracker in my car")
    talk.choose('/tell_feeling{"feeling": "fear"}')
    assert "know where you go" in talk.replies[0].text


def test_without_a_story_nothing_is_put_into_the_person_s_mouth(talk: Conversation) -> None:
    talk.choose('/tell_feeling{"feeling": "fear"}')
    assert talk.replies[0].text.startswith("It sounds like you're scared")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("my family told me it's my own fault for posting", "blamed"),
        ("I told the police and they did not believe a word", "disbelieved"),
        ("she keeps bringing up my kids so that I stay silent", "children_threat"),
        ("they will wipe my hard drive if I tell anyone", "threat_not_to_tell"),
        ("this has been going on for nine years now", "years"),
        ("they attack me because I am gay", "hate"),
        ("I am a streamer, everybody says it comes with the job", "public_figure"),
        ("I have never told this to anybody before", "first_time_told"),
        ("I am afraid what my church would say about me", "culture_or_faith"),
    ],
)
def test_each_situation_has_words_of_its_own(talk: Conversation, said: str, heard: str) -> None:
    talk.say(said)
    assert INDEX.text(f"utter_support_{heard}") in talk.text
