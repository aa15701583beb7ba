"""What a short answer means right after a safety response: "no", "skip", "leave me alone".

The same words mean something else there than in the rest of the dialogue. A plain no is believed, a
question that is left open counts as a yes (as in the ASQ, National Institute of Mental Health), and
whoever wants to be left alone is left alone. None of it closes the path: SafetyPolicy's recheck.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.answering_intents import (
    GOES_ON,
    LEAVES_THE_PLAN,
    LEAVING,
    NO,
    NOT_THERE,
    OPEN,
    SKIPPED,
    STEPS_BACK,
    UNCLEAR,
    YES,
)
from bot.nlu.last_turn import last_response
from bot.nlu.questions import asks
from bot.nlu.safety_questions import (
    IN_DANGER,
    Meaning,
    open_answer,
    to_a_question,
    to_a_screening_question,
    to_are_you_in_danger,
)
from bot.nlu.short_answers import (
    is_command,
    is_ending,
    is_goodbye,
    only_heard,
    says_safe,
)
from bot.nlu.talk_answers import (
    BACK,
    GETTING_HELP,
    HOW_OFTEN,
    LONG_AGO,
    NOT_JUST_NOW,
    NOT_MEANT,
    NOT_WELL,
    SAFE_NOW,
    STEP,
    said_in_the_talk,
    says_plain_no,
)
from bot.safety.replies import ALREADY_DONE, DONE

SAFETY = "utter_safety_"
_SCREENING = (f"{SAFETY}check_suicide_self", f"{SAFETY}ask_")
_RIGHT_NOW = f"{SAFETY}ask_now"
_OF_ACTS = (_RIGHT_NOW, f"{SAFETY}ask_tried")
_QUESTIONS = (f"{SAFETY}check_", f"{SAFETY}recheck_")
_RECHECK = f"{SAFETY}recheck_"
# "Are you out of danger?" is the last that is asked there.
_OUT_OF_DANGER = f"{SAFETY}next_immediate_danger"
_PLAN = tuple(f"{SAFETY}plan_{part}" for part in ("part", "added", "own"))
_OK = f"{SAFETY}ok"
# These offer the way back: "back" is the way back, and not one step back into the safety talk.
_RETURN = tuple(f"{SAFETY}{part}" for part in ("ok", "not_meant", "step_back", "told_no"))
_AFTER_STEP = f"{SAFETY}after_step"
# Steps after which it is not "still in danger?" that is asked.
ASK_OF_THEIR_OWN = ("lines", "barriers")
# After these the talk goes on; after "I am safe" and the like it is over.
_GRIEF = f"{SAFETY}grief"
_TALK = tuple(
    f"{SAFETY}{part}" for part in ("next_", "first_", "after_step", "stay", "why", "getting_help")
)
# How often in a row the bot stays, before it follows where the person goes.
MOST_STAYS = 2

# Somebody says that they will not act on what they think of.
NOT_ACTING = "not_acting"
# Steps that what the body says leads to, also where the talk was over.
MEDICAL = ("strangled", "bleeding")
# Where a bare "bye" may be the last one, so that it is asked about; "leave" goes at once.
OWN_TALKS = ("suicide_self", ALREADY_DONE)
# Intents that have no examples of their own: what was said before, or a pattern, makes them.
MADE_BY_CONTEXT = (
    *("safety_stay", "safety_leaving", "safety_step_back", "safety_plan_own"),
    *("safety_getting_help", "grief_after_suicide"),
)
# Somebody's age, told in the talk: whoever is hurt as a child tells an adult next.
_AGE = "tell_underage"


def last_safety_response(tracker: DialogueStateTracker | None) -> str | None:
    """Name of the last safety response of the bot's last turn; None when it was about else."""
    name = last_response(tracker)
    return name if name.startswith(SAFETY) else None


def meaning_after(
    response: str,
    intent: str | None,
    text: str = "",
    *,
    sure: bool = True,
    topic: str | None = None,
    step: str | None = None,
) -> Meaning | None:
    """Intent and entities that an intent stands for after a safety response; None: for itself.

    `text` is what was typed; somebody who types "leave" means it, whoever says "it's done" may not.
    `sure` says whether the intent is more than a guess: "he said yes" is no "I am safe". `topic` is
    what the talk is about: a flag, or "already_done"; `step` the safety step that was shown last.
    """
    in_the_plan = response.startswith(_PLAN)
    said = None if in_the_plan else _in_its_own_words(response, text, topic)
    if said:
        return said
    goes = is_command(text) and not (topic in OWN_TALKS and is_goodbye(text))
    if (intent in LEAVING and not goes) or (intent == "stop" and is_ending(text)):
        return "safety_leaving", {}
    if intent == "misunderstood":
        return "safety_not_meant", {}
    if intent in STEPS_BACK:
        return "safety_step_back", {}
    if in_the_plan:
        return _in_the_plan(intent)
    if response == _OK and topic in DONE:
        return _while_a_doctor_is_needed(intent if sure else UNCLEAR[0], text, topic)
    if response.startswith(_RETURN):
        return ("resume", {}) if intent == "go_back" else None
    intent = open_answer(text) or intent
    if response.startswith(_SCREENING):
        return to_a_screening_question(intent)
    if response.startswith(_QUESTIONS):
        about_else = only_heard(text) or (intent in UNCLEAR and asks(text))
        if response.startswith(_RECHECK) and about_else:
            # It stands under an answer to something else, which these words go to; they are no yes.
            return None
        if response == IN_DANGER:
            return to_are_you_in_danger(intent, text, sure=sure)
        return to_a_question(response, intent)
    if response.startswith(_GRIEF) and intent in OPEN:
        return "safety_step", {"safety_step": "grounding"}
    if response.startswith(_TALK):
        known = intent if sure else DEFAULT_NLU_FALLBACK_INTENT_NAME
        if topic in DONE:
            return _while_a_doctor_is_needed(known, text, topic)
        asked_still = response == _AFTER_STEP and step not in ASK_OF_THEIR_OWN
        if topic == "immediate_danger" and asked_still and known in NO:
            return "safety_ok", {}
        return _in_the_talk(response, known, topic)
    return None


def stays_in_a_row(tracker: DialogueStateTracker | None) -> int:
    """How many of the bot's latest turns only stayed with the person."""
    count = 0
    for event in reversed(tracker.applied_events() if tracker else []):
        name = (event.metadata or {}).get("utter_action") if isinstance(event, BotUttered) else None
        if name == "utter_safety_stay":
            count += 1
        elif name and name != "utter_safety_after_step":
            break
    return count


def _in_its_own_words(response: str, text: str, topic: str | None) -> Meaning | None:
    """What the words of the safety talk itself say, wherever in it they are said."""
    match = said_in_the_talk(text, topic)
    if match is None:
        return None
    screening, question = response.startswith(_SCREENING), response.startswith(_QUESTIONS)
    if match.label == GETTING_HELP:
        return "safety_getting_help", {}
    if match.label == BACK:
        return "resume", {}
    if match.label == NOT_MEANT:
        return NOT_MEANT, {}
    if match.label in (SAFE_NOW, LONG_AGO):
        return "safety_ok", {}
    if match.label == NOT_JUST_NOW and screening:
        return ("screening_no" if response == _RIGHT_NOW else "screening_yes"), {}
    if match.label in (NOT_WELL, HOW_OFTEN) and screening:
        return "screening_yes", {}
    if match.label == NOT_WELL and question:
        return to_a_question(response, YES[0])
    if match.label == NOT_WELL:
        return "safety_step", {"safety_step": "worse"}
    if screening and match.keys.get("step") == NOT_ACTING and not says_plain_no(text):
        # "I wouldn't do it" speaks of thoughts; of an attempt, or of right now, it is a no.
        asked_of_acts = response.startswith(_OF_ACTS)
        return ("screening_no" if asked_of_acts else "screening_yes"), {}
    # Once the talk is over, "its my wife" begins a story and is no answer.
    medical = match.keys.get("step") in MEDICAL
    over = response.startswith(_RETURN) and topic not in DONE and not medical
    if match.label == STEP and not screening and not over:
        about = {"safety_flag": str(match.keys["topic"])} if "topic" in match.keys else {}
        return "safety_step", {"safety_step": str(match.keys["step"]), **about}
    return None


def _in_the_plan(intent: str | None) -> Meaning | None:
    if intent is None or intent.startswith(("safety_", "screening_")) or intent in LEAVES_THE_PLAN:
        return None
    if intent in (*YES, *NO, *OPEN, *SKIPPED):
        return "safety_step", {"safety_step": "plan"}
    return "safety_plan_own", {}


def _in_the_talk(response: str, intent: str | None, topic: str | None) -> Meaning | None:
    if intent == "ask_paying" and response.endswith("child_at_risk"):
        return "safety_step", {"safety_step": "extorted"}
    if intent == _AGE and topic in ("child_at_risk", "immediate_danger"):
        return "safety_step", {"safety_step": "trusted_adult"}
    if intent in NO and response == _OUT_OF_DANGER:
        return "safety_stay", {}
    if intent in NO:
        return "safety_step_back", {}
    if intent in OPEN:
        return "safety_step", {"safety_step": "grounding"}
    if intent in SKIPPED and topic == "immediate_danger":
        return "safety_step", {"safety_step": "get_away"}
    if intent in (*YES, *SKIPPED):
        return "safety_step", {"safety_step": "all"}
    if intent == "go_back":
        return "resume", {}
    if intent in (*UNCLEAR, *GOES_ON, *NOT_THERE, _AGE):
        return "safety_stay", {}
    return None


def _while_a_doctor_is_needed(intent: str | None, text: str, topic: str | None) -> Meaning | None:
    """After "is help on its way?": a yes, a way out of the talk, or what 911 has to be told."""
    if only_heard(text):
        return "safety_stay", {}
    if intent in YES:
        return "safety_getting_help", {}
    if intent in SKIPPED:
        what_to_do = "need_call" if topic == ALREADY_DONE else "their_wound"
        return "safety_step", {"safety_step": what_to_do}
    if intent == "safety_ok" and not says_safe(text):
        return "safety_stay", {}
    if says_safe(text) and intent in UNCLEAR:
        return "safety_ok", {}
    leaves = intent is not None and intent.startswith(("safety_", "screening_"))
    return None if leaves or intent in LEAVES_THE_PLAN else ("safety_stay", {})


def as_message(meaning: Meaning) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The intent and the entities of a parse for a meaning."""
    name, values = meaning
    entities = [
        {"entity": entity, "value": value, "start": 0, "end": 0} for entity, value in values.items()
    ]
    return {"name": name, "confidence": 1.0}, entities
