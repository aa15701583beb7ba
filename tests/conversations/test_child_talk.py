"""A child that is hurt, or gone: what keeps it from telling, and whom to call. And a loss."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Conversation, said


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("no one will believe me", "not_believed"),
        ("i told my mom and she got mad at me", "not_believed"),
        ("i cant tell my dad", "scared_to_tell"),
        ("will i get in trouble", "trouble"),
        ("i sent it first", "trouble"),
        ("he told me not to tell", "threatened"),
        ("i dont want him to go to jail", "family"),
        ("will they put me in foster care", "family"),
    ],
)
def test_what_keeps_a_child_from_telling_has_an_answer(
    talk: Conversation, text: str, step: str
) -> None:
    talk.say("im 13 and my uncle touches me")
    talk.say(text)
    assert said(f"utter_safety_step_child_{step}") in talk.text
    assert "Tell a trusted adult" in talk.titles


def test_a_child_that_is_gone_is_no_attack_on_the_parent(talk: Conversation) -> None:
    talk.say("my ex took my son and wont tell me where he is")
    assert said("utter_safety_first_child_taken") in talk.text
    assert "1-800-843-5678" in talk.text
    assert "near a way out" not in talk.text
    talk.tap("Get through this minute")
    assert "Let's slow this minute down" in talk.text


@pytest.mark.parametrize("text", ["he took my daughter to school", "he wont let me see my kids"])
def test_a_child_that_is_elsewhere_is_not_gone(talk: Conversation, text: str) -> None:
    talk.say(text)
    assert said("utter_safety_first_child_taken") not in talk.text


@pytest.mark.parametrize("text", ["my mom died", "my dog died today", "i lost my dad last year"])
def test_grief_is_not_turned_away(talk: Conversation, text: str) -> None:
    talk.say(text)
    assert said("utter_loss") in talk.text
    talk.tap("I think of dying too")
    assert "988" in talk.text


def test_a_loss_beside_a_story_leaves_the_story(talk: Conversation) -> None:
    talk.say("my husband died and now his brother follows me every day")
    assert said("utter_loss") not in talk.text
    assert "Does that fit?" in talk.text
