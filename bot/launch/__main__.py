"""Command line of the launcher: `run`, `shell`, `preview`, `prepare`."""

from __future__ import annotations

import argparse
import os
import sys

from bot.launch.errors import LaunchError
from bot.launch.prepare import prepare
from bot.launch.preview import run_preview
from bot.launch.servers import run_servers, run_shell, stop_on_signals
from bot.launch.settings import check_preview_settings, check_settings
from bot.locations import ROOT


def main() -> int:
    """Do what the command line asks; a problem ends in one sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m bot.launch", description=__doc__)
    parser.add_argument("command", choices=("run", "shell", "preview", "prepare"))
    parser.add_argument("--port", type=int, default=5005, help="port of the chat page")
    parser.add_argument("--action-port", type=int, default=5055, help="port of the action server")
    parser.add_argument("--preview-port", type=int, default=5006, help="port of the preview")
    options = parser.parse_args()
    os.chdir(ROOT)
    stop_on_signals()
    try:
        if options.command in ("run", "shell"):
            check_settings()
        elif options.command == "preview":
            check_preview_settings()
        prepare()
        if options.command == "run":
            run_servers(options.port, options.action_port)
        elif options.command == "shell":
            run_shell(options.action_port)
        elif options.command == "preview":
            run_preview(options.preview_port, options.action_port)
    except LaunchError as error:
        print(f"Lantern cannot start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
