"""The first words in an emergency, read from local files: nothing else has to be running."""

from collections.abc import Container, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.safety.model import FLAGS, Safety, flags_to_answer

SCRIPTS = Path(__file__).resolve().parents[2] / "data" / "scripts" / "safety"
# What every flag has a response for; `first` has a second wording, `<name>_again`.
PARTS = ("first", "next", "also", "check", "recheck", "spanish")
# Beside the gravest flag, so many others get a sentence of their own.
MOST_OTHERS = 2


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
    for name in safety_responses():
        if name not in responses:
            raise ScriptError(f"{folder}: the safety response {name} is missing.")
    return SafetyScripts(responses)


def safety_responses() -> list[str]:
    """Names of the responses that every flag has to have."""
    names = [f"utter_safety_{part}_{flag}" for part in PARTS for flag in FLAGS]
    return [*names, *(f"utter_safety_first_{flag}_again" for flag in FLAGS)]


def first_reply(
    safety: Safety, scripts: SafetyScripts | None = None, *, again: Container[str] = ()
) -> list[dict[str, Any]]:
    """Return the messages that answer at once; none at level `none`.

    Each is `{"response": name, "texts": [one string a bubble], "buttons": [{"title", "payload"}]}`.
    At `act` they are the reply and, last, the offers; at `check` the gentle question is last.
    `again` are the flags that were answered earlier in the conversation.
    """
    if safety.level == "none":
        return []
    known = (scripts or load_scripts()).responses
    found = safety.as_dict()
    names = act_responses(found, again=again) if safety.level == "act" else check_responses(found)
    return [deepcopy(known[name]) for name in names]


def act_responses(safety: Mapping[str, Any], *, again: Container[str] = ()) -> list[str]:
    """Names of the responses for a `safety` key at level `act`; the last one holds the offers."""
    flag, *others = flags_to_answer(safety)
    first = f"utter_safety_first_{flag}{'_again' if flag in again else ''}"
    also = [f"utter_safety_also_{other}" for other in others[:MOST_OTHERS]]
    return [*_in_spanish(safety, flag), first, *also, f"utter_safety_next_{flag}"]


def check_responses(safety: Mapping[str, Any]) -> list[str]:
    """Names of the responses for a `safety` key at level `check`; the last one asks."""
    flag = flags_to_answer(safety)[0]
    return [*_in_spanish(safety, flag), f"utter_safety_check_{flag}"]


def _in_spanish(safety: Mapping[str, Any], flag: str) -> list[str]:
    languages = {entry.get("language") for entry in safety.get("evidence") or ()}
    return [f"utter_safety_spanish_{flag}"] if "es" in languages else []


def _message(name: str, variation: dict[str, Any]) -> dict[str, Any]:
    return {
        "response": name,
        "texts": [bubble.strip() for bubble in variation["text"].split("\n\n") if bubble.strip()],
        "buttons": [
            {"title": button["title"], "payload": button["payload"]}
            for button in variation.get("buttons", [])
        ],
    }
