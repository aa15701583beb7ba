"""Safe messaging: what no safety script may say.

After the Action Alliance's guidance for suicide prevention messaging
(http://suicidepreventionmessaging.actionallianceforsuicideprevention.org/).
"""

from __future__ import annotations

import re

import pytest

from bot.channel_names import MESSAGING_APPS, WEB_CHAT
from bot.safety import load_scripts

SCRIPTS = load_scripts()
CHANNELS = (WEB_CHAT, *MESSAGING_APPS)


def everything_said(name: str, channel: str) -> str:
    said = SCRIPTS.message(name, channel)
    return " ".join([*said["texts"], *(button["title"] for button in said["buttons"])])


TEXTS = {
    name: " ".join(dict.fromkeys(everything_said(name, channel) for channel in CHANNELS))
    for name in SCRIPTS.responses
}
FORBIDDEN = {
    "a method": r"\b(pills?|overdos\w*|hang(ing|ed)?(?! up)|noose|rope|blades?|razors?|bridges?)\b",
    "a weapon": r"\b(guns?|knife|knives|cutting)\b",
    "a crime or a success": r"\bcommit|\b(successful|failed|unsuccessful)\b.{0,20}\bsuicide",
    "a single cause": r"\bbecause of (him|her|them|the stalk\w*)\b|\b(is|was) why people\b",
    "a promise of secrecy": (
        r"\b(secret|confidential|(no one|nobody) (will know|is told)|tell (no one|nobody))\b"
    ),
    "a promise": r"\b(i promise|guarantee\w*)\b",
    "a promise of rescue": r"\bI (will|can) (call|send|alert|reach)\b(?! \w+ for you)",
    "blame": r"\b(selfish|you should have|your own fault|attention)\b",
    "numbers of an epidemic": r"\bepidemic|\bevery \d+ (seconds|minutes)\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_script_says_it(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    said = {name: pattern.search(text) for name, text in TEXTS.items()}
    assert {name: match[0] for name, match in said.items() if match} == {}


@pytest.mark.parametrize(
    "name", [name for name in TEXTS if re.search("_(first|next|check|recheck|ask)_", name)]
)
def test_every_question_and_reply_has_a_way_out(name: str) -> None:
    on_the_page = SCRIPTS.message(name)["buttons"]
    for channel in CHANNELS:
        buttons = SCRIPTS.message(name, channel)["buttons"]
        payloads = {button["payload"] for button in buttons}
        if on_the_page:
            assert payloads & {"/safety_ok", "/safety_not_meant", "/screening_no", "/leave"}


def test_nobody_is_asked_for_pictures() -> None:
    child = [text for name, text in TEXTS.items() if "child" in name or "extorted" in name]
    assert child
    assert not any(re.search(r"\b(send|show|upload)( \w+)? (me|us|here)", one) for one in child)


def test_the_fifth_question_is_about_now_and_the_source_is_named() -> None:
    assert "right now" in TEXTS["utter_safety_ask_now"]
