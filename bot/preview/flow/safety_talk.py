"""The arrows of SafetyPolicy: asked of the policy's own functions, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from bot.policies.current_turn import Turn
from bot.policies.recheck import ALL_NO, RECHECK
from bot.policies.safety_script import STAY
from bot.policies.screening import (
    ANSWERS,
    FIRST,
    QUESTIONS,
    RIGHT_NOW,
    YES,
    after_answer,
    still_open,
)
from bot.preview.flow import words
from bot.preview.flow.chart import THIS_TURN, Arrow, Way
from bot.safety.model import FLAGS
from bot.safety.replies import TOLD, TOLD_QUESTION, act_responses, check_responses

ACT = "person:speaks_of_{flag}"
CHECK = "person:may_mean_{flag}"
_ASKED = (*QUESTIONS, *FIRST[1:], RIGHT_NOW)


def safety_arrows() -> Iterator[Arrow]:
    """Yield what the policy says in a row, from the person's words on."""
    for flag in FLAGS:
        for when, chain in _act_chains(flag):
            yield from _row(ACT.format(flag=flag), chain, when, f"act {flag}")
        for when, chain in _check_chains(flag):
            yield from _row(CHECK.format(flag=flag), chain, when, f"check {flag}")
        asked, again = f"utter_safety_check_{flag}", f"{RECHECK}{flag}"
        yield Arrow(asked, again, Way.INSTEAD, words.when("comes_up_again"))
        yield Arrow(f"utter_safety_next_{flag}", again, Way.INSTEAD, words.when("turns_later"))
        yield Arrow(again, STAY[0], Way.INSTEAD, words.when("asked_twice"))
    yield Arrow(TOLD_QUESTION, f"{RECHECK}suicide_self", Way.INSTEAD, words.when("turns_later"))
    yield Arrow(TOLD, STAY[0], Way.INSTEAD, words.when("comes_up_again"))
    yield from _row("", STAY, "")
    yield Arrow(ALL_NO, "step:resume", Way.THEN)
    yield Arrow("step:resume", "utter_menu", Way.THEN, words.when("nothing_before"))
    for question in _ASKED:
        for answer in ANSWERS:
            for _, chain in after_question(question, answer):
                yield from _row("", chain, "", f"{question} {answer}")
        asking = still_open([Turn(None, [question])])
        yield Arrow(question, asking[0], Way.INSTEAD, words.when("tells_a_fact"))
        yield from _row("", asking, "", f"{question} open")


def first_words(flag: str) -> str:
    """Name of the first response to a message, or a tap, that speaks of a flag."""
    return act_responses({"flags": [flag]})[0]


def after_question(question: str, answer: str) -> list[tuple[str, list[str]]]:
    """Give what follows an answer to a screening question: when, and the responses in a row.

    Empty when the response is none of the questions; twice where an earlier yes matters.
    """
    if question not in _ASKED:
        return []
    first = [Turn(None, [question])]
    after_no = after_answer(first, answer)
    found = [("", after_no)]
    if question not in FIRST:
        after_yes = after_answer([Turn(None, [QUESTIONS[0]]), Turn(YES, [question])], answer)
        if after_yes != after_no:
            found = [
                (words.when("no_earlier_yes"), after_no),
                (words.when("earlier_yes"), after_yes),
            ]
    return [(when, chain or [ALL_NO]) for when, chain in found]


def _act_chains(flag: str) -> Iterator[tuple[str, list[str]]]:
    def evidence(**more: Any) -> list[dict[str, Any]]:
        return [{"flag": flag, "level": "act", "pattern": "", **more}]

    plain = {"flags": [flag], "level": "act", "evidence": evidence()}
    yield "", act_responses(plain)
    yield words.when("told_before"), act_responses(plain, again=[flag])
    cases: dict[str, dict[str, Any]] = {
        "mixed": {"language": "mixed"},
        "grown_up": {"whom": "child"},
        "strangled": {"strangled": True},
        "assaulted": {"assaulted": True},
        "already_done": {"done": True},
        "young": {"young": True},
        "meeting": {"meeting": True},
        "child_taken": {"taken": True},
        "own_child": {"own_child": True},
    }
    if flag == "immediate_danger":
        cases["has_to_go"] = {"leaving": True}
    for name, more in cases.items():
        safety = {**plain, "evidence": evidence(**more)}
        yield words.when(name), act_responses(safety)
        yield words.when(name), act_responses(safety, again=[flag])
    for other in FLAGS:
        if FLAGS.index(other) > FLAGS.index(flag):
            both = [*evidence(), {"flag": other, "level": "act", "pattern": ""}]
            safety = {"flags": [flag, other], "level": "act", "evidence": both}
            about = words.named("flags", other)
            yield words.when("also", about=about), act_responses(safety)


def _check_chains(flag: str) -> Iterator[tuple[str, list[str]]]:
    own = {"flag": flag, "level": "check", "pattern": ""}
    for when, more in (
        ("", {}),
        (words.when("mixed"), {"language": "mixed"}),
        (words.when("told_to_die"), {"told": True}),
    ):
        safety = {"flags": [flag], "level": "check", "evidence": [{**own, **more}]}
        chain = check_responses(safety)
        if not more or chain != check_responses({**safety, "evidence": [own]}):
            yield when, chain


def _row(start: str, chain: Sequence[str], when: str, turn: str = "") -> Iterator[Arrow]:
    mark = (THIS_TURN, turn)
    if start:
        yield Arrow(start, chain[0], Way.ANSWER, when, sets=(mark,))
    for one, following in pairwise(chain):
        label = when if following.startswith("utter_safety_also") else ""
        yield Arrow(one, following, Way.THEN, label, needs=mark if turn else None)
