"""Pattern files that a clinician can read, made into spaCy Matchers.

A file names what its matches give (`label`), its language, and a list of token patterns, each with
an example that it catches. Files of all languages always run side by side, on one tokenizer, since
people mix languages within a message.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.matcher import Matcher

from bot.patterns.normalise import normalise
from bot.patterns.yaml_words import as_words, load

_NLP = spacy.blank("en")
# spaCy peels punctuation off a word one character at a time, so one endless "word" costs minutes.
_LONGEST_WORD = 64
_ENDLESS = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
# Nobody's pattern needs these, and the text is read in lower case, so they would never hold.
_CASE_KEYS = {"IS_UPPER", "IS_TITLE", "SHAPE"}
_OWN_KEYS = {"id", "pattern", "patterns", "example", "counter"}


class PatternError(Exception):
    """A pattern file that cannot be used. The message is one sentence with file and pattern id."""


@dataclass(frozen=True)
class PatternMatch:
    """One place where one pattern holds.

    `start` and `end` count characters of the normalised text. `keys` are the further keys of the
    pattern (for example `level`), on top of those of its file (`label` and `language` excepted).
    """

    label: str
    pattern_id: str
    start: int
    end: int
    text: str
    keys: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Pattern:
    """One pattern as written, for tests and for lists of what the bot notices."""

    file: Path
    label: str
    language: str
    pattern_id: str
    examples: tuple[str, ...]
    counters: tuple[str, ...]
    keys: Mapping[str, Any] = field(hash=False, compare=False)


@dataclass(frozen=True)
class _Compiled:
    """One wording of a pattern: its matcher, and word sets of which each has one in the text."""

    pattern: Pattern
    matcher: Matcher
    required: tuple[frozenset[str], ...]


class PatternSet:
    """All patterns of one folder. Read once, then used from any thread that reads messages.

    A pattern runs only on texts that hold its rarest required word, which keeps hundreds of
    patterns within a fraction of a millisecond for a message.
    """

    def __init__(self, compiled: list[_Compiled]) -> None:
        self.patterns: tuple[Pattern, ...] = tuple(
            {id(c.pattern): c.pattern for c in compiled}.values()
        )
        self._always = [c for c in compiled if not c.required]
        self._by_word: dict[str, list[_Compiled]] = {}
        for entry in compiled:
            if entry.required:
                for word in min(entry.required, key=_commonness):
                    self._by_word.setdefault(word, []).append(entry)

    @classmethod
    def load(cls, folder: Path) -> "PatternSet":
        """Read every `*.yml` file of a folder. Raises PatternError for a file that is wrong."""
        files = sorted(folder.glob("*.yml"))
        if not files:
            raise PatternError(f"{folder}: there is no pattern file (*.yml) in this folder.")
        return cls([wording for file in files for wording in _read(file)])

    def find(self, text: str) -> list[PatternMatch]:
        """Return every match in the text, by position. The text is normalised first."""
        return self.find_normalised(normalise(text))

    def find_normalised(self, text: str) -> list[PatternMatch]:
        """Like `find`, for a text that went through `normalise` already."""
        # The line break at the end is a token, so that "not followed by X" ({OP: "!"}) holds there.
        doc = _NLP.make_doc(_readable(text) + " \n")
        words = {token.text for token in doc}
        entries = {id(entry): entry for entry in self._always}
        for word in words:
            for entry in self._by_word.get(word, ()):
                if all(not choices.isdisjoint(words) for choices in entry.required):
                    entries[id(entry)] = entry
        found = set()
        for entry in entries.values():
            for _, first, after in entry.matcher(doc):
                start = doc[first].idx
                end = min(doc[after - 1].idx + len(doc[after - 1]), len(text))
                p = entry.pattern
                found.add(PatternMatch(p.label, p.pattern_id, start, end, text[start:end], p.keys))
        return sorted(found, key=lambda m: (m.start, m.end, m.label, m.pattern_id))


def _readable(text: str) -> str:
    """Lower case (so that "DON'T" splits like "don't") and no endless words, length unchanged."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters, like a dotted capital I, grow when lowered
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _ENDLESS.sub(_cut, lower)


def _cut(run: "re.Match[str]") -> str:
    step = _LONGEST_WORD + 1
    word = run.group()
    return "".join(" " if i % step == step - 1 else c for i, c in enumerate(word))


def _commonness(choices: frozenset[str]) -> tuple[int, int]:
    """How often a text is likely to hold one of these words; the lowest is the best first test."""
    return sum(4 for word in choices if _NLP.vocab[word].is_stop), len(choices)


def _read(file: Path) -> Iterator[_Compiled]:
    try:
        content = load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise PatternError(f"{file.name}: the file cannot be read as YAML ({reason}).") from error
    if not isinstance(content, dict) or not isinstance(content.get("patterns"), list):
        raise PatternError(f"{file.name}: the file needs `label`, `language` and `patterns`.")
    for key in ("label", "language"):
        if not isinstance(content.get(key), str):
            raise PatternError(f"{file.name}: `{key}` is missing.")
    # `words` only holds YAML anchors that the patterns below it point to.
    shared = {
        k: v for k, v in content.items() if k not in {"label", "language", "patterns", "words"}
    }
    seen: set[str] = set()
    for number, entry in enumerate(content["patterns"], start=1):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            raise PatternError(f"{file.name}: pattern number {number} has no `id`.")
        if name in seen:
            raise PatternError(f"{file.name}: the pattern id {name} is there twice.")
        seen.add(name)
        yield from _compile(file, content, shared, entry)


def _compile(
    file: Path, content: dict[str, Any], shared: dict[str, Any], entry: dict[str, Any]
) -> Iterator[_Compiled]:
    name: str = entry["id"]
    written = as_words(entry.get("pattern"))
    if not isinstance(written, list) or not written:
        raise PatternError(f"{file.name}, {name}: `pattern` is missing or empty.")
    # Either one pattern (a list of tokens) or several that mean the same (a list of such lists).
    alternatives = written if isinstance(written[0], list) else [written]
    examples = _texts(entry.get("example"))
    if not examples:
        raise PatternError(f"{file.name}, {name}: `example` is missing.")
    for key in _CASE_KEYS:
        if any(key in token for tokens in alternatives for token in tokens):
            raise PatternError(f"{file.name}, {name}: {key} never holds, texts are lower-cased.")
    pattern = Pattern(
        file=file,
        label=content["label"],
        language=content["language"],
        pattern_id=name,
        examples=examples,
        counters=_texts(entry.get("counter")),
        keys=shared | {k: v for k, v in entry.items() if k not in _OWN_KEYS},
    )
    for tokens in alternatives:
        matcher = Matcher(_NLP.vocab, validate=True)
        try:
            matcher.add(name, [tokens], greedy="LONGEST")
        except (ValueError, KeyError, TypeError, re.error) as error:
            why = " ".join(str(error).split())
            raise PatternError(f"{file.name}, {name}: spaCy refuses it ({why}).") from error
        # Every text that can match holds at least one word of each of these sets.
        required = tuple(words for token in tokens if (words := _literal(token)) is not None)
        yield _Compiled(pattern, matcher, required)


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _literal(token: dict[str, Any]) -> frozenset[str] | None:
    """The words that this token may be, or None where it may be left out or be anything."""
    if token.get("OP", "1") not in {"1", "+"}:
        return None
    lower = token.get("LOWER")
    if isinstance(lower, str):
        return frozenset({lower})
    if isinstance(lower, dict) and set(lower) == {"IN"}:
        return frozenset(str(word) for word in lower["IN"])
    return None
