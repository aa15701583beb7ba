"""How well stories are read, on messages that nobody trained on, beside simpler ways to do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.abuse_type_recogniser import PATTERN_FOLDER
from bot.nlu.stories.sentences import UNSAID, Story, read_stories
from bot.patterns.pattern_set import PatternSet
from bot.safety.prepare import MANY_WORDS
from tests.evaluation.intervals import share, wilson

FOLDER = Path(__file__).with_name("stories")
FEELINGS = Path(__file__).with_name("feelings.yml")
GRAVEST = (
    *("threats", "sextortion", "stalkerware_spyware", "location_tracking"),
    "ncii_intimate_images",
)
Named = dict[str, set[str]]


def report(parse: Callable[[str], dict[str, Any]]) -> list[str]:
    """Lines of the report; every miss is listed."""
    stories = read_stories(FOLDER)
    parsed = {story.text: parse(story.text) for story in stories}
    patterns = PatternSet.load(PATTERN_FOLDER)
    lantern = {
        text: {one["name"] for one in found["abuse_types"]} for text, found in parsed.items()
    }
    alone = {story.text: {match.label for match in patterns.find(story.text)} for story in stories}
    told = [story for story in stories if story.types]
    return [
        f"Stories: {len(told)} with types, {len(stories) - len(told)} near misses",
        *("  Lantern", *summary(stories, lantern)),
        f"  Lantern, above {MANY_WORDS} words",
        *summary([one for one in stories if len(one.text.split()) > MANY_WORDS], lantern),
        *("  patterns alone", *summary(stories, alone)),
        *("  Lantern, type by type", *_by_type(stories, lantern)),
        *("  who, whom, when", *_by_fact(stories, parsed)),
        *_feelings(parse),
        *_misses(stories, lantern),
    ]


def summary(stories: Sequence[Story], named: Named) -> list[str]:
    """Macro-F1, whether a right type is named, recall of the gravest, false alarms."""
    types = sorted({name for story in stories for name in story.types})
    told = [story for story in stories if story.types]
    near = [story for story in stories if not story.types]
    scores = {name: scores_of(name, stories, named) for name in types}
    grave = [scores[name][1] for name in GRAVEST]
    return [
        f"    macro-F1            {sum(f1 for _, _, f1 in scores.values()) / len(types):.3f}",
        f"    a right type named  {share(bool(named[s.text] & {*s.types}) for s in told)}",
        f"    recall of gravest   {sum(grave) / len(grave):.3f}",
        f"    near misses typed   {share(bool(named[s.text]) for s in near)}",
    ]


def scores_of(name: str, stories: Sequence[Story], named: Named) -> tuple[float, float, float]:
    """Precision, recall and F1 of a type."""
    right = sum(name in story.types and name in named[story.text] for story in stories)
    said = sum(name in named[story.text] for story in stories)
    there = sum(name in story.types for story in stories)
    precision, recall = right / max(said, 1), right / max(there, 1)
    return precision, recall, 2 * right / max(said + there, 1)


def _by_type(stories: Sequence[Story], named: Named) -> Iterator[str]:
    for name in sorted({name for story in stories for name in story.types}):
        precision, recall, f1 = scores_of(name, stories, named)
        there = sum(name in story.types for story in stories)
        low, high = wilson(round(recall * there), there)
        yield (
            f"    {name:30}precision {precision:.2f}, recall {recall:.2f} [{low:.2f}, {high:.2f}] "
            f"of {there}, F1 {f1:.2f}"
        )


def _by_fact(stories: Sequence[Story], parsed: dict[str, dict[str, Any]]) -> Iterator[str]:
    for key, fact in (("relation", "stalker_relation"), ("whom", "whom"), ("goes_on", "goes_on")):
        told = [story for story in stories if story.types and getattr(story, key) != UNSAID]
        found = {story.text: parsed[story.text]["story"][fact] for story in told}
        yield f"    {fact:20}right {share(found[s.text] == getattr(s, key) for s in told)}"
        wrong = [found[s.text] not in (None, getattr(s, key)) for s in told]
        yield f"    {'':20}wrong {share(wrong)}"


def _feelings(parse: Callable[[str], dict[str, Any]]) -> Iterator[str]:
    sentences = yaml.safe_load(FEELINGS.read_text(encoding="utf-8"))["sentences"]
    found = {one["text"]: parse(one["text"])["story"]["feeling"] for one in sentences}
    yield f"Feelings: {share(found[one['text']] == one['feeling'] for one in sentences)}"
    for one in sentences:
        if found[one["text"]] != one["feeling"]:
            yield f"    {one['feeling']}, not {found[one['text']]}: {one['text']}"


def _misses(stories: Sequence[Story], named: Named) -> Iterator[str]:
    for story in stories:
        missed, wrong = {*story.types} - named[story.text], named[story.text] - {*story.types}
        if missed:
            yield f"    missed {', '.join(sorted(missed))}: {story.text}"
        if wrong:
            yield f"    wrongly {', '.join(sorted(wrong))}: {story.text}"
