"""What a channel must be able to do, and the errors of doing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from bot.channels.reply import Reply


class DeliveryError(Exception):
    """Something did not reach the provider; says the kind of failure, never an id or a text."""

    sent: Sequence[str] = ()
    """Ids of the messages that went out before it, where they can be taken back."""


class NotReachedError(DeliveryError):
    """The provider did not answer, was too busy, or failed, also when asked again."""


class RefusedError(DeliveryError):
    """The provider refused: HTTP `status` (4xx), and what it said (`content`, not for logs)."""

    def __init__(self, status: int, content: dict[str, Any]) -> None:
        super().__init__(f"refused with status {status}")
        self.status = status
        self.content = content


class Sender(Protocol):
    """Sends one turn's replies to one person."""

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        """Send the replies in order, and give the provider's ids of the messages.

        `safety` says that these are the first words to somebody in danger.

        Raises:
            DeliveryError: not all of them could be handed over.
        """


@runtime_checkable
class Remover(Protocol):
    """A sender that can also take the bot's own messages out of the chat."""

    async def remove(self, person: str, message_ids: Sequence[str]) -> None:
        """Delete messages that `send` sent, as far as the provider lets us.

        Raises:
            DeliveryError: the provider was not reached, or refused.
        """
