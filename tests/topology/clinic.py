"""A whole clinic on this machine: proxy, Rasa servers, action servers, Redis, PostgreSQL."""

from __future__ import annotations

import contextlib
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.launch.prepare import quiet_environment
from bot.locations import ROOT
from tests.actions import postgres
from tests.conftest import free_port, wait_for
from tests.storage import redis_server
from tests.storage.redis_server import RedisServer
from tests.topology import proxy
from tests.topology.proxy import Proxy
from tests.topology.servers import (
    HOST,
    WEB_CHANNEL,
    ActionServer,
    RasaServer,
    ServerProcess,
)


@dataclass(frozen=True)
class Clinic:
    """Everything that runs; people reach it at `address`.

    Without a `proxy` they reach the one Rasa server itself, without a `redis` chats are in its
    memory.
    """

    folder: Path
    database: str
    rasa: list[RasaServer]
    actions: list[ActionServer]
    redis: RedisServer | None = None
    proxy: Proxy | None = None

    @property
    def address(self) -> str:
        """Where people reach the chat."""
        return self.proxy.chat if self.proxy else self.rasa[0].address

    @property
    def servers(self) -> list[ServerProcess]:
        """All servers of Lantern's own."""
        return [*self.rasa, *self.actions]


def missing_program() -> str:
    """Name what a clinic needs and this machine has not; empty when all is there."""
    for name, found in (
        ("caddy", proxy.program()),
        ("redis-server", redis_server.program()),
        ("PostgreSQL", postgres.binaries()),
    ):
        if found is None:
            return name
    return ""


@contextlib.contextmanager
def clinic(
    folder: Path,
    *,
    channels: Sequence[str] = (WEB_CHANNEL,),
    each: int = 2,
    **environment: str,
) -> Iterator[Clinic]:
    """Start `each` servers of either kind, wait until all of them answer, and end them all."""
    chat_port, action_port = free_port(), free_port()
    programs = postgres.binaries()
    assert programs
    with contextlib.ExitStack() as stack:
        redis = stack.enter_context(redis_server.server())
        settings = {
            "REDIS_URL": redis.url,
            "LANTERN_SESSION_SECRET": secrets.token_hex(),
            # The proxy is believed about who sends; each person has an address of their own.
            "LANTERN_TRUSTED_PROXIES": HOST,
            "LANTERN_DRAIN_SECONDS": "2",
            **environment,
        }
        rasa = [
            RasaServer(
                folder, channels=channels, actions=f"http://{HOST}:{action_port}", **settings
            )
            for _ in range(each)
        ]
        for server in rasa:
            stack.callback(server.stop)
        database = str(postgres.new_database(stack.enter_context(postgres.server(programs)), "law"))
        actions = [ActionServer(folder, database, **environment) for _ in range(each)]
        for one in actions:
            stack.callback(one.stop)
        load_law(database)
        front = Proxy(folder, chat_port=chat_port, action_port=action_port)
        front.open(rasa, actions)
        stack.callback(front.stop)
        wait_for_all([*rasa, *actions])
        # The proxy saw the servers down while they started.
        wait_for(f"{front.chat}/health/live")
        yield Clinic(folder, database, rasa, actions, redis, front)


@contextlib.contextmanager
def single(folder: Path, **environment: str) -> Iterator[Clinic]:
    """Start one server of either kind, as `make run` does: chats in memory, the law in SQLite."""
    database = f"sqlite:///{folder / 'law.db'}"
    with contextlib.ExitStack() as stack:
        actions = ActionServer(folder, database)
        stack.callback(actions.stop)
        rasa = RasaServer(folder, actions=actions.address, **environment)
        stack.callback(rasa.stop)
        load_law(database)
        wait_for_all([rasa, actions])
        yield Clinic(folder, database, [rasa], [actions])


def wait_for_all(servers: Sequence[ServerProcess]) -> None:
    """Wait until all of them answer."""
    with ThreadPoolExecutor(len(servers)) as pool:
        list(pool.map(lambda server: server.wait(), servers))


def load_law(database: str) -> None:
    """Fill a database with the legal data."""
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "actions.legal", "load"],
        cwd=ROOT,
        env={**quiet_environment(), "DATABASE_URL": database},
        check=True,
        capture_output=True,
    )
