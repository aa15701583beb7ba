"""Open chats of messaging apps: which conversation each is, and what was sent in it.

A chat is known by the keyed hash of its person (person.py), which is always the same. Rasa gets
another, random id for each conversation, so that what comes after an end has nothing to do with
what was before it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from bot.channels.chat_notes import ChatNotes
from bot.watching import counts

_CONVERSATION, _SENT, _GREETED = "conversation ", "sent ", "greeted "


class TooManyChats(RuntimeError):  # noqa: N818
    """No further chat can be opened now."""


class MessagingSessions(ChatNotes):
    """Opens, keeps and ends the chats of one app, where the conversations are kept.

    Methods raise StorageUnavailableError when that place cannot be reached.
    """

    def open(self, chat_id: str) -> str:
        """Give the conversation of a chat and start its quiet time anew; open one if there is none.

        Raises:
            TooManyChats: as many as may be are open.
        """
        if self._kept.use(chat_id):
            conversation = self.conversation(chat_id)
            if conversation:
                return conversation
        elif not self._kept.add(chat_id):
            counts.session("refused")
            raise TooManyChats
        conversation = secrets.token_urlsafe(16)
        self._kept.note(chat_id, [_CONVERSATION + conversation])
        counts.session("opened")
        return conversation

    def conversation(self, chat_id: str) -> str | None:
        """Give the conversation of a chat; None when it is not open."""
        for note in self._kept.notes(chat_id):
            if note.startswith(_CONVERSATION):
                return note.removeprefix(_CONVERSATION)
        return None

    def end(self, chat_id: str) -> None:
        """End a chat; one that is over already is no error."""
        self._kept.remove(chat_id)

    def greeted(self, chat_id: str) -> bool:
        """Whether the app's first words were said in this chat."""
        return bool(self._about(chat_id, _GREETED))

    def note_greeted(self, chat_id: str) -> None:
        """Remember that the app's first words were said."""
        self._note(chat_id, _GREETED, ["yes"])

    def note_sent(self, chat_id: str, message_ids: Iterable[str]) -> None:
        """Remember which messages the bot sent, so that they can be taken back."""
        self._note(chat_id, _SENT, message_ids)

    def sent(self, chat_id: str) -> set[str]:
        """Ids of the messages that the bot sent in this chat."""
        return self._about(chat_id, _SENT)
