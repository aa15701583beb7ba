"""A new reviewer in a real Chromium: signs in, finds a script, reads, comments, signs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.locations import SCRIPTS
from bot.preview.access import accounts
from bot.preview.catalogue.entries import shared_catalogue
from bot.preview.pages.application import create_application
from bot.preview.records.database import SETTING, migrate, opened
from bot.responses.script_index import ScriptIndex, shared_index
from tests.preview.in_a_browser import AXE, served

LOGIN, PASSWORD = "ana@clinic.example", "a sentence that is long enough"
LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "tablet in the dark": {"viewport": {"width": 820, "height": 1180}, "color_scheme": "dark"},
}


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a copy of our scripts that a test may change."""
    folder = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, folder)
    read = ScriptIndex.read
    monkeypatch.setattr(ScriptIndex, "read", lambda *_: read(folder))
    read_again()
    yield folder
    read_again()


def read_again() -> None:
    """What a restart of the preview does."""
    shared_index.cache_clear()
    shared_catalogue.cache_clear()


@pytest.fixture
def address(tmp_path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address at which the preview is served, with one reviewer."""
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/preview.db")
    migrate()
    with opened() as session:
        accounts.create(session, LOGIN, "Ana Ruiz", "LCSW", PASSWORD, may_review=True)
    with served(create_application()) as address:
        yield address


def violations(page: Page) -> list[tuple[str, str, object]]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        (page.url.rpartition("/")[2], one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found
    ]


def wide(page: Page) -> bool:
    """Whether something stands out of the page to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("look", LOOKS)
def test_from_signing_in_to_a_signed_script_and_the_change_after_it(
    browser: Browser, address: str, scripts: Path, look: str
) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **LOOKS[look])
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found: list[object] = []

    def look_at(name: str) -> None:
        found.extend(violations(page))
        assert not wide(page), name

    page.goto(f"{address}/")
    look_at("sign_in")
    page.get_by_label("Login").fill(LOGIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("main").get_by_role("link", name="Comment and sign").click()
    look_at("overview")
    page.get_by_role("link", name="Fear", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fear")
    look_at("script")

    first = page.locator("#utter_support_fear")
    first.get_by_text("Approve, ask for a change, or comment").click()
    first.get_by_role("button", name="Ask for a change").click()
    expect(page.get_by_role("alert")).to_contain_text("Please write what should change")
    page.get_by_label("Your words", exact=True).fill("“Scared” is a strong word here.")
    look_at("refused")
    page.get_by_role("button", name="Only comment").click()
    expect(page.get_by_role("status")).to_contain_text("Your comment is kept.")
    expect(page.locator(".typed")).to_have_text("“Scared” is a strong word here.")
    expect(page.get_by_role("status")).to_be_in_viewport()

    page.goto(f"{address}/library/script/support/fear")
    page.get_by_role("link", name="Go to signing all of it").click()
    page.get_by_label("I have read all").check()
    page.get_by_role("button", name="Approve all").click()
    expect(page.get_by_role("status").first).to_contain_text("Signed. Thank you.")
    total = page.locator("section.response").count()
    expect(page.get_by_text(f"{total} of {total} signed").first).to_be_visible()
    look_at("signed")

    script = scripts / "support" / "fear.yml"
    changed = script.read_text().replace("scared and always on guard", "afraid and never at rest")
    script.write_text(changed)
    read_again()
    page.reload()
    first = page.locator("#utter_support_fear")
    expect(first.get_by_text("Changed since signed").first).to_be_visible()
    expect(first.locator("del")).to_have_count(2)
    assert "scared" in (first.locator("del").first.text_content() or "")
    assert "afraid" in (first.locator("ins").first.text_content() or "")
    look_at("changed")

    page.goto(f"{address}/comments")
    look_at("comments")
    page.goto(f"{address}/report")
    expect(page.get_by_text("Ana Ruiz, LCSW").first).to_be_visible()
    look_at("report")
    assert found == []
    assert complaints == []
    context.close()
