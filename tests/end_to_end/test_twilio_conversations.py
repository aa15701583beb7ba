"""Whole conversations by text message and in WhatsApp, with the trained bot behind them.

Both servers run as `make run` starts them; Twilio is its stand-in, which holds everything that is
sent to its limits.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import count

import pytest

from bot.channels.messaging import words
from bot.channels.twilio.segments import encoding, segments
from tests.channels.stand_ins import twilio
from tests.channels.stand_ins.twilio import Twilio
from tests.channels.stand_ins.twilio_rules import Shown
from tests.channels.twilio_server import Phone, environment, until
from tests.end_to_end.running import Running

_numbers = count(15557770000)
CHANNELS = ["sms", "whatsapp"]
MARK = "Zzyzxcanary"


@pytest.fixture(scope="module")
def provider() -> Iterator[Twilio]:
    with Twilio() as running:
        yield running


@pytest.fixture(scope="module")
def lantern(provider: Twilio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("twilio")
    database = f"sqlite:///{folder / 'lantern.db'}"
    settings = environment(provider.address)
    ours = {name: value for name, value in settings.items() if name.startswith(("TWILIO", "LANT"))}
    running = Running(folder, database, **ours)
    provider.lantern = running.address
    yield running
    running.stop()


class Person(Phone):
    """Somebody in a chat, who taps what can be tapped and sends numbers for the rest."""

    def choose(self, title: str, answer: str = "") -> str:
        """Take a choice of the newest menu; gives what arrived."""
        tappable = any(title in shown.titles for shown in self.shown)
        number = re.findall(rf"^(\d+) {re.escape(title)}$", self.text, re.MULTILINE)
        assert tappable or number, f"{title!r} is no choice of: {self.text}"
        if not tappable:
            return self.say(number[-1], answer)
        assert self.tap(title) == 200
        return self._answered(self.shown, answer)

    def say(self, text: str, answer: str = "", **more: str) -> str:
        """Write; gives what arrived."""
        before = self.shown
        assert self.write(text, **more) == 200
        return self._answered(before, answer)

    def _answered(self, before: list[Shown], answer: str) -> str:
        known = len(before)
        until(lambda: len(self.shown) > known and answer in self._since(known))
        until(self.is_quiet)  # a turn may be several messages
        text = self._since(known)
        self.provider.phones[self.number] = self.shown[known:]
        return text

    def _since(self, known: int) -> str:
        return "\n\n".join(one.text for one in self.shown[known:])


@pytest.fixture(params=CHANNELS)
def ann(request: pytest.FixtureRequest, provider: Twilio, lantern: Running) -> Iterator[Person]:
    provider.flaws.clear()
    prefix = "whatsapp:" if request.param == "whatsapp" else ""
    person = Person(provider, f"{prefix}+{next(_numbers)}")
    yield person
    assert provider.flaws == []


@pytest.fixture
def inside(ann: Person) -> Person:
    """Somebody who was welcomed, and said that it is safe."""
    ann.say("hello")
    ann.choose("Yes, it is safe")
    return ann


def channel_of(person: Person) -> str:
    return "whatsapp" if person.number.startswith("whatsapp:") else "sms"


def first_words(person: Person) -> str:
    channel = channel_of(person)
    return words.said(words.START[channel], channel).text.split(".")[0]


def last_words(person: Person) -> str:
    channel = channel_of(person)
    return words.said(words.LEFT[channel], channel).text.split(".")[0]


def test_path_1_welcome(ann: Person) -> None:
    text = ann.say("hello")
    assert first_words(ann) in text
    assert "safe" in text
    text = ann.choose("Yes, it is safe")
    assert "Tell what is happening" in text or "Tell what is happening" in ann.newest.titles
    assert first_words(ann) not in text


def test_path_2_recognise(inside: Person) -> None:
    assert "location tracking" in inside.say("my ex put a tracker on my car").lower()


def test_path_3_be_heard(inside: Person) -> None:
    inside.choose("Talk about how I feel")
    assert inside.say("i am so scared all the time")


def test_path_4_options(inside: Person) -> None:
    inside.choose("See my options")
    text = inside.say("2")
    assert text
    assert inside.say("go back")


def test_path_5_law(inside: Person) -> None:
    text = inside.choose("Law in my state")
    assert "ZIP" in text
    text = inside.say("43004", "2903.211")
    assert "Ohio" in text
    # A number that was asked for is a place; one that is not is a choice.
    assert "Ohio" in inside.choose("Court orders")


def test_path_6_safety(inside: Person) -> None:
    assert "988" in inside.say("i want to die")


def test_path_7_moving_around(inside: Person) -> None:
    inside.choose("Talk about how I feel")
    inside.say("go back")
    assert inside.say("menu")
    assert "fresh" in inside.say("start over")
    text = inside.say("leave", last_words(inside))
    assert "988" in text
    # What comes after it knows nothing of it.
    assert first_words(inside) in inside.say("hello")


DANGER = {
    "he is outside my door with a knife": "911",
    "i want to kill myself tonight": "988",
    "i cut myself again and it is bad": "988",
    "my friend says she will kill herself tonight": "988",
    "i am going to kill him tonight": "988",
    "my stepdad touches my little sister at night": "911",
}


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_answered_before_anything_else(ann: Person, text: str) -> None:
    assert ann.write(text) == 200
    ann.wait(DANGER[text])
    first = ann.shown[0]
    assert re.search(r"911|988", first.text)
    assert first_words(ann) not in first.text
    if channel_of(ann) == "sms":
        assert encoding(first.text) == "GSM-7"
        assert segments(first.text) <= 2


def test_a_burst_is_answered_in_its_order(inside: Person) -> None:
    for text in ("menu", "what is phishing", "menu", "i want to die", "go back"):
        assert inside.write(text) == 200
    inside.wait("988")
    until(inside.is_quiet)
    assert "988" in inside.text


def test_a_duplicate_is_answered_once(inside: Person) -> None:
    message = inside.provider.message(inside.number, "what is doxxing")
    inside.clear()
    assert [inside.provider.call(message) for _ in range(3)] == [200, 200, 200]
    until(lambda: bool(inside.shown))
    until(inside.is_quiet)
    answer = inside.text
    assert answer.count(answer[:60]) == 1


def test_what_comes_out_of_order_is_not_lost(inside: Person) -> None:
    earlier = inside.provider.message(inside.number, "what is phishing")
    later = inside.provider.message(inside.number, "he is breaking in right now")
    inside.clear()
    assert inside.provider.call(later) == 200
    assert inside.provider.call(earlier) == 200
    inside.wait("911")
    until(lambda: "phishing" in inside.text.lower())


def test_a_failing_provider_costs_no_answer(inside: Person) -> None:
    inside.provider.fail(503, times=2, path="/Messages")
    assert inside.say("menu")
    inside.provider.drop(times=2, path="/Messages")
    assert inside.say("what is phishing")


def test_when_the_provider_is_gone_the_chat_goes_on_after_it(inside: Person) -> None:
    inside.clear()
    inside.provider.fail(503, times=3, path="/Messages")
    inside.write("menu")
    time.sleep(3)
    assert inside.shown == []
    assert inside.say("menu")


def test_nobody_is_let_in_by_a_forged_signature(inside: Person) -> None:
    message = inside.provider.message(inside.number, "leave")
    inside.clear()
    assert inside.provider.call(message, token="another token") == 403
    assert inside.is_quiet()
    # The chat goes on where it was.
    assert first_words(inside) not in inside.say("menu")


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "picture"),
        ("application/pdf", "file"),
        ("audio/ogg", "voice"),
        ("image/webp", "sticker"),
    ],
)
def test_what_cannot_be_read_is_answered_kindly(
    inside: Person, content_type: str, kind: str
) -> None:
    said = words.said(f"utter_cannot_read_{kind}", channel_of(inside)).text
    inside.clear()
    assert inside.provider.media(inside.number, content_type) == 200
    inside.wait(said.split(".")[0])
    # What was offered before still counts.
    assert inside.say("menu")


def test_danger_under_a_picture_is_answered(inside: Person) -> None:
    inside.clear()
    inside.provider.media(inside.number, "image/jpeg", "he is outside with a gun")
    inside.wait("911")


def test_a_place_is_not_used(ann: Person) -> None:
    if channel_of(ann) == "sms":
        pytest.skip("text messages have no places")
    ann.say("hello")
    said = words.said("utter_cannot_read_place", "whatsapp").text.split(",")[0]
    assert said in ann.say("", Latitude="40.741895", Longitude="-73.989308")


def test_stop_ends_and_forgets(inside: Person) -> None:
    inside.clear()
    inside.write("STOP")
    assert inside.is_quiet()
    assert inside.shown == []
    assert first_words(inside) in inside.say("START")


def test_the_code_word_ends_without_an_answer(inside: Person) -> None:
    inside.say("my ex put a tracker on my car")
    inside.clear()
    inside.write("Umbrella.")
    assert inside.is_quiet()
    assert inside.shown == []
    assert first_words(inside) in inside.say("hello")


def test_a_number_that_means_something_else_is_no_choice(inside: Person) -> None:
    text = inside.say("911")
    assert "911" in text


def test_nothing_of_anybody_is_in_the_output(inside: Person, lantern: Running) -> None:
    inside.say(f"{MARK} from {MARK} Falls put a tracker on my car")
    said = {"message": f"{MARK} {inside.number}"}
    inside.provider.fail(400, times=9, content=said, path="/Messages")
    inside.write(f"{MARK} again")
    assert inside.is_quiet()
    inside.provider.clear()
    output = lantern.output.read_text()
    for trace in (MARK, MARK.lower(), inside.number[-10:], twilio.TOKEN, "Canary Profilename"):
        assert trace not in output
    assert not re.search(r"\+?1555777\d{4}", output)


def test_no_payload_is_ever_read(inside: Person) -> None:
    for text in ("menu", "what can you do", "i do not know", "what is phishing"):
        assert not re.search(r"/[a-z_]+(\{|$)", inside.say(text), re.MULTILINE)
