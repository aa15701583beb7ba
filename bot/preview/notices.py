"""What the pages say when something was done or cannot be: data/preview/pages.en.yml."""

from __future__ import annotations

from bot.preview.word_file import word_file


def notice(part: str, name: str, /, **filled: object) -> str:
    """Give a sentence of the file, with its places filled in.

    Raises:
        KeyError: the file lacks it.
    """
    return word_file("pages").sentence(part, name, **filled)
