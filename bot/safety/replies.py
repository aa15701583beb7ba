"""The first words in an emergency, read from local files: nothing else has to be running."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.channel_names import WEB_CHAT, variants_for
from bot.safety.language import in_spanish
from bot.safety.model import FLAGS, OWN_LIFE, Safety, already_done, flags_to_answer

SCRIPTS = Path(__file__).resolve().parents[2] / "data" / "scripts" / "safety"
# What every flag has a response for; `first` has a second wording, `<name>_again`.
PARTS = ("first", "next", "also", "check", "recheck")
# Of these, who writes in Spanish reads nothing else.
IN_SPANISH = ("first", "next", "check", "recheck")
# Beside the gravest flag, so many others get a sentence of their own.
MOST_OTHERS = 2
# Others tell the person to die: what they are told, and the one question that is asked.
TOLD = "utter_safety_told_to_die"
TOLD_QUESTION = "utter_safety_ask_how_you_are"
# The person has to go at once: one line, and the chat is over.
GO_NOW = ("utter_safety_go_now", "utter_safety_go_now_end")
# Patterns that only say that somebody is near; each other one is answered in full.
NEAR = ("here-now", "outside-now", "on-the-way")
STRANGLED = "utter_safety_also_strangled"
ASSAULTED = "utter_safety_also_assaulted"
MEETING = "utter_safety_also_meeting"
YOUNG = "utter_safety_also_young"
OWN_CHILD = "utter_safety_first_own_child"
TAKEN = ("utter_safety_first_child_taken", "utter_safety_next_child_taken")
# Something was taken or done already, by the person or by somebody else: the first words send to a
# doctor, and these take the place of the flag in what the talk is about (the slot `safety_flag`).
ALREADY_DONE = "already_done"
ALREADY_DONE_OTHER = "already_done_other"
DONE = (ALREADY_DONE, ALREADY_DONE_OTHER)
# First words to a grown-up who tells of a child; the others are to whoever it is about.
FOR_A_GROWN_UP = (
    "utter_safety_first_child_at_risk_child",
    "utter_safety_first_child_at_risk_again_child",
)


class ScriptError(Exception):
    """A safety script that cannot be used. The message is one sentence that names file and gap."""


@dataclass(frozen=True)
class SafetyScripts:
    """The safety responses by name, each with its texts for one channel or another."""

    responses: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)

    def message(self, name: str, channel: str = WEB_CHAT) -> dict[str, Any]:
        """Give a response in a channel's wording, as `{"response", "texts", "buttons"}`."""
        return _message(name, variants_for(self.responses[name], channel)[0])


@lru_cache(maxsize=4)
def load_scripts(folder: Path = SCRIPTS) -> SafetyScripts:
    """Read all safety scripts of a folder once. Raises ScriptError, naming what is missing."""
    responses: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            for name, variations in content.get("responses", {}).items():
                for variation in variations or [{}]:
                    _message(name, variation)
                responses[name] = variations
        except (
            OSError,
            ValueError,
            yaml.YAMLError,
            AttributeError,
            LookupError,
            TypeError,
        ) as error:
            reason = " ".join(str(error).split())
            raise ScriptError(
                f"{file.name}: the safety script cannot be read ({reason})."
            ) from error
    for name in safety_responses():
        if name not in responses:
            raise ScriptError(f"{folder}: the safety response {name} is missing.")
    return SafetyScripts(responses)


def safety_responses() -> list[str]:
    """Names of the responses that every flag has to have."""
    names = [f"utter_safety_{part}_{flag}" for part in PARTS for flag in FLAGS]
    names += [f"utter_safety_{part}_{flag}_es" for part in IN_SPANISH for flag in FLAGS]
    names += [f"utter_safety_first_{flag}_again" for flag in FLAGS]
    done = [f"utter_safety_first_{topic}{more}" for topic in DONE for more in ("", "_es")]
    done += [f"utter_safety_first_{ALREADY_DONE}_again"]
    beside = (STRANGLED, ASSAULTED, MEETING, YOUNG, OWN_CHILD, *TAKEN)
    return [*names, *done, TOLD, TOLD_QUESTION, *GO_NOW, *beside, *FOR_A_GROWN_UP]


def first_reply(
    safety: Safety,
    scripts: SafetyScripts | None = None,
    *,
    again: Container[str] = (),
    channel: str = WEB_CHAT,
) -> list[dict[str, Any]]:
    """Return the messages that answer at once; none at level `none`.

    Each is `{"response": name, "texts": [one string a bubble], "buttons": [{"title", "payload"}]}`.
    At `act` they are the reply and, last, the offers; at `check` the gentle question is last.
    `again` are the flags that were answered earlier in the conversation; `channel` is where the
    reply is read: a text message has to be short, and who writes is told first where to write.
    """
    if safety.level == "none":
        return []
    known = scripts or load_scripts()
    found = safety.as_dict()
    names = act_responses(found, again=again) if safety.level == "act" else check_responses(found)
    if _language(found) == "es":
        names = [in_spanish(name, known.responses) for name in names]
    return [known.message(name, channel) for name in names]


def act_responses(safety: Mapping[str, Any], *, again: Container[str] = ()) -> list[str]:
    """Names of the responses for a `safety` key at level `act`; the last one holds the offers.

    The Spanish wording of each is said in its place, by `first_reply` or by Rasa
    (bot/responses/generator.py); for a mixed message the first words are in both languages.
    """
    flag, *others = flags_to_answer(safety)
    if _has_to_go(safety):
        return list(GO_NOW)
    about = topic_of_what_is_done(flag, safety) or flag
    kindred: tuple[str, ...] = (flag,)
    if about == ALREADY_DONE:
        # The offers are those of the talk about dying; they read otherwise there (its script).
        kindred, flag = OWN_LIFE, OWN_LIFE[0]
        others = [other for other in others if other not in OWN_LIFE]
    first = f"utter_safety_first_{about}"
    mixed = [f"{first}_es"] if _language(safety) == "mixed" else []
    if about != ALREADY_DONE_OTHER and any(one in again for one in kindred):
        first = f"{first}_again"
    if _of_whom(safety) == "child" and f"{first}_child" in FOR_A_GROWN_UP:
        first = f"{first}_child"
    offers = f"utter_safety_next_{flag}"
    if flag == "child_at_risk" and _tells(safety, "taken"):
        mixed, (first, offers) = [], TAKEN
    if flag == "violence_to_other" and _tells(safety, "own_child"):
        mixed, first = [], OWN_CHILD
    also = [f"utter_safety_also_{other}" for other in others[:MOST_OTHERS]]
    if flag == "immediate_danger" and _tells(safety, "young") and "child_at_risk" not in others:
        also.append(YOUNG)
    if flag == "child_at_risk" and _tells(safety, "meeting"):
        also.append(MEETING)
    return [*mixed, first, *also, *_beside_it(safety), offers]


def check_responses(safety: Mapping[str, Any]) -> list[str]:
    """Names of the responses for a `safety` key at level `check`; the last one asks."""
    flag = flags_to_answer(safety)[0]
    if flag == "suicide_self" and is_told(safety):
        return [TOLD, TOLD_QUESTION]
    mixed = [f"utter_safety_first_{flag}_es"] if _language(safety) == "mixed" else []
    return [*mixed, *_beside_it(safety), f"utter_safety_check_{flag}"]


def is_told(safety: Mapping[str, Any]) -> bool:
    """Whether what sounds like a wish to die is only what others say to the person.

    The classifier's own doubt about it adds nothing: the question that follows is the same.
    """
    own = [one for one in safety.get("evidence") or () if one["flag"] == "suicide_self"]
    return any(one.get("told") for one in own) and all(
        one.get("told") or one.get("softened_by") == "told-to" or "score" in one for one in own
    )


def topic_of_what_is_done(flag: str, safety: Mapping[str, Any]) -> str | None:
    """The topic that a flag comes to where something was taken or done already; None elsewhere."""
    done = already_done(safety.get("evidence") or ())
    if flag in OWN_LIFE and done & {*OWN_LIFE}:
        return ALREADY_DONE
    return ALREADY_DONE_OTHER if flag == "suicide_other" and flag in done else None


def _has_to_go(safety: Mapping[str, Any]) -> bool:
    """Whether somebody comes in and the person leaves, with no other danger named than that."""
    grave = [entry for entry in safety.get("evidence") or () if entry["level"] == "act"]
    near = [one for one in grave if "score" in one or one.get("pattern") in NEAR]
    leaving = any(one.get("leaving") for one in grave)
    return leaving and all(one.get("leaving") or one in near for one in grave)


def _language(safety: Mapping[str, Any]) -> str:
    return next(
        (one["language"] for one in safety.get("evidence") or () if "language" in one), "en"
    )


def _beside_it(safety: Mapping[str, Any]) -> list[str]:
    said = {"strangled": STRANGLED, "assaulted": ASSAULTED}
    return [response for key, response in said.items() if _tells(safety, key)]


def _tells(safety: Mapping[str, Any], key: str) -> bool:
    return any(one.get(key) for one in safety.get("evidence") or () if one["level"] != "none")


def _of_whom(safety: Mapping[str, Any]) -> str | None:
    return next((one["whom"] for one in safety.get("evidence") or () if "whom" in one), None)


def _message(name: str, variation: dict[str, Any]) -> dict[str, Any]:
    return {
        "response": name,
        "texts": [bubble.strip() for bubble in variation["text"].split("\n\n") if bubble.strip()],
        "buttons": [
            {"title": button["title"], "payload": button["payload"]}
            for button in variation.get("buttons", [])
        ],
    }
