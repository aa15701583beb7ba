"""How a text travels as text messages: in which encoding, and in how many segments.

The sizes are those of https://www.twilio.com/docs/glossary/what-sms-character-limit: 160 characters
of GSM-7 or 70 of UCS-2 in one segment, 153 or 67 in each of several.
"""

from __future__ import annotations

from typing import Literal

from bot.channels.messaging.gsm7 import is_gsm7
from bot.channels.messaging.splitting import length, widths

Encoding = Literal["GSM-7", "UCS-2"]

# Longest message that is sent, in characters. Twilio takes 1600, but advises at most 320, since
# longer ones arrive late or not at all; two GSM-7 segments also fill no more than a phone's screen.
MOST_CHARACTERS = 306
# Characters of a segment that stands alone, and of one of several.
_SEGMENT: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


def encoding(text: str) -> Encoding:
    """In which encoding Twilio sends a text: the smaller one that has all its characters."""
    return "GSM-7" if is_gsm7(text) else "UCS-2"


def segments(text: str) -> int:
    """How many segments a text is sent in; 0 when it is empty."""
    alone, of_several = _SEGMENT[encoding(text)]
    if length(text) <= alone:
        return 1 if text else 0
    count, used = 1, 0
    for width in widths(text):
        # Neither an escaped character nor a surrogate pair is cut in two.
        if used + width > of_several:
            count, used = count + 1, 0
        used += width
    return count
