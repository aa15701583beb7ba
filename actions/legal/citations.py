"""How the law of each place is cited: a citation that looks like another place's is a mistake."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

_FILE: Final = Path(__file__).with_name("citations.yaml")


def citation_mistake(code: str, citation: str) -> str:
    """Say what is wrong with a citation in the file of a place; empty when it looks right.

    Only its form is looked at. Whether the section exists, and says that, has to be read.
    """
    patterns = _patterns()[code]
    if any(pattern.match(citation) for pattern, _ in patterns):
        return ""
    examples = " or ".join(example for _, example in patterns)
    return f"'{citation}' is not how {code} is cited; write it like {examples}."


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        code: [(re.compile(form["starts"]), form["example"]) for form in forms]
        for code, forms in said.items()
    }
