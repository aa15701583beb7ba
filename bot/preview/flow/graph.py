"""Builds the flow out of the files that the bot runs on, once a process.

Where the dialogue is decided by code and not by a rule, the code itself is asked
(bot/preview/flow/safety_talk.py), or told again and held by a test (law_answers.py).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bot.preview.catalogue.scripts import script_of
from bot.preview.flow import law_answers, words
from bot.preview.flow.chart import Arrow, Box, Chart, Kind, Tap, Way
from bot.preview.flow.own_words import Examples, read_examples
from bot.preview.flow.rulebook import Rulebook, actions_of, form_of, intents_of
from bot.preview.flow.safety_talk import ACT, CHECK, safety_arrows
from bot.preview.flow.standing_in import (
    every_stand_in,
    stand_in_arrows,
    usual_wording,
    variant_boxes,
)
from bot.preview.flow.taps import taps_of
from bot.responses.project import Project
from bot.responses.reachable import ways_in
from bot.responses.script_index import shared_index
from bot.responses.stand_in import metadata_of
from bot.safety.language import in_spanish
from bot.safety.model import FLAGS

STARTS = ("app:start", "app:itself")
_THEN_OF_APPS = {"utter_start_": "utter_welcome", "utter_old_choice": "utter_menu"}
_INVITES = ("?", "tell me", "you can write", "write it", "your own words")


def build(project: Project, examples: Examples) -> Chart:
    """Build the flow of a project's scripts."""
    book = Rulebook(project)
    scripts = {name: script_of(name, project.scripts) for name in book.responses}
    boxes = {box.name: box for box in _response_boxes(book, scripts)}
    taps: dict[str, list[Tap]] = {}
    arrows: list[Arrow] = []
    for name in book.responses:
        for tap, led in taps_of(name, book):
            taps.setdefault(name, []).append(tap)
            arrows += led
    arrows += _rule_arrows(book)
    arrows += _spoken_arrows(book, examples)
    arrows += _in_spanish_too(safety_arrows(), book)
    lines = [name for name in boxes if "part_of" in metadata_of(name, book.responses)]
    with_records = [name for name, of in book.responses.items() if "{records}" in _usual_text(of)]
    arrows += law_answers.law_arrows(with_records, lines)
    arrows += stand_in_arrows(book)
    for box, arrow in variant_boxes(book, scripts):
        boxes[box.name] = box
        arrows.append(arrow)
    arrows += _app_arrows(boxes, arrows, project)
    for box in _other_boxes(arrows, boxes, examples):
        boxes[box.name] = box
    known = (one for one in arrows if one.source in boxes and one.target in boxes)
    return Chart(boxes, list(dict.fromkeys(known)), taps)


@lru_cache(maxsize=1)
def shared_chart() -> Chart:
    """Build the flow once a process.

    Raises:
        ScriptError: a script file cannot be read.
    """
    project = dataclasses.replace(Project.read(), scripts=shared_index())
    return build(project, read_examples())


def _response_boxes(book: Rulebook, scripts: dict[str, str]) -> Iterator[Box]:
    ways = ways_in(book.project)
    for name, variations in book.responses.items():
        usual = usual_wording(variations)
        text = _usual_text(variations)
        metadata = metadata_of(name, book.responses)
        kind = Kind.SAYS
        if name.removesuffix("_es") in book.questions:
            kind = Kind.ASKS
        elif "part_of" in metadata or ways.get(name, "").startswith(("lends", "said before")):
            kind = Kind.LENT
        yield Box(
            name,
            kind,
            words.with_places_named(text),
            scripts[name],
            name,
            ends=(usual.get("custom") or {}).get("session") == "end",
            open_question=any(one in text.lower() for one in _INVITES),
            repeats_choices=bool(metadata.get("buttons_again")),
        )


def _usual_text(variations: list[dict[str, Any]]) -> str:
    return str(usual_wording(variations).get("text") or "")


def _rule_arrows(book: Rulebook) -> Iterator[Arrow]:
    """What follows in the same turn, and what answers the question of a form."""
    questions = {form: question for question, form in book.questions.items()}
    for rule in book.project.scripts.rules:
        actions = actions_of(rule)
        for one, following in pairwise(actions):
            yield from _followed(one, following, book)
        question = questions.get(form_of(rule) or "")
        if question is None:
            continue
        intents = list(intents_of(rule))
        if not intents:
            yield Arrow(question, f"step:{actions[-1]}", Way.ANSWER, words.when("names_a_place"))
            form = f"step:{form_of(rule)}"
            yield Arrow(form, f"step:{actions[-1]}", Way.INSTEAD, words.when("place_known"))
            yield Arrow(form, question, Way.THEN)
    yield Arrow("step:action_restart", "utter_restart", Way.THEN)
    yield Arrow("step:action_back", "utter_menu", Way.THEN, words.when("no_earlier_step"))


def _followed(one: str, following: str, book: Rulebook) -> Iterator[Arrow]:
    """From an action, and all that may be said in its place, to the one behind it."""
    if one not in book.responses:
        said = law_answers.SAID.get(f"step:{one}", ())
        for source in said or [f"step:{one}"]:
            yield Arrow(source, book.said_for(following, {}), Way.THEN)
        return
    for source, known in every_stand_in(one, book):
        yield Arrow(source, book.said_for(following, known), Way.THEN)


def _spoken_arrows(book: Rulebook, examples: Examples) -> Iterator[Arrow]:
    """What answers a person's own words, at any time and under a form's question."""
    for rule in book.project.scripts.rules:
        question = next((q for q, form in book.questions.items() if form == form_of(rule)), None)
        for intent in intents_of(rule):
            said = examples.of_intent.get(intent, [])
            label = f"“{said[0]}”" if said else words.named("no_examples", intent)
            wanted = rule["steps"][0].get("entities") or []
            label = words.when("named_by_several") if wanted else label
            row = book.row(actions_of(rule), {}) if wanted else []
            row = row or book.answering(intent, book.slots_of(intent, {}), question or "")
            if question is not None and row and label:
                yield Arrow(question, row[0], Way.ANSWER, label)
            elif question is None and row and label:
                exact = f":{wanted[0]}=" if wanted else ""
                sets = tuple(book.slots_of(intent, {}).items())
                yield Arrow(f"person:{intent}{exact}", row[0], Way.ANSWER, sets=sets)
    for intent, entity, value in examples.of_value:
        known = book.slots_of(intent, {entity: value})
        row = book.answering(intent, known)
        plain = book.answering(intent, book.slots_of(intent, {}))
        if row and row[:1] != plain[:1]:
            name = f"person:{intent}:{entity}={value}"
            yield Arrow(name, row[0], Way.ANSWER, sets=tuple(known.items()))


def _in_spanish_too(arrows: Iterator[Arrow], book: Rulebook) -> Iterator[Arrow]:
    """The safety talk goes on in Spanish between those responses that are written in it."""
    for arrow in arrows:
        yield arrow
        spanish = in_spanish(arrow.source, book.responses)
        if spanish != arrow.source:
            target = in_spanish(arrow.target, book.responses)
            yield dataclasses.replace(arrow, source=spanish, target=target)


def _app_arrows(boxes: dict[str, Box], arrows: list[Arrow], project: Project) -> Iterator[Arrow]:
    """What is said without a message: the first words, and what stands in code only."""
    yield Arrow("app:start", "utter_welcome", Way.THEN)
    led_to = {one.target for one in arrows}
    for name, way in ways_in(project).items():
        if way == "named in code" and name not in led_to and boxes[name].kind != Kind.LENT:
            yield Arrow("app:itself", name, Way.THEN)
    for name in boxes:
        for start, following in _THEN_OF_APPS.items():
            if name.startswith(start) and boxes[name].kind != Kind.VARIANT:
                yield Arrow(name, following, Way.THEN)


def _other_boxes(arrows: list[Arrow], boxes: dict[str, Box], examples: Examples) -> Iterator[Box]:
    """Boxes of the person's words, of steps and of the app, as far as arrows name them."""
    for name in dict.fromkeys(end for one in arrows for end in (one.source, one.target)):
        if name in boxes:
            continue
        kind, _, rest = name.partition(":")
        if kind == "person":
            yield Box(name, Kind.PERSON, _person_words(name, rest, examples))
        elif kind == "step":
            yield Box(name, Kind.STEP, words.named("steps", rest) or rest.replace("_", " "))
        elif kind == "app":
            yield Box(name, Kind.APP, words.line("app" if name == "app:itself" else "start"))


def _person_words(name: str, rest: str, examples: Examples) -> str:
    for flag in FLAGS:
        if name == ACT.format(flag=flag):
            return words.line("clearly", about=words.named("flags", flag))
        if name == CHECK.format(flag=flag):
            return words.line("maybe", about=words.named("flags", flag))
    intent, _, of_value = rest.partition(":")
    if of_value.endswith("="):
        return words.line("named_by_several")
    entity, _, value = of_value.partition("=")
    said = examples.of_value.get((intent, entity, value)) if of_value else None
    said = said or examples.of_intent.get(intent)
    if said:
        return "\n".join(f"“{one}”" for one in said)
    return words.named("no_examples", intent) or intent.replace("_", " ")
