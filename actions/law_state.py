"""Tells the Rasa server whether the law list can be asked, and how old its checks are.

Nobody in a conversation gets here: the server that watches itself calls this action by its name
(bot/watching/law_state.py), the same way that every question about law goes.
"""

import datetime as dt
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.law import days_or_default, in_time
from actions.legal.freshness import ages
from actions.legal.queries import asking

_log = logging.getLogger(__name__)


class ActionTellLawState(Action):
    """Answer with `freshness.ages` as JSON; with nothing where the database cannot be asked."""

    def name(self) -> str:
        """Return the name that the Rasa server calls."""
        return "action_tell_law_state"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Answer within the deadline of every question to the database."""
        try:
            dispatcher.utter_message(json_message=await in_time(_state))
        except Exception as error:  # to say nothing is the answer that it is out of reach
            _log.error("The law list cannot be asked: %s", type(error).__name__)
        return []


def _state() -> dict[str, dict[str, int]]:
    with asking() as queries:
        return ages(queries.check_days(), dt.date.today(), days_or_default())
