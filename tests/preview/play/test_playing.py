"""Playing with the trained bot, through the pages as a clinician does."""

from __future__ import annotations

import csv
import html
import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.preview.pages.application import create_application
from bot.preview.play.loading import LoadedBot
from bot.preview.play.playing import Playing
from bot.preview.play.run import Run
from bot.preview.play.steps import Kind
from bot.responses.script_index import shared_index
from tests.preview.play.loaded import loaded

DANGER = "i am going to kill myself tonight"
STORY = "my ex keeps logging into my email and reads everything"


@pytest.fixture(scope="module")
def bot(action_server: str) -> Iterator[LoadedBot]:
    with loaded(action_server) as found:
        yield found


@pytest.fixture
def app(tables: None, bot: LoadedBot) -> Flask:
    application = create_application()
    application.extensions["play"] = Playing(bot)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return application


def read(page: str) -> str:
    """Give a page's words as somebody reads them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


class Player:
    """Somebody who plays in the browser."""

    def __init__(self, app: Flask, client: FlaskClient, channel: str, jump: str = "") -> None:
        self.client = client
        self.page = client.post(
            "/play/begin", data={"channel": channel, "jump": jump}, follow_redirects=True
        ).text
        self._runs = app.extensions["play"].runs

    @property
    def run(self) -> Run:
        found = re.search(r"/play/runs/([\w-]+)/save", self.page)
        assert found, self.page
        run: Run = self._runs._runs[found[1]]
        return run

    def post(self, name: str, **data: Any) -> str:
        address = f"/play/runs/{self.run.id}/{name}"
        self.page = self.client.post(address, data=data, follow_redirects=True).text
        return read(self.page)

    def say(self, text: str) -> str:
        return self.post("say", text=text)

    def tap(self, title: str) -> str:
        choices = [one for bubble in self.run.turns[-1].seen.bubbles for one in bubble.choices]
        payload = next(one.payload for one in choices if one.title == title)
        return self.post("tap", title=title, payload=payload)

    @property
    def said(self) -> str:
        return "\n".join(bubble.text for bubble in self.run.turns[-1].seen.bubbles)


@pytest.fixture
def play(app: Flask, client: FlaskClient) -> Callable[..., Player]:
    def begin(channel: str = "web_chat", jump: str = "") -> Player:
        return Player(app, client, channel, jump)

    return begin


def test_our_page_greets_and_its_buttons_can_be_tapped(play: Callable[..., Player]) -> None:
    player = play()
    assert "Step back" in player.page
    assert player.run.turns[0].step.kind is Kind.OPEN
    first = player.run.turns[-1].seen.bubbles[-1].choices[0].title
    player.tap(first)
    assert len(player.run.turns) == 2
    assert player.said


def test_the_panel_tells_what_was_understood_and_which_rule_spoke(
    play: Callable[..., Player],
) -> None:
    player = play()
    page = player.say(STORY)
    assert "tells what another person does to them" in page
    assert "% sure" in page
    insight = player.run.turns[-1].insight
    assert "account_hacking" in [name for name, _ in insight.types]
    assert shared_index().text("utter_type_name_account_hacking") in page
    assert any(one.rules for one in insight.spoken)
    assert insight.slots["stalker_relation"] == "ex_partner"
    assert insight.at in shared_index().responses


def test_danger_is_answered_as_in_the_real_chat(play: Callable[..., Player]) -> None:
    player = play()
    page = player.say(DANGER)
    assert "988" in player.said
    assert player.run.turns[-1].seen.bubbles[0].kind == "safety"
    assert "Danger: answer it at once: Thoughts of suicide" in page
    assert "The safety rule spoke" in page
    assert "The first check for danger answered at once" in page
    assert player.run.turns[-1].insight.responses == [
        "utter_safety_first_suicide_self",
        "utter_safety_next_suicide_self",
    ]
    assert "kill myself" in page


def test_a_step_back_leaves_no_trace(play: Callable[..., Player]) -> None:
    player = play()
    player.say("hi")
    before, slots = player.said, player.run.slots
    player.say(DANGER)
    first = player.said
    player.post("back")
    assert player.said == before
    assert player.run.slots == slots
    player.say(DANGER)
    assert player.said == first, "the gate must not think that it answered this before"


def test_the_greeting_itself_cannot_be_taken_back(play: Callable[..., Player]) -> None:
    player = play()
    player.post("back")
    assert len(player.run.turns) == 1


def test_what_is_told_to_the_bot_counts(play: Callable[..., Player]) -> None:
    player = play()
    page = player.post(
        "tell", age_band="under_18", us_state="OH", stalker_relation="ex_partner", home=""
    )
    assert "Where they live – Ohio" in page
    assert player.run.slots["stalker_relation"] == "ex_partner"
    player.say("what does the law say about this")
    assert "Ohio" in player.said
    assert "Nothing was changed" in player.post("tell", us_state="OH")
    player.post("tell", us_state="")
    assert "us_state" not in player.run.slots


def test_a_jump_says_the_box_and_its_buttons_work(play: Callable[..., Player]) -> None:
    player = play("web_chat", "utter_menu")
    assert player.run.turns[-1].insight.at.startswith("utter_menu")
    assert "You jumped here" in player.page
    title = player.run.turns[-1].seen.bubbles[-1].choices[0].title
    player.tap(title)
    assert player.run.turns[-1].insight.reached
    assert "There is no response" in player.post("jump", response="utter_nothing_such")


def test_a_jump_to_a_forms_question_waits_for_its_answer(play: Callable[..., Player]) -> None:
    player = play("web_chat", "utter_ask_us_state")
    player.say("Ohio")
    assert player.run.turns[-1].insight.slots["us_state"] == "OH"
    assert "Ohio" in player.said


def test_boxes_are_found_by_their_words(play: Callable[..., Player]) -> None:
    player = play()
    page = player.client.get(f"/play/runs/{player.run.id}/boxes?words=utter+menu").text
    assert 'value="utter_menu"' in page
    none = player.client.get(f"/play/runs/{player.run.id}/boxes?words=xyzzy").text
    assert "No box has all these words" in none


def test_the_same_steps_can_be_played_in_another_channel(play: Callable[..., Player]) -> None:
    player = play()
    player.say(STORY)
    first = player.run.turns[-1].seen.bubbles[-1].choices[0].title
    player.tap(first)
    intents = [turn.insight.intent for turn in player.run.turns[1:]]
    page = player.post("channel", channel="sms")
    assert player.run.channel == "sms"
    assert [turn.insight.intent for turn in player.run.turns] == intents
    assert "of a text message" in page
    assert player.run.turns[-1].step.text == first


@pytest.mark.parametrize("channel", ["whatsapp", "telegram", "messenger", "slack"])
def test_a_button_of_an_app_leads_where_it_leads_there(
    play: Callable[..., Player], channel: str
) -> None:
    player = play(channel)
    player.say("menu")
    choices = [one for bubble in player.run.turns[-1].seen.bubbles for one in bubble.choices]
    law = next(one for one in choices if one.payload == "/ask_law")
    player.tap(law.title)
    assert player.run.turns[-1].insight.intent == "ask_law"
    assert player.run.turns[-1].insight.at == "utter_ask_us_state"
    player.post("back")
    assert player.run.turns[-1].step.text == "menu"


def test_a_text_message_run_takes_numbers_and_ends_at_stop(play: Callable[..., Player]) -> None:
    player = play("sms")
    assert "the person writes first" in player.page
    player.say("menu")
    assert re.search(r"^1 ", player.said, re.MULTILINE)
    player.say("1")
    assert player.run.turns[-1].insight.confidence == 1.0
    page = player.say("STOP")
    assert "Nothing is said. The chat has ended." in page
    assert "asks for no more messages" in page
    assert "until the person sends START" in page
    assert "there was no chat to end" in player.say("STOP")
    player.say("hello again")
    assert not player.run.turns[-1].insight.slots.get("abuse_types")


def test_a_chat_that_is_over_can_be_stepped_back_from(play: Callable[..., Player]) -> None:
    player = play()
    assert "This chat has ended" in player.tap("Leave")
    run = player.run
    assert "This chat has ended" in player.say("hello?")
    assert len(run.turns) == 2
    assert "Write as the person" in player.post("back")


def test_a_saved_run_is_played_again_by_a_colleague(
    app: Flask, play: Callable[..., Player], signed_in: Callable[[str], FlaskClient]
) -> None:
    player = play()
    player.say(STORY)
    assert "Please give the run a name" in player.post("save", title="  ")
    assert "The run is saved" in player.post("save", title="An ex in the mail")
    other = signed_in("ben")
    assert other.get(f"/play/runs/{player.run.id}").status_code == 404
    page = other.get("/play").text
    assert "An ex in the mail" in page
    saved = re.search(r"/play/saved/(\d+)/replay", page)
    assert saved
    assert other.post(f"/play/saved/{saved[1]}/remove").status_code == 404
    again = read(other.post(f"/play/saved/{saved[1]}/replay", follow_redirects=True).text)
    assert STORY in again
    assert "otherwise than when the run was saved" not in again
    assert player.client.post(f"/play/saved/{saved[1]}/remove").status_code == 303


def test_a_run_too_many_is_refused_in_a_sentence(play: Callable[..., Player]) -> None:
    for _ in range(3):
        play("sms")
    page = play("sms").page
    assert "You have 3 runs open" in page
    assert "too many people" not in page
    assert page.count('action="/play/runs/') == 3


def test_many_sentences_give_a_table_and_a_file(client: FlaskClient) -> None:
    lines = f"{STORY}\n{DANGER}\n/menu\n=1+1\n＝1, plainly\n😀"
    page = client.post("/play/sentences", data={"sentences": lines}).text
    assert page.count('<th scope="row">') == 6
    assert "Danger: answer it at once" in page
    answer = client.post("/play/sentences", data={"sentences": lines, "as": "csv"})
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[0][0] == "Sentence"
    assert rows[1][1] == "Somebody tells what another person does to them"
    assert rows[2][4] == "Thoughts of suicide"
    assert "988" in rows[2][-1]
    assert "988" in read(page)
    assert [row[0] for row in rows[4:]] == ["'=1+1", "'＝1, plainly", "😀"]


def test_a_run_can_be_put_on_paper(play: Callable[..., Player]) -> None:
    player = play()
    player.say(DANGER)
    page = read(player.client.get(f"/play/runs/{player.run.id}/print").text)
    assert DANGER in page
    assert "Ada Reader, LCSW" in page
    assert "Safety: Danger: answer it at once – Thoughts of suicide" in page


def test_without_the_second_server_the_panel_says_so(
    play: Callable[..., Player], bot: LoadedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bot._bot is not None
    nowhere = EndpointConfig("http://127.0.0.1:9/webhook")
    monkeypatch.setattr(bot._bot._agent.processor, "action_endpoint", nowhere)
    player = play()
    player.post("tell", us_state="OH")
    page = player.say("what does the law say about stalking")
    assert "The second server, which knows the law and the help lines, did not answer" in page
    assert "911" in player.said


def test_what_is_typed_is_neither_kept_by_the_bot_nor_logged(
    play: Callable[..., Player], bot: LoadedBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    words = "zebrafinch marmalade calls me every single night"
    player = play()
    player.say(words)
    assert bot._bot is not None
    kept = bot._bot.store.kept
    texts = [
        event.text
        for conversation in kept.ids()
        for event in kept.events(conversation) or ()
        if isinstance(event, UserUttered)
    ]
    assert not any(texts)
    ours = [one for one in caplog.records if one.name.startswith(("bot.", "werkzeug", "waitress"))]
    assert not any("zebrafinch" in one.getMessage() for one in ours)
