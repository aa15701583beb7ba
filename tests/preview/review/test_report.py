from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from bot.preview.catalogue.wording import content_hash
from bot.preview.command_line.app import app as command_line
from bot.preview.records.database import opened
from bot.preview.review.report import report
from bot.responses.script_index import shared_index

from .conftest import Scripts
from .test_pages import FEAR, OF_RESPONSE, OF_SCRIPT, send

SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def ana(signed_in: SignedIn, scripts: Scripts) -> FlaskClient:
    """One response signed, one asked to change, one signed and then changed."""
    ana = signed_in("ana")
    send(ana, OF_SCRIPT, "approve", read="yes")
    send(ana, "/review/responses/utter_support_fear_again", "change", words="=softer")
    send(ana, "/review/scripts/safety/first", "approve", read="yes")
    scripts.change("safety/first", "Call or text 988", "Call 988")
    return ana


def test_it_counts_by_script_and_theme(ana: FlaskClient) -> None:
    with opened() as session:
        made = report(session, shared_index())
    counts = {theme.name: theme.tally for theme in made.themes}
    assert (counts["support"].total, counts["support"].of["signed"]) == (2, 1)
    assert counts["support"].of["asked"] == 1
    assert counts["safety"].of == {"signed": 0, "changed": 1, "asked": 0, "never": 0}
    assert made.tally.total == 3
    page = ana.get("/report").get_data(True)
    assert "1 of 3 responses are signed as they stand." in page
    assert "Ana Ruiz, LCSW" in page
    assert content_hash(shared_index().responses[FEAR]) in page


def test_a_response_that_was_signed_and_is_gone_stays_in_the_report(
    ana: FlaskClient, scripts: Scripts
) -> None:
    scripts.write("safety/first", "responses: {}\n")
    page = ana.get("/report").get_data(True)
    assert "gone from the scripts" in page
    assert "utter_safety_first" in page


def test_the_table_has_a_row_for_each_response_and_no_formula(ana: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(ana.get("/report.csv").data.decode("utf-8-sig"))))
    assert [row["state"] for row in rows] == ["changed", "signed", "asked"]
    first, second, third = rows
    stands, decided = "SHA-256 of the text as it stands", "SHA-256 of the text decided on"
    assert first[stands] != first[decided]
    assert second[stands] == second[decided] == content_hash(shared_index().responses[FEAR])
    assert third["reason"] == "'=softer"
    assert {row["decided by"] for row in rows} == {"Ana Ruiz"}


def test_it_is_told_in_a_terminal_too(ana: FlaskClient) -> None:
    told = CliRunner().invoke(command_line, ["report"]).output
    assert "1 of 3" in told
    assert f"signed: {FEAR}, by Ana Ruiz, LCSW" in told
    table = CliRunner().invoke(command_line, ["report", "--csv"]).stdout_bytes
    assert len(table.splitlines()) == 4


def test_without_any_decision_the_report_says_so(signed_in: SignedIn) -> None:
    page = signed_in("ben").get("/report").get_data(True)
    assert "Nobody has decided on any response yet." in page
    assert "0 of 3" in page
    assert OF_RESPONSE not in page
