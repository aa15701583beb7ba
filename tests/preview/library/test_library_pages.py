"""What the library's pages tell."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from bot.preview.catalogue.entries import shared_catalogue
from bot.preview.catalogue.wording import content_hash
from bot.preview.records.database import now, opened
from bot.preview.records.models import Account, Decision, Wording

STALE = "These words since"


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def read(reader: FlaskClient, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return text_of(answer.text)


def test_the_library_is_for_those_who_are_signed_in(application: Flask) -> None:
    stranger = application.test_client()
    for address in ("/library/", "/library/script/support/fear", "/library/response/utter_menu"):
        answer = stranger.get(address)
        assert answer.status_code == 302
        assert "/sign-in" in answer.headers["Location"]


def test_all_scripts_stand_by_theme_with_what_is_signed(reader: FlaskClient) -> None:
    page = reader.get("/library/").text
    for name in shared_catalogue().scripts:
        assert f'href="/library/script/{name}"' in page, name
    assert page.index('id="theme-safety"') < page.index('id="theme-support"')
    assert re.search(r"0 of \d+ signed", text_of(page))


@pytest.mark.parametrize("theme", ["safety", "recognise", "support", "options", "law", "special"])
def test_every_script_page_has_all_its_words(reader: FlaskClient, theme: str) -> None:
    catalogue = shared_catalogue()
    for script in (one for one in catalogue.scripts.values() if one.theme == theme):
        page = reader.get(f"/library/script/{script.name}").text
        told = text_of(page)
        for name in script.responses:
            assert f'id="{name}"' in page
            for variation in catalogue.index.responses[name]:
                for bubble in variation["text"].split("\n\n"):
                    assert " ".join(bubble.split()) in told, name


def test_a_response_tells_when_it_is_said_and_what_leads_to_it(reader: FlaskClient) -> None:
    told = read(reader, "/library/response/utter_support_fear")
    assert "according to the feeling that the person told (Afraid)" in told
    assert "Each time it is said again, the next wording follows" in told
    assert "Somebody taps Afraid in" in told
    assert "reading grade" in told
    assert "seed: 001_68dbbaf31f99c3ee.txt" in told
    assert STALE in told
    assert "For example, they type:" in told


def test_a_button_tells_where_it_leads(reader: FlaskClient) -> None:
    page = reader.get("/library/response/utter_safety_next_suicide_self").text
    assert 'href="/library/response/utter_safety_step_people"' in page
    assert "Somebody says that they are safe for now." in text_of(page)


def test_channels_stand_side_by_side(reader: FlaskClient) -> None:
    told = read(reader, "/library/response/utter_privacy")
    for channel in ("On the clinic's page", "In text messages (SMS)", "In WhatsApp", "In Slack"):
        assert channel in told
    assert "Buttons, the same everywhere" in told


def test_a_condition_is_told_in_words(reader: FlaskClient) -> None:
    told = read(reader, "/library/response/utter_safety_after_step")
    assert "when the talk is about danger right now" in told
    assert "when none of the conditions beside it holds" in told


@pytest.mark.parametrize("name", ["utter_safety_ok", "utter_safety_ok_es"])
def test_spanish_and_english_stand_side_by_side(reader: FlaskClient, name: str) -> None:
    told = read(reader, f"/library/response/{name}")
    index = shared_catalogue().index
    for one in ("utter_safety_ok", "utter_safety_ok_es"):
        assert " ".join(index.text(one).split("\n\n")[0].split()) in told
    assert told.index("English") < told.index("Spanish: " if name.endswith("ok") else "made for")


def test_search_marks_what_it_finds(reader: FlaskClient) -> None:
    page = reader.get("/library/?q=JUMP+ping").text
    assert "<mark>jump</mark> at each <mark>ping</mark>" in page
    assert "1 response in 1 script" in text_of(page)
    assert 'value="JUMP ping"' in page


def test_search_that_finds_nothing_says_so_and_what_to_try(reader: FlaskClient) -> None:
    told = read(reader, "/library/?q=unicorn+zebra")
    assert "Nothing was found for “unicorn zebra”" in told
    assert "fewer words" in told


def test_a_search_that_finds_very_much_shows_the_first(reader: FlaskClient) -> None:
    page = reader.get("/library/?q=e").text
    assert "The first 100 are shown; another word narrows it down." in text_of(page)
    assert page.count('href="/library/response/') == 100


def test_what_is_typed_is_never_read_as_a_page(reader: FlaskClient) -> None:
    page = reader.get("/library/?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "query",
    ["?q=" + "a" * 5000, "?q=%00%FF", "?state=sogned", "?q=%22", "?q=&state=signed", "?q=%20"],
)
def test_odd_questions_get_a_page(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"/library/{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/library/script/none", "/library/script/../../etc/passwd", "/library/response/utter_none"],
)
def test_what_is_not_there_is_said(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert "There is no such page here" in text_of(answer.text)


def test_a_signature_shows_in_the_badges_the_tally_and_the_filter(reader: FlaskClient) -> None:
    name = "utter_support_anger"
    digest = content_hash(shared_catalogue().index.responses[name])
    with opened() as session:
        wording = session.query(Wording).filter_by(response=name, hash=digest).one()
        account = session.query(Account).first()
        decision = Decision(
            wording_id=wording.id,
            approved=True,
            reason="",
            account_id=account.id,
            by_name="Ana Reader",
            by_job="LCSW",
            at=now(),
        )
        session.add(decision)
    assert "1 of 5 signed" in read(reader, "/library/script/support/anger")
    found = read(reader, "/library/?state=signed")
    assert "1 response in 1 script, signed." in found
    assert "Support anger Signed" in found
    assert "Nothing was found" in read(reader, "/library/?q=unicorn&state=signed")


def test_a_state_stands_once_beside_each_response(reader: FlaskClient) -> None:
    page = reader.get("/library/script/support/fear").text
    sections = page.split('<section class="response"')[1:]
    assert sections
    for section in sections:
        assert text_of(section.partition("</section>")[0]).count("Not signed yet") == 1


def test_the_way_to_signing_is_for_those_who_sign(reader: FlaskClient) -> None:
    page, way = "/library/script/support/fear", "Go to signing all of it"
    assert way in read(reader, page)
    with opened() as session:
        session.execute(update(Account).values(may_review=False))
    assert way not in read(reader, page)
    with opened() as session:
        session.execute(update(Account).values(may_review=True))
