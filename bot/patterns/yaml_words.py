"""YAML as pattern authors mean it: `on`, `off`, `no`, `yes` and `20` are words, not values."""

import re
from typing import Any

import yaml


class _WordLoader(yaml.CSafeLoader):
    """A safe loader in which only `true` and `false` are truth values (as in YAML 1.2)."""


_WordLoader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_WordLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)

_WORD_KEYS = {"LOWER", "ORTH", "TEXT", "NORM", "IN", "NOT_IN", "REGEX"}


def load(text: str) -> Any:
    """Read one YAML document. Raises yaml.YAMLError for text that is none."""
    return yaml.load(text, Loader=_WordLoader)  # noqa: S506  (a subclass of CSafeLoader)


def as_words(value: Any, key: str = "") -> Any:
    """Make the words of a token pattern strings, whatever YAML took them for."""
    if isinstance(value, dict):
        return {k: as_words(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [as_words(v, key) for v in value]
    return str(value) if key in _WORD_KEYS else value
