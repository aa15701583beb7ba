"""Lines of an answer, taken from the reviewed responses.

Which lines a record has depends on what the record knows, so each line is a response of its own
(`data/scripts/law/lines.yml`); a bubble's response has a place for the records it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

LAW_SCRIPTS: Final = Path(__file__).resolve().parents[1] / "data" / "scripts" / "law"

Line = tuple[str, dict[str, str]]
"""A response and the values that it needs."""


class MissingResponseError(KeyError):
    """A response that an answer needs does not stand in the scripts."""


@dataclass(frozen=True)
class Bubble:
    """One response to say, its variables, and the topic that leads on from it, if there is one."""

    response: str
    values: dict[str, str] = field(default_factory=dict)
    next_topic: str = ""


class Words:
    """The texts of responses, out of which an answer is put together."""

    def __init__(self, responses: Mapping[str, Any]) -> None:
        self._responses = responses

    def line(self, response: str, **values: str) -> str:
        """Return the text of `response` with its variables put in.

        Raises MissingResponseError when there is no such response.
        """
        if response not in self._responses:
            raise MissingResponseError(response)
        text = str(self._responses[response][0].get("text") or "").strip()
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

    def under_each_other(self, lines: Sequence[Line]) -> str:
        """Put lines under each other."""
        return "\n".join(self.line(response, **values) for response, values in lines)

    def joined(self, responses: Sequence[str]) -> str:
        """Put short texts behind each other with commas."""
        return ", ".join(map(self.line, responses))


@lru_cache(maxsize=1)
def law_responses() -> Mapping[str, Any]:
    """Read the responses of the law scripts, once a process.

    Raises:
        OSError: a file cannot be read.
        yaml.YAMLError: a file is no YAML.
    """
    responses: dict[str, Any] = {}
    for file in sorted(LAW_SCRIPTS.glob("*.yml")):
        script = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        responses.update(script["responses"])
    return responses
