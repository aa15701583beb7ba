"""The reverse proxy of the tests: Debian's Caddy, one address before several servers of a kind."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import free_port
from tests.topology.servers import HOST, ServerProcess

# Each request goes to the server that has least to do, to either by chance when both are idle. (In
# Caddy 2.6 `round_robin` can find no server for a request while one of two is down and several
# requests come at once: it then says 503 to what is no GET.) A server that refuses a connection is
# passed over at once, one that hangs when its health address was silent for five seconds: a shorter
# time would take out servers that only have much to do, and with them the safety reply.
_CONFIG = """
{{
	admin off
	auto_https off
}}
http://{host}:{chat_port} {{
	reverse_proxy {rasa} {{
		lb_policy least_conn
		lb_try_duration 8s
		lb_try_interval 50ms
		health_uri /health/live
		health_interval 500ms
		health_timeout 5s
		flush_interval -1
		transport http {{
			dial_timeout 1s
			response_header_timeout 12s
			keepalive off
		}}
	}}
}}
http://{host}:{action_port} {{
	reverse_proxy {actions} {{
		lb_policy least_conn
		lb_try_duration 2s
		lb_try_interval 50ms
		health_uri /health
		health_interval 500ms
		health_timeout 2s
		transport http {{
			dial_timeout 1s
			response_header_timeout 3s
			keepalive off
		}}
	}}
}}
http://{host}:{health_port} {{
	respond "ok"
}}
"""


def program() -> str | None:
    """Where Caddy is; None when this machine has none."""
    return shutil.which("caddy")


class Proxy(ServerProcess):
    """Caddy before the Rasa servers, and before the action servers at a port of its own."""

    def __init__(self, folder: Path, *, chat_port: int, action_port: int) -> None:
        self.chat = f"http://{HOST}:{chat_port}"
        self._file = folder / "Caddyfile"
        self._ports = {"chat_port": chat_port, "action_port": action_port}
        self._folder = folder

    def open(self, rasa: Sequence[ServerProcess], actions: Sequence[ServerProcess]) -> None:
        """Start it before these servers, which may still be starting."""
        port, found = free_port(), program()
        assert found
        self._file.write_text(
            _CONFIG.format(
                host=HOST,
                health_port=port,
                rasa=" ".join(one.address for one in rasa),
                actions=" ".join(one.address for one in actions),
                **self._ports,
            )
        )
        command = [found, "run", "--config", str(self._file), "--adapter", "caddyfile"]
        home = {name: str(self._folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        super().__init__(command, port, "/", self._folder, home)
        self.wait()
