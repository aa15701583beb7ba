"""How well danger is noticed: the whole parse, and the patterns and a keyword list beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from bot.safety import FLAGS, detect
from tests.evaluation.intervals import share

SENTENCES = Path(__file__).with_name("safety.yml")
# What a plain keyword filter would look for; the yardstick that anything better has to beat.
KEYWORDS = re.compile(
    r"\b(suicid|kill (my|him|her|them)sel|kill me|want to die|end my life|hurt myself|cut myself|"
    r"outside my (door|house)|gun|knife|kill (him|her|them))",
    re.IGNORECASE,
)
Judge = Callable[[str], str]


def by_keywords(text: str) -> str:
    return "act" if KEYWORDS.search(text) else "none"


def by_patterns(text: str) -> str:
    return detect(text).level


def report(parse: Callable[[str], dict[str, Any]]) -> list[str]:
    """Lines of the report; every miss is listed."""
    content = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    positives, negatives = content["positives"], content["negatives"]
    judges: dict[str, Judge] = {
        "Lantern": lambda text: str(parse(text)["safety"]["level"]),
        "patterns alone": by_patterns,
        "keyword list": by_keywords,
    }
    lines = [f"Safety: {len(positives)} positives, {len(negatives)} negatives"]
    for name, judge in judges.items():
        found = {one["text"]: judge(one["text"]) for one in [*positives, *negatives]}
        act = [one for one in positives if one["level"] == "act"]
        lines += [
            f"  {name}",
            f"    noticed     {share(found[one['text']] != 'none' for one in positives)}",
            f"    act recall  {share(found[one['text']] == 'act' for one in act)}",
            f"    false act   {share(found[one['text']] == 'act' for one in negatives)}",
            f"    false check {share(found[one['text']] == 'check' for one in negatives)}",
        ]
        if name == "Lantern":
            for flag in FLAGS:
                own = [one for one in positives if one["flag"] == flag]
                lines.append(f"    {flag:18}{share(found[one['text']] != 'none' for one in own)}")
            check = [one for one in positives if one["level"] == "check"]
            lines.append(f"    check not act {share(found[one['text']] != 'act' for one in check)}")
            lines += _misses(positives, negatives, found)
    return lines


def _misses(
    positives: list[dict[str, Any]], negatives: list[dict[str, Any]], found: dict[str, str]
) -> list[str]:
    missed = [
        f"    missed ({one['flag']}, {one['level']}): {one['text']}"
        for one in positives
        if found[one["text"]] == "none"
    ]
    alarmed = [
        f"    false {found[one['text']]}: {one['text']}"
        for one in negatives
        if found[one["text"]] != "none"
    ]
    return missed + alarmed
