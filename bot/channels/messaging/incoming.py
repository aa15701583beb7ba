"""One message as an app's provider handed it in, in the one shape that all apps share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.channels.message_text import MessageText

NO_TEXT = MessageText("")


class Kind(str, Enum):
    """What somebody sent."""

    TEXT = "text"
    CHOICE = "choice"
    """A button was tapped."""
    START = "start"
    """The app's own word or button for beginning (`/start`, START)."""
    STOP = "stop"
    """The app's own word for wanting no more messages (STOP)."""
    HELP = "help"
    """The app's own word for help about the program (`/help`, HELP)."""
    PICTURE = "picture"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    STICKER = "sticker"
    PLACE = "place"
    CONTACT = "contact"
    EDITED = "edited"
    """An earlier message was changed; `text` is what it says now."""
    OTHER = "other"


@dataclass(frozen=True)
class Incoming:
    """One message of one person.

    `person` and `message_id` are the provider's. Neither is kept, logged or given to Rasa: what
    goes on is `person.sender_id`.
    """

    person: str
    """Phone number, chat id: where the answer goes."""
    message_id: str
    """The same when the provider delivers the message twice; empty where there is none."""
    kind: Kind = Kind.TEXT
    text: MessageText = NO_TEXT
    """Cleaned (bot.channels.message_text.clean); a picture's caption too."""
    choice: str = ""
    """For CHOICE: what the tapped button carried (choices.choice_id)."""
