"""What is counted, for Prometheus (docs/watching.md): numbers only, and no label out of a message.

The rooms that a message passes call the functions below. None of them can fail or wait: an answer
is worth more than its count. Every value that a label can have is known beforehand and is there
from the start, so that not even the appearance of a line tells anything, and the library's times
of creation are off for the same reason.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

from bot.channel_names import MESSAGING_APPS, WEB_CHAT
from bot.safety.model import FLAGS, LEVELS, flags_to_answer
from bot.watching.in_fives import CountInFives

logger = logging.getLogger(__name__)

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

OTHER = "other"
CHANNELS = (WEB_CHAT, "socketio", *MESSAGING_APPS, OTHER)
# Why a person read that something is wrong in place of an answer.
CAUSES = ("deadline", "error", "silence", "gate", "law")
SESSIONS = ("opened", "ended", "refused")
# What the bot says when it did not follow, and when law cannot be shown.
NOT_UNDERSTOOD = "utter_not_understood"
LAW_UNAVAILABLE = "utter_law_unavailable"
# Whose errors are counted: our rooms, and all that is not ours. What notices danger counts as the
# room `safety`, wherever it stands.
ROOMS = (
    *("channels", "encoder", "launch", "nlu", "patterns", "policies", "preview", "responses"),
    *("safety", "storage", "watching"),
)
SAFETY_MODULES = ("bot.safety.", "bot.nlu.safety_", "bot.policies.safety_")
LIBRARIES = "libraries"
# Upper ends in seconds; the last one is the channel's deadline.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0)

_turns = Counter("lantern_turns", "Turns taken by Rasa.", ["channel"], registry=REGISTRY)
_turn_seconds = Histogram(
    "lantern_turn_seconds", "Seconds that Rasa took for a turn.", buckets=SECONDS, registry=REGISTRY
)
_failures = Counter(
    "lantern_failures", "Answers that could not be given, by cause.", ["cause"], registry=REGISTRY
)
_fallbacks = Counter(
    "lantern_fallbacks", "Times that the bot said it did not follow.", registry=REGISTRY
)
_sessions = Counter(
    "lantern_sessions", "Chats opened, ended by the person, refused.", ["event"], registry=REGISTRY
)
_rate_limited = Counter(
    "lantern_rate_limited", "Messages that came too fast.", ["channel"], registry=REGISTRY
)
_page_loads = Counter("lantern_page_loads", "Times that the page was fetched.", registry=REGISTRY)
_redis_failures = Counter(
    "lantern_redis_failures", "Times that Redis did not answer, or refused.", registry=REGISTRY
)
_logged_errors = Counter(
    "lantern_logged_errors", "Errors logged, by the room of the code.", ["room"], registry=REGISTRY
)
_safety_messages = CountInFives(
    "lantern_safety_messages",
    "Typed messages as the gate read them, by level and flag; in fives, once a day.",
    ["level", "flag"],
    [("none", "none"), *((level, flag) for level in LEVELS[1:] for flag in FLAGS)],
    REGISTRY,
)
_gate_answers = CountInFives(
    "lantern_gate_answers", "Messages that the gate answered; in fives, once a day.", [], [()],
    REGISTRY,
)  # fmt: skip
READY = Gauge("lantern_ready", "Whether the server can answer danger: 1 or 0.", registry=REGISTRY)
PART_UP = Gauge("lantern_part_up", "Whether a part works: 1 or 0.", ["part"], registry=REGISTRY)
MODEL_TRAINED = Gauge(
    "lantern_model_trained_timestamp_seconds", "When the model was trained.", registry=REGISTRY
)
LAW_CHECK_AGE = Gauge(
    "lantern_law_check_age_days", "Days since records were checked.", ["which"], registry=REGISTRY
)
LAW_RECORDS = Gauge(
    "lantern_law_records", "Records of law and lines by their check.", ["check"], registry=REGISTRY
)

for _channel in CHANNELS:
    _turns.labels(_channel)
    _rate_limited.labels(_channel)
for _cause in CAUSES:
    _failures.labels(_cause)
for _event in SESSIONS:
    _sessions.labels(_event)
for _room in (*ROOMS, LIBRARIES):
    _logged_errors.labels(_room)

P = ParamSpec("P")


def costs_no_answer(count: Callable[P, None]) -> Callable[P, None]:
    """Keep what goes wrong in counting from whoever is being answered."""

    @functools.wraps(count)
    def counted(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            count(*args, **kwargs)
        except Exception as error:
            logger.warning("Something could not be counted: %s", type(error).__name__)

    return counted


@costs_no_answer
def turn(channel: str, seconds: float) -> None:
    """Count a turn that Rasa took, or began and was stopped in."""
    _turns.labels(_known(channel)).inc()
    _turn_seconds.observe(seconds)


@costs_no_answer
def failed(cause: str) -> None:
    """Count an answer that could not be given; `cause` is one of CAUSES."""
    _failures.labels(CAUSES[CAUSES.index(cause)]).inc()


@costs_no_answer
def said(response: str) -> None:
    """Count a response of Rasa's, if it is one of those that tell of trouble."""
    if response == NOT_UNDERSTOOD:
        _fallbacks.inc()
    elif response == LAW_UNAVAILABLE:
        _failures.labels("law").inc()


@costs_no_answer
def heard(safety: Mapping[str, Any], *, answered: bool) -> None:
    """Count what the gate read in a typed message (`Safety.as_dict`), and whether it answered."""
    level = safety["level"]
    for flag in ("none",) if level == "none" else flags_to_answer(safety):
        _safety_messages.add(level, flag)
    if answered:
        _gate_answers.add()


@costs_no_answer
def session(event: str) -> None:
    """Count a chat that was opened, ended or refused (SESSIONS)."""
    _sessions.labels(SESSIONS[SESSIONS.index(event)]).inc()


@costs_no_answer
def rate_limited(channel: str) -> None:
    """Count a message that came too fast."""
    _rate_limited.labels(_known(channel)).inc()


@costs_no_answer
def page_loaded() -> None:
    """Count that the page was fetched."""
    _page_loads.inc()


@costs_no_answer
def redis_failed() -> None:
    """Count that Redis did not answer, or refused."""
    _redis_failures.inc()


@costs_no_answer
def error_logged(name: str) -> None:
    """Count an error by its logger, which for our own code is the module."""
    room = name.split(".")[1] if name.startswith("bot.") else LIBRARIES
    if name.startswith(SAFETY_MODULES):
        room = "safety"
    _logged_errors.labels(room if room in ROOMS else LIBRARIES).inc()


def _known(channel: str) -> str:
    return channel if channel in CHANNELS else OTHER
