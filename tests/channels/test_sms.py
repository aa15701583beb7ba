"""Text messages: what goes out, what comes in twice or forged, STOP and HELP, a failing Twilio."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.channels.messaging import words
from bot.channels.twilio.segments import MOST_CHARACTERS, encoding, segments

from .stand_ins.twilio import PUBLIC_ADDRESS, SMS_NUMBER, Twilio
from .twilio_server import Phone, scripted_server, until

_numbers = count(15551230000)
START = words.said("utter_start_sms", "sms").text.split(".")[0]
INFO = words.said("utter_program_info_sms", "sms").text.split(".")[0]
LEFT = words.said("utter_left_sms", "sms").text.split(".")[0]


@pytest.fixture(scope="module")
def provider() -> Iterator[Twilio]:
    with Twilio() as running:
        yield running


@pytest.fixture(scope="module")
def log(provider: Twilio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with scripted_server(provider, tmp_path_factory.mktemp("sms")) as file:
        yield file


@pytest.fixture
def ann(provider: Twilio, log: Path) -> Iterator[Phone]:
    """Somebody whom the bot does not know yet."""
    provider.flaws.clear()
    yield Phone(provider, f"+{next(_numbers)}")
    assert provider.flaws == []


@pytest.fixture
def known(ann: Phone) -> Phone:
    """Somebody who read the first words."""
    ann.ask("hello", "You: hello")
    ann.clear()
    return ann


def test_the_first_words_come_first_and_once(ann: Phone) -> None:
    text = ann.ask("hello", "You: hello")
    assert text.index(START) < text.index("You: hello")
    assert START not in ann.ask("again", "You: again")


def test_every_message_is_plain_and_short(ann: Phone) -> None:
    ann.ask("menu 4", "Reply")
    assert ann.shown
    for shown in ann.shown:
        assert encoding(shown.text) == "GSM-7"
        assert len(shown.text) <= MOST_CHARACTERS
        assert segments(shown.text) <= 2


def test_choices_are_numbered(known: Phone) -> None:
    text = known.ask("menu 4", "Reply")
    assert "1 Yes, it is safe\n2 No\n3 Not sure\n4 Skip this" in text
    assert "/go" not in text


def test_a_long_turn_is_split_at_sentences_and_nothing_is_lost(known: Phone) -> None:
    text = known.ask("long 1200", "Reply")
    assert len(known.shown) > 3
    assert text.count("A sentence of seven quite ordinary words.") == 27
    assert all(shown.text.startswith(f"({number}/") for number, shown in enumerate(known.shown, 1))


def test_a_message_that_is_delivered_twice_is_answered_once(known: Phone) -> None:
    message = known.provider.message(known.number, "only once")
    assert [known.provider.call(message) for _ in range(3)] == [200, 200, 200]
    known.wait("You: only once")
    assert known.is_quiet()
    assert known.text.count("You: only once") == 1


def test_a_burst_is_answered_in_its_order(known: Phone) -> None:
    for number in range(5):
        assert known.write(f"part {number}") == 200
    text = known.wait("You: part 4")
    places = [text.index(f"You: part {number}") for number in range(5)]
    assert places == sorted(places)


def test_twilio_is_answered_before_the_person_is(known: Phone) -> None:
    known.provider.delay(0.5, path="/Messages")
    assert known.write("slowly") == 200
    assert known.shown == []
    known.wait("You: slowly")


@pytest.mark.parametrize("signature", ["", "forged", None])
def test_nobody_but_twilio_is_let_in(known: Phone, signature: str | None) -> None:
    message = known.provider.message(known.number, "forged words")
    status = known.provider.call(message, token="another token", signature=signature)
    assert status == 403
    assert known.is_quiet()


def test_a_signature_for_another_address_is_forged(known: Phone) -> None:
    message = known.provider.message(known.number, "forged words")
    other = f"{PUBLIC_ADDRESS}/webhooks/whatsapp/webhook"
    assert known.provider.call(message, signed_for=other) == 403


def test_an_address_that_twilio_signs_with_its_port_is_right(known: Phone) -> None:
    message = known.provider.message(known.number, "by port")
    signed_for = f"{PUBLIC_ADDRESS}:443/webhooks/sms/webhook"
    assert known.provider.call(message, signed_for=signed_for) == 200
    known.wait("You: by port")


def test_a_query_in_the_address_is_signed_too(known: Phone) -> None:
    path = "/webhooks/sms/webhook?clinic=north&empty="
    assert known.provider.call(known.provider.message(known.number, "asked"), path=path) == 200
    known.wait("You: asked")


@pytest.mark.parametrize(("name", "value"), [("From", ""), ("MessageSid", "")])
def test_what_is_no_message_is_refused(known: Phone, name: str, value: str) -> None:
    message = {**known.provider.message(known.number, "words"), name: value}
    assert known.provider.call(message, path="/webhooks/sms/webhook") == 400
    assert known.is_quiet()


def test_what_is_too_large_is_refused(known: Phone) -> None:
    assert known.write("x" * 300_000) == 413


def test_a_message_to_another_number_is_not_answered_from_ours(known: Phone, log: Path) -> None:
    assert known.write("hello", To="+15559990000") == 400
    assert known.is_quiet()
    assert "a number that is not ours" in log.read_text()


@pytest.mark.parametrize("word", ["STOP", "stop", "End", "CANCEL", "optout"])
def test_stop_ends_and_forgets_and_nothing_is_sent(ann: Phone, word: str) -> None:
    ann.ask("hello", "You: hello")
    ann.clear()
    assert ann.write(word) == 200
    assert ann.is_quiet()
    assert ann.shown == []
    # What comes after it is held back by Twilio, and that is no trouble.
    ann.write("are you there")
    assert ann.is_quiet()
    ann.clear()
    ann.write("START")
    assert START in ann.wait("You: /")


def test_stop_among_other_words_is_said_to_the_bot(known: Phone) -> None:
    known.ask("how do I stop him", "You: how do I stop him")


def test_help_says_what_this_is_and_where_help_is(known: Phone) -> None:
    text = known.ask("HELP", INFO)
    assert "911" in text
    assert "988" in text
    assert len(known.shown) == 1


def test_help_that_twilio_answers_itself_is_not_answered_twice(known: Phone) -> None:
    assert known.write("HELP", OptOutType="HELP") == 200
    assert known.is_quiet()


def test_yes_is_an_answer(known: Phone) -> None:
    known.ask("YES", "You: YES")


def test_danger_is_answered_first_in_one_pair(ann: Phone) -> None:
    ann.ask("he is outside my door with a knife", "911")
    first = ann.shown[0]
    assert "911" in first.text
    assert START not in first.text
    assert encoding(first.text) == "GSM-7"
    assert segments(first.text) <= 2
    ann.wait("You: he is outside")


def test_help_in_danger_is_no_word_of_the_carriers(ann: Phone) -> None:
    assert "911" in ann.ask("help me he is breaking in right now", "911")


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "picture"),
        ("audio/amr", "voice"),
        ("video/3gpp", "video"),
        ("application/pdf", "file"),
        ("text/x-vcard", "contact"),
    ],
)
def test_what_cannot_be_read_is_answered_kindly(known: Phone, content_type: str, kind: str) -> None:
    assert known.provider.media(known.number, content_type) == 200
    known.wait(words.said(f"utter_cannot_read_{kind}", "sms").text.split(".")[0])
    assert not any("/Media/" in call.path for call in known.provider.calls)


def test_a_caption_is_answered(known: Phone) -> None:
    known.provider.media(known.number, "image/png", "he sent me this")
    known.wait("You: he sent me this")


def test_a_failing_twilio_is_asked_again(known: Phone) -> None:
    known.provider.fail(503, times=2, path="/Messages")
    known.ask("try again", "You: try again")
    assert len(known.shown) == 1


def test_a_busy_twilio_is_given_the_time_it_asks_for(known: Phone) -> None:
    known.provider.fail(429, headers={"Retry-After": "1"}, path="/Messages")
    known.ask("not so fast", "You: not so fast")


def test_what_twilio_refuses_is_not_asked_again(known: Phone, log: Path) -> None:
    known.provider.fail(400, content={"code": 21617, "status": 400}, path="/Messages")
    before = len(known.provider.calls)
    known.write("refused")
    until(lambda: "Twilio refused a message: error 21617" in log.read_text())
    assert len(known.provider.calls) == before + 1
    known.ask("and on", "You: and on")


def test_after_an_opt_out_nothing_is_a_failure(ann: Phone, log: Path) -> None:
    ann.ask("hello", "You: hello")
    before = log.read_text().count("could not be delivered")
    ann.provider.opted_out.add(ann.number)
    ann.write("hello again")
    assert ann.is_quiet()
    assert log.read_text().count("could not be delivered") == before


def test_a_broken_turn_names_911(known: Phone) -> None:
    assert "911" in known.ask("break it", "988")


def test_leaving_says_what_stays_and_forgets(known: Phone) -> None:
    text = known.ask("bye", LEFT)
    assert "Take care." in text
    assert START in known.ask("hello", "You: hello")


def test_a_report_on_a_delivery_is_logged_by_its_code(known: Phone, log: Path) -> None:
    known.ask("report", "You: report")
    shown = known.newest
    assert shown.callback == f"{PUBLIC_ADDRESS}/webhooks/sms/status"
    assert known.provider.status(shown, "sent") == 204
    assert known.provider.status(shown, "undelivered", 30003) == 204
    text = log.read_text()
    assert "a message did not arrive: error 30003 of Twilio" in text
    assert shown.sid not in text
    report = {"MessageSid": shown.sid, "MessageStatus": "failed", "ErrorCode": "30009"}
    path = "/webhooks/sms/status"
    assert known.provider.call(report, path=path, token="another token") == 403
    assert known.provider.call({**report, "ErrorCode": "canary words"}, path=path) == 204
    text = log.read_text()
    assert "30009" not in text
    assert "canary" not in text


def test_nothing_of_a_person_is_logged(ann: Phone, log: Path) -> None:
    ann.ask("Canaryville is my town", "You: Canaryville")
    ann.provider.media(ann.number, "image/png", "Canarycaption of mine")
    ann.wait("You: Canarycaption")
    ann.ask("break Canarybreak", "988")
    ann.provider.fail(400, content={"message": f"Canary {ann.number}"}, path="/Messages")
    ann.provider.fail(500, times=3, path="/Messages")
    ann.write("Canarylost")
    ann.write("Canarylost again")
    assert ann.is_quiet()
    ann.write("STOP")
    assert ann.is_quiet()
    text = log.read_text()
    for trace in ("Canary", ann.number, ann.number[1:], SMS_NUMBER, "SM000", "auth token"):
        assert trace not in text, trace
