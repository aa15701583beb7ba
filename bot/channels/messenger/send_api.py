"""Meta's Send API: one message to one person, and what its errors mean.

Source: developers.facebook.com, Messenger Platform, "Send API", "Sender actions", "Common error
codes"; Graph API, "Securing requests". What is sent goes in the body, with the token, so that it
stands in no address that somebody logs; only the question at the start has it there.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from bot.channels.messaging.delivery import RefusedError
from bot.channels.messaging.provider_client import PassingError, ProviderClient, until_it_passes
from bot.channels.messenger.signature import app_secret_proof

DEFAULT_ADDRESS = "https://graph.facebook.com"
# The Graph API's version; Meta keeps each for about two years.
GRAPH_VERSION = "v25.0"

# Error codes that pass by themselves; Meta gives them with status 400. 2: service unavailable, 4,
# 17, 32 and 613: rate limits, 1200: temporary failure.
PASSING_CODES = frozenset({2, 4, 17, 32, 613, 1200})
# The token is wrong, ran out, or was taken back; 102 is the same for an older API.
TOKEN_CODES = frozenset({102, 190})
# Nobody is there: the account is closed or has blocked the Page (551, 200 with the subcode), or the
# person wrote more than 24 hours ago (10 with the subcode).
GONE_CODES = frozenset({551})
GONE_SUBCODES = frozenset({1545041, 2018278})


class MetaRefusedError(RefusedError):
    """Meta refused; says its error code, by which the documentation knows what to mend."""

    def __str__(self) -> str:
        error = _error(self)
        numbers = [error.get("code"), error.get("error_subcode")]
        return "Meta's error " + ", ".join(str(one) for one in numbers if isinstance(one, int))


class PersonGoneError(MetaRefusedError):
    """The person cannot be written to any more; nothing of ours is broken."""


class WrongTokenError(MetaRefusedError):
    """Meta does not take the Page's token."""


class SendApi:
    """Sends in the name of one Page."""

    def __init__(self, client: ProviderClient, address: str, app_secret: str, token: str) -> None:
        self._client = client
        self._me = f"{address}/{GRAPH_VERSION}/me"
        self._credentials = {
            "access_token": token,
            "appsecret_proof": app_secret_proof(app_secret, token),
        }

    async def check(self) -> None:
        """Ask Meta whose token this is.

        Raises:
            WrongTokenError: nobody's, or the app's secret is another one.
            DeliveryError: Meta was not reached, or refused for another reason.
        """
        asked = urlencode({"fields": "id", **self._credentials})
        try:
            await self._client.request("GET", f"{self._me}?{asked}")
        except RefusedError as refused:
            raise _named(refused) from None

    async def send(self, person: str, message: dict[str, Any]) -> str:
        """Send one message as an answer, and give its id.

        Raises:
            PersonGoneError: nobody can be answered there.
            DeliveryError: Meta was not reached, or refused.
        """
        said = {"messaging_type": "RESPONSE", "message": json.dumps(message)}
        content = await self._call({**_recipient(person), **said})
        return str(content.get("message_id") or "")

    async def show_typing(self, person: str) -> None:
        """Show that an answer is coming; Meta takes it away with the next message.

        Raises:
            DeliveryError: Meta was not reached, or refused.
        """
        await self._call({**_recipient(person), "sender_action": "typing_on"})

    async def _call(self, form: dict[str, str]) -> dict[str, Any]:
        return await until_it_passes(lambda: self._ask(form))

    async def _ask(self, form: dict[str, str]) -> dict[str, Any]:
        try:
            answer = await self._client.request(
                "POST", f"{self._me}/messages", form={**form, **self._credentials}
            )
        except RefusedError as refused:
            if _passes(refused):
                raise PassingError(str(_named(refused))) from None
            raise _named(refused) from None
        return answer.content


def _recipient(person: str) -> dict[str, str]:
    return {"recipient": json.dumps({"id": person})}


def _error(refused: RefusedError) -> dict[str, Any]:
    error = refused.content.get("error")
    return error if isinstance(error, dict) else {}


def _passes(refused: RefusedError) -> bool:
    error = _error(refused)
    return error.get("code") in PASSING_CODES or error.get("is_transient") is True


def _named(refused: RefusedError) -> MetaRefusedError:
    error = _error(refused)
    code, subcode = error.get("code"), error.get("error_subcode")
    proof = "appsecret_proof" in str(error.get("message") or "")
    if code in TOKEN_CODES or proof:
        return WrongTokenError(refused.status, refused.content)
    if code in GONE_CODES or subcode in GONE_SUBCODES:
        return PersonGoneError(refused.status, refused.content)
    return MetaRefusedError(refused.status, refused.content)
