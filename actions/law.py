"""Show law and help lines out of the database; whatever goes wrong, the person gets an answer."""

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.law_answers import LawAnswers, Told
from actions.law_words import Bubble, Words
from actions.legal.queries import LegalQueries

DEADLINE_SECONDS: Final = 2.0
"""How long an answer may take; below the channel's own deadline."""

UNAVAILABLE: Final = "utter_law_unavailable"
ASKS_BACK: Final = {"utter_law_which_state", "utter_place_not_found"}
MENUS: Final = {"utter_law_topics", "utter_federal_topics"}
CAUTION: Final = "utter_law_caution"
AFTER_LAW: Final = "utter_law_after"
AFTER_LINES: Final = "utter_lines_after"

_log = logging.getLogger(__name__)


class ActionShowStateLaw(Action):
    """Show the law of the state in `us_state`, on the topic in `law_topic` if there is one."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_show_state_law"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Answer, and forget the topic, so that the next place starts afresh."""
        unclear = _unclear_place(tracker.latest_message)
        if unclear:
            dispatcher.utter_message(response=unclear)
            return []
        place, topic = tracker.get_slot("us_state"), tracker.get_slot("law_topic")
        told = Told(tracker.get_slot("abuse_types") or [], tracker.get_slot("stalker_relation"))
        return await _answer(
            dispatcher, domain, lambda law: law.for_topic(place, topic, told), AFTER_LAW
        )


class ActionShowFederalLaw(Action):
    """Show federal law, on the topic in `law_topic` if that is a federal one."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_show_federal_law"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Answer, and forget the topic."""
        topic = str(tracker.get_slot("law_topic") or "")
        asked = topic if topic.startswith("federal_") else None
        return await _answer(dispatcher, domain, lambda law: law.federal(asked), AFTER_LAW)


class ActionShowNationalLines(Action):
    """Show the national lines: the first few, or the group in `law_topic`."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_show_national_lines"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Answer, and forget the topic."""
        topic = tracker.get_slot("law_topic")
        return await _answer(dispatcher, domain, lambda law: law.lines(topic), AFTER_LINES)


async def _answer(
    dispatcher: CollectingDispatcher,
    domain: DomainDict,
    ask: Callable[[LawAnswers], list[Bubble]],
    after: str,
) -> list[dict[str, Any]]:
    """Ask in a thread, within the deadline; say the answer, or that there is none now."""
    words = Words(domain)
    try:
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(_threads(), lambda: ask(LawAnswers(LegalQueries(), words)))
        bubbles = await asyncio.wait_for(work, DEADLINE_SECONDS)
    except Exception as error:  # the person must get an answer, whatever broke
        _log.error("The law list cannot be asked: %s", type(error).__name__)
        dispatcher.utter_message(response=UNAVAILABLE)
        return []
    for bubble in bubbles:
        if bubble.response in MENUS and len(bubbles) > 1:
            dispatcher.utter_message(response=CAUTION)
        dispatcher.utter_message(
            response=bubble.response, buttons=_buttons(bubble, words), **bubble.values
        )
    if bubbles[0].response in ASKS_BACK:
        return []  # the topic is wanted again once we know the state
    if bubbles[-1].response not in MENUS:  # one question at the end of a turn is enough
        dispatcher.utter_message(response=after)
    return [SlotSet("law_topic", None)]


def _unclear_place(message: dict[str, Any]) -> str:
    """Return what to say when the message tells a place that we do not know for sure, else nothing.

    The slot may still hold an earlier place: showing that one's law would be a guess.
    """
    entities = {entity.get("entity") for entity in message.get("entities") or []}
    if "us_state" in entities:
        return ""
    if "place_ambiguous" in entities:
        return "utter_place_ambiguous"
    told = (message.get("intent") or {}).get("name") == "tell_place"
    return "utter_place_not_found" if told else ""


def _buttons(bubble: Bubble, words: Words) -> list[dict[str, str]]:
    if not bubble.next_topic:
        return []
    payload = "/choose_law_topic" + json.dumps({"law_topic": bubble.next_topic})
    return [{"title": words.line("utter_law_more_title"), "payload": payload}]


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """Own threads: a database that hangs must not use up those of the server."""
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="law")
