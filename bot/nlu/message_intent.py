"""The intent of a message: read, and set so that its ranking agrees."""

from __future__ import annotations

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message


def intent_of(message: Message) -> str | None:
    """The intent's name, whether the message is an example (a string) or a parse (a dict)."""
    intent = message.get(INTENT)
    return intent.get("name") if isinstance(intent, dict) else intent


def set_intent(message: Message, name: str, confidence: float = 1.0) -> None:
    """Set what a message means, with a confidence from 0 to 1, as the first of its ranking."""
    # Rasa's fallback goes by the ranking: one that says something else would undo the intent.
    meant = {"name": name, "confidence": confidence}
    others = [one for one in message.get(INTENT_RANKING_KEY) or [] if one["name"] != name]
    message.set(INTENT, dict(meant), add_to_output=True)
    message.set(INTENT_RANKING_KEY, [meant, *others], add_to_output=True)
