"""What a person reads when they ask for the law or for a line, also when the database is gone."""

import asyncio
import datetime as dt
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import URL, make_url

from actions import law
from actions.law_answers import EMPTY_LINE, NEXT_BUBBLE, LawAnswers
from actions.law_words import Words, law_responses
from actions.legal.loading import load
from actions.legal.queries import LegalQueries
from actions.legal.vocabulary import LAW_TOPICS, LINE_GROUPS, STATE_CODES

ACTIONS = [law.ActionShowStateLaw(), law.ActionShowFederalLaw(), law.ActionShowNationalLines()]
MORE = re.compile(r'\{"law_topic": "(?P<topic>[a-z_0-9]+)"\}')
ALL_TOPICS = {topic for topics in LAW_TOPICS.values() for topic in topics}
Messages = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _database(monkeypatch: pytest.MonkeyPatch, loaded_url: URL) -> None:
    monkeypatch.setenv("DATABASE_URL", str(loaded_url))


def run(
    action: Action,
    latest: dict[str, Any] | None = None,
    *,
    with_closing: bool = False,
    **slots: Any,
) -> Messages:
    tracker = Tracker("someone", slots, latest or {}, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    asyncio.run(action.run(dispatcher, tracker, {}))
    messages = dispatcher.messages
    # Every answer ends in the same caution, which one test of its own looks at.
    closes = messages[-1]["response"] in {*law.WITH_MORE, *law.WITH_MORE.values()}
    return messages[:-1] if closes and not with_closing else messages


def texts(messages: Messages) -> list[str]:
    """What stands on the screen: the responses with their variables in them."""
    shown = []
    for message in messages:
        text = law_responses()[message["response"]][0]["text"]
        for name, value in message.items():
            if isinstance(value, str):
                text = text.replace("{" + name + "}", value)
        shown.append(text)
    return shown


def said(messages: Messages) -> list[str]:
    return [message["response"] for message in messages]


def test_a_state_shows_two_laws_with_citation_link_and_day() -> None:
    messages = run(ACTIONS[0], us_state="CA", law_topic=None)
    assert said(messages) == ["utter_law_intro", "utter_law_topics"]
    laws = texts(messages)[0].split(NEXT_BUBBLE)
    assert "California" in laws[0]
    assert len(laws) == 2
    assert "Cal. Penal Code § 646.9" in laws[0]
    assert "Link: https://leginfo.legislature.ca.gov" in laws[0]
    assert "Checked on 2026-11-21" in laws[0]


def test_what_nobody_read_is_said_to_be_from_memory(queries: LegalQueries) -> None:
    (law_,) = [law for law in queries.all_laws("LA") if law.check_mark == "recalled"]
    shown = everything(LawAnswers(queries, Words(law_responses())), "LA", "identity")
    mine = next(text for text in shown if law_.citation in text)
    assert "Not yet verified: this is from memory." in mine
    assert "Checked on" not in mine


def test_an_old_check_says_so(queries: LegalQueries) -> None:
    today = dt.date(2027, 11, 21)
    fresh = LawAnswers(queries, Words(law_responses()), stale_days=365, today=today)
    assert "a long time ago" not in fresh.for_topic("OH", "stalking")[0].values["records"]
    later = LawAnswers(
        queries, Words(law_responses()), stale_days=365, today=today + dt.timedelta(days=1)
    )
    assert "a long time ago" in later.for_topic("OH", "stalking")[0].values["records"]


def test_the_days_until_a_check_is_old_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTERN_STALE_AFTER_DAYS", "soon")
    assert said(run(ACTIONS[0], us_state="OH"))[0] == "utter_law_intro"


@pytest.mark.parametrize(
    ("action", "topic", "closing"),
    [
        (ACTIONS[0], None, ["utter_law_topics"]),
        (ACTIONS[0], "school", ["utter_law_after"]),
        (ACTIONS[0], "threats", ["utter_law_after_more"]),
        (ACTIONS[1], None, ["utter_federal_topics"]),
        (ACTIONS[2], None, ["utter_lines_after"]),
    ],
    ids=str,
)
def test_an_answer_ends_in_its_caution_and_one_question(
    action: Action, topic: str | None, closing: list[str]
) -> None:
    messages = run(action, with_closing=True, us_state="CA", law_topic=topic)
    assert said(messages)[-len(closing) :] == closing


@pytest.mark.parametrize("topic", [*LAW_TOPICS, "orders", "help", "notes"])
@pytest.mark.parametrize("place", ["CA", "AS", "US"])
def test_every_topic_answers_everywhere(place: str, topic: str) -> None:
    messages = run(ACTIONS[0], us_state=place, law_topic=topic)
    assert messages
    for text in texts(messages):
        assert not re.search(r"\{\w+\}|\bNone\b|\bnull\b", text.replace("None known", "")), text


def test_nothing_found_is_said_and_not_filled_in() -> None:
    messages = run(ACTIONS[0], us_state="AS", law_topic="school")
    assert said(messages) == ["utter_law_none"]
    assert "American Samoa" in texts(messages)[0]


def test_what_was_looked_for_and_not_found_names_what_is_nearest(queries: LegalQueries) -> None:
    (absent,) = queries.none_found("NY", ["stranger_order"])
    shown = "\n".join(texts(run(ACTIONS[0], us_state="NY", law_topic="fitting")))
    assert absent.says in shown
    assert f"What may help instead: {absent.nearest}" in shown


def test_orders_say_who_can_ask_and_what_is_not_known() -> None:
    shown = "\n".join(texts(run(ACTIONS[0], us_state="NY", law_topic="orders")))
    assert "no order that surely fits stalking by a stranger" in shown
    assert "only a judge in a criminal case" in shown
    assert "being stalked is not enough, by itself" in shown
    assert "this order can cover that" not in shown


def test_an_order_open_to_a_stranger_is_said_to_be_so() -> None:
    (shown,) = texts(run(ACTIONS[0], us_state="ID", law_topic="orders"))
    first, second = shown.split(NEXT_BUBBLE)
    assert "this order can cover that" in first
    assert "Time limit: Something must have happened in the 90 days" in first
    assert "this order can cover that" not in second


def everything(answers: LawAnswers, place: str, topic: str) -> list[str]:
    """The records of a topic, page after page, as long as there is a next one."""
    shown: list[str] = []
    asked: str | None = topic
    while asked:
        (bubble,) = answers.for_topic(place, asked)
        if "records" in bubble.values:
            shown += bubble.values["records"].replace(EMPTY_LINE, NEXT_BUBBLE).split(NEXT_BUBBLE)
        asked = bubble.next_topic or None
    return shown


def test_everything_in_the_database_can_be_reached(queries: LegalQueries) -> None:
    answers = LawAnswers(queries, Words(law_responses()))
    for code in (*STATE_CODES, "US"):
        shown = [text for topic in LAW_TOPICS for text in everything(answers, code, topic)]
        absent = [one for one in queries.none_found(code) if one.what in ALL_TOPICS]
        assert len(shown) == len(queries.all_laws(code)) + len(absent)
        assert len(everything(answers, code, "orders")) == len(queries.orders(code))
        assert len(everything(answers, code, "help")) == len(queries.resources(code))
    groups = [text for group in LINE_GROUPS for text in everything(answers, "CA", group)]
    assert len(groups) == len(queries.national())


@pytest.mark.parametrize("place", [*STATE_CODES, "US"])
def test_no_answer_is_longer_than_three_bubbles(place: str) -> None:
    told = {"abuse_types": ["stalkerware_spyware", "threats"], "stalker_relation": "ex_partner"}
    for topic in (None, *LAW_TOPICS, "orders", "help", "notes", "fitting", "topics"):
        slots = {"us_state": place, "law_topic": topic, **told}
        shown = texts(run(ACTIONS[0], with_closing=True, **slots))
        assert len(NEXT_BUBBLE.join(shown).split(NEXT_BUBBLE)) <= 3, topic


def test_more_is_a_button_to_the_next_page() -> None:
    slots = {"us_state": "UT", "law_topic": "help"}
    messages = run(ACTIONS[0], with_closing=True, **slots)
    last = messages[-1]
    assert last["response"] == "utter_law_after_more"
    (button,) = [
        one for one in law_responses()[last["response"]][0]["buttons"] if one["title"] == "More"
    ]
    match = MORE.search(button["payload"].replace("{more}", last["more"]))
    assert match is not None
    second = run(ACTIONS[0], us_state="UT", law_topic=match["topic"])
    assert said(second) == ["utter_law_next_page"]
    assert texts(second)[0] not in texts(messages)[0]


@pytest.mark.parametrize(
    "topic", ["nonsense", "help_more_99", "stalking_more", "a" * 9999, "_more"]
)
def test_any_topic_gets_an_answer(topic: str) -> None:
    messages = run(ACTIONS[0], us_state="CA", law_topic=topic)
    assert law.UNAVAILABLE not in said(messages)


@pytest.mark.parametrize(
    ("intent", "entities", "slots", "response"),
    [
        ("choose_law_topic", [], {}, "utter_law_which_state"),
        ("choose_law_topic", [], {"us_state": "ZZ"}, "utter_place_not_found"),
        ("tell_place", [], {"us_state": "OH"}, "utter_place_not_found"),
        ("tell_place", ["place_ambiguous"], {"us_state": "OH"}, "utter_place_ambiguous"),
    ],
)
def test_no_place_is_guessed(
    intent: str,
    entities: list[str],
    slots: dict[str, str],
    response: str,
) -> None:
    latest = {"intent": {"name": intent}, "entities": [{"entity": name} for name in entities]}
    assert said(run(ACTIONS[0], latest, **slots)) == [response]


def test_federal_law() -> None:
    overview = run(ACTIONS[1])
    assert said(overview)[0] == "utter_federal_intro"
    assert said(overview)[-1] == "utter_federal_topics"
    assert "18 U.S.C. § 2261A(2)" in texts(overview)[0]
    for topic in [*LAW_TOPICS, "orders", "help", "notes"]:
        by_button = run(ACTIONS[0], us_state="CA", law_topic=f"federal_{topic}")
        assert "California" not in "\n".join(texts(by_button))


def test_the_first_lines_begin_with_911_and_988() -> None:
    (shown,) = texts(run(ACTIONS[2]))
    first, *rest = shown.split(EMPTY_LINE)
    assert "911" in first.splitlines()[0]
    assert "988" in first.splitlines()[0]
    assert "National Domestic Violence Hotline" in shown
    assert "Call: 1-800-799-7233" in shown
    assert len(rest) == 4


def test_no_number_that_nobody_read(queries: LegalQueries) -> None:
    for group in LINE_GROUPS:
        for text in texts(run(ACTIONS[2], law_topic=group)):
            assert "(recalled)" not in text.split("Call:")[-1].split("\n")[0]
    recalled = [line for line in queries.national() if line.check_mark == "recalled"]
    assert recalled
    assert all(line.phone is None and line.text is None for line in recalled)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: str(action.name()))
def test_a_locked_database_answers_within_three_seconds(action: Action, loaded_path: Path) -> None:
    other = sqlite3.connect(loaded_path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        start = time.monotonic()
        messages = run(action, us_state="CA", law_topic=None)
        took = time.monotonic() - start
    finally:
        other.rollback()
        other.close()
    assert took < 3
    assert said(messages) == ["utter_law_unavailable"]
    text = texts(messages)[0]
    assert "911" in text
    assert "988" in text
    assert said(run(action, us_state="CA", law_topic=None))[0] != "utter_law_unavailable"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: str(action.name()))
@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/none.db", "nonsense", "postgresql://a:b@127.0.0.1:1/x", "mysql://x/y"],
)
def test_a_missing_database_is_said(
    action: Action, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert said(run(action, us_state="CA")) == ["utter_law_unavailable"]


def test_a_hanging_database_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law, "DEADLINE_SECONDS", 0.1)
    monkeypatch.setattr(LegalQueries, "jurisdiction", lambda *_: time.sleep(1))
    start = time.monotonic()
    assert said(run(ACTIONS[0], us_state="CA")) == ["utter_law_unavailable"]
    assert time.monotonic() - start < 0.9


def test_without_the_words_nothing_is_said_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law, "law_responses", dict)
    messages = run(ACTIONS[0], us_state="CA", law_topic="stalking")
    assert said(messages) == ["utter_law_unavailable"]


def test_a_database_of_an_older_migration_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "older.db"
    load(folder, make_url(f"sqlite:///{path}"))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    for action in ACTIONS:
        assert said(run(action, us_state="CA")) == ["utter_law_unavailable"]


def test_importing_the_room_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa_sdk.executor import ActionExecutor

    monkeypatch.chdir(tmp_path)
    executor = ActionExecutor()
    executor.register_package("actions")
    assert {action.name() for action in ACTIONS} <= set(executor.actions)
    assert list(tmp_path.iterdir()) == []


def test_every_response_that_an_answer_needs_is_written() -> None:
    folder = Path(law.__file__).parent
    names = {
        name
        for path in folder.glob("law*.py")
        for name in re.findall(r'"(utter_\w+)"', path.read_text(encoding="utf-8"))
    }
    assert names
    assert names <= set(law_responses())
    lines = {name for name, (text, *_) in law_responses().items() if "part_of" in text["metadata"]}
    assert lines <= names
