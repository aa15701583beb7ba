"""The bench sends only what a person could send."""

from __future__ import annotations

from bot.responses.script_index import shared_index
from tests.bench.messages import check_same_mix, read_conversations


def test_every_button_that_is_tapped_stands_in_the_scripts() -> None:
    tapped = {
        message.content
        for conversation in read_conversations("lantern")
        for message in conversation
        if message.how == "choice"
    }
    assert tapped
    assert tapped <= shared_index().payloads


def test_both_bots_get_the_same_kinds_of_messages() -> None:
    check_same_mix(read_conversations("lantern"), read_conversations("stock"))
