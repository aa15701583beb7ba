"""Whether the action server and its database work, asked the way that a question about law goes."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import rasa
from rasa.utils.endpoints import EndpointConfig

logger = logging.getLogger(__name__)

ACTION = "action_tell_law_state"
# Seconds for the action server; its own deadline for the database lies within.
ACTIONS_SECONDS = 2.5
RECORDS = ("fresh", "stale", "unverified")
AGES = ("oldest", "middle")


@dataclass(frozen=True)
class LawState:
    """Whether the action server answers, whether the database does, and how old its checks are.

    `records` are counts by RECORDS, `days` ages by AGES; both are empty where nothing is known.
    """

    actions: bool = False
    database: bool = False
    records: dict[str, int] | None = None
    days: dict[str, int] | None = None


async def law_state(endpoint: EndpointConfig | None) -> LawState:
    """Ask the action server; never raises."""
    if endpoint is None:
        return LawState()
    call = {
        "next_action": ACTION,
        "sender_id": "health",
        "tracker": {"sender_id": "health", "slots": {}, "events": [], "latest_message": {}},
        "domain": {},
        "version": rasa.__version__,
    }
    try:
        answer = await asyncio.wait_for(endpoint.request(json=call), ACTIONS_SECONDS)
        return _read(answer)
    except Exception as error:  # down, hanging, or not ours
        logger.warning("The action server cannot be asked: %s", type(error).__name__)
        return LawState()


def _read(answer: Any) -> LawState:
    told = [message["custom"] for message in answer["responses"] if message.get("custom")]
    if not told:
        return LawState(actions=True)
    records = {name: int(told[0]["records"][name]) for name in RECORDS}
    days = {name: int(told[0]["days"][name]) for name in AGES if name in told[0]["days"]}
    return LawState(True, True, records, days)
