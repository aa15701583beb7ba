"""What stands in for a response: other words by value, repetition, language or channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.preview.flow import words
from bot.preview.flow.chart import Arrow, Box, Kind, Way
from bot.preview.flow.rulebook import Known, Rulebook
from bot.responses.reachable import StandIn, stand_ins
from bot.responses.stand_in import metadata_of

_SPANISH = "_es"
_WHEN = {"spanish": "spanish", "by_repeat": "again", "with_slot": "two_known", "order": "in_turn"}


def stand_in_arrows(book: Rulebook) -> Iterator[Arrow]:
    """Yield an arrow to each response that stands in for another, or lends it something."""
    for name in book.responses:
        metadata = metadata_of(name, book.responses)
        others = {one.name: one for one in reversed([*stand_ins(book.project, name)])}
        for one in reversed(others.values()):
            if one.name in book.responses and one.name != name:
                yield _arrow(name, one, metadata, book)
        if "asks" in metadata:
            following = _following(name, metadata["next"], book)
            if following:
                yield Arrow(name, following, Way.INSTEAD, words.when("passed_over"))


def variant_boxes(book: Rulebook, scripts: dict[str, str]) -> Iterator[tuple[Box, Arrow]]:
    """Yield a box for each further wording of one response, with the arrow that leads to it."""
    for name, variations in book.responses.items():
        usual = usual_wording(variations)
        for number, variation in enumerate(variations):
            if variation is usual:
                continue
            box = Box(
                f"{name}@{number}",
                Kind.VARIANT,
                words.with_places_named(str(variation.get("text") or "")),
                scripts[name],
                name,
                ends=_ends(variation),
            )
            label = _when(variation) or words.when("otherwise")
            yield box, Arrow(name, box.name, Way.INSTEAD, label)


def usual_wording(variations: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the wording for everybody and every channel; the first where each has a condition."""
    return next(
        (one for one in variations if not one.get("channel") and not one.get("condition")),
        variations[0],
    )


def every_stand_in(name: str, book: Rulebook) -> list[tuple[str, Known]]:
    """Give a response and all that may be said in its place, with what is certain then."""
    found: dict[str, Known] = {name: {}}
    waiting = [name]
    while waiting:
        base = waiting.pop()
        metadata = metadata_of(base, book.responses)
        for one in stand_ins(book.project, base):
            other = one.name
            if other in found or other not in book.responses or lends(one):
                continue
            known = dict(found[base])
            if "by_slot" in metadata and one.key == "by_slot":
                known[metadata["by_slot"]] = other.removeprefix(f"{base}_")
            if other == f"{base}{_SPANISH}":
                known["language"] = "es"
            found[other] = known
            waiting.append(other)
    return list(found.items())


def value_words(value: str, book: Rulebook) -> str:
    """Give a slot's value as people say it: by the choice that names it, or plainly."""
    return book.value_names.get(value) or value.replace("_", " ")


def lends(one: StandIn) -> bool:
    """Whether a response is only taken in by the other, not said in its place."""
    return one.key.endswith("_from") or one.key.startswith("opening")


def _arrow(name: str, one: StandIn, metadata: dict[str, Any], book: Rulebook) -> Arrow:
    if lends(one):
        button = one.key == "buttons_from"
        label = words.when("lends_button" if button else "lends_words")
        label = words.when("before_it") if one.key.startswith("opening") else label
        return Arrow(name, one.name, Way.LENDS, label, gathered=button)
    value = one.name.removeprefix(f"{name}_")
    said = value_words(value, book)
    if one.key == "by_slot" and value == "some":
        return Arrow(name, one.name, Way.INSTEAD, words.when("some_known"))
    if one.key == "by_slot":
        needs = (metadata["by_slot"], value)
        label = words.when("about", value=said)
        return Arrow(name, one.name, Way.INSTEAD, label, needs=needs)
    label = words.when(_WHEN[one.key], value=said)
    return Arrow(name, one.name, Way.INSTEAD, label, in_turn=one.key == "order")


def _following(name: str, value: str, book: Rulebook) -> str | None:
    """The next question of a walk: the response of the same family with that value."""
    base = name.removesuffix(f"_{metadata_of(name, book.responses)['asks']}")
    return f"{base}_{value}" if f"{base}_{value}" in book.responses else None


def _when(variation: dict[str, Any]) -> str:
    channel = variation.get("channel")
    parts = [words.named("channels", channel) or channel] if channel else []
    for one in variation.get("condition") or []:
        key = f"{one['name']}={one['value']}"
        parts.append(words.named("conditions", key) or str(one["value"]).replace("_", " "))
    return ", ".join(parts)


def _ends(variation: dict[str, Any]) -> bool:
    return (variation.get("custom") or {}).get("session") == "end"
