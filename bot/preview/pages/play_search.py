"""Finds boxes to jump to: the best fit first, whole words before parts of words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.preview.catalogue.scripts import all_scripts, script_of
from bot.preview.flow.words import place_name
from bot.responses.script_index import ScriptIndex

_BY_NAME, _BY_SCRIPT, _BY_WORDS, _BY_PARTS = range(4)
_NAME_OF_SCRIPT: Final = re.compile(r"[^\w]+|_")


def boxes_with(words: str, index: ScriptIndex) -> list[str]:
    """Give the responses that all words fit, the best first.

    First come those whose name is what was typed, then those of a script that has the words in its
    name, its first boxes first, then whole words in a text or a name, then parts of words.
    """
    asked = words.casefold().replace("_", " ").split()
    if not asked:
        return []
    scripts = {name: _script_words(name) for name in all_scripts(index)}
    ranked: list[tuple[int, int, int, str]] = []
    for place, (name, variations) in enumerate(index.responses.items()):
        own, text = name.casefold().replace("_", " "), _text(variations)
        script = script_of(name, index)
        rank = _rank(asked, own, text, scripts[script])
        if rank is not None:
            more = len(scripts[script]) if rank == _BY_SCRIPT else 0
            ranked.append((rank, more, place, name))
    return [name for *_, name in sorted(ranked)]


def _rank(asked: Sequence[str], name: str, text: str, script: Sequence[str]) -> int | None:
    if " ".join(asked) in (name, name.removeprefix("utter ")):
        return _BY_NAME
    if all(word in script for word in asked):
        return _BY_SCRIPT
    whole = set(name.split()) | set(re.findall(r"[\w']+", text))
    if all(word in whole for word in asked):
        return _BY_WORDS
    return _BY_PARTS if all(word in f"{name} {text}" for word in asked) else None


def _script_words(script: str) -> list[str]:
    return [*filter(None, _NAME_OF_SCRIPT.split(place_name(script).casefold()))]


def _text(variations: Sequence[Mapping[str, Any]]) -> str:
    texts = (str(one.get("text") or "") for one in variations)
    return " ".join(texts).replace("’", "'").casefold()
