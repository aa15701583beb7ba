"""The words of the page and of its errors, out of data/web/, by language."""

from __future__ import annotations

import functools
from typing import Any

import yaml

from bot.locations import WEB_WORDS

DEFAULT_LANGUAGE = "en"


def page_words(name: str, language: str) -> dict[str, Any]:
    """Give `data/web/<name>.<language>.yml`; the English one for a language that is not there."""
    return _read(name, language if language in languages_of(name) else DEFAULT_LANGUAGE)


@functools.lru_cache(maxsize=32)
def _read(name: str, language: str) -> dict[str, Any]:
    file = WEB_WORDS / f"{name}.{language}.yml"
    words: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return words


@functools.lru_cache(maxsize=8)
def languages_of(name: str) -> list[str]:
    """Languages in which a file of words is there, such as `["en"]`."""
    return sorted(file.name.split(".")[1] for file in WEB_WORDS.glob(f"{name}.*.yml"))
