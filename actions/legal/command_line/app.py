"""The commands' common part: options that all share, and what is said when something is wrong.

Exit codes: 0 done; 1 a mistake in the data files, or an unknown place or record; 2 a wrong command;
3 the database, a file or a folder cannot be used.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from alembic.util import CommandError
from rich.console import Console
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from typer.exceptions import TyperException

from actions.legal import database, files
from actions.legal.freshness import WrongSettingError
from actions.legal.queries import EmptyDatabaseError, OlderDatabaseError
from actions.legal.verification import UnknownRecordError

app: Final = typer.Typer(help="The legal-resources database.", pretty_exceptions_enable=False)


@dataclass(frozen=True)
class Place:
    """What a command works on: the folder of the data files, and the database."""

    folder: Path
    url: URL

    def read(self) -> files.LegalFiles:
        """Read all data files; raises BrokenDataError with every mistake."""
        return files.read_folder(self.needed_folder())

    def needed_folder(self) -> Path:
        """Return the folder, or raise an error that names it when there is none."""
        if not self.folder.is_dir():
            raise NotADirectoryError(20, "there is no such folder", str(self.folder))
        return self.folder


class UnknownPlaceError(LookupError):
    """There is no place with that code."""


@app.callback()
def _options(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="Folder of the data files.")] = files.DEFAULT_FOLDER,
    database_address: Annotated[
        str, typer.Option("--database", help=f"Its address; else {database.URL_SETTING}.")
    ] = "",
) -> None:
    try:
        url = (
            database.read_address(database_address) if database_address else database.database_url()
        )
    except ArgumentError:
        raise typer.BadParameter(
            "The database address is not valid; write it like sqlite:///var/lantern.db."
        ) from None
    context.obj = Place(data, url)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        said = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
        code = app(args=said, prog_name="python -m actions.legal", standalone_mode=False)
    except TyperException as error:
        return _fail(2, error.format_message())
    except typer.Abort:
        return _fail(2, "Stopped.")
    except files.BrokenDataError as error:
        for mistake in error.mistakes:
            print(mistake, file=sys.stderr)
        count = len(error.mistakes)
        return _fail(1, f"{count} mistake{'s' if count > 1 else ''} found; nothing was changed.")
    except (UnknownPlaceError, UnknownRecordError) as error:
        return _fail(1, str(error))
    except (WrongSettingError, ValueError) as error:
        return _fail(2, str(error))
    except BrokenPipeError:
        return 0  # whoever read our output has seen enough
    except OSError as error:
        return _fail(3, f"{error.filename or 'It'} cannot be used: {error.strerror}.")
    except (
        SQLAlchemyError,
        CommandError,
        EmptyDatabaseError,
        OlderDatabaseError,
        ModuleNotFoundError,
    ) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
        return _fail(3, f"The database cannot be used: {reason}. Is it there, and was it loaded?")
    return code if isinstance(code, int) else 0


def out() -> Console:
    """Return a console for what a command prints: not folded when nobody sits before it."""
    return Console(soft_wrap=True, highlight=False, markup=False)


def _fail(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code
