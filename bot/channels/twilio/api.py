"""Twilio's HTTP API, as far as the channels need it.

Messages: https://www.twilio.com/docs/messaging/api/message-resource. Contents:
https://www.twilio.com/docs/content/content-api-resources. Errors: https://www.twilio.com/docs/api/errors.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.channels.messaging.delivery import DeliveryError, RefusedError
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.twilio.content import Menu, Shape
from bot.channels.twilio.settings import TwilioAccount

logger = logging.getLogger(__name__)

# "Attempt to send to unsubscribed recipient": the person sent STOP, and hears no more from us.
OPTED_OUT = 21610
# Pages of contents that are looked through at the start, of 500 contents each (the most).
MOST_CONTENT_PAGES = 12
CONTENT_PAGE = 500


class MenuError(DeliveryError):
    """A menu that cannot be sent; the same choices as text still can."""


class TwilioApi:
    """One account at Twilio.

    A message that Twilio took without saying so in time is sent again: twice is better than never.
    """

    def __init__(self, account: TwilioAccount, client: ProviderClient) -> None:
        self._account = account
        self._client = client
        self._auth = aiohttp.BasicAuth(account.sid, account.auth_token)
        self._of_account = f"{account.api_address}/2010-04-01/Accounts/{account.sid}"
        self._contents: dict[str, str] | None = None
        self._making = asyncio.Lock()

    async def account_status(self) -> str:
        """Ask Twilio for the account: `active`, `suspended` or `closed`.

        Raises:
            RefusedError: Twilio does not know us.
            NotReachedError: it did not answer.
        """
        answer = await self._client.request("GET", f"{self._of_account}.json", auth=self._auth)
        return str(answer.content.get("status") or "active")

    async def send(self, to: str, sender: Mapping[str, str], body: str, callback: str) -> str:
        """Send a text; gives its id, or nothing where the person sent STOP.

        `sender` is `From` or `MessagingServiceSid`, `callback` the address that hears what became
        of the message.

        Raises:
            DeliveryError: Twilio did not take it.
        """
        return await self._create({"To": to, **sender, "Body": body, "StatusCallback": callback})

    async def send_menu(self, to: str, sender: Mapping[str, str], menu: Menu, callback: str) -> str:
        """Send a text with buttons or a list; gives its id, as `send` does.

        Raises:
            MenuError: Twilio does not take it as a menu.
            NotReachedError: Twilio did not take anything.
        """
        try:
            content = await self._content(menu.shape)
        except DeliveryError as error:
            logger.error("A content could not be made at Twilio: %s.", error)
            raise MenuError(str(error)) from None
        form = {"To": to, **sender, "StatusCallback": callback, "ContentSid": content}
        form["ContentVariables"] = json.dumps(menu.variables, ensure_ascii=False)
        try:
            return await self._create(form)
        except RefusedError as error:
            # Somebody may have deleted the content in the console: the next menu makes a new one.
            (self._contents or {}).pop(menu.shape.name, None)
            raise MenuError(str(error)) from None

    async def _create(self, form: Mapping[str, str]) -> str:
        address = f"{self._of_account}/Messages.json"
        try:
            answer = await self._client.request("POST", address, form=form, auth=self._auth)
        except RefusedError as error:
            if error.content.get("code") == OPTED_OUT:
                return ""
            logger.error("Twilio refused a message: error %s.", error_code(error.content))
            raise
        return str(answer.content.get("sid") or "")

    async def _content(self, shape: Shape) -> str:
        """Give the id of a content, which is made when there is none yet."""
        async with self._making:
            if self._contents is None:
                self._contents = await self._known_contents()
            if shape.name not in self._contents:
                address = f"{self._account.content_address}/v1/Content"
                answer = await self._client.request(
                    "POST", address, json=shape.definition, auth=self._auth
                )
                self._contents[shape.name] = str(answer.content.get("sid") or "")
            return self._contents[shape.name]

    async def _known_contents(self) -> dict[str, str]:
        """Contents that an earlier start made, by name: they are not made again."""
        known: dict[str, str] = {}
        address = f"{self._account.content_address}/v1/Content?PageSize={CONTENT_PAGE}"
        try:
            for _ in range(MOST_CONTENT_PAGES):
                answer = await self._client.request("GET", address, auth=self._auth)
                for content in answer.content.get("contents") or []:
                    known[str(content.get("friendly_name"))] = str(content.get("sid"))
                address = _next_page(answer.content)
                if not address.startswith(f"{self._account.content_address}/"):
                    break
        except DeliveryError as error:  # then some are made twice, which does no harm
            logger.warning("Twilio's contents could not be read: %s", error)
        return known


def error_code(content: Mapping[str, Any]) -> str:
    """Give the number of Twilio's error, and nothing else that it says: that may name a person."""
    code = str(content.get("code") or content.get("ErrorCode") or "")
    return code if code.isascii() and code.isdigit() and len(code) <= 6 else "unknown"


def _next_page(content: Mapping[str, Any]) -> str:
    return str((content.get("meta") or {}).get("next_page_url") or "")
