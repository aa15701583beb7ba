"""Makes parts of the running servers fail, with the person's words in the error.

Python reads this file at its start where the folder is on PYTHONPATH; the tests of what is left
behind put it there. A message that names a fault meets it; every other message goes on as ever.
"""

from __future__ import annotations

import asyncio
import importlib.abc
import importlib.util
import logging
import os
import sys
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

CRASH_IN_A_COMPONENT = "componentfault"
CRASH_IN_THE_GATE = "gatefault"
CRASH_IN_A_RESPONSE = "responsefault"
CRASH_IN_AN_ACTION = "actionfault"
CHATTY_LIBRARY = "chattyfault"
# Names a file; while it is there, the bot's first words to danger are wrong.
WRONG_WORDS = "TEST_WRONG_WORDS_WHILE"


def break_the_classifier(module: ModuleType) -> None:
    whole = module.IntentClassifier.process

    def process(self: Any, messages: list[Any], **more: Any) -> Any:
        text = messages[0].get("text") or ""
        if CHATTY_LIBRARY in text:
            chatter(text)
        if CRASH_IN_A_COMPONENT in text:
            raise RuntimeError(f"cannot read {text[:60]!r} and {text.lower().split()}")
        return whole(self, messages, **more)

    module.IntentClassifier.process = process


def chatter(text: str) -> None:
    """Log a text in every way that a library has: whole, in part, as a warning, as an error."""
    import structlog

    log = logging.getLogger("rasa.somewhere")
    log.info("Received message %s", text)
    log.warning("Tokens: %s", text.lower().split())
    log.error("Start: %s", text[: len(text) // 2])
    log.error("A wrong format %d", text)
    warnings.warn(f"Odd: {text[10:]}", stacklevel=1)
    try:
        raise ValueError(text.upper())
    except ValueError as error:
        log.exception("It broke: %s", error)
        structlog.get_logger("rasa.elsewhere").exception("it.broke", text=text, tokens=text.split())

    async def nobody_waits_for_it() -> None:
        raise RuntimeError(text[3:])

    task = asyncio.ensure_future(nobody_waits_for_it())
    del task


def break_the_gate(module: ModuleType) -> None:
    whole = module.ask_gate

    def ask_gate(text: str, **more: Any) -> Any:
        if CRASH_IN_THE_GATE in text:
            raise RuntimeError(text)
        return whole(text, **more)

    module.ask_gate = ask_gate


def break_a_response(module: ModuleType) -> None:
    whole = module.ScriptedResponses.generate

    async def generate(self: Any, response: str, tracker: Any, *rest: Any, **more: Any) -> Any:
        if response.startswith("utter_safety_") and words_are_wrong():
            return {"text": "All is well."}
        text = tracker.latest_message.text or ""
        if CRASH_IN_A_RESPONSE in text:
            raise RuntimeError(text)
        return await whole(self, response, tracker, *rest, **more)

    module.ScriptedResponses.generate = generate


def words_are_wrong() -> bool:
    return os.path.exists(os.environ.get(WRONG_WORDS, ""))


def break_an_action(module: ModuleType) -> None:
    whole = module._unclear_place

    def unclear_place(message: dict[str, Any]) -> str:
        if CRASH_IN_AN_ACTION in (message.get("text") or ""):
            logging.getLogger("rasa_sdk.executor").warning("A call begins.")
            raise RuntimeError(message["text"])
        return str(whole(message))

    module._unclear_place = unclear_place


FAULTS: dict[str, Callable[[ModuleType], None]] = {
    "bot.nlu.intent_classifier": break_the_classifier,
    "bot.channels.turn": break_the_gate,
    "bot.responses.generator": break_a_response,
    "actions.law": break_an_action,
}


class FaultFinder(importlib.abc.MetaPathFinder):
    """Loads a module that is to break as Python would, and then breaks it."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in FAULTS or name in self._met:
            return None
        self._met.add(name)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_break(module: ModuleType) -> None:
            load(module)
            FAULTS[name](module)

        spec.loader.exec_module = load_and_break  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, FaultFinder())
