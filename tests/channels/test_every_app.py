"""What holds in every app with buttons, against its stand-in and with a bot that repeats words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.channels.messaging import words
from bot.channels.messaging.input_channel import OffChannel
from bot.storage.settings import SettingError
from tests.channels.app_chat import APPS, App, Chat, World, running, starts, you

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module", params=APPS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with running(APPS[request.param]) as world:
        yield world


def test_a_first_message_is_answered_after_the_first_words(ann: Chat) -> None:
    ann.begins()


def test_a_tap_on_a_choice_is_taken(ann: Chat) -> None:
    ann.begins().writes("choose")
    ann.reads([you("choose")])
    assert ann.person.titles() == ["Yes, it is safe", "No, it is not"]
    ann.person.taps("No, it is not")
    ann.reads([you('/go{"to": "2"}')])


@pytest.mark.parametrize("value", ["/go", '/go{"to": "9"}', "A" * 24, "x" * 5000])
def test_a_button_nobody_offered_is_answered_kindly(ann: Chat, value: str) -> None:
    ann.begins()
    assert ann.person.taps_value(value) == 200
    ann.reads([ann.said(words.OLD_CHOICE), you("/menu")])


def test_a_typed_intent_stays_a_text(ann: Chat) -> None:
    ann.begins().writes('/go{"to": "on"}')
    ann.reads([you('go{"to": "on"}')])


def test_a_message_delivered_twice_is_answered_once(ann: Chat) -> None:
    ann.begins()
    message = ann.person.message("once")
    assert [ann.person.deliver(message), ann.person.deliver(message, again=1)] == [200, 200]
    ann.reads([you("once")])
    ann.writes("next")
    ann.reads([you("next")])


def test_a_burst_is_answered_in_order(ann: Chat) -> None:
    ann.begins()
    texts = ["one", "two", "three", "four", "five"]
    for text in texts:
        ann.writes(text)
    ann.reads(*([you(text)] for text in texts))


def test_two_people_do_not_read_each_other(world: World, ann: Chat) -> None:
    ben = world.somebody().begins()
    ann.begins().writes("only mine")
    ben.writes("only yours")
    ann.reads([you("only mine")])
    ben.reads([you("only yours")])


@pytest.mark.parametrize(
    ("world", "name"),
    [(app.name, name) for app in APPS.values() for name in app.person.unreadable],
    indirect=["world"],
)
def test_what_cannot_be_read_is_answered_kindly(ann: Chat, name: str) -> None:
    ann.begins()
    assert ann.person.send(name) == 200
    ann.reads([ann.said(f"utter_cannot_read_{name}")])


def test_a_caption_is_answered_too(ann: Chat) -> None:
    ann.begins()
    assert ann.person.send("picture", "he sent this") == 200
    ann.reads([ann.said("utter_cannot_read_picture"), you("he sent this")])


def test_danger_is_answered_before_everything(ann: Chat) -> None:
    ann.writes("i want to kill myself")
    assert ann.person.provider.wait_until(lambda: "988" in "".join(ann.person.everything()))
    assert ann.first_words not in "".join(ann.person.everything())


def test_who_leaves_begins_anew(ann: Chat) -> None:
    ann.begins().writes("bye")
    ann.reads(["Take care.", ann.said(words.LEFT[ann.person.channel])])
    ann.begins()


def test_an_app_that_is_busy_is_asked_again(ann: Chat) -> None:
    ann.begins()
    ann.person.stumble()
    ann.writes("again")
    ann.reads([you("again")])


def test_what_the_app_never_takes_is_logged_without_words_and_the_next_one_arrives(
    world: World, ann: Chat
) -> None:
    ann.begins()
    ann.person.fail()
    ann.writes("lost-canary")
    assert ann.person.provider.wait_until(lambda: not ann.person.provider.faults_left)
    ann.writes("next")
    ann.reads([you("next")])
    assert f"A reply could not be delivered: {ann.person.failure}" in world.bot.log
    assert "lost-canary" not in world.bot.log


def test_a_forged_delivery_is_refused_and_nothing_is_done(world: World, ann: Chat) -> None:
    ann.begins()
    assert set(ann.person.forge(ann.person.message("forged-canary"))) == {403}
    ann.writes("next")
    ann.reads([you("next")])
    assert "forged-canary" not in world.bot.log


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'"x"', b"\xff", b"[" * 50_000])
def test_a_malformed_delivery_is_refused(ann: Chat, body: bytes) -> None:
    assert ann.person.deliver_body(body) == 400


def test_a_huge_delivery_is_refused(ann: Chat) -> None:
    assert ann.person.deliver_body(b" " * (300 * 1024)) == 413


def test_no_word_and_no_id_is_in_the_log(world: World, ann: Chat) -> None:
    ann.writes("canary-text")
    ann.reads([ann.first_words, you("canary-text")])
    for secret in ("canary-text", *ann.person.secrets):
        assert secret not in world.bot.log


# Its start


@pytest.mark.parametrize(
    ("name", "wrong", "value", "sentence"),
    [
        (
            "messenger",
            wrong,
            "ünfit-and-mistyped-1",
            "Meta does not accept MESSENGER_PAGE_TOKEN with MESSENGER_APP_SECRET",
        )
        for wrong in ("MESSENGER_PAGE_TOKEN", "MESSENGER_APP_SECRET")
    ]
    + [
        ("slack", "SLACK_BOT_TOKEN", "xoxb-unfit", "does not accept SLACK_BOT_TOKEN"),
        (
            "telegram",
            "TELEGRAM_TOKEN",
            "123456:ABC-DEF1234ghIkl-zyx57W2v1u12",
            "^Telegram does not know the token in",
        ),
    ],
)
def test_a_wrong_token_ends_the_start_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: str, value: str, sentence: str
) -> None:
    app = APPS[name]
    with app.stand_in() as stand_in, pytest.raises(SettingError, match=sentence) as raised:
        starts(monkeypatch, app, **{**stand_in.settings, wrong: value})
    assert value not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
def test_without_settings_it_is_off(monkeypatch: pytest.MonkeyPatch, app: App) -> None:
    channel = starts(monkeypatch, app, **{app.api_setting: NOWHERE})
    assert isinstance(channel, OffChannel)
    assert channel.name() == app.name
    assert not channel.blueprint(None)._future_routes  # type: ignore[arg-type]


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
def test_an_app_that_does_not_answer_at_the_start_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, app: App
) -> None:
    starts(monkeypatch, app, **{**app.stand_in().settings, app.api_setting: NOWHERE})
    assert "could not be asked whether the credential is right" in caplog.text
