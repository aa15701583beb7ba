"""Slack's Web API: say something in a place, take it back, ask whose token this is.

Source: docs.slack.dev, "chat.postMessage", "chat.delete", "auth.test", "Using the Web API": an
error comes with status 200 and `"ok": false`, but for too many requests (429).
"""

from __future__ import annotations

import re
from typing import Any

from bot.channels.messaging.delivery import RefusedError
from bot.channels.messaging.provider_client import PassingError, ProviderClient, until_it_passes
from bot.channels.slack.place import Place

DEFAULT_ADDRESS = "https://slack.com"

_NAME = re.compile(r"[a-z_]{1,60}")
# Errors that pass by themselves.
PASSING_ERRORS = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"}
)
TOKEN_ERRORS = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
    }
)
# A message that is gone, or that the workspace keeps, is nothing to try again.
NOT_DELETED_ERRORS = frozenset(
    {"message_not_found", "cant_delete_message", "compliance_exports_prevent_deletion"}
)


class SlackRefusedError(RefusedError):
    """Slack refused; says its error, one of the fixed words of its documentation."""

    def __str__(self) -> str:
        return f"Slack's error {_error(self.content)}"


class WrongTokenError(SlackRefusedError):
    """Slack does not take the bot's token."""


class WebApi:
    """Speaks as one bot in one workspace."""

    def __init__(self, client: ProviderClient, address: str, token: str) -> None:
        self._client = client
        self._methods = f"{address}/api"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def check(self) -> None:
        """Ask Slack whose token this is.

        Raises:
            WrongTokenError: nobody's.
            DeliveryError: Slack was not reached, or refused for another reason.
        """
        await self._call("auth.test", {})

    async def post(self, place: Place, message: dict[str, Any]) -> str:
        """Say something in a place, and give the message's id (`ts`) there.

        Links are not unfolded: Slack would visit them, and show more than the words.

        Raises:
            DeliveryError: Slack was not reached, or refused.
        """
        where = {"channel": place.channel, "unfurl_links": False, "unfurl_media": False}
        if place.thread:
            where["thread_ts"] = place.thread
        content = await self._call("chat.postMessage", {**where, **message})
        return str(content.get("ts") or "")

    async def delete(self, place: Place, ts: str) -> None:
        """Take back a message of ours; one that is gone, or that has to stay, is no error.

        Raises:
            DeliveryError: Slack was not reached, or refused for another reason.
        """
        try:
            await self._call("chat.delete", {"channel": place.channel, "ts": ts})
        except SlackRefusedError as refused:
            if _error(refused.content) not in NOT_DELETED_ERRORS:
                raise

    async def _call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return await until_it_passes(lambda: self._ask(method, arguments))

    async def _ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = await self._client.request(
            "POST", f"{self._methods}/{method}", json=arguments, headers=self._headers
        )
        if answer.content.get("ok") is True:
            return answer.content
        error = _error(answer.content)
        if error in PASSING_ERRORS:
            raise PassingError(f"Slack's error {error}")
        kind = WrongTokenError if error in TOKEN_ERRORS else SlackRefusedError
        raise kind(answer.status, answer.content)


def _error(content: dict[str, Any]) -> str:
    name = str(content.get("error"))
    return name if _NAME.fullmatch(name) else "unknown"
