"""REQUIRE_SIGNED=1: no start with safety scripts that no clinician has signed as they stand.

Which scripts: every response below data/scripts/safety, and those that the safety core says at once
(bot/safety/replies.py) wherever they stand. What signed means stands in bot/preview/review.
"""

from __future__ import annotations

import os
from typing import Final

from bot.responses.script_index import ScriptError, ScriptIndex, shared_index
from bot.safety.replies import safety_responses
from bot.storage.settings import SettingError

REQUIRE_SIGNED_SETTING: Final = "REQUIRE_SIGNED"
MOST_LISTED: Final = 20
"""Unsigned responses that are listed by name; the rest is counted."""

_SAFETY_FOLDER: Final = "safety"
_WHY: Final = {
    "changed": "changed since it was signed",
    "asked": "a reviewer asks for a change",
    "never": "never signed",
}


def signatures_required() -> bool:
    """Whether the operator asks for signed safety scripts.

    Raises:
        SettingError: the setting is neither 1 nor 0.
    """
    value = os.environ.get(REQUIRE_SIGNED_SETTING, "").strip()
    if value not in ("", "0", "1"):
        raise SettingError(
            f"{REQUIRE_SIGNED_SETTING} is {value!r}; it has to be 1 (start only with signed safety "
            f"scripts) or 0."
        )
    return value == "1"


def check_signed(index: ScriptIndex | None = None) -> None:
    """See that every safety response is signed as it stands in the files, if that is asked for.

    Each channel asks this where it makes its routes, with `make run` and with `rasa run` by hand
    alike. Not a policy or the generator: those are also loaded for training, for tests and in the
    preview, where unsigned words have to be heard to be signed.

    Raises:
        SettingError: some are not (the message lists them), the signatures cannot be read, or the
            setting is wrong.
    """
    if not signatures_required():
        return
    try:
        index = index or shared_index()
    except ScriptError as error:
        raise SettingError(str(error)) from None
    unsigned = _unsigned(index)
    if not unsigned:
        return
    lines = [f"  {name} ({why})" for name, why in unsigned[:MOST_LISTED]]
    if len(unsigned) > MOST_LISTED:
        lines.append(f"  and {len(unsigned) - MOST_LISTED} more")
    every = len(safety_names(index))
    raise SettingError(
        f"{REQUIRE_SIGNED_SETTING}=1, and {len(unsigned)} of {every} responses of the safety "
        f"scripts are not signed by a clinician as they stand (`make preview` is where they sign):"
        "\n" + "\n".join(lines)
    )


def safety_names(index: ScriptIndex) -> list[str]:
    """Give the responses that have to be signed, in the order of their files."""
    first = set(safety_responses())
    return [
        name
        for name, file in index.files.items()
        if name in first or file.relative_to(index.folder).parts[0] == _SAFETY_FOLDER
    ]


def _unsigned(index: ScriptIndex) -> list[tuple[str, str]]:
    # Loaded only here: a server that does not ask for signatures does without the preview's tables.
    from sqlalchemy.exc import SQLAlchemyError

    from bot.preview.records.database import SETTING, database_address, opened
    from bot.preview.review.states import State, states

    try:
        url = database_address()
        # SQLite would make an empty file where there is none.
        file = url.database if url.get_backend_name() == "sqlite" else None
        if file and file != ":memory:" and not os.path.isfile(file):
            raise SettingError(
                f"{REQUIRE_SIGNED_SETTING}=1, and the preview's database with the signatures is "
                f"not there; {SETTING} has to name it."
            )
        with opened() as session:
            found = states(session, index)
    except SQLAlchemyError as error:
        raise SettingError(
            f"{REQUIRE_SIGNED_SETTING}=1, and the preview's database with the signatures cannot be "
            f"read; {SETTING} has to name it ({type(error).__name__})."
        ) from error
    return [
        (name, _WHY[found[name].value])
        for name in safety_names(index)
        if found[name] is not State.SIGNED
    ]
