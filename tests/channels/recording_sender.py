"""A sender that keeps what it is given, can fail, and can take messages back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.channels.messaging.delivery import DeliveryError, NotReachedError
from bot.channels.reply import Reply


@dataclass
class Sent:
    """One call of `send`."""

    person: str
    replies: list[Reply]
    safety: bool
    ids: list[str]

    @property
    def text(self) -> str:
        return "\n\n".join(reply.text for reply in self.replies)


@dataclass
class RecordingSender:
    """Stands in for an app: nothing leaves this process."""

    calls: list[Sent] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failures: int = 0
    slow: float = 0.0

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        await asyncio.sleep(self.slow)
        if self.failures:
            self.failures -= 1
            raise NotReachedError("status 503")
        ids = [f"sent-{len(self.calls)}-{number}" for number, _ in enumerate(replies)]
        self.calls.append(Sent(person, list(replies), safety, ids))
        return ids

    async def remove(self, person: str, message_ids: Sequence[str]) -> None:
        if self.failures:
            self.failures -= 1
            raise DeliveryError("refused")
        self.removed += message_ids

    @property
    def texts(self) -> list[str]:
        return [reply.text for call in self.calls for reply in call.replies]

    def read(self) -> list[str]:
        """Texts since the last reading."""
        texts = self.texts
        self.calls.clear()
        return texts
