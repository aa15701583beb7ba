"""Command line of the launcher: `run`, `shell`, `prepare`."""

from __future__ import annotations

import argparse
import os
import sys

from bot.launch.errors import LaunchError
from bot.launch.prepare import prepare
from bot.launch.servers import run_servers, run_shell, stop_on_signals
from bot.locations import ROOT


def main() -> int:
    """Do what the command line asks; a problem ends in one sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m bot.launch", description=__doc__)
    parser.add_argument("command", choices=("run", "shell", "prepare"))
    parser.add_argument("--port", type=int, default=5005, help="port of the chat page")
    parser.add_argument("--action-port", type=int, default=5055, help="port of the action server")
    options = parser.parse_args()
    os.chdir(ROOT)
    stop_on_signals()
    try:
        prepare()
        if options.command == "run":
            run_servers(options.port, options.action_port)
        elif options.command == "shell":
            run_shell(options.action_port)
    except LaunchError as error:
        print(f"Lantern cannot start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
