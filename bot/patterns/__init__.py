"""Readable token patterns: how text is normalised, and how pattern files are read and matched."""

from bot.patterns.normalise import normalise
from bot.patterns.pattern_set import PatternError, PatternMatch, PatternSet

__all__ = ["PatternError", "PatternMatch", "PatternSet", "normalise"]
