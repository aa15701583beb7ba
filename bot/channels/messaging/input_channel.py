"""What the input channels of all apps share: routes, settings at start, errors, background work."""

from __future__ import annotations

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.forgetting import forget_quiet_chats
from bot.channels.messaging.delivery import DeliveryError, Sender
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.messaging_chat import MessagingChat
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.messaging.settings import code_word
from bot.channels.turn import Handler
from bot.launch.signed import check_signed
from bot.responses.script_index import shared_index
from bot.storage import log_filter
from bot.storage.settings import SettingError

logger = logging.getLogger(__name__)

# Largest request of a provider, in bytes; files are named in it and never in it.
MOST_WEBHOOK_BYTES = 256 * 1024
# Seconds that the question at start, whether a credential is right, may take.
CHECK_SECONDS = 10.0

Channel = TypeVar("Channel", bound="MessagingInput")


class ForgedRequestError(Exception):
    """A request that its provider did not sign: answered with 403, and nothing is done."""


class MalformedRequestError(Exception):
    """A request that is not as the provider documents it: answered with 400."""


class MessagingInput(InputChannel):
    """Base of an app's channel; derive from it first, and from Rasa's connector after it.

    An app says where its settings stand, how a request is read, and how replies are sent.
    """

    title = ""
    """The app as an operator reads it, such as `WhatsApp`."""
    confirms_stop = False
    """Whether STOP is to be answered by us; else the provider does it."""

    chat: MessagingChat
    """Made when the server starts."""

    @classmethod
    @abstractmethod
    def from_environment(cls: type[Channel]) -> Channel | None:
        """Make the channel from its settings (settings.channel_settings); None when it is off.

        Raises:
            SettingError: a setting is missing or wrong.
        """

    @abstractmethod
    async def read(self, request: Request) -> Sequence[Incoming]:
        """Check a request's signature, and give the messages in it, in their order.

        Raises:
            ForgedRequestError: it is not signed, or wrongly, or too old.
            MalformedRequestError: it cannot be read.
        """

    @abstractmethod
    def sender(self, client: ProviderClient) -> Sender:
        """Give what sends replies; `client` is open as long as the server runs."""

    @abstractmethod
    async def check(self, client: ProviderClient) -> None:
        """Ask the provider whether the credential is right.

        Raises:
            SettingError: it is not; one sentence that names the variable and not its value.
            DeliveryError: the provider could not be asked.
        """

    def accepted(self, request: Request) -> HTTPResponse:
        """Give the answer to a request that was read."""
        return response.text("", status=200)

    def add_routes(self, routes: Blueprint) -> None:
        """Add what the app needs beside `/webhook`, such as reports on deliveries."""

    async def started(self, client: ProviderClient) -> None:
        """Do what has to be done at the provider when the server has started."""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Make the channel for credentials.yml, which names it and nothing else.

        Raises:
            SettingError: a setting is missing or wrong, or the provider refuses the credential.
        """
        if credentials:
            raise SettingError(
                f"credentials.yml: {cls.__name__} takes no keys; its settings are environment "
                f"variables (docs/channels/README.md)."
            )
        channel = cls.from_environment()
        if channel is None:
            return OffChannel(cls.name())
        code_word()
        channel.check_now()
        return channel

    def check_now(self) -> None:
        """Ask the provider about the credential, and wait for the answer.

        Raises:
            SettingError: the credential is wrong.
        """

        async def ask() -> None:
            client = ProviderClient(tries=1)
            try:
                await asyncio.wait_for(self.check(client), CHECK_SECONDS)
            finally:
                await client.close()

        try:
            # Rasa makes its channels before there is a loop, the tests inside of one.
            with ThreadPoolExecutor(1) as apart:
                apart.submit(asyncio.run, ask()).result()
        except SettingError:
            raise
        except (DeliveryError, asyncio.TimeoutError) as error:
            logger.warning(
                "%s: the provider could not be asked whether the credential is right (%s).",
                self.title,
                str(error) or type(error).__name__,
            )

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Give the routes; Rasa mounts them below `/webhooks/<name>`."""
        shared_index()
        routes = Blueprint(f"{self.name()}_webhook")
        check_signed()
        client = ProviderClient()
        work: list[asyncio.Task[None]] = []

        @routes.listener("before_server_start")
        async def start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            log_filter.install()
            self.chat = MessagingChat(
                self.name(),
                on_new_message,
                app,
                self.sender(client),
                confirms_stop=self.confirms_stop,
            )

        @routes.listener("after_server_start")
        async def go_on(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            log_filter.install()
            work.append(loop.create_task(forget_quiet_chats(app, self.chat.sessions)))
            work.append(loop.create_task(self._tell_provider(client)))

        @routes.listener("before_server_stop")
        async def stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            await self.chat.finish()
            for task in work:
                task.cancel()
            await client.close()

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request)

        self.add_routes(routes)
        return routes

    async def _receive(self, request: Request) -> HTTPResponse:
        if len(request.body) > MOST_WEBHOOK_BYTES:
            return response.text("", status=413)
        try:
            messages = await self.read(request)
        except ForgedRequestError:
            logger.warning("%s: a request was not signed by the provider.", self.title)
            return response.text("", status=403)
        except MalformedRequestError:
            logger.warning("%s: a request could not be read.", self.title)
            return response.text("", status=400)
        except Exception as error:
            logger.error("%s: a request failed: %s", self.title, type(error).__name__)
            return response.text("", status=500)
        for message in messages:
            self.chat.accept(message)
        return self.accepted(request)

    async def _tell_provider(self, client: ProviderClient) -> None:
        try:
            await self.started(client)
        except DeliveryError as error:
            logger.warning("%s: the provider could not be set up (%s).", self.title, error)


class OffChannel(InputChannel):
    """An app that is not set up: no routes, nothing listens."""

    def __init__(self, name: str) -> None:
        self._name = name

    def name(self) -> str:
        """Name of the channel that is off."""
        return self._name

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Give no routes."""
        return Blueprint(f"{self._name}_off")
