"""Which menu can be tapped now: a new one takes the place of the one before, as on the page.

An old "Yes" must not answer a new question.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.channels.messaging.person import sender_id

# Chats whose menu is known at once; beyond it the oldest stay as they are.
MOST_MENUS = 10_000


class OpenMenus:
    """Message ids of the menus that stand open, by chat, in this process only.

    Another process does not know them: a menu that it does not take away stays, and a tap on it is
    answered as ever.
    """

    def __init__(self, idle_seconds: float) -> None:
        self._idle_seconds = idle_seconds
        # Hidden name of a chat to the messages and the time they were sent; oldest first.
        self._open: dict[str, tuple[Sequence[int], float]] = {}

    def replace(self, person: str, message_ids: Sequence[int]) -> Sequence[int]:
        """Note the messages that carry the new menu, and give those that carried the old one."""
        now = time.monotonic()
        before = self.close(person)
        self._drop_old(now)
        self._open[sender_id("telegram", person)] = (message_ids, now)
        return before

    def tapped(self, person: str, message_id: int) -> None:
        """Note that one message of a menu was tapped, and so has lost its buttons."""
        chat = sender_id("telegram", person)
        message_ids, sent = self._open.get(chat, ((), 0.0))
        if message_id in message_ids:
            self._open[chat] = ([one for one in message_ids if one != message_id], sent)

    def close(self, person: str) -> Sequence[int]:
        """Forget a chat, and give the messages that carried its menu."""
        message_ids, _ = self._open.pop(sender_id("telegram", person), ((), 0.0))
        return message_ids

    def _drop_old(self, now: float) -> None:
        for chat, (_, sent) in list(self._open.items()):
            if sent > now - self._idle_seconds and len(self._open) < MOST_MENUS:
                return
            del self._open[chat]
