"""Whole conversations in Messenger and Slack: their stand-ins, both servers, the trained bot.

What holds in every app stands first; after it what is one app's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.channels.messaging import words
from tests.channels.stand_ins.messenger import Messenger
from tests.channels.stand_ins.people import AppPerson, MessengerPerson, SlackMember
from tests.channels.stand_ins.slack import CHANNEL, Slack
from tests.conversations.test_safety_everywhere import DISCLOSURES
from tests.end_to_end.app_paths import PATHS, Talk
from tests.end_to_end.running import Running

HELP, MENU = "Here is what I can do", "What would help you most right now?"


@dataclass
class Apps:
    """The apps that one Lantern answers in, and what it prints."""

    meta: Messenger
    slack: Slack
    address: str
    output: Path

    def in_messenger(self) -> MessengerPerson:
        return MessengerPerson(self.meta, f"{self.address}/messenger/webhook")

    def in_slack(self) -> SlackMember:
        return SlackMember(self.slack, f"{self.address}/slack/webhook")


@pytest.fixture(scope="module")
def apps(legal_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apps]:
    with Messenger() as meta, Slack() as slack:
        lantern = Running(
            tmp_path_factory.mktemp("apps"),
            legal_database,
            **meta.settings,
            **slack.settings,
        )
        yield Apps(meta, slack, f"{lantern.address}/webhooks", lantern.output)
        assert lantern.stop() == 0


@pytest.fixture(params=["messenger", "slack"])
def person(request: pytest.FixtureRequest, apps: Apps) -> AppPerson:
    return apps.in_slack() if request.param == "slack" else apps.in_messenger()


@pytest.fixture
def talk(person: AppPerson) -> Talk:
    return Talk(person)


# In every app


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_the_seven_paths(talk: Talk, path: Callable[[Talk], None], person: AppPerson) -> None:
    path(talk)
    assert person.refusals == []


@pytest.mark.parametrize("text", DISCLOSURES.values(), ids=DISCLOSURES)
def test_the_safety_net(talk: Talk, text: str) -> None:
    talk.say("hello", "Is it safe for you to chat")
    read = talk.say(text, "988" if "kill" in text or "cut" in text else "911")
    assert "What would help you most" not in read


def test_a_burst_is_answered_in_order_and_danger_in_it_is_not_lost(talk: Talk) -> None:
    talk.say("hello", "Is it safe for you to chat")
    for text in ("what is doxxing", "what is the law in ohio", "i want to kill myself", "menu"):
        talk.person.writes(text)
    read = talk.wait_for("Ohio", "988", MENU)
    assert read.index("Ohio") < read.index(MENU)


def test_what_is_delivered_twice_or_late_is_answered_once(talk: Talk, person: AppPerson) -> None:
    first, second = (person.message(text) for text in ("menu", "help"))
    for message, again in ((second, 0), (first, 1), (second, 1), (first, 2)):
        assert person.deliver(message, again) == 200
    talk.wait_for(MENU, HELP)
    assert HELP not in talk.say("what is doxxing", "Doxxing")
    assert HELP not in talk.say("leave", "I have forgotten this chat")
    everything = "\n".join(person.everything())
    assert everything.count(HELP) == 1
    assert everything.count(MENU) == 1


@pytest.mark.parametrize(
    ("person", "name"),
    [("messenger", name) for name in ("picture", "voice", "sticker", "place")]
    + [("slack", name) for name in ("picture", "voice", "file")],
    indirect=["person"],
)
def test_what_cannot_be_read_is_answered_and_danger_in_its_caption_too(
    talk: Talk, person: AppPerson, name: str
) -> None:
    talk.say("hello", "Is it safe for you to chat")
    assert person.send(name) == 200
    talk.wait_for(words.said(f"utter_cannot_read_{name}", person.channel).text)
    assert person.send(name, "he is outside my door right now") == 200
    talk.wait_for("911 with your address")


def test_an_app_that_fails_loses_nothing_that_comes_after(
    talk: Talk, person: AppPerson, apps: Apps
) -> None:
    lost = "A reply could not be delivered"
    before = apps.output.read_text().count(lost)
    talk.say("hello", "Is it safe for you to chat")
    person.stumble()
    talk.say("menu", MENU)
    person.fail()
    talk.person.writes("what is doxxing")
    talk.say("help", HELP)
    assert apps.output.read_text().count(lost) > before


def test_a_forged_delivery_is_not_let_in(talk: Talk, person: AppPerson, apps: Apps) -> None:
    talk.say("hello", "Is it safe for you to chat")
    assert set(person.forge(person.message("leave forged-canary"))) == {403}
    talk.say("menu", MENU)
    logged = apps.output.read_text()
    for secret in ("forged-canary", *person.secrets):
        assert secret not in logged


# Messenger


def test_in_messenger_the_code_word_ends_in_silence(apps: Apps) -> None:
    talk = Talk(apps.in_messenger())
    talk.say("hello", "Is it safe for you to chat")
    before = talk.person.everything()
    talk.person.writes("umbrella")
    talk.say("hello", "a program, not a person", "Is it safe for you to chat")
    assert talk.person.everything() == before * 2


# Slack


@pytest.fixture
def member(apps: Apps) -> SlackMember:
    return apps.in_slack()


def test_a_mention_is_answered_in_its_thread_and_danger_in_it_too(member: SlackMember) -> None:
    slack = member.provider
    mention = slack.mention("what is the law in ohio", "U999")
    thread = mention["event"]["ts"]

    def said() -> str:
        return "\n".join(m["text"] for m in slack.said(CHANNEL) if m.get("thread_ts") == thread)

    assert slack.deliver(mention) == 200
    assert slack.wait_until(lambda: "Ohio" in said(), 30)
    slack.deliver(slack.mention("i want to kill myself", "U999", thread_ts=thread))
    assert slack.wait_until(lambda: "988" in said().split("Ohio")[-1], 30)
    assert all(message.get("thread_ts") for message in slack.said(CHANNEL))


def test_in_slack_leaving_takes_back_what_the_bot_wrote(member: SlackMember) -> None:
    talk = Talk(member)
    talk.say("hello", "Is it safe for you to chat")
    talk.say("menu", MENU)
    talk.say("leave", "I have forgotten this chat")
    (left,) = member.provider.read(member.direct)
    assert "your workplace may still have a copy" in left


def test_in_slack_the_code_word_takes_back_and_says_nothing(member: SlackMember) -> None:
    talk = Talk(member)
    talk.say("hello", "Is it safe for you to chat")
    member.writes("umbrella")
    assert member.provider.wait_until(lambda: not member.provider.said(member.direct))
    talk.say("hello", "a program, not a person")
