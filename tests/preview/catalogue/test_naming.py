from __future__ import annotations

import pytest

from bot.preview.catalogue.naming import UnclearScriptError, script_named
from bot.responses.script_index import shared_index


@pytest.mark.parametrize(
    "typed",
    [
        "fear",
        "support/fear",
        "Fear",
        " fear ",
        "data/scripts/support/fear.yml",
        "utter_support_fear",
    ],
)
def test_a_script_is_known_by_its_name_its_end_and_its_responses(typed: str) -> None:
    assert script_named(typed, shared_index()) == "support/fear"


def test_a_name_of_several_is_not_guessed() -> None:
    with pytest.raises(UnclearScriptError, match=r"law/flow, options/flow.*support/flow"):
        script_named("flow", shared_index())


@pytest.mark.parametrize("typed", ["feer", "suport/feer", "faer"])
def test_an_unknown_name_gets_the_nearest_ones(typed: str) -> None:
    with pytest.raises(UnclearScriptError, match=r"Did you mean: .*support/fear"):
        script_named(typed, shared_index())


@pytest.mark.parametrize("typed", ["", "/", "xqzj", "../../etc/passwd", "%", "\0"])
def test_a_name_that_is_none_is_told(typed: str) -> None:
    with pytest.raises(UnclearScriptError, match="there is no script"):
        script_named(typed, shared_index())
