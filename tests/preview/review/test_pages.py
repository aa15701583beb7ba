from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.preview.records.database import opened
from bot.preview.records.models import Comment, Decision
from bot.preview.review.states import State, states
from bot.responses.script_index import shared_index

from .conftest import Scripts

FEAR = "utter_support_fear"
OF_RESPONSE = f"/review/responses/{FEAR}"
OF_SCRIPT = "/review/scripts/support/fear"
PAGE = f"/library/response/{FEAR}"
SCRIPT_PAGE = "/library/script/support/fear"
SignedIn = Callable[[str], FlaskClient]


def shown(client: FlaskClient, page: str) -> list[str]:
    """What the form of a page carries: on a script's page, the form at its end."""
    answer = client.get(page, follow_redirects=True)
    written = answer.get_data(True).rpartition('action="')[2]
    return re.findall(r'name="shown" value="([^"]+)"', written)


def send(client: FlaskClient, page: str, act: str, **fields: str) -> tuple[int, str]:
    data = {"shown": shown(client, page), "act": act, **fields}
    answer = client.post(page, data=data, follow_redirects=True)
    return answer.status_code, answer.get_data(True)


def state(name: str = FEAR) -> State:
    with opened() as session:
        return states(session, shared_index())[name]


def kept() -> list[str]:
    with opened() as session:
        return [one.text for one in session.scalars(select(Comment))]


def test_a_reviewer_approves_a_response(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    code, page = send(ana, OF_RESPONSE, "approve")
    assert code == 200
    assert "Signed. Thank you." in page
    assert state() is State.SIGNED
    assert "Ana Ruiz, LCSW" in page
    assert kept() == []


def test_words_beside_an_approval_are_kept_as_a_comment(signed_in: SignedIn) -> None:
    send(signed_in("ana"), OF_RESPONSE, "approve", words="Lovely, but long.")
    assert state() is State.SIGNED
    assert kept() == ["Lovely, but long."]


def test_a_wish_for_a_change_needs_a_reason(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    code, page = send(ana, OF_RESPONSE, "change")
    assert code == 400
    assert "Please write what should change, and why." in page
    assert state() is State.NEVER
    send(ana, OF_RESPONSE, "change", words="“Scared” is too strong.")
    assert state() is State.ASKED
    assert "“Scared” is too strong." in ana.get(PAGE).get_data(True)


def test_what_was_typed_stays_when_the_text_changed_meanwhile(
    signed_in: SignedIn, scripts: Scripts
) -> None:
    ana = signed_in("ana")
    before = shown(ana, OF_RESPONSE)
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    data = {"shown": before, "act": "change", "words": "My long thoughts."}
    answer = ana.post(OF_RESPONSE, data=data)
    page = answer.get_data(True)
    assert answer.status_code == 409
    assert "the text changed here" in page
    assert "afraid. Call" in page
    assert ">My long thoughts.</textarea>" in page
    assert state() is State.NEVER
    # The page carries the new text now: sent once more, it is taken.
    send(ana, OF_RESPONSE, "change", words="My long thoughts.")
    assert state() is State.ASKED


def test_a_colleague_who_was_quicker_is_shown_first(signed_in: SignedIn) -> None:
    ana, cleo = signed_in("ana"), signed_in("cleo")
    before = shown(ana, OF_RESPONSE)
    send(cleo, OF_RESPONSE, "change", words="No.")
    answer = ana.post(OF_RESPONSE, data={"shown": before, "act": "approve", "words": "Fine."})
    assert answer.status_code == 409
    page = html.unescape(answer.get_data(True))
    assert f"Cleo May asked for a change of {FEAR} (“No.”)" in page
    assert ">Fine.</textarea>" in page
    assert state() is State.ASKED
    assert kept() == []


def test_ones_own_decision_in_another_window_is_shown_first(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    before = shown(ana, OF_RESPONSE)
    send(ana, OF_RESPONSE, "change", words="Too hard.")
    answer = ana.post(OF_RESPONSE, data={"shown": before, "act": "approve", "words": "Fine."})
    assert answer.status_code == 409
    page = html.unescape(answer.get_data(True))
    assert f"Ana Ruiz asked for a change of {FEAR} (“Too hard.”)" in page
    assert ">Fine.</textarea>" in page
    assert state() is State.ASKED


def test_a_decision_meanwhile_counts_for_the_whole_script(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    before = shown(ana, OF_SCRIPT)
    send(ana, OF_RESPONSE, "change", words="Too hard.")
    answer = ana.post(OF_SCRIPT, data={"shown": before, "act": "approve", "read": "yes"})
    assert answer.status_code == 409
    assert state("utter_support_fear_again") is State.NEVER


def test_an_approval_says_that_it_withdraws_a_wish_for_a_change(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    assert 'name="withdraw"' not in ana.get(PAGE).get_data(True)
    send(signed_in("cleo"), OF_RESPONSE, "change", words="Too hard.")
    page = html.unescape(ana.get(PAGE).get_data(True))
    assert "this withdraws the wish for a change by Cleo May: “Too hard.”" in page
    code, page = send(ana, OF_RESPONSE, "approve", words="I like it.")
    assert code == 400
    assert "please tick it" in page
    assert ">I like it.</textarea>" in page
    assert state() is State.ASKED
    assert kept() == []
    send(ana, OF_RESPONSE, "approve", withdraw="yes")
    assert state() is State.SIGNED


@pytest.mark.parametrize("page", [PAGE, SCRIPT_PAGE])
def test_beside_the_button_stands_what_signing_covers(signed_in: SignedIn, page: str) -> None:
    told = signed_in("ana").get(page).get_data(True).rpartition('value="approve"')[2]
    assert "Signing covers the words, choices and conditions that are shown." in told
    assert "It does not cover when a response is said" in told


def test_a_script_is_approved_whole_once_it_was_read(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    code, page = send(ana, OF_SCRIPT, "approve", words="Good.")
    assert code == 400
    assert "Please tick that you have read" in page
    assert ">Good.</textarea>" in page
    code, page = send(ana, OF_SCRIPT, "approve", read="yes")
    assert code == 200
    assert "2 of 2 signed" in page
    assert {state(), state("utter_support_fear_again")} == {State.SIGNED}
    assert state("utter_safety_first") is State.NEVER


def test_a_script_that_changed_while_it_was_read_is_not_signed(
    signed_in: SignedIn, scripts: Scripts
) -> None:
    ana = signed_in("ana")
    before = shown(ana, OF_SCRIPT)
    assert len(before) == 2
    scripts.change("support/fear", "You are still", "You're still")
    answer = ana.post(OF_SCRIPT, data={"shown": before, "act": "approve", "read": "yes"})
    assert answer.status_code == 409
    assert "utter_support_fear_again" in answer.get_data(True)
    assert {state(), state("utter_support_fear_again")} == {State.NEVER}


def test_the_script_says_whose_wishes_an_approval_would_pass_over(signed_in: SignedIn) -> None:
    send(signed_in("cleo"), OF_RESPONSE, "change", words="No.")
    page = signed_in("ana").get(SCRIPT_PAGE).get_data(True)
    assert "Approving all signs these too" in page
    assert "(Cleo May)" in page


def test_the_difference_is_shown_word_by_word_and_said_to_who_cannot_see(
    signed_in: SignedIn, scripts: Scripts
) -> None:
    ana = signed_in("ana")
    send(ana, OF_RESPONSE, "approve")
    scripts.change("support/fear", "scared. Call", "<b>afraid</b>. Call")
    page = ana.get(PAGE).get_data(True)
    assert "Changed since signed" in page
    removed = re.search(r"<del>(.*?)</del>", page)
    added = re.search(r"<ins>(.*?)</ins>", page)
    assert removed
    assert added
    assert re.sub("<[^>]+>", "", removed.group(1)).split() == ["[removed:", "scared]"]
    assert "&lt;b&gt;afraid" in added.group(1)
    assert "<b>afraid" not in page


def test_a_comment_on_a_response_and_on_a_script_is_kept_and_listed(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    send(ana, OF_RESPONSE, "comment", words="One\r\ntwo")
    send(ana, OF_SCRIPT, "comment", words="About all of it")
    assert kept() == ["One\ntwo", "About all of it"]
    assert state() is State.NEVER
    page = signed_in("ben").get("/comments").get_data(True)
    assert "About all of it" in page
    assert "On the whole script" in page
    assert "One\ntwo" in page


@pytest.mark.parametrize(("words", "told"), [("", "write your comment"), ("x" * 5001, "5000")])
def test_an_empty_or_endless_comment_is_refused_with_words(
    signed_in: SignedIn, words: str, told: str
) -> None:
    code, page = send(signed_in("ana"), OF_RESPONSE, "comment", words=words)
    assert code == 400
    assert told in page
    assert words in page
    assert kept() == []


def test_a_comment_is_closed_by_a_reviewer_who_is_named(signed_in: SignedIn) -> None:
    send(signed_in("ana"), OF_RESPONSE, "comment", words="Too long.")
    cleo, ana = signed_in("cleo"), signed_in("ana")
    page = cleo.post("/review/comments/1/close", follow_redirects=True).get_data(True)
    assert "There are no open comments" in page
    ana.post("/review/comments/1/close")
    page = cleo.get(PAGE).get_data(True)
    assert "Closed by Cleo May" in page
    assert "Closed by Ana" not in page
    assert cleo.post("/review/comments/99/close").status_code == 404


def test_a_form_leads_back_to_the_page_it_stood_on_and_to_no_other_site(
    signed_in: SignedIn,
) -> None:
    ana = signed_in("ana")
    for back, goes in (("/review#x", "/review#x"), ("https://evil.example", PAGE)):
        data = {"act": "comment", "words": "x", "back": back}
        assert ana.post(OF_RESPONSE, data=data).location == goes


@pytest.mark.parametrize("page", [PAGE, SCRIPT_PAGE])
def test_the_thanks_stand_where_the_form_stood(signed_in: SignedIn, page: str) -> None:
    ana = signed_in("ana")
    data = {"act": "change", "words": "Softer.", "back": f"{page}#{FEAR}"}
    answer = ana.post(OF_RESPONSE, data={**data, "shown": shown(ana, OF_RESPONSE)})
    assert answer.location == f"{page}#done-{FEAR}"
    (notice,) = re.findall(
        rf'<p class="notice done"[^>]* id="done-{FEAR}"[^>]*>([^<]*)</p>',
        ana.get(page).get_data(True),
    )
    assert notice == "Your wish for a change is kept."
    assert "is kept." not in ana.get(page).get_data(True)


def test_a_reader_sees_states_and_comments_and_no_form(signed_in: SignedIn) -> None:
    send(signed_in("ana"), OF_RESPONSE, "change", words="Softer, please.")
    send(signed_in("ana"), OF_RESPONSE, "comment", words="I mean it.")
    ben = signed_in("ben")
    for address in (PAGE, SCRIPT_PAGE):
        page = ben.get(address).get_data(True)
        assert "Change asked for" in page
        assert "Softer, please." in page
        assert "I mean it." in page
        assert 'name="act"' not in page
        assert "/close" not in page


@pytest.mark.parametrize("address", [OF_RESPONSE, OF_SCRIPT, "/review/comments/1/close"])
def test_a_reader_cannot_send(signed_in: SignedIn, address: str) -> None:
    send(signed_in("ana"), OF_RESPONSE, "comment", words="Stays open.")
    data = {"act": "approve", "read": "yes", "words": "x"}
    assert signed_in("ben").post(address, data=data).status_code == 403
    with opened() as session:
        assert session.query(Decision).count() == 0
        assert [one.closed_at for one in session.scalars(select(Comment))] == [None]


@pytest.mark.parametrize("address", ["/review/responses/utter_no", "/review/scripts/no/such"])
def test_what_is_not_there_is_said(signed_in: SignedIn, address: str) -> None:
    ana = signed_in("ana")
    assert ana.get(address, follow_redirects=True).status_code == 404
    assert ana.post(address, data={"act": "comment", "words": "x"}).status_code == 404


def test_an_unknown_act_is_refused(signed_in: SignedIn) -> None:
    assert signed_in("ana").post(OF_RESPONSE, data={"act": "burn"}).status_code == 400


def test_wishes_for_a_change_stand_in_the_list_with_the_comments(
    signed_in: SignedIn, scripts: Scripts
) -> None:
    ana = signed_in("ana")
    send(ana, OF_RESPONSE, "comment", words="A thought.")
    send(ana, OF_RESPONSE, "change", words="=Softer, please.")
    page = ana.get("/comments").get_data(True)
    assert page.index("A thought.") < page.index("=Softer, please.")
    assert page.count("Close this comment") == 1
    assert "=Softer, please." not in ana.get("/comments?theme=safety").get_data(True)
    text = ana.get("/comments.md").get_data(True)
    assert "2 open." in text
    assert "(wish for a change 1)" in text
    rows = list(csv.DictReader(io.StringIO(ana.get("/comments.csv").data.decode("utf-8-sig"))))
    assert [(row["kind"], row["comment"]) for row in rows] == [
        ("comment", "A thought."),
        ("wish for a change", "'=Softer, please."),
    ]
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    assert "=Softer, please." not in ana.get("/comments").get_data(True)


def test_comments_can_be_listed_by_theme(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    send(ana, OF_RESPONSE, "comment", words="of support")
    send(ana, "/review/scripts/safety/first", "comment", words="of safety")
    page = ana.get("/comments?theme=safety").get_data(True)
    assert "of safety" in page
    assert "of support" not in page
    assert "of safety" in ana.get("/comments.md?theme=safety").get_data(True)
    assert "of support" not in ana.get("/comments.csv?theme=safety").get_data(True)
    assert ana.get("/comments?theme=<script>").status_code == 200


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", "＝1+1", '=HYPERLINK("http://evil","x")']


@pytest.mark.parametrize("words", DANGEROUS)
def test_a_spreadsheet_finds_no_formula_in_a_comment(signed_in: SignedIn, words: str) -> None:
    ana = signed_in("ana")
    send(ana, OF_RESPONSE, "comment", words=words)
    answer = ana.get("/comments.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert row["comment"] == f"'{words.strip()}"
    assert row["response"] == FEAR


def test_the_text_for_authors_shows_words_and_runs_nothing(signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    send(
        ana, OF_RESPONSE, "comment", words="# Not *this*\n---\n<img src=x> ![a](http://b)\n\n`end`"
    )
    text = ana.get("/comments.md").get_data(True)
    assert "## data/scripts/support/fear.yml" in text
    assert f"### `{FEAR}`" in text
    assert (
        "> \\# Not \\*this\\*\n> \\---\n> \\<img src=x\\> \\!\\[a\\](http://b)\n>\n> \\`end\\`"
        in text
    )


def test_the_author_is_told_that_the_text_has_changed_since(
    signed_in: SignedIn, scripts: Scripts
) -> None:
    ana = signed_in("ana")
    send(ana, OF_RESPONSE, "comment", words="Too long.")
    assert "The text has changed since" not in ana.get("/comments.md").get_data(True)
    scripts.change("support/fear", "scared. Call", "afraid. Call")
    assert "The text has changed since" in ana.get("/comments.md").get_data(True)
    scripts.write("support/fear", "responses: {}\n")
    page = ana.get("/comments").get_data(True)
    assert "(this response is gone)" in page
    assert "Too long." in page


def test_what_was_typed_on_a_page_that_was_open_too_long_is_given_back(
    signed_in: SignedIn,
) -> None:
    ana = signed_in("ana")
    ana.application.config["WTF_CSRF_ENABLED"] = True
    answer = ana.post(OF_RESPONSE, data={"act": "comment", "words": "Half an hour of thoughts"})
    assert answer.status_code == 400
    assert ">Half an hour of thoughts</textarea>" in answer.get_data(True)
    assert kept() == []


def test_a_database_that_is_gone_is_said_and_nothing_is_half_written(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = signed_in("ana")
    before = shown(ana, OF_RESPONSE)
    monkeypatch.setenv("LANTERN_PREVIEW_DATABASE", "sqlite:////no/such/folder/preview.db")
    answer = ana.post(OF_RESPONSE, data={"shown": before, "act": "approve"})
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.get_data(True)
