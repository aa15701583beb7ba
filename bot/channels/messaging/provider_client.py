"""The way to a provider's HTTP API: short waits, tries again where that can help, tells nothing.

Every provider answers "too many requests" with status 429 and says how many seconds to wait: in the
header `Retry-After` (Slack, "Rate limits"; Twilio, "Error 20429"), or in the body as
`parameters.retry_after` (Telegram Bot API, "ResponseParameters").
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp_retry import ExponentialRetry, RetryClient

from bot.channels.messaging.delivery import NotReachedError, RefusedError

# How often one thing is tried in all.
TRIES = 3
# Longest wait for one answer, in seconds.
TRY_SECONDS = 5.0
# Wait before the second try, in seconds; it doubles with each further one.
FIRST_PAUSE_SECONDS = 0.5
# A provider that asks for a longer pause than this, in seconds, is not waited for.
MOST_PAUSE_SECONDS = 8.0

TOO_MANY = 429

# The library writes addresses into its debug log, and an address may hold a token.
_silent = logging.getLogger(f"{__name__}.library")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


@dataclass(frozen=True)
class Answer:
    """What a provider answered: status below 400, and the JSON object in the body, if any."""

    status: int
    content: dict[str, Any] = field(default_factory=dict)


class ProviderClient:
    """Speaks to one provider; its connection opens with the first request, and `close` ends it."""

    def __init__(self, tries: int = TRIES) -> None:
        self._tries = tries
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: aiohttp.BasicAuth | None = None,
    ) -> Answer:
        """Ask once, and again after network errors, server errors (5xx) and 429.

        Raises:
            NotReachedError: no try got an answer other than 5xx and 429.
            RefusedError: any other 4xx; it is not tried again.
        """
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=TRY_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout)
        client = RetryClient(self._session, logger=_silent)
        try:
            async with client.request(
                method,
                url,
                retry_options=_Patience(self._tries),
                json=json,
                data=form,
                headers=dict(headers or {}),
                auth=auth,
                allow_redirects=False,
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise NotReachedError(type(error).__name__) from None
        if status == TOO_MANY or status >= 500:
            raise NotReachedError(f"status {status}")
        content = _object(body)
        if status >= 400:
            raise RefusedError(status, content)
        return Answer(status, content)

    async def close(self) -> None:
        """End the connection; a closed client opens a new one when it is used again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


class PassingError(NotReachedError):
    """The provider answered with an error of its own that passes by itself."""


async def until_it_passes(ask: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """Ask, and again while the answer is an error that passes by itself: TRIES times in all.

    For providers that say so in the body of an answer, where the client cannot know it.

    Raises:
        PassingError: it did not pass; whatever else `ask` raises goes on at once.
    """
    pause = FIRST_PAUSE_SECONDS
    for _ in range(TRIES - 1):
        with contextlib.suppress(PassingError):
            return await ask()
        await asyncio.sleep(pause)
        pause *= 2
    return await ask()


class _Patience(ExponentialRetry):
    """How long to wait for another try: what the provider asks for, else ever longer."""

    def __init__(self, tries: int) -> None:
        super().__init__(
            attempts=tries,
            start_timeout=FIRST_PAUSE_SECONDS / 2,  # the library doubles it before the first use
            max_timeout=MOST_PAUSE_SECONDS,
            exceptions={aiohttp.ClientError, asyncio.TimeoutError, OSError},
            evaluate_response_callback=self._is_final,
        )
        self._asked_for: float | None = None

    async def _is_final(self, response: aiohttp.ClientResponse) -> bool:
        if response.status != TOO_MANY:
            return True
        self._asked_for = await _seconds_asked_for(response)
        return self._asked_for is not None and self._asked_for > MOST_PAUSE_SECONDS

    def get_timeout(self, attempt: int, response: aiohttp.ClientResponse | None = None) -> float:
        asked_for, self._asked_for = self._asked_for, None
        return super().get_timeout(attempt, response) if asked_for is None else asked_for


async def _seconds_asked_for(response: aiohttp.ClientResponse) -> float | None:
    said = response.headers.get("Retry-After")
    if said is None:
        parameters = _object(await response.read()).get("parameters")
        said = parameters.get("retry_after") if isinstance(parameters, dict) else None
    with contextlib.suppress(TypeError, ValueError):
        return max(0.0, float(said))  # type: ignore[arg-type]
    return None


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
