"""People tell their story in pieces: what was said before stays."""

from __future__ import annotations

from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import ListSlot, Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.gathering_slot import GatheringSlot


def made() -> GatheringSlot:
    return GatheringSlot("abuse_types", mappings=[], influence_conversation=False)


def test_what_comes_later_is_added_in_order_and_once() -> None:
    slot = made()
    assert slot.value is None
    slot.value = ["threats", "doxxing"]
    slot.value = "phishing"
    slot.value = ["doxxing", "deepfake"]
    assert slot.value == ["threats", "doxxing", "phishing", "deepfake"]


def test_starting_over_empties_it() -> None:
    slot = made()
    slot.value = ["threats"]
    slot.value = None
    assert slot.value is None
    slot.value = ["doxxing"]
    assert slot.value == ["doxxing"]


def test_reset_empties_it() -> None:
    slot = made()
    slot.value = ["threats"]
    slot.reset()
    assert slot.value is None


def test_two_people_do_not_share_what_they_told() -> None:
    slot = made()
    one, other = (DialogueStateTracker(name, slots=[slot]) for name in ("one", "other"))
    one.update(SlotSet("abuse_types", ["threats"]))
    one.update(SlotSet("abuse_types", ["doxxing"]))
    assert one.get_slot("abuse_types") == ["threats", "doxxing"]
    assert other.get_slot("abuse_types") is None


def test_reading_the_same_conversation_again_gives_the_same() -> None:
    tracker = DialogueStateTracker("one", slots=[made()])
    for value in (["threats"], ["doxxing"]):
        tracker.update(SlotSet("abuse_types", value))
    copy = DialogueStateTracker.from_events("one", list(tracker.events), slots=[made()])
    assert copy.get_slot("abuse_types") == ["threats", "doxxing"]


def test_rasas_own_list_slot_stays_what_it_is() -> None:
    assert Slot.resolve_by_type("list") is ListSlot
    assert Slot.resolve_by_type("bot.policies.gathering_slot.GatheringSlot") is GatheringSlot
