"""A box as the room for playing names it: by its first words, with links to other rooms."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, url_for

from bot.preview.catalogue.plain_title import plain_title
from bot.preview.catalogue.scripts import all_scripts, script_of
from bot.preview.catalogue.words import readable
from bot.preview.flow.words import place_name
from bot.responses.script_index import ScriptIndex, shared_index

_SHORT: Final = 90
_FILLED_IN: Final = re.compile(r"\{\w+\}")
_FILLED_IN_FIRST: Final = re.compile(r"^(\s*\{\w+\})+\s*")


@dataclass(frozen=True)
class Box:
    """A response by its name, with its script, how it begins, and where it can be seen.

    `place` is what people call the script.
    """

    name: str
    script: str
    title: str
    begins: str
    read_at: str
    picture_at: str
    place: str = ""

    @property
    def shown(self) -> str:
        """What the box is called: its first words; where it has none, its name in words."""
        return self.begins or readable(self.name)


def box_of(response: str) -> Box:
    """Give a response by its name, with links to where it can be read and seen."""
    index = shared_index()
    if response not in index.responses:
        return Box(response, "", "", "", "", "")
    script = script_of(response, index)
    return Box(
        response,
        script,
        _titles().get(script, ""),
        _beginning(index, response),
        _link("library.response", name=response),
        _link("flow.script", name=script, at=response, _anchor=response),
        place_name(script),
    )


def _beginning(index: ScriptIndex, response: str) -> str:
    text = str(index.responses[response][0].get("text") or "")
    text = " ".join(_FILLED_IN.sub("…", _FILLED_IN_FIRST.sub("", text)).split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rsplit(' ', 1)[0]} …"


@functools.lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    return {name: plain_title(script.title) for name, script in all_scripts(shared_index()).items()}


def _link(endpoint: str, **values: Any) -> str:
    """Give the address of another room's page; empty while that room is not there."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, **values)
