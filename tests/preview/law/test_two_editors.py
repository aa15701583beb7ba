"""Two editors at once: the second is told, and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient

from actions.legal import files
from tests.preview.page_reading import form, words

from .conftest import LAW, World, bot_says, law, opened_form


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    world: World, signed_in: Callable[[str], FlaskClient]
) -> None:
    first, second = signed_in("editor"), signed_in("other")
    mine = opened_form(first, LAW)
    theirs = opened_form(second, LAW)
    mine.type(title="First title", penalty="First penalty").read_on_a_page()
    assert mine.send().status_code == 302
    theirs.type(title="Second title", summary="Second summary.").read_on_a_page()
    answer = theirs.send()
    assert answer.status_code == 409
    page = words(answer.data)
    assert "Somebody else corrected this record while you had it open" in page
    assert "now it says “First title”" in page
    assert law(world)["title"] == "First title"

    again = form(answer.data, "correct")
    assert again["title"] == ["Second title"]
    assert again["summary"] == ["Second summary."]
    assert again["penalty"] == ["First penalty"]
    theirs.sent = again
    assert theirs.send().status_code == 302
    record = law(world)
    said = (record["title"], record["penalty"], record["summary"])
    assert said == ("Second title", "First penalty", "Second summary.")


def test_a_record_that_is_gone_meanwhile_is_told(
    world: World, signed_in: Callable[[str], FlaskClient]
) -> None:
    first, second = signed_in("editor"), signed_in("other")
    late = opened_form(second, LAW).type(summary="Typed at length.").read_on_a_page()
    assert opened_form(first, LAW).type(why="Repealed").send("remove").status_code == 302
    answer = late.send()
    assert answer.status_code == 409
    assert "took this record out" in words(answer.data)
    assert form(answer.data, "correct")["summary"] == ["Typed at length."]


def test_a_record_that_moved_up_meanwhile_is_found(
    world: World, signed_in: Callable[[str], FlaskClient]
) -> None:
    first, second = signed_in("editor"), signed_in("other")
    last = len(files.read_file(world.file("OH"))[0]["laws"])
    late = opened_form(second, f"OH/laws/{last}").type(summary="Typed at length.")
    assert opened_form(first, LAW).type(why="Repealed").send("remove").status_code == 302
    assert late.read_on_a_page().send().headers["Location"].endswith(f"/laws/{last - 1}")
    assert law(world, number=last - 1)["summary"] == "Typed at length."


def test_of_corrections_at_the_same_moment_none_is_lost(
    world: World, signed_in: Callable[[str], FlaskClient]
) -> None:
    """Of two to one record the second is told; those to other records are all kept."""
    wanted = [(1, "A"), (1, "B"), (2, "C"), (3, "D")]
    forms = [
        opened_form(signed_in("editor"), f"OH/laws/{number}")
        .type(title=f"Title {letter}")
        .read_on_a_page()
        for number, letter in wanted
    ]
    with ThreadPoolExecutor(len(forms)) as pool:
        answers = [answer.status_code for answer in pool.map(lambda form: form.send(), forms)]
    assert sorted(answers[:2]) == [302, 409]
    assert answers[2:] == [302, 302]
    content, mistakes = files.read_file(world.file("OH"))
    assert mistakes == []
    winner = "Title A" if answers[0] == 302 else "Title B"
    assert [one["title"] for one in content["laws"][:3]] == [winner, "Title C", "Title D"]
    assert [bot_says(number=number) for number in (1, 2, 3)] == [winner, "Title C", "Title D"]
    assert len(content["reviews"]) == 3


def test_a_file_that_broke_meanwhile_loses_nothing_typed(world: World, editor: FlaskClient) -> None:
    sent = opened_form(editor, LAW).type(title="A new title").read_on_a_page()
    world.file("OH").write_text("code: [OH\n")
    for to in ("correct", "patch"):
        answer = sent.send(to)
        assert answer.status_code == 422
        assert "OH.yaml, line" in words(answer.data)
        assert form(answer.data, "correct")["title"] == ["A new title"]
    assert world.file("OH").read_text() == "code: [OH\n"
