"""The first words: there for every flag, never a number alone, never a dead end."""

import re
from pathlib import Path

import pytest

from bot.safety import FLAGS, Safety, ScriptError, detect, first_reply, load_scripts

NUMBER = re.compile(r"\b\d{3}\b|\d{3}-\d{4}")


@pytest.mark.parametrize("flag", FLAGS)
def test_act_answers_and_offers_a_way_on(flag: str) -> None:
    first, offers = first_reply(Safety("act", (flag,)))
    words = " ".join(first["texts"])
    assert first["response"] == f"utter_safety_first_{flag}"
    assert "program" in words  # says what it is not
    assert re.search(r"\b(988|911)\b", words)
    assert "text" in words  # where speaking is not safe
    assert len([s for s in re.split(r"[.!?]\s", words) if not NUMBER.search(s)]) >= 3
    payloads = {button["payload"] for button in offers["buttons"]}
    assert payloads & {"/safety_ok"}
    assert "/safety_not_meant" in payloads
    assert any(payload.startswith("/safety_step") for payload in payloads)


@pytest.mark.parametrize("flag", FLAGS)
def test_check_asks_one_plain_question(flag: str) -> None:
    (message,) = first_reply(Safety("check", (flag,)))
    assert "?" in " ".join(message["texts"])
    payloads = [button["payload"] for button in message["buttons"]]
    assert payloads[0] == ("/screening_yes" if flag == "suicide_self" else f"/{flag}")
    assert payloads[-1] == "/safety_not_meant" or "/safety_not_meant" in payloads


def test_nothing_is_said_without_a_reason() -> None:
    assert first_reply(detect("what is the law in Ohio")) == []


def test_the_gravest_flag_is_answered() -> None:
    reply = first_reply(detect("I want to die and he is outside my door right now"))
    assert [message["response"] for message in reply] == [
        "utter_safety_first_immediate_danger",
        "utter_safety_also_suicide_self",
        "utter_safety_next_immediate_danger",
    ]


def test_what_a_caller_does_with_a_reply_changes_no_later_one() -> None:
    first_reply(Safety("act", ("self_harm",)))[0]["texts"].clear()
    assert first_reply(Safety("act", ("self_harm",)))[0]["texts"]


@pytest.mark.parametrize("content", ["responses: [", "- 1", "responses: {utter_x: []}", ""])
def test_a_broken_or_missing_script_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ScriptError):
        load_scripts(tmp_path)
