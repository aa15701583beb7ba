"""What the actions of `actions/` say: law and lines out of the database, and what is let go of.

The actions run in a process of their own and the bot never imports them, so this table says again
what `actions/law.py`, `actions/law_answers.py` and `actions/picture.py` decide. A test holds it to
the names that stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.preview.flow import words
from bot.preview.flow.chart import Arrow, Way

STATE: Final = "step:action_show_state_law"
FEDERAL: Final = "step:action_show_federal_law"
LINES: Final = "step:action_show_national_lines"
RECORD: Final = "step:law_record"
FORGET: Final = "step:action_forget_last_telling"

_BOTH: Final = (
    "utter_law_topic_intro",
    "utter_law_help_intro",
    "utter_law_help_none",
    "utter_law_notes",
    "utter_orders_none",
    "utter_law_none",
    "utter_law_next_page",
    "utter_law_unavailable",
)
SAID: Final = {
    STATE: (
        "utter_law_which_state",
        "utter_place_not_found",
        "utter_place_ambiguous",
        "utter_law_intro",
        "utter_law_intro_told",
        "utter_law_topics",
        "utter_law_fitting_orders",
        "utter_law_fitting_no_name",
        "utter_law_fitting_no_order",
        "utter_law_fitting_none_found",
        "utter_orders_intro",
        "utter_orders_intro_no_stranger",
        *_BOTH,
    ),
    FEDERAL: (
        "utter_federal_intro",
        "utter_federal_topics",
        "utter_federal_orders_intro",
        *_BOTH,
    ),
    LINES: (
        "utter_lines_intro",
        "utter_lines_menu",
        "utter_lines_group_intro",
        "utter_lines_none",
        "utter_law_next_page",
        "utter_law_unavailable",
    ),
    FORGET: ("utter_picture_forgotten", "utter_picture_nothing"),
}
"""What each step may say; when it says so stands in data/preview/flow.en.yml."""

_FITTING: Final = ("orders", "no_name", "no_order", "none_found")
FITTING_LAWS: Final = ("utter_law_fitting_laws", "utter_law_fitting_laws_nothing_told")
_QUESTIONS: Final = ("utter_law_which_state", "utter_place_not_found", "utter_place_ambiguous")
_MENUS: Final = ("utter_law_topics", "utter_federal_topics")
_TO_MENU: Final = {
    "utter_law_intro": ["utter_law_topics"],
    "utter_law_intro_told": ["utter_law_topics"],
    "utter_federal_intro": ["utter_federal_topics"],
    "utter_law_none": list(_MENUS),
}
AFTER_LAW: Final = ("utter_law_after", "utter_law_after_more")
AFTER_LINES: Final = ("utter_lines_after", "utter_lines_after_more")


def law_arrows(with_records: list[str], lines: list[str]) -> Iterator[Arrow]:
    """Yield what the actions say and what follows in the same turn.

    `with_records` are the responses that have a place for records, `lines` the responses that a
    record is put together from.
    """
    for step, said in SAID.items():
        for response in said:
            needs = ("law_topic", "fitting") if "_fitting_" in response else None
            yield Arrow(step, response, Way.THEN, words.answered(response), needs=needs)
    for part in _FITTING:
        for told in FITTING_LAWS:
            yield Arrow(f"utter_law_fitting_{part}", told, Way.THEN)
    for step, after in ((STATE, AFTER_LAW), (FEDERAL, AFTER_LAW), (LINES, AFTER_LINES)):
        for response in (*SAID[step], *(FITTING_LAWS if step == STATE else ())):
            yield from _after(response, after)
    for source, menus in _TO_MENU.items():
        for menu in menus:
            yield Arrow(source, menu, Way.THEN)
    for group in ("utter_lines_group_intro", "utter_lines_menu", "utter_lines_none"):
        yield Arrow(STATE, group, Way.THEN, words.answered(group))
        yield from _after(group, AFTER_LAW)
    for response in with_records:
        yield Arrow(response, RECORD, Way.LENDS, words.when("with_records"))
    for line in lines:
        yield Arrow(RECORD, line, Way.LENDS, words.when("line_of_it"))


def _after(response: str, after: tuple[str, str]) -> Iterator[Arrow]:
    first = response in {f"utter_law_fitting_{part}" for part in _FITTING}
    ends = {*_QUESTIONS, *_MENUS, *_TO_MENU, "utter_law_unavailable"} - {"utter_law_none"}
    if response not in ends and not first:
        usual, with_more = after
        yield Arrow(response, usual, Way.THEN)
        yield Arrow(response, with_more, Way.THEN, words.when("more_of_it"))
