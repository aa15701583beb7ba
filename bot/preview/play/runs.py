"""All open runs: each belongs to one account, and ends when it has been quiet too long."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.preview.play.run import Run

IDLE_SECONDS: Final = 30 * 60
MOST_OF_AN_ACCOUNT: Final = 3
MOST_RUNS: Final = 60


class TooManyRunsError(Exception):
    """No further run can be opened now.

    `of_account` says whether the account itself has as many as it may; else all have together.
    """

    def __init__(self, *, of_account: bool = True) -> None:
        super().__init__()
        self.of_account = of_account


class Runs:
    """Open runs by their ids; nobody gets the run of somebody else."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._used: dict[str, float] = {}
        self._guard = threading.Lock()

    def add(self, run: Run, instead_of: str = "") -> None:
        """Keep a run, in place of another one of its account where one is named.

        Raises:
            TooManyRunsError: its account, or all together, have as many as may be.
        """
        with self._guard:
            self._drop_quiet()
            self._end(instead_of, run.account)
            self._check_room(run.account)
            self._runs[run.id] = run
            self._used[run.id] = time.monotonic()

    def check_room(self, account: int) -> None:
        """Do nothing where an account may open another run.

        Raises:
            TooManyRunsError: its account, or all together, have as many as may be.
        """
        with self._guard:
            self._drop_quiet()
            self._check_room(account)

    def find(self, run_id: str, account: int) -> Run | None:
        """Give a run of an account and start its quiet time anew; None where it has no such run."""
        with self._guard:
            self._drop_quiet()
            run = self._runs.get(run_id)
            if run is None or run.account != account:
                return None
            self._used[run_id] = time.monotonic()
            return run

    def of(self, account: int) -> list[Run]:
        """Give all runs of an account, the oldest first."""
        with self._guard:
            self._drop_quiet()
            return self._of(account)

    def end(self, run_id: str, account: int) -> None:
        """End a run of an account; one that is over already is no error."""
        with self._guard:
            self._end(run_id, account)

    def _end(self, run_id: str, account: int) -> None:
        run = self._runs.get(run_id)
        if run is not None and run.account == account:
            self._drop(run_id)

    def _check_room(self, account: int) -> None:
        if len(self._of(account)) >= MOST_OF_AN_ACCOUNT:
            raise TooManyRunsError
        if len(self._runs) >= MOST_RUNS:
            raise TooManyRunsError(of_account=False)

    def _of(self, account: int) -> list[Run]:
        return [run for run in self._runs.values() if run.account == account]

    def _drop_quiet(self) -> None:
        oldest = time.monotonic() - IDLE_SECONDS
        for run_id in [one for one, used in self._used.items() if used < oldest]:
            self._drop(run_id)

    def _drop(self, run_id: str) -> None:
        del self._used[run_id]
        self._runs.pop(run_id).forget()
