"""When a wording is said, and how it may differ: each key of the scripts told in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.channel_names import MESSAGING, MESSAGING_APPS, WEB_CHAT
from bot.preview.catalogue.words import Words
from bot.responses.gathered import VALUE
from bot.responses.project import Project
from bot.responses.reachable import StandIn, stand_ins
from bot.responses.taps import intent_of

Variation = Mapping[str, Any]
_PLACE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Note:
    """A sentence about a response, and the responses that it speaks of."""

    sentence: str
    names: list[str] = field(default_factory=list)


class When:
    """Tells the conditions and keys of responses in a project."""

    def __init__(self, project: Project, words: Words) -> None:
        self._project = project
        self._words = words
        self._responses = project.scripts.responses

    def channel(self, variation: Variation, variations: Sequence[Variation]) -> str:
        """Tell where a wording is said, seen beside the others of its response."""
        channel = variation.get("channel")
        written = {one.get("channel") for one in variations} - {None}
        apps = set(MESSAGING_APPS)
        if channel is None and not written:
            key = ""
        elif channel is None:
            key = WEB_CHAT if MESSAGING in written or apps <= written else "else"
        else:
            key = "messaging_else" if channel == MESSAGING and written & apps else str(channel)
        return self._words.plain("channels", key)

    def condition(self, variation: Variation, variations: Sequence[Variation]) -> str:
        """Tell on which condition a wording is said; empty where there is none."""
        if variation.get("condition"):
            clauses = (
                self._words.condition(one["name"], one["value"], self._responses)
                for one in variation["condition"]
            )
            return " and ".join(clauses)
        channel = variation.get("channel")
        beside = any(one.get("condition") and one.get("channel") == channel for one in variations)
        return self._words.plain("conditions", "otherwise") if beside else ""

    def notes(self, name: str) -> list[Note]:
        """Tell how a response may differ and what it lends, key by key."""
        found: list[Note] = []
        for variation in self._responses[name]:
            for note in self._told(name, variation):
                if note not in found:
                    found.append(note)
        return found

    def _told(self, name: str, variation: Variation) -> Iterator[Note]:
        metadata = variation.get("metadata") or {}
        others = list(dict.fromkeys(stand_ins(self._project, name)))
        yield from self._of_stand_ins(name, metadata, others)
        yield from self._of_buttons(metadata, others)
        yield from self._of_texts(metadata, others)
        yield from self._of_questions(name, metadata)
        yield from self._of_people(variation, metadata)

    def _of_stand_ins(
        self, name: str, metadata: Mapping[str, Any], others: list[StandIn]
    ) -> Iterator[Note]:
        if "by_slot" in metadata:
            slot = self._words.slot(metadata["by_slot"])
            yield self._note("by_slot", _named(others, "by_slot"), slot=slot)
        for key in ("by_slot_else", "skip_known", "buttons_for_all", "buttons_again"):
            if key in metadata:
                yield self._note(key)
        for slot, other in (metadata.get("with_slot") or {}).items():
            yield self._note("with_slot", [other], slot=self._words.slot(slot))
        for value, order in (metadata.get("order") or {}).items():
            names = [f"{name}_{one}" for one in order]
            told = self._words.value("order", value, self._responses)
            key = "order_none" if value == "none" else "order"
            yield self._note(key, names, value=told)
        if metadata.get("by_repeat"):
            repeat = metadata["by_repeat"]
            key = f"by_repeat_{repeat if isinstance(repeat, str) else 'last'}"
            yield self._note(key, _named(others, "by_repeat"))
        if "opening" in metadata:
            yield self._note("opening", _named(others, "opening", "opening_again"))

    def _of_buttons(self, metadata: Mapping[str, Any], others: list[StandIn]) -> Iterator[Note]:
        if "buttons_from" not in metadata:
            return
        names = _named(others, "buttons_from")
        if "fitting" in metadata:
            yield self._note(f"buttons_{metadata['fitting']}", names)
        elif "in_slot" in metadata:
            yield self._note("buttons_slot", names, slot=self._slots(metadata["in_slot"]))
        else:
            group = self._words.plain("groups", metadata["group"])
            yield self._note("buttons_group", names, group=group)
        if "buttons_payload" in metadata:
            intent = intent_of(metadata["buttons_payload"].replace(VALUE, "value"))
            yield self._note("buttons_payload", intent=self._words.plain("intents", intent))

    def _of_texts(self, metadata: Mapping[str, Any], others: list[StandIn]) -> Iterator[Note]:
        if "list_from" in metadata:
            lists = metadata.get("lists") or {"list": metadata["in_slot"]}
            for place, slot in lists.items():
                names = _named(others, "list_from")
                yield self._note("list", names, placeholder=f"{{{place}}}", slot=self._slots(slot))
        if "facts_from" in metadata:
            slots = self._slots(metadata["facts_in"])
            names = _named(others, "facts_from")
            yield self._note("facts", names, placeholder="{facts}", slots=slots)
        if "words_from" in metadata:
            slots = self._slots(metadata["words_in"])
            names = _named(others, "words_from")
            yield self._note("words", names, placeholder="{words}", slots=slots)

    def _of_questions(self, name: str, metadata: Mapping[str, Any]) -> Iterator[Note]:
        if "asks" in metadata:
            value = self._words.value("asks", metadata["asks"], self._responses)
            yield self._note("asks", value=value)
            base = name.removesuffix(f"_{metadata['asks']}")
            yield self._note("next", [f"{base}_{metadata['next']}"])
        if "group" in metadata and "buttons_from" not in metadata:
            yield self._note("group", group=self._words.plain("groups", metadata["group"]))

    def _of_people(self, variation: Variation, metadata: Mapping[str, Any]) -> Iterator[Note]:
        for key, place in (
            ("part_of", "file"),
            ("grade_exempt", "reason"),
            ("spanish_differs", "reason"),
        ):
            if key in metadata:
                yield self._note(key, **{place: metadata[key]})
        if metadata.get("resources"):
            yield self._note("resources", names=", ".join(metadata["resources"]))
        custom = variation.get("custom") or {}
        if custom.get("session") == "end":
            yield self._note("session_end")
        if "print" in custom:
            yield self._note("print")
        if _PLACE.search(str(variation.get("text") or "")):
            yield self._note("placeholders")

    def _slots(self, slots: str | list[str]) -> str:
        names = [slots] if isinstance(slots, str) else slots
        return ", ".join(self._words.slot(one) for one in names)

    def _note(self, key: str, about: Sequence[str] = (), **filled: str) -> Note:
        return Note(
            self._words.sentence("keys", key, **filled),
            [one for one in about if one in self._responses],
        )


def _named(others: list[StandIn], *keys: str) -> list[str]:
    return list(dict.fromkeys(one.name for one in others if one.key in keys))
