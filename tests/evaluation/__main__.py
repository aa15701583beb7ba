"""Prints the evaluation: `make evaluate`."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from bot.locations import ROOT
from tests.evaluation import direct_questions, follow_ups, places, safety, stories

if __name__ == "__main__":
    configure_structlog(logging.ERROR)
    agent = Agent.load(str(ROOT / "models" / "lantern.tar.gz"))

    def parse(text: str) -> dict[str, Any]:
        parsed: dict[str, Any] = asyncio.run(agent.parse_message(text))
        return parsed

    reports = [
        safety.report(parse),
        stories.report(parse),
        follow_ups.report(parse),
        direct_questions.report(parse),
        places.report(),
    ]
    print("\n".join(line for report in reports for line in report))
