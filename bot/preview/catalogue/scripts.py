"""The scripts: one a file under data/scripts, by theme."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.responses.script_index import ScriptIndex


@dataclass(frozen=True)
class Script:
    """One script file: its name is its path without ending, its title the file's first comment.

    Its theme is the first folder; a file beside the folders has none.
    """

    name: str
    theme: str
    title: str
    responses: list[str]


def all_scripts(index: ScriptIndex) -> dict[str, Script]:
    """Give every script by name, in the order of their names, its responses as they are written."""
    found = {
        _name(file, index): Script(_name(file, index), _theme(file, index), title, [])
        for file, title in index.comments.items()
    }
    for response, file in index.files.items():
        found[_name(file, index)].responses.append(response)
    return dict(sorted(found.items()))


def script_of(response: str, index: ScriptIndex) -> str:
    """Give the name of the script that a response stands in.

    Raises:
        KeyError: no script has this response.
    """
    return _name(index.files[response], index)


def _name(file: Path, index: ScriptIndex) -> str:
    return file.relative_to(index.folder).with_suffix("").as_posix()


def _theme(file: Path, index: ScriptIndex) -> str:
    folders = file.relative_to(index.folder).parts[:-1]
    return folders[0] if folders else ""
