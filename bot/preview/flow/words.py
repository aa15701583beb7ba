"""Everyday words of the flow pictures, for what the files only have names for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.preview.catalogue.words import readable
from bot.preview.word_file import word_file
from bot.responses.script_index import FILLED_IN


def when(name: str, /, **filled: object) -> str:
    """Say when a way is gone.

    Raises:
        KeyError: data/preview/flow.en.yml lacks it, as with all sentences here.
    """
    return word_file("flow").sentence("when", name, **filled)


def line(name: str, /, **filled: object) -> str:
    """Give one of the lines that stand in boxes beside what is said."""
    return word_file("flow").sentence("boxes", name, **filled)


def answered(response: str) -> str:
    """Say when an action answers with a response."""
    return word_file("flow").sentence("answers", response)


def named(part: str, name: str) -> str:
    """Give the words of a part for a name; empty where there are none."""
    return word_file("flow").named(part, name)


def kinds() -> Mapping[str, str]:
    """Give what a box is, by the values of `Kind`; `elsewhere` has a place to fill in."""
    found: Mapping[str, str] = word_file("flow").content["kinds"]
    return found


def way(name: str, labels: str) -> str:
    """Say what leads along an arrow, by the values of `Way`; `labels` may be empty."""
    key = name if labels else f"{name} plain"
    return word_file("flow").sentence("ways", key, label=labels)


def kept() -> Collection[str]:
    """Name the responses that nothing leads to and that are there on purpose."""
    found: Collection[str] = word_file("flow").content["kept"]
    return found


def why_kept(box: str) -> str:
    """Say why a box is kept that nothing leads to; empty where that is not known."""
    return named("kept", box.removesuffix("_es"))


def mark_of(flaw: str, box: str) -> str:
    """Give the mark of a finding; on what is kept on purpose, that too."""
    mark = word_file("flow").sentence("marks", flaw)
    kept_so = flaw == "unreachable" and why_kept(box)
    return word_file("flow").sentence("marked", "kept", mark=mark) if kept_so else mark


def told_of(flaw: str, box: str) -> str:
    """Give the mark of a finding, and where it is known why the box is kept."""
    mark = word_file("flow").sentence("marks", flaw)
    reason = why_kept(box) if flaw == "unreachable" else ""
    if not reason:
        return mark
    return word_file("flow").sentence("marked", "kept_since", mark=mark, reason=reason)


def with_places_named(text: str) -> str:
    """Name in a response's text what is filled in when it is said: `{state}` as “[the place]”."""

    def words_for(name: str) -> str:
        return named("filled_in", name) or readable(name)

    return FILLED_IN.sub(lambda found: f"[{words_for(found[0][1:-1])}]", text)


def place_name(script: str) -> str:
    """Give the name of a script as people read it: “Support: fear”."""
    theme, _, rest = script.partition("/")
    name = rest.removeprefix("types/").replace("_", " ").replace("/", ": ")
    return f"{theme.capitalize()}: {name}" if name else theme.replace("_", " ").capitalize()
