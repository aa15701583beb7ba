"""What can break in a clinic, how it is broken, and how it is mended."""

from __future__ import annotations

import contextlib
import resource
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text

from tests.topology.clinic import Clinic

STEP_SECONDS = 3600
CLOCK = Path(__file__).with_name("clock")


@dataclass(frozen=True)
class Fault:
    """One fault, and what nobody can expect under it."""

    name: str
    breaks: Callable[[Clinic], None]
    mends: Callable[[Clinic], None]
    loses_chats: bool = False
    """What was kept is gone with it; people are told that their chat is over."""
    none_is_up: bool = False
    """No Rasa server is there that could answer."""


def _nothing(clinic: Clinic) -> None:
    """Break nothing: what the same load gives without a fault."""


def _kill_action_server(clinic: Clinic) -> None:
    clinic.actions[0].kill()


def _start_action_server(clinic: Clinic) -> None:
    clinic.actions[0].start()
    clinic.actions[0].wait()


def _hang_action_servers(clinic: Clinic) -> None:
    for server in clinic.actions:
        server.hang()


def _wake_action_servers(clinic: Clinic) -> None:
    for server in clinic.actions:
        server.go_on()


def _kill_rasa(clinic: Clinic) -> None:
    clinic.rasa[0].kill()


def _start_rasa(clinic: Clinic) -> None:
    clinic.rasa[0].start()
    clinic.rasa[0].wait()


def _hang_rasa(clinic: Clinic) -> None:
    clinic.rasa[0].hang()


def _wake_rasa(clinic: Clinic) -> None:
    clinic.rasa[0].go_on()


def _end_rasa(clinic: Clinic) -> None:
    clinic.rasa[0].stop()


def _hang_redis(clinic: Clinic) -> None:
    _redis(clinic).send_signal(signal.SIGSTOP)


def _wake_redis(clinic: Clinic) -> None:
    _redis(clinic).send_signal(signal.SIGCONT)


def _redis(clinic: Clinic) -> subprocess.Popen[bytes]:
    assert clinic.redis
    return clinic.redis.process


def _empty_redis(clinic: Clinic) -> None:
    """Do as a Redis without a disk does that is started anew: it answers, and knows nothing."""
    assert clinic.redis
    clinic.redis.look.flushall()


def _hang_postgres(clinic: Clinic) -> None:
    for process in _postgres(clinic):
        # One that served a connection may be gone by now.
        with contextlib.suppress(psutil.NoSuchProcess):
            process.suspend()


def _wake_postgres(clinic: Clinic) -> None:
    for process in _stopped:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.resume()


def _postgres(clinic: Clinic) -> list[psutil.Process]:
    """Give the server of the clinic's database, and all its processes."""
    engine = create_engine(clinic.database, future=True)
    with engine.connect() as connection:
        backend = int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    engine.dispose()
    server = psutil.Process(backend).parent()
    assert server
    _stopped[:] = [server, *server.children(recursive=True)]
    return list(_stopped)


_stopped: list[psutil.Process] = []


def _refuse_database(clinic: Clinic) -> None:
    """Let the database take no connection, and end those that are there."""
    _as_owner(
        clinic,
        "ALTER DATABASE law ALLOW_CONNECTIONS false",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'law'",
    )


def _allow_database(clinic: Clinic) -> None:
    _as_owner(clinic, "ALTER DATABASE law ALLOW_CONNECTIONS true")


def _as_owner(clinic: Clinic, *statements: str) -> None:
    address = clinic.database.rpartition("/")[0] + "/postgres"
    engine = create_engine(address, isolation_level="AUTOCOMMIT", future=True)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _fill_disk(clinic: Clinic) -> None:
    """Let no server of Lantern's write a byte more into any file, logs included."""
    for server in clinic.servers:
        _limit_files(server.process.pid, 0)


def _empty_disk(clinic: Clinic) -> None:
    for server in clinic.servers:
        _limit_files(server.process.pid, resource.RLIM_INFINITY)


def _limit_files(pid: int, most: int) -> None:
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


def clock_file(folder: Path) -> Path:
    """Where the seconds stand by which the servers' clock is wrong."""
    return folder / "clock"


def clock_environment(folder: Path) -> dict[str, str]:
    """Environment with which a server's wall clock can be stepped (clock/sitecustomize.py)."""
    _step_clock_by(0, folder)
    return {"PYTHONPATH": str(CLOCK), "LOAD_CLOCK_OFFSET": str(clock_file(folder))}


def _step_clock_by(seconds: int, folder: Path) -> None:
    # Whole at once: a server may read it at any time.
    new = clock_file(folder).with_suffix(".new")
    new.write_text(str(seconds))
    new.replace(clock_file(folder))


def _step_clock(clinic: Clinic) -> None:
    _step_clock_by(STEP_SECONDS, clinic.folder)


def _step_clock_back(clinic: Clinic) -> None:
    _step_clock_by(-STEP_SECONDS, clinic.folder)


def _set_clock_right(clinic: Clinic) -> None:
    _step_clock_by(0, clinic.folder)


def _restart_all(clinic: Clinic) -> None:
    for server in clinic.servers:
        server.kill()
    for server in clinic.servers:
        server.start()


def _wait_for_all(clinic: Clinic) -> None:
    for server in clinic.servers:
        server.wait()


FAULTS = (
    Fault("nothing", _nothing, _nothing),
    Fault("one of two action servers killed", _kill_action_server, _start_action_server),
    Fault("both action servers hang", _hang_action_servers, _wake_action_servers),
    Fault("database refuses", _refuse_database, _allow_database),
    Fault("database hangs", _hang_postgres, _wake_postgres),
    Fault("Redis hangs", _hang_redis, _wake_redis),
    Fault("Redis started anew", _empty_redis, _nothing, loses_chats=True),
    Fault("one of two Rasa servers ended (SIGTERM)", _end_rasa, _start_rasa),
    Fault("one of two Rasa servers killed", _kill_rasa, _start_rasa),
    Fault("one of two Rasa servers hangs", _hang_rasa, _wake_rasa),
    Fault("disk full", _fill_disk, _empty_disk),
    Fault("clock an hour ahead", _step_clock, _set_clock_right),
    Fault("clock an hour back", _step_clock_back, _set_clock_right),
    Fault("all servers killed and started", _restart_all, _wait_for_all, none_is_up=True),
)
