"""One run: a conversation with the real bot, turn by turn, each of which can be taken back."""

from __future__ import annotations

import asyncio
import copy
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import Event

from bot.channels.message_text import clean
from bot.preview.notices import notice
from bot.preview.play.doors import Door, Seen, door_for
from bot.preview.play.kept_conversations import Heard
from bot.preview.play.played_bot import PlayedBot
from bot.preview.play.steps import MOST_STEPS, Kind, Step, StepError
from bot.preview.play.understanding import Insight, insight_of, known_slots, unheard
from bot.safety import detect
from bot.storage.sessions import SessionsInMemory

_DAY_SECONDS: Final = 86_400.0
"""The run ends before its chat does (runs.py)."""


@dataclass(frozen=True)
class Moment:
    """Everything that a step may change, as it was before it."""

    kept: SessionsInMemory
    conversations: Mapping[str, Sequence[Event]]
    over: bool


@dataclass(frozen=True)
class Turn:
    """A step, what came of it, and what was before it.

    `ends_chat` says that the bot's conversation was forgotten with it.
    """

    step: Step
    seen: Seen
    insight: Insight
    before: Moment
    ends_chat: bool = False

    @property
    def is_different(self) -> bool:
        """Whether the bot says something else than when this step was saved."""
        return bool(self.step.said) and list(self.step.said) != self.insight.responses


@dataclass
class Run:
    """A conversation of one account, in one channel.

    Steps come one at a time; all methods but the constructor run in the bot's event loop.
    """

    account: int
    channel: str
    bot: PlayedBot
    title: str = ""
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    turns: list[Turn] = field(default_factory=list)
    over: bool = False

    def __post_init__(self) -> None:
        self._own = secrets.token_urlsafe(16)
        self._kept = SessionsInMemory(_DAY_SECONDS)
        self._conversations: set[str] = set()
        self._door: Door = door_for(self.channel, self._kept, self._own)
        self._one_at_a_time = asyncio.Lock()
        self._heard: tuple[Heard | None, Mapping[str, Any], str | None] = (None, {}, None)

    async def take(self, step: Step) -> Turn:
        """Do a step.

        Raises:
            StepError: it cannot be done now; nothing has changed.
        """
        async with self._one_at_a_time:
            if len(self.turns) >= MOST_STEPS:
                raise StepError(notice("play", "too_long", most=MOST_STEPS))
            if self.over:
                raise StepError(notice("play", "chat_ended"))
            before = self._moment()
            self._heard = (None, {}, None)
            answered = self._door.answered()
            conversation = self._door.open_conversation()
            try:
                seen = await self._do(step)
            except BaseException:  # also where it took too long and was cancelled
                self._restore(before)
                raise
            heard, slots, form = self._heard
            if heard is None:
                insight = unheard(self.slots, _safety(step), answered)
            else:
                insight = insight_of(heard, slots, form, answered)
            ends = conversation is not None and self._door.open_conversation() != conversation
            turn = Turn(step, seen, insight, before, seen.over or ends)
            self.over = seen.over
            self.turns.append(turn)
            return turn

    async def step_back(self) -> None:
        """Take the last step back, as if it had not been."""
        async with self._one_at_a_time:
            # What our page says by itself, as it opens, is where a run begins.
            if self.turns and self.turns[-1].step.kind is not Kind.OPEN:
                self._restore(self.turns.pop().before)

    @property
    def slots(self) -> dict[str, Any]:
        """What the bot knows of the person now."""
        conversation = self._door.open_conversation()
        return known_slots(self.bot.store.slots(conversation)) if conversation else {}

    @property
    def steps(self) -> list[Step]:
        """What was done so far, each step with the responses that answered it."""
        return [replace(turn.step, said=tuple(turn.insight.responses)) for turn in self.turns]

    @property
    def live(self) -> int:
        """Number, from 1, of the turn whose buttons can be tapped; 0 where there is none."""
        spoken = [n for n, turn in enumerate(self.turns, 1) if turn.step.kind is not Kind.SET]
        return spoken[-1] if spoken else 0

    def forget(self) -> None:
        """Drop what the bot keeps of this run."""
        for conversation in self._conversations:
            self.bot.store.kept.forget(conversation)

    async def _do(self, step: Step) -> Seen:
        if step.kind is Kind.OPEN:
            return await self._door.open(self._hear)
        if step.kind is Kind.SAY:
            return await self._door.say(self._hear, step.text)
        if step.kind is Kind.TAP:
            seen = self._in_sight()
            shown = any(one.payload == step.value for each in seen.bubbles for one in each.choices)
            number = 0 if shown else seen.numbers.get(step.value, 0)
            return await self._door.tap(self._hear, step.value, step.text, number)
        conversation = self._begin()
        if step.kind is Kind.SET:
            await self.bot.set_slots(conversation, self.channel, step.slots)
            self._note(conversation)
            return Seen()
        replies = await self.bot.jump(conversation, self.channel, step.value)
        self._note(conversation)
        return await self._door.show(replies)

    def _in_sight(self) -> Seen:
        return self.turns[self.live - 1].seen if self.live else Seen()

    async def _hear(self, message: UserMessage) -> None:
        """Hand a message to the bot, as the channel does, and note what came of it."""
        self._look(message.sender_id)
        await self.bot.hear(message)
        self._note(message.sender_id)

    def _begin(self) -> str:
        conversation = self._door.conversation()
        self._look(conversation)
        return conversation

    def _look(self, conversation: str) -> None:
        store = self.bot.store
        self._conversations.add(conversation)
        slots, form = store.slots(conversation), store.active_loop(conversation)
        self._heard = (None, slots, form)

    def _note(self, conversation: str) -> None:
        _, slots, form = self._heard
        self._heard = (self.bot.store.heard(conversation), slots, form)

    def _moment(self) -> Moment:
        kept = self.bot.store.kept
        events = {one: kept.events(one) for one in self._conversations}
        known = {one: found for one, found in events.items() if found is not None}
        return Moment(copy.deepcopy(self._kept), known, self.over)

    def _restore(self, moment: Moment) -> None:
        kept = self.bot.store.kept
        for conversation in self._conversations:
            kept.forget(conversation)
        for conversation, events in moment.conversations.items():
            kept.keep(conversation, events)
        self._kept = copy.deepcopy(moment.kept)
        self._door = door_for(self.channel, self._kept, self._own)
        self.over = moment.over


def _safety(step: Step) -> Mapping[str, Any]:
    """What the safety core finds in a text that the bot itself never got to answer."""
    return detect(clean(step.text)).as_dict() if step.kind is Kind.SAY else {}
