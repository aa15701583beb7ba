"""Checks the scripted dialogues as a whole: what no single file shows.

Every button leads somewhere, every form lets a disclosure through, every response has a source and
one text a condition, nothing is unreachable, and nothing is too long or too hard to read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.channel_names import MESSAGING, MESSAGING_APPS, WEB_CHAT
from bot.responses.help_lines import known_lines, number_flaws
from bot.responses.project import PAYLOAD, Project
from bot.responses.reachable import ways_in
from bot.responses.reading_grade import reading_grade, word_count
from bot.responses.script_index import FILLED_IN
from bot.safety.model import FLAGS

CHANNELS = (None, WEB_CHAT, MESSAGING, *MESSAGING_APPS)
MOST_TITLE_CHARACTERS = 24
MOST_BUBBLES = 3
MOST_WORDS_A_BUBBLE = 60
HARDEST_GRADE = 8.0


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it stands, what is wrong, and whether a dialogue breaks by it."""

    file: Path
    name: str
    text: str
    breaks: bool = True

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.file}: {self.name}: {self.text}"


def problems(project: Project) -> Iterator[Problem]:
    """Yield everything that has to be mended, errors of reference first."""
    yield from _dead_ends(project)
    yield from _orders(project)
    yield from _forms_that_swallow(project)
    yield from _unreachable(project)
    yield from _unanswered_intents(project)
    lines = known_lines()
    for name, variations in project.scripts.responses.items():
        file = project.scripts.files[name]
        for text in _flaws(variations):
            yield Problem(file, name, text, breaks=False)
        if name.startswith("utter_safety_"):
            for variation in variations:
                for text in number_flaws(variation, lines):
                    yield Problem(file, name, text)


def _dead_ends(project: Project) -> Iterator[Problem]:
    answered = project.rule_intents() | set(FLAGS)
    written = ((name, button["payload"]) for name, button in project.scripts.all_buttons())
    for name, payload in [*written, *project.scripts.gathered_payloads()]:
        file = project.scripts.files[name]
        match = PAYLOAD.match(payload)
        if not match:
            yield Problem(file, name, f"the payload {payload} is no /intent.")
            continue
        if match[1] not in project.intents or match[1] not in answered:
            yield Problem(file, name, f"the button {payload} leads to no rule: {match[1]}.")
        try:
            values = json.loads(match[2]) if match[2] else {}
        except ValueError:
            yield Problem(file, name, f"the payload {payload} is no valid JSON.")
            continue
        for entity in values:
            if entity not in project.domain["entities"]:
                yield Problem(file, name, f"the button {payload} sets no known {entity}.")
        yield from _missing_variants(project, name, match[1], values)


def _missing_variants(
    project: Project, name: str, intent: str, values: dict[str, Any]
) -> Iterator[Problem]:
    """A button that sets a slot must find the variant of each response that its rule then says."""
    rules = [rule for rule in project.scripts.rules if {"intent": intent} in rule["steps"]]
    for rule in rules:
        for action in (step.get("action") for step in rule["steps"]):
            metadata = _metadata(project, action)
            slot = None if metadata.get("by_slot_else") == "this" else metadata.get("by_slot")
            value = values.get(slot) if slot else None
            if value in (None, "all", "none") or FILLED_IN.fullmatch(str(value)):
                continue
            if f"{action}_{value}" in project.scripts.responses:
                continue
            yield Problem(
                project.scripts.files[name], name, f"{action}_{value} is asked for and not written."
            )


def _orders(project: Project) -> Iterator[Problem]:
    """An order of variants has one for who told nothing, and names only what is written."""
    for name, variations in project.scripts.responses.items():
        order = (variations[0].get("metadata") or {}).get("order")
        if order is None:
            continue
        file = project.scripts.files[name]
        if not order.get("none"):
            yield Problem(file, name, "`order` lacks `none`: what to say when the slot is empty.")
        for value in {one for values in order.values() for one in values}:
            if f"{name}_{value}" not in project.scripts.responses:
                yield Problem(file, name, f"{name}_{value} is in the order and not written.")


def _forms_that_swallow(project: Project) -> Iterator[Problem]:
    for form, content in (project.domain.get("forms") or {}).items():
        missing = [flag for flag in FLAGS if flag not in (content.get("ignored_intents") or [])]
        if missing:
            text = (
                f"ignored_intents lacks {', '.join(missing)}; a disclosure would become an answer."
            )
            yield Problem(Path("domain.yml"), form, text)


def _unreachable(project: Project) -> Iterator[Problem]:
    for name in sorted(project.scripts.responses.keys() - ways_in(project).keys()):
        yield Problem(project.scripts.files[name], name, "no rule, button or code leads here.")


def _unanswered_intents(project: Project) -> Iterator[Problem]:
    for intent in sorted(project.intents - project.rule_intents() - set(FLAGS)):
        yield Problem(Path("domain.yml"), intent, "no rule answers this intent.")


def _flaws(variations: list[dict[str, Any]]) -> Iterator[str]:
    conditions: dict[str | None, list[str]] = {}
    for one in variations:
        condition = json.dumps(one.get("condition"), sort_keys=True)
        conditions.setdefault(one.get("channel"), []).append(condition)
    for channel, written in conditions.items():
        if len(set(written)) < len(written):
            yield "two texts for the same condition; the choice would be left to chance."
        if channel not in CHANNELS:
            yield f"there is no channel {channel}."
        # Rasa takes a text for the channel before one for the condition.
        missing = set(conditions.get(None, [])) - set(written)
        if missing and conditions.get(None) != ["null"]:
            yield f"the texts for {channel} lack a condition that the texts for all have."
    if None not in conditions:
        yield "no text without a `channel:`; other channels would say nothing."
    for variation in variations:
        metadata = variation.get("metadata") or {}
        if not metadata.get("source"):
            yield "the source is missing."
        if "asks" in metadata and "next" not in metadata:
            yield "`asks` without `next`: there is no question to go on with once it is known."
        if "reviewed" not in metadata:
            yield "`reviewed` is missing (null until a clinician has signed)."
        for button in variation.get("buttons") or []:
            if len(button["title"]) > MOST_TITLE_CHARACTERS:
                yield f"the button {button['title']!r} is longer than {MOST_TITLE_CHARACTERS}."
        yield from _text_flaws(variation.get("text") or "", exempt="grade_exempt" in metadata)


def _text_flaws(text: str, *, exempt: bool) -> Iterator[str]:
    bubbles = [bubble for bubble in text.split("\n\n") if bubble.strip()]
    if not bubbles:
        yield "the text is missing."
    if len(bubbles) > MOST_BUBBLES:
        yield f"{len(bubbles)} bubbles; {MOST_BUBBLES} at most."
    for bubble in bubbles:
        words = word_count(bubble)
        if words > MOST_WORDS_A_BUBBLE:
            yield f"a bubble of {words} words; {MOST_WORDS_A_BUBBLE} at most."
    grade = reading_grade(text)
    if grade is not None and grade > HARDEST_GRADE and not exempt:
        yield f"reading grade {grade:.1f}; {HARDEST_GRADE:.0f} at most."


def _metadata(project: Project, name: str | None) -> dict[str, Any]:
    variations = project.scripts.responses.get(name or "") or [{}]
    return variations[0].get("metadata") or {}
