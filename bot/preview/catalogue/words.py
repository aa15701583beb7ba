"""Everyday words for technical names in the scripts: data/preview/words.en.yml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.preview.word_file import WordFile, word_file
from bot.responses.script_index import FILLED_IN, ScriptIndex
from bot.responses.taps import entities_of


@dataclass(frozen=True)
class Words(WordFile):
    """The words of the file, and the buttons' own titles for what a slot may hold."""

    titles: Mapping[tuple[str, str], str]

    @classmethod
    def read(cls, index: ScriptIndex) -> Words:
        """Read the words, and the titles of the buttons in the scripts."""
        content = word_file("words").content
        return cls(content, _titles(index, content["titles_say_nothing"]))

    def plain(self, part: str, name: str, /) -> str:
        """Give the words for a name; its own words where the file has none."""
        return self.named(part, name) or readable(name)

    def slot(self, slot: str) -> str:
        """Give what a slot holds, in words that read on after "according to"."""
        return self.plain("slots", slot)

    def value(self, slot: str, value: object, responses: Mapping[str, Any]) -> str:
        """Give what a slot's value is called; its own words where it has no name."""
        if isinstance(value, list):
            return ", ".join(self.value(slot, one, responses) for one in value)
        return self.known_value(slot, value, responses) or readable(str(value))

    def known_value(self, slot: str, value: object, responses: Mapping[str, Any]) -> str:
        """Give what a slot's value is called by its own button; empty where it has none."""
        own = responses.get(f"{self.content['values_from'].get(slot)}_{value}")
        if own and own[0].get("buttons"):
            return str(own[0]["buttons"][0]["title"])
        known: Mapping[str, str] = self.content["values"]
        return self.titles.get((slot, str(value))) or known.get(str(value), "")

    def condition(self, slot: str, value: object, responses: Mapping[str, Any]) -> str:
        """Give a condition on a slot as a clause that reads on after "when"."""
        told = (self.content["conditions"].get(slot) or {}).get(value)
        if told:
            return str(told)
        return self.sentence(
            "conditions", "other", slot=self.slot(slot), value=self.value(slot, value, responses)
        )

    def said_by_code(self, response: str) -> str:
        """Give when the program itself says a response; the longest known beginning counts."""
        known: Mapping[str, str] = self.content["code"]
        fitting = [one for one in known if response == one or response.startswith(f"{one}_")]
        return known[max(fitting, key=len)] if fitting else ""


def readable(name: str) -> str:
    """Give a technical name as words: `utter_support_fear` as "support fear"."""
    return name.removeprefix("utter_").replace("_", " ").strip()


def _titles(index: ScriptIndex, unsaid: list[str]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], Counter[str]] = {}
    for _, button in index.all_buttons():
        for slot, value in entities_of(button["payload"]).items():
            if slot not in unsaid and isinstance(value, str) and not FILLED_IN.search(value):
                found.setdefault((slot, value), Counter())[button["title"]] += 1
    return {key: titles.most_common(1)[0][0] for key, titles in found.items()}
