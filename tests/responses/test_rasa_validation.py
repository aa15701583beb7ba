"""Rasa's warnings are let through for a reason that holds, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.responses.rasa_validation
from bot.responses.rasa_validation import main, proven_reasons, rasas_warnings
from tests.responses.small_project import SmallProject, response


def unused(kind: str, name: str) -> str:
    return f"The {kind} '{name}' is not used in any story or rule."


def untrained(intent: str) -> str:
    return (
        f"The intent '{intent}' is listed in the domain file, but is not found in the NLU "
        "training data."
    )


@pytest.mark.parametrize(
    ("warning", "reason"),
    [
        (unused("utterance", "utter_support_fear"), "response said by a slot's value (by_slot)"),
        (unused("utterance", "utter_name_fear"), "response lends its button (buttons_from)"),
        (unused("utterance", "utter_ask_us_state"), "response asked by a form"),
        (unused("utterance", "utter_from_code"), "response named in code"),
        (unused("utterance", "utter_safety_check_self_harm"), "response said by SafetyPolicy"),
        (unused("intent", "self_harm"), "intent answered by SafetyPolicy"),
        (untrained("ask_law"), "intent that only buttons carry"),
        # Nothing leads to the first, no policy answers the second, no button carries the third.
        (unused("utterance", "utter_forgotten"), None),
        (unused("intent", "ask_law"), None),
        (untrained("menu"), None),
        ("The action 'utter_gone' is used in the stories, but is not valid.", None),
        ("The form 'state_form' is used in the 'law' block, but is not listed.", None),
        (f"Before. {unused('utterance', 'utter_support_fear')}", None),
    ],
)
def test_only_what_the_lint_proves_is_let_through(
    tmp_path: Path, warning: str, reason: str | None
) -> None:
    project = SmallProject(tmp_path)
    project.responses["utter_forgotten"] = response()
    given = proven_reasons(project.read())(warning)
    assert (given is None) == (reason is None)
    assert (given or "").startswith(reason or "")


def test_a_safety_intent_needs_the_policy_and_its_replies(tmp_path: Path) -> None:
    warning = unused("intent", "self_harm")
    without_policy = SmallProject(tmp_path / "one")
    without_policy.config["policies"].pop(0)
    assert proven_reasons(without_policy.read())(warning) is None
    without_reply = SmallProject(tmp_path / "two")
    del without_reply.responses["utter_safety_check_self_harm"]
    assert proven_reasons(without_reply.read())(warning) is None


def test_the_command_counts_the_reasons_and_fails_on_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(SmallProject(tmp_path).write())
    warned = [unused("intent", "self_harm"), unused("intent", "suicide_self")]
    monkeypatch.setattr(bot.responses.rasa_validation, "rasas_warnings", lambda root: warned)
    assert main() == 0
    assert "2 let through: intent answered by SafetyPolicy" in capsys.readouterr().out
    warned.append(unused("intent", "ask_law"))
    assert main() == 1
    printed = capsys.readouterr().out
    assert warned[-1] in printed
    assert "3 warnings of Rasa's, 1 without a proven reason" in printed


def test_rasa_is_really_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = SmallProject(tmp_path)
    project.responses["utter_forgotten"] = response()
    project.script["rules"].append(
        {"rule": "gone", "steps": [{"intent": "menu"}, {"action": "action_gone"}]}
    )
    monkeypatch.chdir(project.write())
    found = rasas_warnings(project.folder)
    assert unused("utterance", "utter_forgotten") in found
    assert untrained("menu") in found
    assert any("action_gone" in one and "not listed in the domain" in one for one in found)
    assert len(found) == len(set(found))
