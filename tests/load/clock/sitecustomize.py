"""Steps a server's wall clock by the seconds in a file, as an operator or a time server would.

Python reads this file at its start where the folder is on PYTHONPATH. The monotonic clock goes on,
and `datetime.now` shows the right time: sessions, events and signatures go by `time.time`.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

OFFSET_FILE = Path(os.environ["LOAD_CLOCK_OFFSET"])
# Seconds for which an offset is remembered.
REMEMBERED = 0.2

_now, _now_in_ns = time.time, time.time_ns
_offset, _read_at = 0.0, float("-inf")


def offset() -> float:
    """Give the seconds by which the clock is wrong."""
    global _offset, _read_at
    if time.monotonic() - _read_at > REMEMBERED:
        _offset, _read_at = float(OFFSET_FILE.read_text() or 0), time.monotonic()
    return _offset


time.time = lambda: _now() + offset()
time.time_ns = lambda: _now_in_ns() + int(offset() * 1e9)
