"""Which dangers of earlier turns still stand open when a message has nothing new in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.policies.recheck import ANSWERED, SAFETY
from bot.safety.model import FLAGS
from bot.safety.replies import PARTS, TOLD, TOLD_QUESTION

if TYPE_CHECKING:
    from bot.preview.play.run import Turn
    from bot.preview.play.understanding import Insight

_SLOT: Final = "safety_flag"
_ABOUT_DYING: Final = "suicide_self"
_STARTS_OVER: Final = ("action_restart", "utter_restart")


def open_dangers(turns: Sequence[Turn]) -> list[str]:
    """Give the dangers (safety flags) that stand open after these turns, gravest first.

    A danger is open from where it is heard, asked about or answered. The noes to all the gentle
    questions close thoughts of suicide; the end of a chat, or starting over, closes everything.
    """
    found: set[str] = set()
    for turn in turns:
        if turn.ends_chat or any(one.action in _STARTS_OVER for one in turn.insight.spoken):
            found.clear()
            continue
        found |= raised(turn.insight)
        if any(name.removesuffix("_es") in ANSWERED for name in turn.insight.responses):
            found.discard(_ABOUT_DYING)
    return [flag for flag in FLAGS if flag in found]


def raised(insight: Insight) -> set[str]:
    """Give the dangers that a turn is about: heard in it, noted in it, or spoken of by the bot."""
    heard = set(insight.safety.get("flags") or ())
    heard |= {str(one.after) for one in insight.changes if one.slot == _SLOT}
    heard.add(insight.intent)
    said = [name.removesuffix("_es") for name in insight.responses]
    for flag in FLAGS:
        about = {f"{SAFETY}{part}_{flag}" for part in PARTS}
        if any(name in about or name.removesuffix("_again") in about for name in said):
            heard.add(flag)
    if TOLD in said or TOLD_QUESTION in said:
        heard.add(_ABOUT_DYING)
    return {flag for flag in heard if flag in FLAGS}
