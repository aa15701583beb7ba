"""`serve`: the preview's own server."""

from __future__ import annotations

from typing import Annotated

import typer
import waitress

from bot.preview.catalogue import seen
from bot.preview.catalogue.entries import shared_catalogue
from bot.preview.pages.application import create_application
from bot.preview.records.database import migrate, opened
from bot.responses.script_index import shared_index


def serve(
    port: Annotated[int, typer.Option(help="Port of the preview.")] = 5006,
    host: Annotated[str, typer.Option(help="Address that it listens at.")] = "127.0.0.1",
) -> None:
    """Open the preview in a browser at http://127.0.0.1:5006/."""
    migrate()
    with opened() as session:
        seen.remember(session, shared_index())
    shared_catalogue()  # read now, so that nobody waits for it
    app = create_application()
    app.extensions["play"].bot.start()
    print(f"The preview is ready at http://{host}:{port}/  (Ctrl-C stops it)", flush=True)
    waitress.serve(app, host=host, port=port, threads=8, ident=None)
