"""Two previews that start at once on PostgreSQL keep each wording once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from bot.preview.catalogue import seen
from bot.preview.records.database import SETTING, migrate, opened
from bot.preview.records.models import Wording
from bot.responses.script_index import shared_index
from tests.actions.postgres import binaries, server


@pytest.fixture(scope="module")
def tables() -> Iterator[None]:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine")
    with server(programs) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, str(url.set(database="postgres")))
        migrate()
        yield


def test_two_that_start_at_once_keep_each_wording_once(tables: None) -> None:
    index = shared_index()
    ready = threading.Barrier(2)
    failed: list[BaseException] = []

    def start() -> None:
        try:
            ready.wait()
            with opened() as session:
                seen.remember(session, index)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened() as session:
        kept = session.scalar(select(func.count()).select_from(Wording))
        changes = seen.last_changes(session, index)
    assert failed == []
    assert kept == len(changes) == len(index.responses)
