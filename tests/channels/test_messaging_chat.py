"""A message from an app: told twice, in a burst, in danger, at the end, when things break."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels import turn
from bot.channels.message_text import clean
from bot.channels.messaging import ending, words
from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.messaging.messaging_chat import MessagingChat
from bot.channels.messaging.sessions import MessagingSessions
from bot.channels.turn import Handler
from bot.channels.web_chat import RATE
from bot.storage.redis_place import StorageUnavailableError
from bot.storage.seen_messages import SeenInMemory
from bot.storage.sessions import SessionsInMemory
from bot.storage.turn_order import OrderInMemory
from tests.channels.recording_sender import RecordingSender

ANN = "+15555550123"
START = words.said("utter_start_sms", "sms").text
LEFT = words.said("utter_left_sms", "sms").text
TROUBLE = words.said(words.TROUBLE, "sms").text


class Bot:
    """A bot that says what it was told, and in which order."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append(message)
        word = (message.text or "").split(" ")[0]
        if word == "slow":
            await asyncio.sleep(0.2)
        if word == "hang":
            await asyncio.sleep(60)
        if word == "break":
            raise ValueError(message.text)
        reply: dict[str, Any] = {"text": f"You: {message.text}"}
        if word == "choose":
            reply["buttons"] = [{"title": "On", "payload": '/go{"to": "on"}'}]
        if word == "bye":
            reply = {"text": "Take care.", "custom": {"session": "end"}}
        await message.output_channel.send_response(message.sender_id, reply)

    @property
    def texts(self) -> list[str]:
        return [str(message.text) for message in self.heard]


class Phone:
    """One person's phone, and the chat at its other end."""

    def __init__(self, handler: Handler, channel: str = "sms", **options: Any) -> None:
        self.sender = RecordingSender()
        self.sessions = MessagingSessions(SessionsInMemory(60))
        self.chat = MessagingChat(
            channel,
            handler,
            None,
            self.sender,
            sessions=self.sessions,
            seen=SeenInMemory(),
            order=OrderInMemory(),
            **options,
        )
        self._count = 0

    def message(self, text: str = "", kind: Kind = Kind.TEXT, **more: Any) -> Incoming:
        self._count += 1
        return Incoming(ANN, f"m{self._count}", kind, clean(text), **more)

    async def say(self, text: str = "", kind: Kind = Kind.TEXT, **more: Any) -> list[str]:
        await self.chat.take(self.message(text, kind, **more))
        return self.sender.read()


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def phone(bot: Bot) -> Phone:
    return Phone(bot)


@pytest.fixture(autouse=True)
def short_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "DEADLINE_SECONDS", 0.5)


async def test_the_first_words_come_once_and_before_the_answer(phone: Phone) -> None:
    assert await phone.say("what is this") == [START, "You: what is this"]
    assert await phone.say("and now") == ["You: and now"]


async def test_rasa_is_told_the_channel_and_not_the_person(phone: Phone, bot: Bot) -> None:
    await phone.say("hello")
    (message,) = bot.heard
    assert message.input_channel == "sms"
    assert message.output_channel.name() == "sms"
    assert ANN not in message.sender_id


async def test_a_message_that_comes_twice_is_answered_once(phone: Phone) -> None:
    message = phone.message("hello")
    await asyncio.gather(phone.chat.take(message), phone.chat.take(message))
    await phone.chat.take(message)
    assert phone.sender.read() == [START, "You: hello"]


async def test_a_burst_is_answered_in_its_order(phone: Phone) -> None:
    for text in ("slow one", "two", "slow three", "four", "five"):
        phone.chat.accept(phone.message(text))
    await phone.chat.finish()
    told = [text for text in phone.sender.read() if text.startswith("You")]
    assert told == ["You: slow one", "You: two", "You: slow three", "You: four", "You: five"]


async def test_danger_overtakes_what_waits_and_comes_alone(phone: Phone, bot: Bot) -> None:
    phone.chat.accept(phone.message("slow one"))
    phone.chat.accept(phone.message("slow two"))
    phone.chat.accept(phone.message("I want to kill myself"))
    await phone.chat.finish()
    first = phone.sender.calls[0]
    assert first.safety
    assert "988" in first.text
    assert bot.texts == ["slow one", "slow two", "I want to kill myself"]


async def test_danger_in_the_first_message_is_answered_without_the_first_words(
    phone: Phone,
) -> None:
    texts = await phone.say("I want to kill myself")
    assert "988" in " ".join(texts)
    assert START not in texts
    assert (await phone.say("what now"))[0] == START


async def test_the_gate_does_not_say_the_same_twice(phone: Phone) -> None:
    first = await phone.say("I want to kill myself")
    second = await phone.say("I want to kill myself")
    assert first[0] != second[0]


async def test_a_tapped_choice_is_what_was_offered(phone: Phone, bot: Bot) -> None:
    await phone.say("choose")
    await phone.say(kind=Kind.CHOICE, choice=choice_id('/go{"to": "on"}'))
    assert bot.texts[-1] == '/go{"to": "on"}'


@pytest.mark.parametrize("choice", ["", "NOSUCHCHOICE", "/restart", '/go{"to": "on"}'])
async def test_an_old_or_made_up_choice_gets_kind_words_and_the_menu(
    phone: Phone, bot: Bot, choice: str
) -> None:
    await phone.say("hello")
    texts = await phone.say(kind=Kind.CHOICE, choice=choice)
    assert texts[0] == words.said(words.OLD_CHOICE, "sms").text
    assert bot.texts[-1] == "/menu"


async def test_a_typed_intent_is_only_text(phone: Phone, bot: Bot) -> None:
    await phone.say('/tell_place{"us_state": "OH"}')
    assert not bot.texts[0].startswith("/")


async def test_leaving_ends_the_chat_takes_back_and_says_what_stays(phone: Phone, bot: Bot) -> None:
    await phone.chat.take(phone.message("hello"))
    sent = [one for call in phone.sender.calls for one in call.ids]
    phone.sender.read()
    assert await phone.say("bye") == ["Take care.", LEFT]
    assert sorted(phone.sender.removed) == sorted(sent)
    assert await phone.say("hello again") == [START, "You: hello again"]
    assert bot.heard[0].sender_id != bot.heard[-1].sender_id


async def test_who_leaves_with_the_first_message_reads_only_the_end(phone: Phone) -> None:
    assert await phone.say("bye") == ["Take care.", LEFT]


async def test_the_first_words_to_somebody_in_danger_are_taken_back_too(phone: Phone) -> None:
    await phone.chat.take(phone.message("I want to kill myself"))
    first = phone.sender.calls[0].ids
    await phone.say("umbrella")
    assert set(first) <= set(phone.sender.removed)


async def test_what_waits_behind_a_goodbye_is_not_answered(phone: Phone) -> None:
    for text in ("hello", "bye", "thanks"):
        phone.chat.accept(phone.message(text))
    await phone.chat.finish()
    assert phone.sender.read() == [START, "You: hello", "Take care.", LEFT]


@pytest.mark.parametrize("typed", ["umbrella", "Umbrella", " UMBRELLA!! ", "“umbrella.”"])
async def test_the_code_word_ends_at_once_and_says_nothing(phone: Phone, typed: str) -> None:
    await phone.say("hello")
    phone.chat.accept(phone.message("slow answer"))
    await asyncio.sleep(0.05)
    phone.chat.accept(phone.message("waits"))
    phone.chat.accept(phone.message(typed))
    await phone.chat.finish()
    assert phone.sender.read() == []
    assert phone.sender.removed
    assert (await phone.say("hello"))[0] == START


async def test_the_first_reply_to_danger_is_taken_back_too(phone: Phone) -> None:
    await phone.chat.take(phone.message("I want to kill myself"))
    sent = [one for call in phone.sender.calls for one in call.ids]
    await phone.say("umbrella")
    assert sorted(phone.sender.removed) == sorted(sent)


@pytest.mark.parametrize("text", ["hello", "slow I want to kill myself"])
async def test_what_was_on_its_way_when_the_code_word_came_is_taken_back(
    phone: Phone, text: str
) -> None:
    phone.sender.slow = 0.1
    phone.chat.accept(phone.message(text))
    await asyncio.sleep(0.05 if text == "hello" else 0.2)
    phone.chat.accept(phone.message("umbrella"))
    await phone.chat.finish()
    sent = {one for call in phone.sender.calls for one in call.ids}
    assert sent
    assert set(phone.sender.removed) == sent


async def test_the_code_word_in_a_sentence_is_a_word(phone: Phone) -> None:
    assert "You: my umbrella is wet" in await phone.say("my umbrella is wet")


async def test_the_operator_chooses_the_code_word(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANTERN_CODE_WORD", "Pancake")
    assert "pancake" in (await phone.say("hello"))[0]
    assert await phone.say("pancake") == []
    assert await phone.say("umbrella") != []


async def test_stop_ends_and_says_nothing_where_the_carrier_answers(phone: Phone) -> None:
    await phone.say("hello")
    assert await phone.say("STOP", Kind.STOP) == []
    assert (await phone.say("hello"))[0] == START


async def test_stop_is_answered_once_where_the_carrier_leaves_it_to_us(bot: Bot) -> None:
    phone = Phone(bot, confirms_stop=True)
    assert await phone.say("STOP", Kind.STOP) == [words.said("utter_stopped_sms", "sms").text]


async def test_start_and_help(bot: Bot) -> None:
    sms, telegram = Phone(bot), Phone(bot, "telegram")
    assert await sms.say("START", Kind.START) == [START, "You: /greet"]
    assert await sms.say("HELP", Kind.HELP) == [words.said("utter_program_info_sms", "sms").text]
    assert (await telegram.say("/help", Kind.HELP))[-1] == "You: /help"


@pytest.mark.parametrize("kind", list(words.CANNOT_READ))
async def test_what_cannot_be_read_gets_a_kind_word(phone: Phone, kind: Kind) -> None:
    await phone.say("hello")
    assert await phone.say(kind=kind) == [words.said(words.CANNOT_READ[kind], "sms").text]


async def test_a_caption_is_answered_too(phone: Phone) -> None:
    texts = await phone.say("he sent me this", Kind.PICTURE)
    assert texts[1:] == [
        words.said("utter_cannot_read_picture", "sms").text,
        "You: he sent me this",
    ]


async def test_danger_in_a_caption_or_an_edited_message_is_answered(phone: Phone) -> None:
    for kind in (Kind.PICTURE, Kind.EDITED):
        await phone.chat.take(phone.message("I want to kill myself", kind))
        assert phone.sender.calls[0].safety
        phone.sender.read()


async def test_an_album_is_answered_once(phone: Phone) -> None:
    for _ in range(5):
        phone.chat.accept(phone.message(kind=Kind.PICTURE))
    await phone.chat.finish()
    assert len(phone.sender.read()) == 2


async def test_no_words_and_too_many_words(phone: Phone) -> None:
    await phone.say("hello")
    assert await phone.say("\x00 ") == [words.said("utter_no_words", "sms").text]
    assert await phone.say("word " * 2_000) == [words.said("utter_too_long", "sms").text]


async def test_danger_in_ten_thousand_characters_is_answered(phone: Phone) -> None:
    await phone.chat.take(phone.message("He keeps writing. " * 600 + "I want to kill myself."))
    assert phone.sender.calls[0].safety


@pytest.mark.parametrize("text", ["hang on", "break it"])
async def test_a_broken_turn_ends_in_help(phone: Phone, text: str) -> None:
    await phone.say("hello")
    assert await phone.say(text) == [TROUBLE]
    assert await phone.say("again") == ["You: again"]


async def test_a_provider_that_fails_costs_only_what_it_lost(phone: Phone) -> None:
    phone.sender.failures = 1
    assert await phone.say("hello") == []
    assert await phone.say("again") == [START, "You: again"]
    phone.sender.failures = 1
    assert await phone.say("lost") == []
    assert await phone.say("and again") == ["You: and again"]


async def test_who_writes_too_fast_is_told_once_and_danger_is_still_heard(phone: Phone) -> None:
    for _ in range(RATE.amount + 5):
        phone.chat.accept(phone.message("hi"))
    phone.chat.accept(phone.message("I want to kill myself"))
    await phone.chat.finish()
    texts = phone.sender.texts
    assert texts.count(words.said(words.SENT_TOO_FAST, "sms").text) == 1
    assert sum(call.safety for call in phone.sender.calls) == 1


class Away:
    """A place that cannot be reached."""

    def __getattr__(self, name: str) -> Any:
        def unreachable(*args: Any, **options: Any) -> None:
            raise StorageUnavailableError("Redis did not answer just now")

        return unreachable


async def test_while_nothing_can_be_kept_danger_is_answered_and_help_named(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "STOP_PAUSES", (0.0, 0.01))
    sender, away = RecordingSender(), Away()
    chat = MessagingChat(
        "sms", bot, None, sender, sessions=MessagingSessions(away), seen=away, order=away
    )
    await chat.take(Incoming(ANN, "1", text=clean("I want to kill myself")))
    (danger,) = sender.calls
    assert danger.safety
    sender.calls.clear()
    await chat.take(Incoming(ANN, "2", text=clean("hello")))
    assert sender.read() == [TROUBLE]
    await chat.take(Incoming(ANN, "3", text=clean("umbrella")))
    assert sender.read() == []
    assert bot.heard == []


async def test_a_stopped_chat_is_forgotten_when_redis_comes_back(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "STOP_PAUSES", (0.0, 0.01))
    await phone.say("hello")
    end, failures = phone.sessions.end, [StorageUnavailableError()]

    def fails_once(chat_id: str) -> None:
        if failures:
            raise failures.pop()
        end(chat_id)

    monkeypatch.setattr(phone.sessions, "end", fails_once)
    assert await phone.say("umbrella") == []
    assert (await phone.say("hello"))[0] == START


async def test_a_goodbye_that_could_not_be_kept_is_not_claimed(bot: Bot) -> None:
    phone = Phone(bot)
    await phone.say("hello")

    def fails(session_id: str) -> None:
        raise StorageUnavailableError

    phone.sessions.end = fails  # type: ignore[method-assign]
    assert await phone.say("bye") == [words.said(words.NOT_FORGOTTEN, "sms").text]
