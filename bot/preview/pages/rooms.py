"""The rooms of the preview, as its menu and its start page list them."""

from __future__ import annotations

from typing import Final

from bot.preview.word_file import word_file

ROOMS: Final[list[tuple[str, str]]] = [*word_file("pages").content["rooms"].items()]
"""Endpoint and label, in the order of the menu."""
