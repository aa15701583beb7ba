"""What can keep Lantern from starting."""

from __future__ import annotations


class LaunchError(RuntimeError):
    """A reason why Lantern cannot start: one sentence that says what to mend."""
