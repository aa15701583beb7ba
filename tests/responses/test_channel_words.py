"""What the bot says in a messaging app is true there: no page, no tab, no button of a page.

Whoever writes a new text that speaks of the page finds it here, and writes a variant for the apps
(docs/scripts.md), or names the response below if its words are about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.channel_names import MESSAGING_APPS, variants_for
from bot.channels.messaging.gsm7 import to_gsm7
from bot.channels.messaging.splitting import length
from bot.channels.twilio.segments import encoding, segments
from bot.responses.reading_grade import reading_grade, word_count
from bot.responses.script_index import ScriptIndex

INDEX = ScriptIndex.read()
OF_THE_PAGE = re.compile(
    r"\b(pages?|tabs?|browser|buttons?|print\w*|download\w*|click\w*|tap(?:s|ped)?|scroll\w*|"
    r"window|incognito|shift|below)\b",
    re.IGNORECASE,
)
# These were never true of an app: it keeps what was said, and the clinic's account shows it.
NEVER_TRUE = re.compile(
    r"\b(nobody at the clinic|(?:chat|list|it) (?:is|goes|are) gone\b|no file keeps|this page\b|"
    r"close (?:this|the) (?:page|tab)|\d+ quiet minutes|this chat is (?:private|safe))",
    re.IGNORECASE,
)
ABOUT_SOMETHING_ELSE = {
    # A page, a button or a click of another site, on which it happens.
    *("utter_option_plan_platform_report", "utter_option_steps_platform_report"),
    *("utter_option_before_identity_repair", "utter_option_steps_identity_repair"),
    *("utter_option_plan_identity_repair", "utter_option_more_devices_accounts"),
    *("utter_option_name_phishing_recovery", "utter_tried_changed_passwords"),
    *("utter_type_what_phishing", "utter_type_effects_phishing", "utter_type_evidence_phishing"),
    *("utter_type_helps_phishing", "utter_type_avoid_impersonation_identity_theft"),
    "utter_type_evidence_impersonation_identity_theft",
    *("utter_type_helps_impersonation_identity_theft", "utter_walk_story_4"),
    "utter_type_shows_impersonation_identity_theft",
    *("utter_type_shows_cyberbullying_school_work", "utter_type_shows_proxy_third_party"),
    *("utter_type_what_professional_boundary", "utter_harmed_by_professional_once"),
    # Pictures of somebody, prints of fingers.
    *("utter_under_18_take_it_down", "utter_for_someone_child_proof"),
    "utter_type_avoid_hidden_cameras_smart_home",
    # A page of the law that was read.
    *("utter_federal_topics", "utter_law_topics", "utter_law_after", "utter_law_line_source"),
    "utter_law_line_checked_other_page",
    # The clinic's Page, as Messenger calls it.
    *("utter_left_messenger", "utter_start_messenger"),
}


def said_in(channel: str) -> Iterator[tuple[str, str]]:
    """Every text and button title that may be read in a channel, with its response."""
    for name, variations in INDEX.responses.items():
        for one in variants_for(variations, channel):
            yield name, str(one.get("text") or "")
            for button in one.get("buttons") or []:
                yield name, button["title"]


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_no_text_speaks_of_the_page(channel: str) -> None:
    found = {
        name: match[0]
        for name, text in said_in(channel)
        if name not in ABOUT_SOMETHING_ELSE
        and (match := OF_THE_PAGE.search(text))
        and not (channel == "messenger" and match[0] == "Page")
    }
    assert found == {}


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_no_text_promises_what_an_app_does_not_keep(channel: str) -> None:
    wrong = {
        name: match[0]
        for name, text in said_in(channel)
        if (match := NEVER_TRUE.search(text)) and "runs this Page" not in text
    }
    assert wrong == {}


def test_what_is_about_something_else_is_still_there() -> None:
    names = {name for name, text in said_in("sms") if OF_THE_PAGE.search(text)}
    assert names >= ABOUT_SOMETHING_ELSE


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_the_first_words_say_all_that_has_to_be_known(channel: str) -> None:
    text = INDEX.text(f"utter_start_{channel}", channel)
    for words in (
        "program",
        "not a person",
        "read",
        "delete",
        "LEAVE",
        "{code_word}",
        "911",
        "988",
    ):
        assert words in text, words
    assert "no reply" in text
    assert word_count(text) <= 60
    assert len(text.split("\n\n")) <= 3
    grade = reading_grade(text)
    assert grade is None or grade <= 6


@pytest.mark.parametrize("code_word", ["umbrella", "a" * 20])
def test_the_first_words_of_a_text_message_are_one_pair(code_word: str) -> None:
    text = to_gsm7(INDEX.text("utter_start_sms", "sms").replace("{code_word}", code_word))
    assert encoding(text) == "GSM-7"
    assert length(text) <= 306
    assert segments(text) <= 2


@pytest.mark.parametrize(
    ("channel", "company"),
    [
        ("sms", r"phone compan(y|ies)"),
        ("whatsapp", "linked devices.* backups.* firms"),
        ("telegram", "no secret chat.* every device.* Telegram keeps"),
        ("messenger", "Meta keeps.* every device.* Page can read"),
        ("slack", "work's Slack.* owners may read"),
    ],
)
def test_each_app_is_told_what_is_true_of_it(channel: str, company: str) -> None:
    assert re.search(company, INDEX.text(f"utter_start_{channel}", channel), re.DOTALL)
    privacy = INDEX.text("utter_privacy", channel)
    assert "On my side" in privacy
    assert privacy != INDEX.text("utter_privacy", "web_chat")
    assert len({INDEX.text("utter_privacy", one) for one in MESSAGING_APPS}) == len(MESSAGING_APPS)


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_the_last_words_say_what_was_forgotten_and_what_stays(channel: str) -> None:
    text = INDEX.text(f"utter_left_{channel}", channel)
    assert "forgotten this chat" in text
    # Telegram lets a bot delete what the person wrote; it is left to the person all the same.
    stays = "Yours are for you to keep" if channel == "telegram" else "can't delete"
    assert stays in text
    assert "You can" in text
    assert INDEX.responses["utter_leave"][-1]["custom"] == {"session": "end"}


def test_a_text_message_about_the_program_says_what_carriers_ask_for() -> None:
    text = to_gsm7(INDEX.text("utter_program_info_sms", "sms"))
    for words in ("Lantern", "rates may apply", "STOP", "988", "911"):
        assert words in text
    assert segments(text) <= 2
    stopped = to_gsm7(INDEX.text("utter_stopped_sms", "sms"))
    assert "no more texts" in stopped
    assert segments(stopped) == 1


def test_a_picture_is_answered_kindly_and_not_asked_for() -> None:
    text = INDEX.text("utter_cannot_read_picture")
    for words in ("keep none", "don't send private", "app keeps them", "under 18", "few words"):
        assert words in text


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_every_app_offers_what_the_page_offers(channel: str) -> None:
    missing = {
        name: sorted(lacking)
        for name, variations in INDEX.responses.items()
        if len(variations) > 1
        and (
            lacking := {button["payload"] for button in INDEX.buttons(name)}
            - {button["payload"] for button in INDEX.buttons(name, channel)}
        )
    }
    # Nothing can be printed from an app.
    assert missing == {"utter_plan_some": ["/print_plan"]}
