"""The scripts and what stands around them: what the checks of the scripts look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.locations import ROOT
from bot.responses.script_index import ScriptIndex

PAYLOAD = re.compile(r"^/([a-z_]+)(\{.*\})?$")
_RESPONSE_NAME = re.compile(r"\butter_[a-z_]+\b")


@dataclass(frozen=True)
class Project:
    """What the lint looks at: the scripts, the domain, and the response names that code uses."""

    scripts: ScriptIndex
    domain: dict[str, Any]
    named_in_code: frozenset[str]
    policies: tuple[str, ...] = ()
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Values that examples and patterns tell apart, by the label's key: those of the training
    examples (data/nlu), and the steps that words lead to in a safety talk (data/patterns)."""

    @classmethod
    def read(cls, root: Path = ROOT) -> Project:
        """Read a project.

        Raises:
            ScriptError: a script file cannot be read.
        """
        domain = yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))
        code = [
            root / "config.yml",
            *(root / "bot").rglob("*.py"),
            *(root / "actions").rglob("*.py"),
        ]
        # The preview says nothing: a name that it knows leads no person there.
        code = [file for file in code if root / "bot" / "preview" not in file.parents]
        names = {name for file in code for name in _RESPONSE_NAME.findall(file.read_text("utf-8"))}
        config = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8")) or {}
        policies = tuple(str(policy["name"]) for policy in config.get("policies") or [])
        scripts = ScriptIndex.read(root / "data" / "scripts")
        steps = _steps(root / "data" / "patterns" / "safety_talk")
        labels = {**_labels(root / "data" / "nlu"), **steps}
        return cls(scripts, domain, frozenset(names), policies, labels)

    @property
    def intents(self) -> set[str]:
        """Intents of the domain."""
        return set(self.domain["intents"])

    def rule_intents(self) -> set[str]:
        """Intents that some rule answers."""
        steps = (step for rule in self.scripts.rules for step in rule["steps"])
        return {step["intent"] for step in steps if "intent" in step}

    def rule_actions(self) -> set[str]:
        """Actions and responses that some rule runs."""
        steps = (step for rule in self.scripts.rules for step in rule["steps"])
        return {step["action"] for step in steps if "action" in step}


def _steps(folder: Path) -> Mapping[str, frozenset[str]]:
    read = [
        yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for file in sorted(folder.glob("*.yml"))
    ]
    patterns = [pattern for content in read for pattern in content["patterns"]]
    steps = frozenset(str(one["step"]) for one in patterns if "step" in one)
    return {"safety_step": steps} if steps else {}


def _labels(folder: Path) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in sorted(folder.rglob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            for key, value in (block.get("metadata") or {}).items():
                found[key] |= {str(one) for one in (value if isinstance(value, list) else [value])}
    return {key: frozenset(values) for key, values in found.items()}
