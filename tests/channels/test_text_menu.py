"""Choices in a text: numbered as they are understood, never with what only a program reads."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.messaging.text_menu import as_texts, with_menu
from bot.channels.reply import Reply, scripted
from bot.nlu.choice_resolver import chosen_payload

HOW = "Reply with a number, or in your own words."
YES = {"title": "Yes, it is safe", "payload": "/device_safe"}
NO = {"title": "No", "payload": "/device_unsafe"}
MENU = {"title": "Menu", "payload": "/menu"}


def test_choices_stand_under_the_text_one_a_line() -> None:
    text = with_menu(Reply("Is it safe?", [YES, NO]))
    assert text == f"Is it safe?\n\n1 Yes, it is safe\n2 No\n{HOW}"


def test_a_text_without_choices_stays_as_it_is() -> None:
    assert with_menu(Reply("Hello.")) == "Hello."


def test_a_single_choice_is_asked_for_by_its_number() -> None:
    assert with_menu(Reply("What now?", [MENU])).endswith("1 Menu\nReply 1, or in your own words.")


def test_the_numbers_go_on_over_a_turn_and_only_the_last_text_says_how_to_reply() -> None:
    turn = [Reply("I hear you.", [YES]), Reply("And now?"), Reply("Where to?", [NO, MENU])]
    assert list(as_texts(turn)) == [
        "I hear you.\n\n1 Yes, it is safe",
        "And now?",
        f"Where to?\n\n2 No\n3 Menu\n{HOW}",
    ]


def test_the_last_text_with_choices_says_how_to_reply_also_when_it_is_not_the_last() -> None:
    first, second = as_texts([Reply("Where to?", [NO, MENU]), Reply("I will wait.")])
    assert first.endswith(HOW)
    assert second == "I will wait."


def test_what_the_dialogue_does_not_know_of_gets_no_numbers() -> None:
    """Another "2" may still stand in the chat; words are understood whoever said them."""
    turn = [Reply("Where to?", [NO, MENU]), scripted("utter_technical_trouble")]
    first, trouble = as_texts(turn)
    assert "\n1 No\n2 Menu\n" in first
    assert trouble.endswith('You can write: "Menu", "Talk about how I feel", "Leave".')
    assert "1 Menu" not in trouble


def test_twenty_choices_can_still_be_read() -> None:
    many = [
        {"title": f"Place {one}", "payload": f'/tell_place{{"us_state": "{one}"}}'}
        for one in "abcdefghijklmnopqrst"
    ]
    lines = with_menu(Reply("Which one?", many)).split("\n")
    assert lines[2] == "1 Place a"
    assert lines[21] == "20 Place t"
    assert lines[22:] == [HOW]


TITLES = st.text(st.characters(categories=["L", "N"]), min_size=5, max_size=24)
BUTTONS = st.lists(st.builds(lambda title: title, TITLES), max_size=6, unique=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(BUTTONS, min_size=1, max_size=4))
def test_each_number_means_the_choice_that_it_stands_before(titles: list[list[str]]) -> None:
    groups = [
        [{"title": title, "payload": f"/choice_{place}_{at}"} for at, title in enumerate(some)]
        for place, some in enumerate(titles)
    ]
    texts = list(as_texts(Reply("What now?", group) for group in groups))
    shown = [line for text in texts for line in text.split("\n\n")[-1].split("\n")]
    for group in groups:
        for choice in group:
            (line,) = [one for one in shown if one.partition(" ")[2] == choice["title"]][:1]
            number = line.partition(" ")[0]
            known = [some for some in groups if some]
            assert chosen_payload(number, None, known) == choice["payload"] or any(
                other["title"] == choice["title"]
                for some in groups
                for other in some
                if other is not choice
            )
    assert not any("/choice" in text for text in texts)
