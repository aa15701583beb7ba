"""A project of a few lines, whole as it stands; the tests break one thing at a time."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from bot.responses.project import Project
from bot.safety.model import FLAGS

Content = dict[str, Any]


def response(text: str = "What now?", *buttons: tuple[str, str], **metadata: Any) -> list[Content]:
    written: Content = {"text": text, "metadata": {"source": "house", "reviewed": None, **metadata}}
    if buttons:
        written["buttons"] = [{"title": title, "payload": payload} for title, payload in buttons]
    return [written]


DOMAIN: Content = {
    "version": "3.1",
    "intents": ["menu", "tell_feeling", "ask_law", *FLAGS],
    "entities": ["feeling", "us_state"],
    "slots": {
        "feeling": {"type": "text", "mappings": [{"type": "from_entity", "entity": "feeling"}]},
        "us_state": {"type": "text", "mappings": [{"type": "from_entity", "entity": "us_state"}]},
    },
    "forms": {"state_form": {"ignored_intents": list(FLAGS), "required_slots": ["us_state"]}},
}
SCRIPT: Content = {
    "version": "3.1",
    "responses": {
        "utter_menu": response(
            "What now?",
            ("Law", "/ask_law"),
            ("Danger", "/immediate_danger"),
            buttons_from="utter_name",
            group="feelings",
        ),
        "utter_name_fear": response(
            "fear", ("Afraid", '/tell_feeling{"feeling": "fear"}'), group="feelings"
        ),
        "utter_support": response("I hear you.", by_slot="feeling", by_repeat=True),
        "utter_support_fear": response("That is scary."),
        "utter_support_again": response("I still hear you."),
        "utter_ask_us_state": response("Which state?"),
        "utter_from_code": response("Said by code."),
        **{
            f"utter_safety_{part}_{flag}": response("Help is there.")
            for part in ("first", "next", "check")
            for flag in FLAGS
        },
    },
    "rules": [
        {"rule": "menu", "steps": [{"intent": "menu"}, {"action": "utter_menu"}]},
        {"rule": "feeling", "steps": [{"intent": "tell_feeling"}, {"action": "utter_support"}]},
        {"rule": "law", "steps": [{"intent": "ask_law"}, {"action": "state_form"}]},
    ],
}
CONFIG: Content = {
    "recipe": "default.v1",
    "assistant_id": "small",
    "language": "en",
    "pipeline": [{"name": "KeywordIntentClassifier"}],
    "policies": [{"name": "bot.policies.safety_policy.SafetyPolicy"}, {"name": "RulePolicy"}],
}


class SmallProject:
    """The parts of the project, free to be changed before they are written down and read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.domain = copy.deepcopy(DOMAIN)
        self.script = copy.deepcopy(SCRIPT)
        self.config = copy.deepcopy(CONFIG)
        self.code = 'ANSWER = "utter_from_code"\n'

    @property
    def responses(self) -> dict[str, Any]:
        responses: dict[str, Any] = self.script["responses"]
        return responses

    def write(self) -> Path:
        files = {
            "domain.yml": yaml.safe_dump(self.domain),
            "config.yml": yaml.safe_dump(self.config),
            "data/scripts/script.yml": yaml.safe_dump(self.script),
            "bot/code.py": self.code,
            "actions/__init__.py": "",
        }
        for name, content in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        return self.folder

    def read(self) -> Project:
        return Project.read(self.write())
