"""What can keep the bench from measuring."""

from __future__ import annotations


class MeasureError(RuntimeError):
    """Something could not be measured: one sentence that says what went wrong."""
