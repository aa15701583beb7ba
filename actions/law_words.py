"""Lines of an answer, taken from the reviewed responses.

Which lines a record has depends on what the record knows, so each line is a response of its own
(`data/scripts/law/lines.yml`); a bubble's response has a place for the records it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Line = tuple[str, dict[str, str]]
"""A response and the values that it needs."""


class MissingResponseError(KeyError):
    """A response that an answer needs did not come with the action call."""


@dataclass(frozen=True)
class Bubble:
    """One response to say, its variables, and the topic that leads on from it, if there is one."""

    response: str
    values: dict[str, str] = field(default_factory=dict)
    next_topic: str = ""


class Words:
    """The responses that came with the action call (Rasa sends the whole domain along)."""

    def __init__(self, domain: Mapping[str, Any]) -> None:
        self._responses: Mapping[str, Any] = domain.get("responses") or {}

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
