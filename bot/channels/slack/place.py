"""Who talks with the bot in Slack, and where: together they are one conversation.

The same colleague can ask in a direct message and in a thread of the staff channel. What is said in
one place is not for the readers of the other, so each place is a chat of its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A member (`U…`, `W…`), a direct message (`D…`) or channel (`C…`, `G…`), and a thread in it.

    `thread` is the timestamp of the message that the thread hangs on; empty outside of any.
    """

    user: str
    channel: str
    thread: str = ""

    def as_person(self) -> str:
        """Write it as one id, as the shared part of all channels wants it."""
        return " ".join((self.user, self.channel, self.thread)).strip()

    @classmethod
    def of_person(cls, person: str) -> Place:
        """Read back what `as_person` wrote."""
        user, channel, *thread = person.split(" ")
        return cls(user, channel, thread[0] if thread else "")


def is_direct(channel: str) -> bool:
    """Whether a channel's id is that of a direct message with the bot."""
    return channel.startswith("D")
