"""`account`: who may open the preview."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from bot.preview.access import accounts
from bot.preview.access.accounts import AccountError
from bot.preview.access.guessing import forget_attempts
from bot.preview.records.database import migrate, opened
from bot.preview.records.models import Account

app = typer.Typer(no_args_is_help=True, help="Make, change and list accounts.")

Login = Annotated[str, typer.Argument(help="Login, such as an e-mail address.")]


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="Full name, as signatures will show it.")],
    job: Annotated[str, typer.Option(help="Job, as signatures will show it, such as LCSW.")],
    reviewer: Annotated[bool, typer.Option(help="May comment and sign.")] = False,
    law_editor: Annotated[bool, typer.Option(help="May correct the legal data.")] = False,
) -> None:
    """Make an account; the password is asked for, or read from a pipe."""
    migrate()
    password = _asked()
    with opened() as session:
        made = accounts.create(
            session, login, name, job, password, may_review=reviewer, may_edit_law=law_editor
        )
        print(f"The account {made.login} is made.")


@app.command()
def password(login: Login) -> None:
    """Give an account a new password; all its sessions end."""
    migrate()
    new = accounts.hashed(_asked())
    with opened() as session:
        _existing(accounts.find(session, login), login).password_hash = new
        forget_attempts(session, login)
    print("The password is changed.")


@app.command()
def unlock(login: Login) -> None:
    """Let an account sign in again at once after too many wrong passwords."""
    migrate()
    with opened() as session:
        _existing(accounts.find(session, login), login)
        forget_attempts(session, login)
    print("The account is unlocked.")


@app.command()
def rights(
    login: Login,
    reviewer: Annotated[bool | None, typer.Option(help="May comment and sign.")] = None,
    law_editor: Annotated[bool | None, typer.Option(help="May correct the legal data.")] = None,
    active: Annotated[bool | None, typer.Option(help="May sign in.")] = None,
) -> None:
    """Change what an account may do; `--no-active` closes it."""
    migrate()
    with opened() as session:
        account = _existing(accounts.find(session, login), login)
        if reviewer is not None:
            account.may_review = reviewer
        if law_editor is not None:
            account.may_edit_law = law_editor
        if active is not None:
            account.active = active
    print("The account is changed.")


@app.command("list")
def listing() -> None:
    """List all accounts."""
    migrate()
    table = Table("login", "name", "job", "may review", "may edit law", "active")
    with opened() as session:
        for one in session.scalars(select(Account).order_by(Account.login)):
            marks = ("yes" if mark else "no" for mark in _marks(one))
            table.add_row(one.login, one.full_name, one.job, *marks)
    Console().print(table)


def _marks(account: Account) -> tuple[bool, bool, bool]:
    return account.may_review, account.may_edit_law, account.active


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _existing(account: Account | None, login: str) -> Account:
    if account is None:
        raise AccountError(f"there is no account {login}.")
    return account
