"""A person sorts, and changes their mind; the order stays their own."""

from __future__ import annotations

from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import ListSlot, Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.sorting_slot import SortingSlot


def sorted_so(*marks: str) -> list[str] | None:
    slot = SortingSlot("sorted_options", mappings=[], influence_conversation=False)
    for mark in marks:
        slot.value = mark
    return slot.value


def test_each_thing_is_there_once_in_the_order_of_sorting() -> None:
    assert sorted_so("a:now", "b:later", "c:now") == ["a:now", "b:later", "c:now"]


def test_a_change_of_mind_counts() -> None:
    assert sorted_so("a:now", "b:later", "a:not") == ["b:later", "a:not"]


def test_one_can_be_put_first_and_one_taken_off() -> None:
    assert sorted_so("a:now", "b:now", "b:first") == ["b:now", "a:now"]
    assert sorted_so("a:now", "b:now", "a:off") == ["b:now"]
    assert sorted_so("a:now", "a:off") is None


def test_a_mark_that_is_none_changes_nothing_else() -> None:
    assert sorted_so("a:now", "b") == ["a:now"]


def test_starting_over_empties_it() -> None:
    slot = SortingSlot("sorted_options", mappings=[], influence_conversation=False)
    slot.value = ["a:now", "b:now"]
    slot.value = None
    assert slot.value is None


def test_reading_the_conversation_again_gives_the_same() -> None:
    slot = SortingSlot("sorted_options", mappings=[], influence_conversation=False)
    tracker = DialogueStateTracker("one", slots=[slot])
    for mark in (["a:now"], ["b:now"], ["b:first"]):
        tracker.update(SlotSet("sorted_options", mark))
    copy = DialogueStateTracker.from_events("one", list(tracker.events), slots=[slot])
    assert copy.get_slot("sorted_options") == ["b:now", "a:now"]


def test_rasas_own_list_slot_stays_what_it_is() -> None:
    assert Slot.resolve_by_type("list") is ListSlot
