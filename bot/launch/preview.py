"""Starts the clinicians' preview beside the action server, and stops both."""

from __future__ import annotations

import time
from typing import Final

from bot.launch.errors import LaunchError
from bot.launch.servers import (
    HOST,
    RESTART_SECONDS,
    Server,
    check_port,
    start_actions,
    wait_until_ready,
)

ACTIONS_ADDRESS: Final = "LANTERN_PREVIEW_ACTIONS"
"""Tells the preview where the action server answers."""


def run_preview(port: int, action_port: int) -> None:
    """Run both until Ctrl-C, SIGTERM, or the end of the preview.

    Raises:
        LaunchError: a port is taken, or a server ends or does not answer.
    """
    check_port(port, "PREVIEW_PORT", "preview")
    check_port(action_port, "ACTION_PORT", "preview")
    print("Starting the preview ...", flush=True)
    actions = start_actions(action_port)
    servers = [actions]
    try:
        preview = Server(
            "preview",
            ["bot.preview", "serve", "--port", str(port), "--host", HOST],
            f"http://{HOST}:{port}/health",
            {ACTIONS_ADDRESS: f"http://{HOST}:{action_port}/webhook"},
        )
        servers.append(preview)
        wait_until_ready(servers)
        while preview.exit_code is None:
            if actions.exit_code is not None:
                # The preview goes on without it; only law and help lines wait.
                print("The action server has ended by itself; starting it again.", flush=True)
                actions = servers[0] = start_actions(action_port)
                time.sleep(RESTART_SECONDS)
            time.sleep(0.5)
        raise LaunchError(f"the preview has ended by itself (exit code {preview.exit_code}).")
    finally:
        for server in reversed(servers):
            server.stop()
