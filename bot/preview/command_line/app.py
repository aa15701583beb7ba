"""All commands of the preview, and how a mistake is told."""

from __future__ import annotations

import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.preview.access.accounts import AccountError
from bot.preview.catalogue.naming import UnclearScriptError
from bot.preview.command_line import account, check, report, serving, show
from bot.responses.script_index import ScriptError
from bot.storage.settings import SettingError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The clinicians' preview.")
app.add_typer(account.app, name="account")
app.command()(serving.serve)
app.command()(show.show)
app.command()(check.check)
app.command()(report.report)


def main() -> None:
    """Do what the command line asks; a mistake ends in one sentence and exit code 1."""
    try:
        app()
    except (AccountError, ScriptError, SettingError, UnclearScriptError) as error:
        _end(str(error))
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        _end(f"the preview's database does not answer (LANTERN_PREVIEW_DATABASE): {reason}")


def _end(reason: str) -> None:
    print(f"This cannot be done: {reason}", file=sys.stderr)
    sys.exit(1)
