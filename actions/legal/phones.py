"""Phone numbers as people write them on public pages."""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"(?<![\w-])(?:"
    r"(?:1[-. ])?\(?[2-9]\d{2}\)?[-. ]\d{3}[-. ]\d{4}"  # 1-800-799-7233, (601) 359-3680
    r"|8(?:00|33|44|55|66|77|88)-[A-Z]{4}-[A-Z]{3}"  # 866-SAFE-ADD
    r"|[2-9]11|988"
    r")(?![\w-])"
)


def phone_numbers(text: str) -> list[str]:
    """Return the numbers that can be dialed in `text`, as written; empty when there is none."""
    return _NUMBER.findall(text)


def phone_is_clear(text: str) -> bool:
    """Say whether `text` has at least one number and no other long run of digits beside it."""
    return bool(phone_numbers(text)) and not re.search(r"\d[\d-]{6,}", _NUMBER.sub("", text))
