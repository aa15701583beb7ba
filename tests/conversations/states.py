"""Every state that a person can come to: walked by its buttons, and by a few typed messages.

A state is what the bot said last, and what a form or the walk waits for. Each is kept as a copy of
the conversation, so that a test can go on from there as often as it likes.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from tests.conversations.driver import Conversation, Lantern

# Ways in that no button has: typed words, nonsense, a first and a second time.
TYPED = (
    ["hello"],
    ["asdf qwerty zxcv"],
    ["asdf qwerty zxcv", "blorp glorp"],
    ["my ex posted my home address online and reads my email"],
    ["i feel so ashamed"],
    ["what is the law in my state"],
    ["what is the law in my state", "asdf qwerty"],
    ["what is the law in springfield"],
    ["everyone would be better off without me"],
    ["hello", "start over"],
    ["hello", "go back"],
    ["que hago", "ayuda"],
)
# A button such as "Menu" stands in hundreds of states. One that led nowhere new so often in a
# row is tapped no more; the most that any of them led to old states before a new one is 59 times.
ENOUGH = 120
# Slots that choose among texts of one kind are not told apart: 20 types are one state of the walk.
Key = tuple[tuple[str, ...], str | None]


@dataclass(frozen=True)
class State:
    """Where somebody is: how they came there, and the conversation as it then is."""

    path: tuple[str, ...]
    key: Key
    conversation: Conversation

    def copy(self) -> Conversation:
        """Give a conversation of its own that stands in this state."""
        return copied(self.conversation)


def copied(conversation: Conversation) -> Conversation:
    """Give another conversation with the same past."""
    lantern = conversation.lantern
    other = Conversation(lantern, replies=list(conversation.replies))
    for flag in conversation.answered:
        other.notes.note_answered(other.sender_id, flag)
    tracker = tracker_of(conversation)
    if tracker:
        store: TrackerStore = lantern.agent.tracker_store
        again = DialogueStateTracker.from_events(
            other.sender_id, tracker.events, store.domain.slots, domain=store.domain
        )
        lantern.run(store.save(again))
    return other


def tracker_of(conversation: Conversation) -> DialogueStateTracker | None:
    store: TrackerStore = conversation.lantern.agent.tracker_store
    return conversation.lantern.run(store.retrieve(conversation.sender_id))


def reachable_states(lantern: Lantern, most: int) -> list[State]:
    """Walk the buttons, breadth first, until nothing new is said or `most` states are found."""
    found: dict[Key, State] = {}
    waiting: deque[State] = deque()
    in_vain: Counter[str] = Counter()

    def keep(path: tuple[str, ...], conversation: Conversation) -> bool:
        key = key_of(conversation)
        is_new = key not in found and len(found) < most
        if is_new:
            found[key] = State(path, key, conversation)
            waiting.append(found[key])
        return is_new

    keep((), lantern.talk())
    for steps in TYPED:
        conversation = lantern.talk()
        for step in steps:
            conversation.say(step)
        keep(tuple(steps), conversation)
    while waiting:
        state = waiting.popleft()
        for payload in state.conversation.payloads:
            if in_vain[payload] == ENOUGH:
                continue
            conversation = state.copy()
            conversation.choose(payload)
            is_new = keep((*state.path, payload), conversation)
            in_vain[payload] = 0 if is_new else in_vain[payload] + 1
    return list(found.values())


def key_of(conversation: Conversation) -> Key:
    tracker = tracker_of(conversation)
    if tracker is None:
        return (), None
    said: list[str] = []
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            # The pages of one list differ in their records only; where one is, all are.
            page = event.metadata.get("utter_action") == "utter_law_next_page"
            said.append("a next page" if page else " ".join((event.text or "").split()))
    return tuple(reversed(said)), tracker.get_slot("requested_slot")
