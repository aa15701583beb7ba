"""The command line of the legal database: `python -m actions.legal load|check|show CA`.

Exit codes: 0 done, 1 a mistake in the data files or an unknown place, 2 a wrong command,
3 the database cannot be used.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from actions.legal import database, files
from actions.legal.loading import load
from actions.legal.models import Law, ProtectiveOrder, Resource
from actions.legal.queries import EmptyDatabaseError, LegalQueries
from actions.legal.vocabulary import LAW_TOPICS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        url = make_url(options.database) if options.database else database.database_url()
    except ArgumentError:
        return _fail(
            2, "The database address is not valid; write it like sqlite:///var/lantern.db."
        )
    command: Callable[[argparse.Namespace, URL], int] = options.command
    try:
        return command(options, url)
    except files.BrokenDataError as error:
        for mistake in error.mistakes:
            print(mistake, file=sys.stderr)
        count = len(error.mistakes)
        return _fail(1, f"{count} mistake{'s' if count > 1 else ''} found; nothing was changed.")
    except (SQLAlchemyError, CommandError, EmptyDatabaseError, ModuleNotFoundError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        return _fail(3, f"The database {database.shown(url)} cannot be used: {reason}.")
    except BrokenPipeError:
        return 0  # whoever read our output has seen enough
    except OSError as error:
        return _fail(3, f"{error.filename or url.database} cannot be used: {error.strerror}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m actions.legal", description="The legal-resources database."
    )
    parser.add_argument("--data", type=Path, default=files.DEFAULT_FOLDER, help="data folder")
    parser.add_argument("--database", help=f"address; default: {database.URL_SETTING}")
    commands = parser.add_subparsers(required=True, metavar="command")
    commands.add_parser("load", help="fill the database").set_defaults(command=_load)
    commands.add_parser("check", help="check the data files").set_defaults(command=_check)
    show = commands.add_parser("show", help="print what the database says of one place")
    show.add_argument("code", help="postal code such as CA, or US for federal law")
    show.set_defaults(command=_show)
    return parser


def _fail(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


def _load(options: argparse.Namespace, url: URL) -> int:
    _need_folder(options.data)
    result = load(options.data, url)
    counts = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in result.counts.items())
    print(f"{'Loaded' if result.changed else 'Already loaded'}: {counts}.")
    return 0


def _check(options: argparse.Namespace, url: URL) -> int:
    _need_folder(options.data)
    data = files.read_folder(options.data)
    print(f"{len(data.jurisdictions) + 1} files checked, no mistakes.")
    return 0


def _need_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise NotADirectoryError(20, "there is no such folder", str(folder))


def _show(options: argparse.Namespace, url: URL) -> int:
    queries = LegalQueries(url)
    place = queries.jurisdiction(options.code)
    if place is None:
        return _fail(1, f"There is no place with the code {options.code}.")
    print(f"{place.name} ({place.code})")
    for topic, topics in LAW_TOPICS.items():
        for law in queries.laws(place.code, topics):
            print(f"\n[{topic}] {law.title}, {law.citation}\n  {law.summary}")
            _print_origin(law)
    for order in queries.orders(place.code):
        print(f"\n[order] {order.name}, {order.citation}\n  For: {order.who_for}")
        print(f"  Open to a stranger: {order.open_to_stranger}")
        print(f"  May start it: {', '.join(order.who_may_start)}")
        _print_origin(order)
    for resource in queries.resources(place.code):
        print(f"\n[{resource.kind}] {resource.name} {resource.phone or ''}".rstrip())
        _print_origin(resource)
    print(f"\nNotes: {place.notes}")
    return 0


def _print_origin(record: "Law | ProtectiveOrder | Resource") -> None:
    url = record.forms_url if isinstance(record, ProtectiveOrder) else record.url
    day = record.checked_on.isoformat() if record.checked_on else "never"
    for label, value in (
        ("Link", url),
        ("Source", record.source),
        ("Checked", f"{day} ({record.check_mark})"),
        ("Doubt", record.doubt),
    ):
        if value:
            print(f"  {label}: {value}")
