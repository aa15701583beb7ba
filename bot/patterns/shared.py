"""The pattern sets of this process: each folder is read once, whoever looks for its words."""

import functools
from pathlib import Path

from bot.patterns.pattern_set import PatternSet


@functools.cache
def shared_patterns(folder: Path) -> PatternSet:
    """Give the patterns of a folder. Raises PatternError for a file that is wrong."""
    return PatternSet.load(folder)
