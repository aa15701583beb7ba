"""Remembering as little as possible: the tracker store and the log filter."""
