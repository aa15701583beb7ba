"""Lines of an answer, taken from the reviewed responses.

A record is said in one bubble. Which of its lines are there depends on what the record knows, so
each line is a response of its own (`data/scripts/law/lines.yml`), and the bubble's response has a
place for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Bubble:
    """One response to say, its variables, and the topic that its button leads to, if it has one."""

    response: str
    values: dict[str, str] = field(default_factory=dict)
    next_topic: str = ""


class Words:
    """The responses that came with the action call (Rasa sends the whole domain along)."""

    def __init__(self, domain: Mapping[str, Any]) -> None:
        self._responses: Mapping[str, Any] = domain.get("responses") or {}

    def line(self, response: str, **values: str) -> str:
        """Return the text of `response` with its variables put in; empty when there is none."""
        variations = self._responses.get(response) or [{}]
        text = str(variations[0].get("text") or "").strip()
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

    def details(self, lines: list[tuple[str, dict[str, str]]]) -> str:
        """Put lines under each other, each after a line break, so that they follow a text."""
        texts = [self.line(response, **values) for response, values in lines]
        return "".join("\n" + text for text in texts if text)

    def joined(self, responses: list[str]) -> str:
        """Put short texts behind each other with commas."""
        return ", ".join(text for text in map(self.line, responses) if text)
