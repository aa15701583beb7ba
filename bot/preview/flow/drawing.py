"""Graphviz, which lays the pictures out: an empty drawing to begin with, and its picture."""

from __future__ import annotations

import threading
from typing import Any, Final

_LAYOUT: Final = threading.Lock()
"""The library lays out in this process and keeps global state."""


class NoGraphvizError(RuntimeError):
    """Graphviz cannot be loaded; the message names the library of the system that is missing."""


def new_drawing() -> Any:
    """Give an empty `pygraphviz.AGraph` with directed arrows, several of them between two boxes.

    Raises:
        NoGraphvizError: a library of the system that pygraphviz needs is not there.
    """
    # Loaded only here: the rest of the preview does without what it needs of the system.
    try:
        import pygraphviz
    except ImportError as error:
        raise NoGraphvizError(str(error)) from error
    return pygraphviz.AGraph(directed=True, strict=False)


def laid_out(drawing: Any) -> bytes:
    """Give the drawing as SVG."""
    with _LAYOUT:
        picture: bytes = drawing.draw(format="svg", prog="dot")
    return picture
