"""Reads the scripted dialogues straight from their files, without Rasa.

For what must work when Rasa does not (the channel's own replies), and for what looks at the scripts
from outside (the lint, the documentation's tests, later the preview).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.channel_names import variants_for
from bot.locations import SCRIPTS
from bot.responses.gathered import Response, gathered_buttons

FILLED_IN = re.compile(r"\{[a-z_]+\}")
"""A place in a payload for a value that is known only when the button is shown."""


class ScriptError(ValueError):
    """A script file cannot be read; the message names the file and what to mend."""


@dataclass(frozen=True)
class ScriptIndex:
    """Every response and rule in `data/scripts/`, and the file each stands in.

    `rule_files` goes beside `rules`; `comments` has the leading comment of each file, as one line.
    """

    responses: dict[str, list[Response]] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    rule_files: list[Path] = field(default_factory=list)
    comments: dict[Path, str] = field(default_factory=dict)
    folder: Path = SCRIPTS

    @classmethod
    def read(cls, folder: Path = SCRIPTS) -> ScriptIndex:
        """Read all script files below a folder.

        Raises:
            ScriptError: a file is no valid YAML or no script, or two files write the same response.
        """
        index = cls(folder=folder)
        for file in sorted(folder.rglob("*.yml")):
            written = file.read_text(encoding="utf-8")
            try:
                content = yaml.load(written, yaml.CSafeLoader)
            except yaml.YAMLError as error:
                place = getattr(error, "problem_mark", None)
                line = f", line {place.line + 1}" if place else ""
                raise ScriptError(f"{file}{line}: this is not valid YAML.") from error
            if not isinstance(content, dict):
                raise ScriptError(
                    f"{file}: a script holds `responses:` and `rules:`, this does not."
                )
            index.comments[file] = _leading_comment(written)
            for name, variations in (content.get("responses") or {}).items():
                if name in index.responses:
                    raise ScriptError(f"{file}: {name} stands in {index.files[name]} already.")
                if not _is_written(variations):
                    raise ScriptError(f"{file}: {name} needs a list with `- text:` in it.")
                index.responses[name] = variations
                index.files[name] = file
            for rule in content.get("rules") or []:
                if not isinstance(rule, dict) or not isinstance(rule.get("steps"), list):
                    raise ScriptError(f"{file}: a rule has no `steps:`.")
                index.rules.append(rule)
                index.rule_files.append(file)
        return index

    def text(self, name: str, channel: str = "") -> str:
        """Text of a response that has a single wording, or one a channel."""
        return str(variants_for(self.responses[name], channel)[0]["text"])

    def buttons(self, name: str, channel: str = "") -> list[dict[str, str]]:
        """Every button that a response can show in a channel, gathered ones included."""
        shown: list[dict[str, str]] = []
        for variation in variants_for(self.responses[name], channel):
            metadata = variation.get("metadata") or {}
            if "buttons_from" in metadata and "group" in metadata:
                shown.extend(gathered_buttons(self.responses, metadata))
            shown.extend(variation.get("buttons") or [])
        return shown

    @functools.cached_property
    def payloads(self) -> frozenset[str]:
        """Every payload that some button in the scripts carries, gathered ones included; not those
        that are filled in when they are said.
        """
        written = {button["payload"] for _, button in self.all_buttons()}
        every = written | {payload for _, payload in self.gathered_payloads()}
        return frozenset(one for one in every if not FILLED_IN.search(one))

    def gathered_payloads(self) -> Iterator[tuple[str, str]]:
        """Yield each response with a payload that it gives to the buttons it gathers."""
        for name, variations in self.responses.items():
            for variation in variations:
                metadata = variation.get("metadata") or {}
                if "buttons_payload" in metadata:
                    base = f"{metadata['buttons_from']}_"
                    values = [n.removeprefix(base) for n in self.responses if n.startswith(base)]
                    for button in gathered_buttons(self.responses, metadata, values):
                        yield name, button["payload"]

    def all_buttons(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each written button with the response that it stands in."""
        for name, variations in self.responses.items():
            for variation in variations:
                for button in variation.get("buttons") or []:
                    yield name, button


def _leading_comment(written: str) -> str:
    """The first lines with `#`, before any script; `version:` may stand above them."""
    lines: list[str] = []
    for line in written.splitlines():
        if line.startswith("#"):
            lines.append(line.lstrip("# ").rstrip())
        elif line.strip() and not line.startswith("version:"):
            break
    return " ".join(one for one in lines if one)


def _is_written(variations: Any) -> bool:
    return (
        isinstance(variations, list)
        and bool(variations)
        and all(isinstance(one, dict) for one in variations)
    )


@functools.lru_cache(maxsize=1)
def shared_index() -> ScriptIndex:
    """Read the scripts once a process."""
    return ScriptIndex.read()
