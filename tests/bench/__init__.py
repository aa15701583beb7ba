"""Measures Lantern against the bot that `rasa init` makes, in one run, and gives the ratios.

Speed is never asserted: the numbers are for people, who read them beside the targets.
"""

import warnings
from typing import Any


def _say_nothing(*warning: Any, **more: Any) -> None:
    """Drop a library's warning: one of them resets all filters, so that a filter is no help."""


warnings.showwarning = _say_nothing
