"""How well danger is noticed, on sentences that nobody trained on, beside simpler ways to do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.safety import FLAGS
from bot.safety.classifier import NONE
from bot.safety.detector import by_patterns, default_classifier
from bot.safety.sentences import Sentence, read_sentences
from tests.evaluation.intervals import share

FOLDER = Path(__file__).with_name("sentences")
# What a plain keyword filter would look for; the yardstick that anything better has to beat.
KEYWORDS = re.compile(
    r"\b(suicid|kill (my|him|her|them)sel|kill me|want to die|end my life|hurt myself|cut myself|"
    r"outside my (door|house)|gun|knife|kill (him|her|them))",
    re.IGNORECASE,
)
Judge = Callable[[str], str]


def by_keywords(text: str) -> str:
    return "act" if KEYWORDS.search(text) else NONE


def by_classifier_alone(text: str) -> str:
    classifier = default_classifier()
    assert classifier, "the safety classifier is missing"
    levels = {entry["level"] for entry in classifier.read(text).evidence}
    return "act" if "act" in levels else "check" if levels else NONE


def report(parse: Callable[[str], dict[str, Any]]) -> list[str]:
    """Lines of the report; every miss is listed."""
    sentences = read_sentences(FOLDER)
    judges: dict[str, Judge] = {
        "Lantern": lambda text: str(parse(text)["safety"]["level"]),
        "patterns alone": lambda text: by_patterns(text).level,
        "classifier alone": by_classifier_alone,
        "keyword list": by_keywords,
    }
    found = {
        name: {one.text: judge(one.text) for one in sentences} for name, judge in judges.items()
    }
    positives = [one for one in sentences if one.label != NONE]
    negatives = [one for one in sentences if one.label == NONE]
    lines = [f"Safety: {len(positives)} positives, {len(negatives)} negatives"]
    for name, levels in found.items():
        lines += [f"  {name}", *_summary(positives, negatives, levels)]
    lines += ["  Lantern, part by part", *_parts(positives, negatives, found["Lantern"])]
    return [*lines, *_misses(sentences, found["Lantern"])]


def _summary(
    positives: list[Sentence], negatives: list[Sentence], levels: dict[str, str]
) -> list[str]:
    act = [one for one in positives if one.label.endswith("/act")]
    hint = [one for one in positives if one.label.endswith("/check")]
    return [
        f"    noticed        {share(levels[one.text] != NONE for one in positives)}",
        f"    act recall     {share(levels[one.text] == 'act' for one in act)}",
        f"    act on a hint  {share(levels[one.text] == 'act' for one in hint)}",
        f"    false act      {share(levels[one.text] == 'act' for one in negatives)}",
        f"    false check    {share(levels[one.text] == 'check' for one in negatives)}",
    ]


def _parts(
    positives: list[Sentence], negatives: list[Sentence], levels: dict[str, str]
) -> Iterator[str]:
    for flag in FLAGS:
        own = [one for one in positives if one.label.startswith(f"{flag}/")]
        yield f"    {flag:24}noticed {_noticed(own, levels)}, act {_acted(own, levels)}"
    for style in sorted({one.style for one in positives}):
        own = [one for one in positives if one.style == style]
        yield f"    {style:24}noticed {_noticed(own, levels)}, act {_acted(own, levels)}"
    for kind in sorted({one.kind for one in negatives}):
        own = [one for one in negatives if one.kind == kind]
        acts = share(levels[one.text] == "act" for one in own)
        checks = share(levels[one.text] == "check" for one in own)
        yield f"    {kind:24}false act {acts}, false check {checks}"


def _noticed(own: Iterable[Sentence], levels: dict[str, str]) -> str:
    return share(levels[one.text] != NONE for one in own)


def _acted(own: Iterable[Sentence], levels: dict[str, str]) -> str:
    return share(levels[one.text] == "act" for one in own if one.label.endswith("/act"))


def _misses(sentences: list[Sentence], levels: dict[str, str]) -> Iterator[str]:
    for one in sentences:
        level = levels[one.text]
        if one.label != NONE and level == NONE:
            yield f"    missed ({one.label}, {one.kind}): {one.text}"
        elif one.label.endswith("/act") and level == "check":
            yield f"    only asked ({one.label}, {one.kind}): {one.text}"
        elif one.label == NONE and level != NONE:
            yield f"    false {level} ({one.kind}): {one.text}"
