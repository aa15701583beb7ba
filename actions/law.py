"""Show law and help lines out of the database; whatever goes wrong, the person gets an answer."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Final, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.law_answers import LawAnswers
from actions.law_fitting import Told
from actions.law_words import Bubble, Words, law_responses
from actions.legal.database import database_url
from actions.legal.freshness import DEFAULT_DAYS, WrongSettingError, stale_after_days
from actions.legal.queries import asking
from actions.secret_settings import SecretSettingError

DEADLINE_SECONDS: Final = 2.0
"""How long an answer may take; below the channel's own deadline."""

UNAVAILABLE: Final = "utter_law_unavailable"
ASKS_BACK: Final = {"utter_law_which_state", "utter_place_not_found"}
MENUS: Final = {"utter_law_topics", "utter_federal_topics"}
AFTER_LAW: Final = "utter_law_after"
AFTER_LINES: Final = "utter_lines_after"
WITH_MORE: Final = {AFTER_LAW: "utter_law_after_more", AFTER_LINES: "utter_lines_after_more"}
"""What ends the answer when there is a next page."""

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class LawAction(Action, ABC):
    """What asks the database: no server starts whose address of it cannot be read."""

    def __init__(self) -> None:
        try:
            database_url()
        except SecretSettingError as error:
            raise SystemExit(f"The action server cannot start: {error}") from None

    @abstractmethod
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Answer."""


class ActionShowStateLaw(LawAction):
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
        told = Told(
            tracker.get_slot("abuse_types") or [],
            tracker.get_slot("stalker_relation"),
            tracker.get_slot("age_band"),
            tracker.get_slot("home"),
        )
        return await _answer(dispatcher, lambda law: law.for_topic(place, topic, told), AFTER_LAW)


class ActionShowFederalLaw(LawAction):
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
        return await _answer(dispatcher, lambda law: law.federal(asked), AFTER_LAW)


class ActionShowNationalLines(LawAction):
    """Show the national lines: the first few, or the group in `law_topic`."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_show_national_lines"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Answer, and forget the topic."""
        topic = tracker.get_slot("law_topic")
        young = tracker.get_slot("age_band") == "under_18"
        return await _answer(dispatcher, lambda law: law.lines(topic, young=young), AFTER_LINES)


async def _answer(
    dispatcher: CollectingDispatcher,
    ask: Callable[[LawAnswers], list[Bubble]],
    after: str,
) -> list[dict[str, Any]]:
    """Say the answer, or that there is none now."""
    try:
        bubbles = await in_time(lambda: _asked(ask))
    except Exception as error:  # the person must get an answer, whatever broke
        _log.error("The law list cannot be asked: %s", type(error).__name__)
        dispatcher.utter_message(response=UNAVAILABLE)
        return []
    for bubble in bubbles:
        dispatcher.utter_message(response=bubble.response, **bubble.values)
    if bubbles[0].response in ASKS_BACK:
        return []  # the topic is wanted again once we know the state
    if bubbles[-1].next_topic:
        dispatcher.utter_message(response=WITH_MORE[after], more=bubbles[-1].next_topic)
    elif bubbles[-1].response not in MENUS:  # one question at the end of a turn is enough
        dispatcher.utter_message(response=after)
    return [SlotSet("law_topic", None)]


async def in_time(ask: Callable[[], Answer]) -> Answer:
    """Ask the database in a thread of its own.

    Raises asyncio.TimeoutError after the deadline, and whatever the question raises.
    """
    work = asyncio.get_running_loop().run_in_executor(_threads(), ask)
    return await asyncio.wait_for(work, DEADLINE_SECONDS)


def days_or_default() -> int:
    """Return after how many days a check is old; a wrong setting is logged and counts for none."""
    try:
        return stale_after_days()
    except WrongSettingError as error:
        _log.error("%s Using %s.", error, DEFAULT_DAYS)
        return DEFAULT_DAYS


def _asked(ask: Callable[[LawAnswers], list[Bubble]]) -> list[Bubble]:
    """Ask the database; everything in one answer comes from one and the same load."""
    stale_days = days_or_default()
    with asking() as queries:
        return ask(LawAnswers(queries, Words(law_responses()), stale_days))


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


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """Own threads: a database that hangs must not use up those of the server."""
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="law")
