"""Can this server answer a person in danger? Looked at now and then, and told in between."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from rasa.core.agent import Agent

from bot.storage.redis_place import redis_place
from bot.watching import counts
from bot.watching.law_state import LawState, law_state
from bot.watching.safety_check import safety_answers

logger = logging.getLogger(__name__)

# Seconds for which one look is told to all who ask.
KEPT_SECONDS = 5.0


@dataclass(frozen=True)
class Readiness:
    """What works. Danger can be answered without the action server, the database, and Redis."""

    safety: bool
    redis: bool | None
    """None where chats are kept in memory."""
    actions: bool
    law: bool

    @property
    def ready(self) -> bool:
        """Whether people may be sent here.

        Also while Redis is down: it is so for every server, and the gate answers danger without it.
        A proxy that took all of them out would leave nobody to answer.
        """
        return self.safety

    @property
    def parts(self) -> dict[str, bool]:
        """Each part that there is, and whether it works."""
        parts = {"safety": self.safety, "actions": self.actions, "law": self.law}
        return parts if self.redis is None else {**parts, "redis": self.redis}

    def as_dict(self) -> dict[str, str]:
        """The body of `/health/ready`."""
        status = "ready" if all(self.parts.values()) else "degraded"
        parts = {name: "ok" if works else "down" for name, works in self.parts.items()}
        return {"status": status if self.ready else "not ready", **parts}


class Watch:
    """Looks when somebody asks, but not again at once: however many ask, one look is under way."""

    def __init__(self) -> None:
        self._look: asyncio.Task[Readiness] | None = None
        self._since = 0.0

    async def readiness(self, agent: Agent | None) -> Readiness:
        """Give what was seen within the last seconds."""
        old = time.monotonic() - self._since >= KEPT_SECONDS
        if self._look is None or (self._look.done() and old):
            self._look = asyncio.create_task(self._look_now(agent))
        # Who stops waiting must not stop the look that others wait for.
        return await asyncio.shield(self._look)

    def end(self) -> None:
        """Stop a look that is under way, as the server ends."""
        if self._look is not None:
            self._look.cancel()

    async def _look_now(self, agent: Agent | None) -> Readiness:
        seen = await look(agent)
        self._since = time.monotonic()
        return seen


async def look(agent: Agent | None) -> Readiness:
    """Try every part, and note for Prometheus what was seen; never raises."""
    endpoint = agent.action_endpoint if agent else None
    safety, redis, law = await asyncio.gather(
        safety_answers(agent), asyncio.to_thread(redis_answers), law_state(endpoint)
    )
    seen = Readiness(safety, redis, law.actions, law.database)
    _note(seen, law)
    return seen


def redis_answers() -> bool | None:
    """Whether Redis answers; None where none is set."""
    try:
        place = redis_place()
        if place is not None:
            place.connection.ping()
    except Exception as error:  # whatever it is, chats cannot be kept
        logger.error("Redis does not answer: %s", type(error).__name__)
        return False
    return None if place is None else True


@counts.costs_no_answer
def _note(seen: Readiness, law: LawState) -> None:
    counts.READY.set(seen.ready)
    for part, works in seen.parts.items():
        counts.PART_UP.labels(part).set(works)
    for check, records in (law.records or {}).items():
        counts.LAW_RECORDS.labels(check).set(records)
    for which, days in (law.days or {}).items():
        counts.LAW_CHECK_AGE.labels(which).set(days)
