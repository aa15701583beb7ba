"""A response as a page shows it: its wordings, when each is said, and what leads here and on."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.preview.catalogue.examples import Examples
from bot.preview.catalogue.scripts import Script, all_scripts, script_of
from bot.preview.catalogue.ways import Tap, Way, Ways
from bot.preview.catalogue.when import Note, When
from bot.preview.catalogue.words import Words, readable
from bot.responses.project import Project
from bot.responses.reading_grade import reading_grade, word_count
from bot.responses.script_index import shared_index
from bot.responses.taps import Lead, lead_of
from bot.safety.language import in_spanish

SPANISH = "_es"


@dataclass(frozen=True)
class Button:
    """A button: its title, what a tap means, the responses that follow, and what else happens."""

    title: str
    meaning: str
    names: list[str]
    happens: list[str]


@dataclass(frozen=True)
class ShownWording:
    """One wording of a response. `grade` is None where it is too short to tell, or not English."""

    channel: str
    condition: str
    bubbles: list[str]
    buttons: list[Button]
    source: str
    words: int
    grade: float | None


@dataclass(frozen=True)
class Entry:
    """A response with all that is known of it. `other_language` is its Spanish, or its English."""

    name: str
    heading: str
    script: str
    wordings: list[ShownWording]
    notes: list[Note]
    ways: list[Way]
    taps: list[Tap]
    other_language: str | None

    @property
    def same_buttons(self) -> bool:
        """Whether all its wordings have the same buttons."""
        return all(one.buttons == self.wordings[0].buttons for one in self.wordings)

    @property
    def is_spanish(self) -> bool:
        """Whether this is the Spanish of another response."""
        return self.other_language is not None and self.name.endswith(SPANISH)


class Catalogue:
    """Everything that the bot can say, of one reading of the files."""

    def __init__(self, project: Project, examples: Examples) -> None:
        self.project = project
        self.index = project.scripts
        self.words = Words.read(project.scripts)
        self.scripts: dict[str, Script] = all_scripts(project.scripts)
        self._when = When(project, self.words)
        self._ways = Ways(project, self.words, examples)

    def entry(self, name: str) -> Entry:
        """Give a response.

        Raises:
            KeyError: no script has it.
        """
        variations = self.index.responses[name]
        return Entry(
            name,
            readable(name),
            script_of(name, self.index),
            [self._wording(one, variations, name.endswith(SPANISH)) for one in variations],
            self._when.notes(name),
            self._ways.to(name),
            self._ways.taps(name),
            self.other_language(name),
        )

    def other_language(self, name: str) -> str | None:
        """Give the Spanish of an English response, or the English of a Spanish one."""
        other = name.removesuffix(SPANISH) if name.endswith(SPANISH) else f"{name}{SPANISH}"
        return other if other in self.index.responses else None

    def _wording(
        self,
        variation: Mapping[str, Any],
        variations: Sequence[Mapping[str, Any]],
        spanish: bool,
    ) -> ShownWording:
        text = str(variation.get("text") or "").strip()
        metadata = variation.get("metadata") or {}
        return ShownWording(
            self._when.channel(variation, variations),
            self._when.condition(variation, variations),
            [one for one in text.split("\n\n") if one.strip()],
            [self._button(one, spanish) for one in variation.get("buttons") or []],
            str(metadata.get("source") or ""),
            word_count(text),
            None if spanish else reading_grade(text),
        )

    def _button(self, button: Mapping[str, str], spanish: bool) -> Button:
        responses = self.index.responses
        lead = lead_of(self.project, button["payload"])
        names = [one for one in lead.steps if one in responses]
        happens = [self.words.plain("actions", one) for one in lead.steps if one not in names]
        if lead.policy:
            known = self.words.content["policy"]
            happens.append(str(known.get(lead.intent, known["other"])))
        if spanish and lead.values.get("language") != "en":
            names = [in_spanish(one, responses) for one in names]
        meaning = self.words.plain("intents", lead.intent)
        told = self._told(lead, button["title"])
        meaning = f"{meaning} ({', '.join(told)})" if told else meaning
        return Button(button["title"], meaning, names, happens)

    def _told(self, lead: Lead, title: str) -> list[str]:
        """What a button tells beside its meaning, where that is more than its title."""
        single = (
            (slot, one)
            for slot, value in lead.values.items()
            for one in (value if isinstance(value, list) else [value])
            if slot != "language"
        )
        known = (self.words.known_value(*one, self.index.responses) for one in single)
        return [one for one in known if one and one.casefold() != title.casefold()]


@functools.lru_cache(maxsize=1)
def shared_catalogue() -> Catalogue:
    """Read the catalogue once a process, of the same reading as `shared_index`."""
    project = dataclasses.replace(Project.read(), scripts=shared_index())
    return Catalogue(project, Examples.read())
