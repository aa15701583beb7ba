"""Base of a provider's stand-in: a server on 127.0.0.1 that records, checks, fails and delays.

A stand-in derives from `Provider` and gives, in `answer`, what its provider documents: it checks
tokens, formats and limits, and answers errors in the provider's own shape.

    with SomeProvider() as provider:
        monkeypatch.setenv("SOME_API_ADDRESS", provider.address)
        provider.fail(status=503, times=2)
        ...
        assert provider.wait_for_calls(1)

It runs in a thread, so that it serves tests with and without a loop, and servers in processes of
their own.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web

Self = TypeVar("Self", bound="Provider")

WAIT_SECONDS = 15.0


@dataclass(frozen=True)
class Call:
    """One request that came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def form(self) -> dict[str, str]:
        """Fields of a form; the last one of each name."""
        return dict(self.form_pairs)

    @property
    def form_pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Result:
    """What a call is answered with."""

    status: int = 200
    content: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Fault:
    """What happens to the next calls: a delay, an answer, or none at all."""

    times: int
    seconds: float = 0.0
    result: Result | None = None
    drops: bool = False
    path: str = ""


class Provider:
    """A server that stands in for a provider; as a context manager it runs."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        """Every call, refused and failed ones included."""
        self._faults: list[_Fault] = []
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._port = 0

    async def answer(self, call: Call) -> Result:
        """Answer a call as the provider does."""
        return Result()

    @property
    def address(self) -> str:
        """Address of the API, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    def fail(
        self,
        status: int = 503,
        *,
        times: int = 1,
        content: Any = None,
        headers: Mapping[str, str] | None = None,
        path: str = "",
    ) -> None:
        """Answer the next calls (whose path has `path` in it) with an error."""
        self._faults.append(
            _Fault(times, result=Result(status, content or {}, headers or {}), path=path)
        )

    def drop(self, *, times: int = 1, path: str = "") -> None:
        """End the connection of the next calls without an answer."""
        self._faults.append(_Fault(times, drops=True, path=path))

    def delay(self, seconds: float, *, times: int = 1, path: str = "") -> None:
        """Let the next calls wait before they are answered as usual."""
        self._faults.append(_Fault(times, seconds=seconds, path=path))

    @property
    def faults_left(self) -> bool:
        """Whether some calls are still to fail, to be dropped or to wait."""
        return bool(self._faults)

    def wait_until(self, holds: Callable[[], bool], seconds: float = WAIT_SECONDS) -> bool:
        """Wait until something holds that calls can change; False when it did not in time."""
        with self._changed:
            return self._changed.wait_for(holds, seconds)

    def wait_for_calls(self, count: int, seconds: float = WAIT_SECONDS) -> bool:
        """Wait until so many calls have come in."""
        return self.wait_until(lambda: len(self.calls) >= count, seconds)

    def clear(self) -> None:
        """Forget calls and faults."""
        with self._changed:
            self.calls.clear()
            self._faults.clear()

    def __enter__(self: Self) -> Self:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        assert self.wait_until(lambda: self._port > 0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_SECONDS)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = web.ServerRunner(web.Server(self._handle), handle_signals=False)
        try:
            self._loop.run_until_complete(self._listen(runner))
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(runner.cleanup())
            self._loop.close()

    async def _listen(self, runner: web.ServerRunner) -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        with self._changed:
            self._port = runner.addresses[0][1]
            self._changed.notify_all()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        call = Call(
            request.method,
            request.path,
            dict(request.query),
            request.headers,
            await request.read(),
            time.monotonic(),
        )
        fault = self._next_fault(call)
        if fault and fault.seconds:
            await asyncio.sleep(fault.seconds)
        try:
            result = fault.result if fault and fault.result else None
            if fault and fault.drops and request.transport:
                request.transport.close()
            elif result is None:
                result = await self.answer(call)
        finally:
            with self._changed:
                self.calls.append(call)
                self._changed.notify_all()
        result = result or Result()
        return web.json_response(result.content, status=result.status, headers=result.headers)

    def _next_fault(self, call: Call) -> _Fault | None:
        for fault in self._faults:
            if fault.path in call.path:
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None
