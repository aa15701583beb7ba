"""The first words in an emergency, read from local files: nothing else has to be running."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.safety.model import FLAGS, Safety

SCRIPTS = Path(__file__).resolve().parents[2] / "data" / "scripts" / "safety"


class ScriptError(Exception):
    """A safety script that cannot be used. The message is one sentence that names file and gap."""


@dataclass(frozen=True)
class SafetyScripts:
    """The safety responses by name, as `{"response", "texts", "buttons"}` each."""

    responses: Mapping[str, dict[str, Any]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def load_scripts(folder: Path = SCRIPTS) -> SafetyScripts:
    """Read all safety scripts of a folder once. Raises ScriptError, naming what is missing."""
    responses: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            for name, variations in content.get("responses", {}).items():
                responses[name] = _message(name, variations[0])
        except (
            OSError,
            ValueError,
            yaml.YAMLError,
            AttributeError,
            LookupError,
            TypeError,
        ) as error:
            reason = " ".join(str(error).split())
            raise ScriptError(
                f"{file.name}: the safety script cannot be read ({reason})."
            ) from error
    for name in (
        name for flag in FLAGS for level in ("act", "check") for name in _names(flag, level)
    ):
        if name not in responses:
            raise ScriptError(f"{folder}: the safety response {name} is missing.")
    return SafetyScripts(responses)


def first_reply(safety: Safety, scripts: SafetyScripts | None = None) -> list[dict[str, Any]]:
    """Return the messages that answer at once, for the gravest flag; none at level `none`.

    Each is `{"response": name, "texts": [one string a bubble], "buttons": [{"title", "payload"}]}`.
    At `act` they are the reply and the offers; at `check` it is the gentle question.
    """
    if safety.level == "none":
        return []
    known = (scripts or load_scripts()).responses
    return [deepcopy(known[name]) for name in _names(safety.flags[0], safety.level)]


def _names(flag: str, level: str) -> tuple[str, ...]:
    if level == "act":
        return f"utter_safety_first_{flag}", f"utter_safety_next_{flag}"
    return (f"utter_safety_check_{flag}",)


def _message(name: str, variation: dict[str, Any]) -> dict[str, Any]:
    return {
        "response": name,
        "texts": [bubble.strip() for bubble in variation["text"].split("\n\n") if bubble.strip()],
        "buttons": [
            {"title": button["title"], "payload": button["payload"]}
            for button in variation.get("buttons", [])
        ],
    }
