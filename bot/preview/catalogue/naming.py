"""Which script somebody means who types a name: the whole one, its end, or one of its responses."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz, process

from bot.preview.catalogue.scripts import all_scripts, script_of
from bot.responses.script_index import ScriptIndex

SUGGESTED: Final = 5
_LEAST_ALIKE: Final = 50.0


class UnclearScriptError(ValueError):
    """No script, or more than one, has the name; the message names those that may be meant."""


def script_named(typed: str, index: ScriptIndex) -> str:
    """Give the name of the script that is meant.

    Raises:
        UnclearScriptError: it cannot be told.
    """
    scripts = all_scripts(index)
    name = typed.strip().removeprefix("data/scripts/").removesuffix(".yml").strip("/").casefold()
    if name in scripts:
        return name
    if name in index.responses:
        return script_of(name, index)
    ends = [one for one in scripts if one.endswith(f"/{name}")]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise UnclearScriptError(f"several scripts are called {name}: {', '.join(ends)}.")
    # By the end of the names, where no folder is typed: "feer" means "support/fear".
    choices = {one: one if "/" in name else one.rpartition("/")[2] for one in scripts}
    near = process.extract(
        name, choices, scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=_LEAST_ALIKE
    )
    names = [str(one[2]) for one in near]
    meant = f" Did you mean: {', '.join(names)}?" if names else ""
    raise UnclearScriptError(f"there is no script {name or 'without a name'}.{meant}")
