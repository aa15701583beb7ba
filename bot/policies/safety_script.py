"""Which responses answer a message that speaks of danger, or an answer to a safety question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.current_turn import Turn, turns
from bot.policies.recheck import ALL_NO, FAREWELLS, RECHECK, overdue_recheck
from bot.policies.screening import ANSWERS, TELLS, after_answer, still_open
from bot.policies.way_back import way_back
from bot.safety.model import FLAGS, GATE_METADATA, OWN_LIFE, flags_to_answer
from bot.safety.replies import TOLD, TOLD_QUESTION, act_responses, check_responses, is_told

RESUME = "resume"
STAY = ["utter_safety_stay", "utter_safety_after_step"]
# What the rules of the safety scripts answer.
OWN_INTENTS = ("safety_", "screening_")
# How often the bot asks about the same flag before it only stays with the person.
MOST_QUESTIONS = 2


def safety_script(tracker: DialogueStateTracker, domain: Domain, *, loop_closed: bool) -> list[str]:
    """Actions that answer the latest message; empty when it is not about safety.

    `loop_closed` says that this turn's script has closed a form already, so that the script
    reads the same at each of its steps.
    """
    message = tracker.latest_message
    *earlier, _ = turns(tracker) or [Turn(None)]
    said = _what_to_say(message, earlier, domain) if message else []
    if not said:
        return []
    closing = [ACTION_DEACTIVATE_LOOP_NAME] if tracker.active_loop_name or loop_closed else []
    return [*closing, *said, ACTION_LISTEN_NAME]


def _what_to_say(message: UserUttered, earlier: Sequence[Turn], domain: Domain) -> list[str]:
    safety: dict[str, Any] = message.parse_data.get("safety") or {}
    intent = message.intent_name
    if safety.get("level") == "act":
        return _act(safety, (message.metadata or {}).get(GATE_METADATA) or {}, earlier)
    if safety.get("level") == "check":
        return _check(safety, earlier)
    if intent in FLAGS:
        # A tapped button ("/suicide_self"), or its typed words, which the gate may have answered.
        gate = (message.metadata or {}).get(GATE_METADATA) or {}
        same = intent in ((gate.get("safety") or {}).get("flags") or ())[:1]
        return _act({"flags": [intent]}, gate if same else {}, earlier)
    if intent in ANSWERS:
        following = after_answer(earlier, str(intent))
        if following is None:
            return []
        return following or [ALL_NO, *(way_back(earlier, domain) or ["utter_menu"])]
    if intent == RESUME:
        return way_back(earlier, domain)
    if intent in TELLS and (asking := still_open(earlier)):
        return asking
    if str(intent).startswith(OWN_INTENTS) or intent in FAREWELLS:
        return []
    again = overdue_recheck(earlier)
    return [again] if again else []


def _act(safety: dict[str, Any], gate: dict[str, Any], earlier: Sequence[Turn]) -> list[str]:
    said = {action for turn in earlier for action in turn.actions}
    before = {flag for flag in FLAGS if f"utter_safety_next_{flag}" in said}
    *first, offers = act_responses(safety, again=before)
    return [offers] if gate.get("answered") else [*first, offers]


def _check(safety: dict[str, Any], earlier: Sequence[Turn]) -> list[str]:
    flag = flags_to_answer(safety)[0]
    same = OWN_LIFE if flag in OWN_LIFE else (flag,)
    answered = [f"utter_safety_next_{one}" for one in same]
    asked = [f"utter_safety_check_{one}" for one in same] + [f"{RECHECK}{one}" for one in same]
    said = [action for turn in earlier for action in turn.actions]
    if flag == "suicide_self" and is_told(safety):
        return _met_as_cruelty(said, answered=any(action in answered for action in said))
    questions = sum(action in asked for action in said)
    if questions >= MOST_QUESTIONS or any(action in answered for action in said):
        return STAY
    if questions:
        return [f"{RECHECK}{flag}"]
    return check_responses(safety)


def _met_as_cruelty(said: Sequence[str], *, answered: bool) -> list[str]:
    """What others say to the person is met once, with one question; none after an answer."""
    if TOLD in said:
        return STAY
    return [TOLD, "utter_safety_after_step" if answered else TOLD_QUESTION]
