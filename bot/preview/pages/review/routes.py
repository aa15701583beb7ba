"""The blueprint that the modules of this folder hang their pages on, and its templates' words."""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Blueprint, current_app

from bot.preview.catalogue.entries import shared_catalogue

pages: Final = Blueprint("review", __name__)

_MARKS: Final = re.compile(r"[\\`*_{}\[\]<>#!|~&]")
_FIRST: Final = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
"""A line of these under a text would make the text a heading; before one, an item of a list."""


@pages.context_processor
def for_templates() -> dict[str, Any]:
    """Give what the library's pages need too: a form that is refused shows one of them again."""
    catalogue = shared_catalogue()
    return {
        "words": catalogue.words,
        "catalogue": catalogue,
        "rooms_open": current_app.view_functions,
    }


@pages.app_template_filter("markdown")
def markdown(text: str) -> str:
    """Write words so that Markdown shows them as they are: no links, pictures, tags or headings."""
    return _FIRST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", text))
