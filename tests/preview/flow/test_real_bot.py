"""The arrows against the bot itself: a sample of choices, tapped in real conversations."""

from __future__ import annotations

import pytest

from bot.preview.flow.chart import Arrow, Way
from bot.preview.flow.graph import shared_chart
from tests.conversations.conftest import lantern
from tests.conversations.driver import MODEL, Lantern

__all__ = ["lantern"]

SAMPLE = 30
# What goes by the talk before: a fresh conversation has none.
_BY_THE_TALK = ("/screening_", "/resume", "/leave", "/start_over", "/go_back")


def _sample() -> list[tuple[str, str, list[Arrow]]]:
    chart = shared_chart()
    found: dict[str, tuple[str, str, list[Arrow]]] = {}
    for name, taps in chart.taps.items():
        for tap in taps:
            filled = "{" in tap.payload.partition("{")[2]
            if name.endswith("_es") or filled or tap.payload.startswith(_BY_THE_TALK):
                continue
            arrows = [
                one
                for one in chart.out_of[name]
                if one.way is Way.TAP and one.label.startswith(tap.title)
            ]
            found.setdefault(tap.payload, (name, tap.payload, arrows))
    every = [found[payload] for payload in sorted(found)]
    return every[:: max(1, len(every) // SAMPLE)]


def _said(lantern: Lantern, payload: str) -> list[str]:
    talk = lantern.talk()
    talk.choose(payload)
    tracker = lantern.run(lantern.agent.tracker_store.retrieve(talk.sender_id))
    return [
        str(one.metadata.get("response") or one.metadata.get("utter_action"))
        for one in tracker.events
        if one.type_name == "bot"
    ]


def _may_follow(arrows: list[Arrow], ways: tuple[Way, ...]) -> set[str]:
    """Where arrows lead, on through what is said in the same turn and stands in for it."""
    chart = shared_chart()
    found = {one.target for one in arrows}
    waiting = list(found)
    while waiting:
        for one in chart.out_of.get(waiting.pop(), []):
            if one.way in ways and one.target not in found:
                found.add(one.target)
                waiting.append(one.target)
    return found


def test_what_a_tap_leads_to_is_what_the_bot_says(lantern: Lantern) -> None:
    assert MODEL.is_file()
    wrong = []
    for name, payload, arrows in _sample():
        said = _said(lantern, payload)
        targets = {one.target for one in arrows}
        steps = any(one.startswith("step:") for one in targets)
        first = _may_follow(arrows, (Way.INSTEAD, Way.THEN) if steps else (Way.INSTEAD,))
        later = _may_follow(arrows, (Way.INSTEAD, Way.THEN))
        if not said or said[0] not in first or not set(said) <= later:
            wrong.append((name, payload, said, sorted(targets)))
    assert wrong == []


@pytest.mark.parametrize("answers", [["no", "no"], ["yes", "yes"]], ids=["noes", "yeses"])
def test_the_gentle_questions_follow_each_other_as_in_the_picture(
    lantern: Lantern, answers: list[str]
) -> None:
    chart = shared_chart()
    talk = lantern.talk()
    talk.say("everyone would be better off without me")
    for answer in answers:
        before = _last_said(lantern, talk.sender_id)
        talk.choose(f"/screening_{answer}")
        arrows = [
            one
            for one in chart.out_of[before]
            if one.way is Way.TAP and one.label.lower().startswith(answer)
        ]
        assert _last_said(lantern, talk.sender_id) in _may_follow(arrows, (Way.THEN,))


def _last_said(lantern: Lantern, sender: str) -> str:
    tracker = lantern.run(lantern.agent.tracker_store.retrieve(sender))
    said = [one for one in tracker.events if one.type_name == "bot"]
    return str(said[-1].metadata.get("response") or said[-1].metadata.get("utter_action"))
