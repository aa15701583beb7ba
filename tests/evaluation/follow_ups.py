"""How well what people ask and answer in mid-talk is understood, on `follow_ups*.yml`.

Nothing was said before in this report: answers that only a question gives a meaning are judged by
the conversations' tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.evaluation.intervals import share

FOLDER = Path(__file__).parent
DIRECT = FOLDER / "direct_answers.yml"
ASK_QUESTION = "ask_question"
Parse = Callable[[str], dict[str, Any]]


@dataclass
class Judged:
    """For each message whether its intent was found, for those its label, and what was missed."""

    intents: list[bool] = field(default_factory=list)
    labels: list[bool] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def sentences(file: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each message of a file with its intent and its label, which may be empty."""
    content: dict[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))["follow_ups"]
    for wanted, texts in content.items():
        intent, _, label = wanted.partition(":")
        yield from ((text, intent, label) for text in texts)


def direct_answers() -> dict[str, str]:
    """Messages that a direct answer meets as well as their intent does, with the answer's name."""
    content: dict[str, str] = yaml.safe_load(DIRECT.read_text(encoding="utf-8"))["as_right"]
    return content


def judge(file: Path, parse: Parse) -> Judged:
    """Judge one file."""
    judged, direct = Judged(), direct_answers()
    for text, intent, label in sentences(file):
        parsed = parse(text)
        found = parsed["intent"]["name"]
        values = {str(entity["value"]) for entity in parsed["entities"]}
        if found == ASK_QUESTION and direct.get(text) in values:
            judged.intents.append(True)
            continue
        judged.intents.append(found == intent)
        if label and found == intent:
            judged.labels.append(label in values)
        if found != intent or (label and label not in values):
            told = " ".join([found, *sorted(values)])
            judged.misses.append(f"    {intent} {label}: {text}: {told}")
    return judged


def report(parse: Parse) -> list[str]:
    """Lines of the report; every miss is listed."""
    lines = []
    for file in sorted(FOLDER.glob("follow_ups*.yml")):
        judged = judge(file, parse)
        lines += [
            f"{file.name}: intents {share(judged.intents)}; "
            f"labels, where the intent is right, {share(judged.labels)}",
            *judged.misses,
        ]
    return lines
