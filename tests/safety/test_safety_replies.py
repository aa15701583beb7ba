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


def names(text: str) -> list[str]:
    return [message["response"] for message in first_reply(detect(text))]


@pytest.mark.parametrize("text", ["hes home gotta go", "brb hes here", "i have to go he's coming"])
def test_who_has_to_go_reads_one_short_line(text: str) -> None:
    (line, end) = first_reply(detect(text))
    words = " ".join([*line["texts"], *end["texts"]])
    assert "911" in words
    assert "?" not in words
    assert len(words.split()) <= 20


def test_who_has_to_go_from_an_attack_is_answered_in_full() -> None:
    assert names("he just hit me i have to go he's coming")[0] == (
        "utter_safety_first_immediate_danger"
    )


def test_what_others_say_is_met_as_cruelty_with_one_question() -> None:
    for text in ("they said kys", "he says I should kill myself", "people tell me to go die"):
        met, question = first_reply(detect(text))
        assert "cruel" in " ".join(met["texts"])
        assert " ".join([*met["texts"], *question["texts"]]).count("?") == 1
    assert names("I want to die")[0] == "utter_safety_first_suicide_self"


def test_a_squeezed_neck_is_a_matter_for_a_doctor() -> None:
    assert "utter_safety_also_strangled" in names("he choked me last week")
    assert "utter_safety_also_strangled" in names("she put her hands around my neck")
    assert "utter_safety_also_strangled" not in names("he just hit me")


def test_a_grown_up_who_tells_of_a_child_is_not_taken_for_it() -> None:
    mother = first_reply(detect("a man online keeps asking my daughter for nudes"))
    assert "If that is you" not in str(mother)
    child = first_reply(detect("i'm 13 and he wants me to send naked pics"))
    assert "If that is you" in str(child)


@pytest.mark.parametrize(
    "text",
    [
        "quiero morir",
        "está afuera de mi casa",
        "no quiero vivir",
        # Several dangers at once: the sentences for the others are in Spanish too.
        "quiero matarme y mi marido le pega a mi hija, está en la puerta con una pistola",
    ],
)
def test_who_writes_in_spanish_reads_spanish(text: str) -> None:
    assert all(name.endswith("_es") for name in names(text))


def test_a_stray_spanish_word_takes_no_english_away() -> None:
    said = names("ha ha ha kill myself")
    assert "utter_safety_first_suicide_self" in said


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("i took all my pills", True),
        ("I have just swallowed the whole bottle", True),
        ("i tried to hang myself tonight", True),
        ("i almost took all my pills", False),
        ("i want to take all my pills", False),
        ("i took my dads gun and i want to die", False),
        ("i took all my pills last year and wanted to die", False),
    ],
)
def test_what_was_taken_or_done_already_needs_a_doctor(text: str, done: bool) -> None:
    assert ("utter_safety_first_already_done" in names(text)) == done


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        (
            "i took all my pills because my uncle touches me, im 13",
            "utter_safety_first_already_done",
            "utter_safety_also_child_at_risk",
        ),
        (
            "me tomé todas las pastillas, tengo 13 años y mi tío me toca",
            "utter_safety_first_already_done_es",
            "utter_safety_also_child_at_risk_es",
        ),
    ],
)
def test_the_doctor_comes_before_the_talk_about_the_harm(text: str, first: str, then: str) -> None:
    said = names(text)
    assert said[0] == first
    assert then in said


def test_a_child_in_danger_hears_that_it_is_not_to_blame() -> None:
    assert "utter_safety_also_young" in names("im 12 and my dad has a gun and hes coming upstairs")
    assert "utter_safety_also_young" not in names("my husband has a gun and hes coming upstairs")


def test_a_child_is_told_not_to_go_to_a_meeting() -> None:
    meeting = "utter_safety_also_meeting"
    assert meeting in names("im 13 and an older guy from discord wants to meet me tonight")
    assert meeting not in names("a man online wants to meet up with my daughter, she is 12")
    assert meeting not in names("he wants to meet me tonight and he has a gun")
