"""`show`: a script as a readable page in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.preview.catalogue.entries import Button, Catalogue, Entry, ShownWording, shared_catalogue
from bot.preview.catalogue.naming import script_named
from bot.preview.catalogue.words import readable

WIDEST = 100


def show(
    script: Annotated[str, typer.Argument(help="Name of a script, such as fear or support/fear.")],
) -> None:
    """Print a script as a page to read: every text, when it is said, and where its buttons lead."""
    catalogue = shared_catalogue()
    name = script_named(script, catalogue.index)
    console = Console()
    console.width = min(console.width, WIDEST)
    for part in page(catalogue, name):
        console.print(part)


def page(catalogue: Catalogue, name: str) -> Iterator[RenderableType]:
    """Give the parts of a script's page, in order."""
    script = catalogue.scripts[name]
    yield Text(name, style="bold")
    yield Text(script.title)
    for response in script.responses:
        yield Text()
        yield _response(catalogue.entry(response))


def _response(entry: Entry) -> RenderableType:
    heading = Text.assemble((entry.name, "bold cyan"))
    several = len(entry.wordings) > 1
    wordings = (_wording(one, several=several) for one in entry.wordings)
    return Group(heading, *(Padding(part, (0, 0, 0, 2)) for part in (*wordings, *_told(entry))))


def _wording(wording: ShownWording, *, several: bool) -> RenderableType:
    where = wording.channel + (f", when {wording.condition}" if wording.condition else "")
    named = several or wording.condition
    parts: list[RenderableType] = [
        Panel(
            Text("\n\n".join(wording.bubbles)),
            title=Text(where) if named else None,
            title_align="left",
        )
    ]
    parts.extend(_button(one) for one in wording.buttons)
    grade = "" if wording.grade is None else f", reading grade {max(wording.grade, 0):.1f}"
    facts = f"{wording.words} words{grade}, source: {wording.source or 'missing'}"
    return Group(*parts, Text(facts, style="dim"))


def _button(button: Button) -> Text:
    leads = ", ".join([*(readable(one) for one in button.names), *button.happens])
    return Text.assemble("[", (button.title, "bold"), f"] leads to: {leads}")


def _told(entry: Entry) -> Iterator[Text]:
    for way in entry.ways:
        typed = f'For example: "{way.typed[0]}"' if way.typed else ""
        told = (way.sentence, _names(way.names), typed)
        yield Text("< " + " ".join(one for one in told if one))
    for tap in entry.taps:
        yield Text(f"< Somebody taps [{tap.title}] in: {_names(tap.places)}")
    for note in entry.notes:
        yield Text(f"* {note.sentence} {_names(note.names)}".rstrip())


def _names(names: list[str], most: int = 6) -> str:
    more = f" and {len(names) - most} others" if len(names) > most else ""
    return ", ".join(readable(one) for one in names[:most]) + more
