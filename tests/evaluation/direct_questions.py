"""How many questions get the direct answer that was written for them, on `direct_questions.yml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.evaluation.intervals import share

FILE = Path(__file__).with_name("direct_questions.yml")
NONE = "none"
Parse = Callable[[str], dict[str, Any]]


@dataclass
class Judged:
    """Questions answered, those first met as danger, and what was answered needlessly."""

    right: list[bool] = field(default_factory=list)
    safety_first: list[bool] = field(default_factory=list)
    needless: list[bool] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def questions() -> dict[str, list[str]]:
    """Messages by the name of their answer; `none` has those that no direct answer meets."""
    content: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))[
        "direct_questions"
    ]
    return content


def judge(parse: Parse) -> Judged:
    """Judge the file."""
    judged = Judged()
    for name, texts in questions().items():
        for text in texts:
            parsed = parse(text)
            values = {one["value"] for one in parsed["entities"] if one["entity"] == "question"}
            answered = parsed["intent"]["name"] == "ask_question"
            if name == NONE:
                judged.needless.append(answered)
            else:
                judged.right.append(answered and name in values)
                judged.safety_first.append(parsed["safety"]["level"] != "none")
            if answered != (name != NONE) or (answered and name not in values):
                told = " ".join([parsed["intent"]["name"], *sorted(values)])
                judged.misses.append(f"    {name}: {text}: {told}")
    return judged


def report(parse: Parse) -> list[str]:
    """Lines of the report; every miss is listed."""
    judged = judge(parse)
    return [
        f"Direct questions: {share(judged.right)} answered by their own answer, "
        f"{share(judged.safety_first)} first met as danger; needlessly {share(judged.needless)}",
        *judged.misses,
    ]
