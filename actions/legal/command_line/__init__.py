"""The command line of the legal database: `python -m actions.legal ...`."""

from actions.legal.command_line import keeping, showing
from actions.legal.command_line.app import main

__all__ = ["keeping", "main", "showing"]
