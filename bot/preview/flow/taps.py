"""The choices under each response, and what the bot says when one is tapped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.policies.screening import ANSWERS
from bot.preview.flow.chart import THIS_TURN, Arrow, Tap, Way
from bot.preview.flow.rulebook import Rulebook, read_payload
from bot.preview.flow.safety_talk import after_question, first_words
from bot.responses.gathered import gathered_buttons
from bot.safety.language import in_spanish
from bot.safety.model import FLAGS

RESUME = "step:resume"
_SPANISH = "_es"


def taps_of(name: str, book: Rulebook) -> Iterator[tuple[Tap, list[Arrow]]]:
    """Yield every choice that a response can have, with the arrows to what it leads to."""
    seen: set[tuple[str, str]] = set()
    for button, gathered in _buttons(name, book):
        title, payload = button["title"], button["payload"]
        if (title, payload) in seen:
            continue
        seen.add((title, payload))
        led = led_to(name, payload, book)
        sets = _sets(name, payload, book)
        arrows = [
            Arrow(name, target, Way.TAP, f"{title} ({when})" if when else title, gathered, sets)
            for target, when in led
        ]
        yield Tap(title, payload, bool(led), gathered), arrows


def led_to(source: str, payload: str, book: Rulebook) -> list[tuple[str, str]]:
    """Give the boxes that a choice under a response leads to, each with when; empty: nowhere."""
    read = read_payload(payload)
    if read is None:
        return []
    intent, entities = read
    known = book.slots_of(intent, entities)
    if source.endswith(_SPANISH):
        known.setdefault("language", "es")
    found = _targets(source, intent, known, book)
    if known.get("language") == "es":
        found = [(in_spanish(box, book.responses), when) for box, when in found]
    return found


def _sets(source: str, payload: str, book: Rulebook) -> tuple[tuple[str, str], ...]:
    """What is certain after a tap: slots, and what the safety talk goes by in this turn."""
    read = read_payload(payload)
    if read is None:
        return ()
    intent, entities = read
    known = book.slots_of(intent, entities)
    if intent in FLAGS:
        known[THIS_TURN] = f"act {intent}"
    elif intent in ANSWERS:
        known[THIS_TURN] = f"{source.removesuffix(_SPANISH)} {intent}"
    return tuple(known.items())


def _targets(
    source: str, intent: str, known: dict[str, str], book: Rulebook
) -> list[tuple[str, str]]:
    if intent in FLAGS:
        return [(first_words(intent), "")]
    if intent == "resume":
        return [(RESUME, "")]
    if intent in ANSWERS:
        asked = after_question(source.removesuffix(_SPANISH), intent)
        if asked:
            return [(chain[0], when) for when, chain in asked]
    answer = book.answering(intent, known, source)
    return [(answer[0], "")] if answer else []


def _buttons(name: str, book: Rulebook) -> Iterator[tuple[dict[str, str], bool]]:
    for variation in book.responses[name]:
        metadata = variation.get("metadata") or {}
        if "buttons_from" in metadata:
            for button in gathered_buttons(book.responses, metadata, _values(metadata, book)):
                yield button, "group" not in metadata
        yield from ((button, False) for button in variation.get("buttons") or [])
    if not any("buttons" in one for one in book.responses[name]):
        lender = book.lenders.get(name)
        if lender:
            yield from ((one, False) for one in book.responses[lender][0].get("buttons") or [])


def _values(metadata: dict[str, Any], book: Rulebook) -> list[str] | None:
    """Values of all choices that may be gathered; None where a group says which."""
    if "group" in metadata and "in_slot" not in metadata and "fitting" not in metadata:
        return None
    base = f"{metadata['buttons_from']}_"
    return [name.removeprefix(base) for name in book.responses if name.startswith(base)]
