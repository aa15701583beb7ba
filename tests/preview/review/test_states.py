from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from bot.preview.catalogue.wording import content_hash
from bot.preview.records.database import opened
from bot.preview.records.models import Decision, Wording
from bot.preview.review.decisions import Shown, ShownIsOldError, decide
from bot.preview.review.shown import of_response, of_script, shown_from
from bot.preview.review.signer import TypedTextError
from bot.preview.review.states import State, states
from bot.responses.script_index import shared_index

from .conftest import Scripts

ANA = SimpleNamespace(id=1, full_name="Ana Ruiz", job="LCSW")
CLEO = SimpleNamespace(id=2, full_name="Cleo May", job="PhD")
FEAR = "utter_support_fear"


def say(name: str, approved: bool, reason: str = "too hard", by: SimpleNamespace = ANA) -> None:
    with opened() as session:
        shown = shown_from([of_response(session, name).token])
        decide(session, shared_index(), by, shown, of=[name], approved=approved, reason=reason)


def state(name: str = FEAR) -> State:
    with opened() as session:
        return states(session, shared_index())[name]


@pytest.fixture(autouse=True)
def _there(database: str, scripts: Scripts) -> None:
    pass


def test_nothing_is_signed_at_first() -> None:
    assert state() is State.NEVER


def test_an_approval_signs_and_a_newer_wish_takes_it_back() -> None:
    say(FEAR, True)
    assert state() is State.SIGNED
    say(FEAR, False, by=CLEO)
    assert state() is State.ASKED
    say(FEAR, True)
    assert state() is State.SIGNED


def test_a_changed_text_is_not_signed_until_it_is_signed_again(scripts: Scripts) -> None:
    say(FEAR, True)
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    assert state() is State.CHANGED
    assert state("utter_support_fear_again") is State.NEVER
    say(FEAR, True)
    assert state() is State.SIGNED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/list_options", "/menu"),
        ("See my options", "Options"),
        (
            "reviewed: null\n  utter_support_fear_again",
            "by_repeat: true\n  utter_support_fear_again",
        ),
    ],
)
def test_buttons_and_rules_count_as_the_text_does(scripts: Scripts, old: str, new: str) -> None:
    say(FEAR, True)
    scripts.change("support/fear", old, new)
    assert state() is State.CHANGED


def test_the_mark_in_the_file_and_the_layout_of_the_file_change_nothing(scripts: Scripts) -> None:
    say(FEAR, True)
    scripts.change("support/fear", "      reviewed: null", '      reviewed: "2026-11-21"')
    scripts.change("support/fear", "# Support", "# Words of support")
    assert state() is State.SIGNED


def test_a_text_put_back_word_for_word_is_signed_as_before(scripts: Scripts) -> None:
    say(FEAR, True)
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    say(FEAR, False)
    scripts.change("support/fear", "afraid. Call", "scared. Call")
    assert state() is State.SIGNED


def test_a_signature_that_was_taken_back_before_the_change_counts_no_more(scripts: Scripts) -> None:
    say(FEAR, True)
    say(FEAR, False)
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    assert state() is State.NEVER


def test_what_is_kept_proves_the_hash(scripts: Scripts) -> None:
    say(FEAR, True)
    with opened() as session:
        (decision,) = session.scalars(select(Decision))
        assert (decision.by_name, decision.by_job) == ("Ana Ruiz", "LCSW")
        assert decision.wording.response == FEAR
        assert content_hash(decision.wording.content) == decision.wording.hash
        assert decision.wording.content[0]["text"].startswith("It sounds like you're scared.")


def test_the_wording_is_kept_once(scripts: Scripts) -> None:
    say(FEAR, True)
    say(FEAR, True, by=CLEO)
    with opened() as session:
        assert len(list(session.scalars(select(Wording).where(Wording.response == FEAR)))) == 1


def test_a_wish_needs_a_reason_and_an_approval_drops_it() -> None:
    with pytest.raises(TypedTextError):
        say(FEAR, False, reason=" \n ")
    with pytest.raises(TypedTextError):
        say(FEAR, False, reason="x" * 5001)
    assert state() is State.NEVER


def test_a_text_that_changed_while_it_was_read_is_refused(scripts: Scripts) -> None:
    with opened() as session:
        shown = shown_from([of_response(session, FEAR).token])
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    with opened() as session, pytest.raises(ShownIsOldError) as refused:
        decide(session, shared_index(), ANA, shown, of=[FEAR], approved=True)
    assert refused.value.changed == [FEAR]
    assert state() is State.NEVER


def test_a_decision_of_somebody_else_meanwhile_is_shown_first(scripts: Scripts) -> None:
    with opened() as session:
        shown = shown_from([of_response(session, FEAR).token])
    say(FEAR, False, by=CLEO)
    with opened() as session, pytest.raises(ShownIsOldError) as refused:
        decide(session, shared_index(), ANA, shown, of=[FEAR], approved=True)
    assert refused.value.decided == [FEAR]
    assert state() is State.ASKED


def test_two_who_decide_at_the_same_moment_do_not_overlook_each_other() -> None:
    with opened() as session:
        shown = shown_from([of_response(session, FEAR).token])
    refused: list[str] = []

    def wish() -> None:
        try:
            with opened() as session:
                decide(session, shared_index(), CLEO, shown, of=[FEAR], approved=False, reason="no")
        except ShownIsOldError as error:
            refused.extend(error.decided)

    other = threading.Thread(target=wish)

    class Ana:
        id, job = 1, "LCSW"

        @property
        def full_name(self) -> str:
            """Take a while to be written down, in which somebody else decides."""
            if other.ident is None:
                other.start()
                other.join(0.3)
            return "Ana Ruiz"

    with opened() as session:
        decide(session, shared_index(), Ana(), shown, of=[FEAR], approved=True)
    other.join()
    assert refused == [FEAR]
    assert state() is State.SIGNED


def test_a_form_that_is_sent_twice_is_one_decision(scripts: Scripts) -> None:
    with opened() as session:
        shown = shown_from([of_response(session, FEAR).token])
    for _ in range(2):
        with opened() as session:
            decide(session, shared_index(), ANA, shown, of=[FEAR], approved=True)
    with opened() as session:
        assert len(of_response(session, FEAR).history) == 1


@pytest.mark.parametrize("tokens", [[], ["", "x", f"{FEAR}:abc", f"{FEAR}:abc:²", f"{FEAR}::1"]])
def test_a_form_without_what_was_shown_signs_nothing(scripts: Scripts, tokens: list[str]) -> None:
    with opened() as session, pytest.raises(ShownIsOldError):
        decide(session, shared_index(), ANA, shown_from(tokens), of=[FEAR], approved=True)


def test_a_script_is_signed_whole_or_not_at_all(scripts: Scripts) -> None:
    with opened() as session:
        review = of_script(session, "support/fear")
    shown = shown_from([one.token for one in review.responses])
    scripts.change("support/fear", "You are still scared", "You are still afraid")
    with opened() as session, pytest.raises(ShownIsOldError) as refused:
        decide(session, shared_index(), ANA, shown, of=review.script.responses, approved=True)
    assert refused.value.changed == ["utter_support_fear_again"]
    assert state() is State.NEVER


def test_a_response_that_was_added_while_reading_is_not_signed_unseen(scripts: Scripts) -> None:
    with opened() as session:
        shown = shown_from([one.token for one in of_script(session, "support/fear").responses])
    more = scripts.folder / "support/fear.yml"
    scripts.write("support/fear", more.read_text() + "  utter_new:\n  - text: New.\n")
    with opened() as session:
        names = of_script(session, "support/fear").script.responses
        with pytest.raises(ShownIsOldError) as refused:
            decide(session, shared_index(), ANA, shown, of=names, approved=True)
    assert refused.value.changed == ["utter_new"]


def test_the_review_shows_what_changed_since_it_was_signed(scripts: Scripts) -> None:
    say(FEAR, True)
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    with opened() as session:
        review = of_response(session, FEAR)
    assert review.signed_before is not None
    assert review.signed_before.by_name == "Ana Ruiz"
    (changed,) = review.changes
    marked = [(one.kind, one.text) for one in changed.parts[0].pieces if one.kind != "same"]
    assert marked == [("removed", "scared"), ("added", "afraid")]


def test_the_newest_signed_wording_is_what_is_compared_with(scripts: Scripts) -> None:
    say(FEAR, True)
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    say(FEAR, True)
    scripts.change("support/fear", "afraid. Call", "afraid. Ring")
    with opened() as session:
        review = of_response(session, FEAR)
    marked = [one.text for one in review.changes[0].parts[0].pieces if one.kind != "same"]
    assert marked == ["Call", "Ring"]
    assert [one.approved for one in review.history] == [True, True]


def test_unknown_decisions_of_a_token_are_no_shown() -> None:
    assert shown_from([f"{FEAR}:abc:7"]) == {FEAR: Shown("abc", 7)}
