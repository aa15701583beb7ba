"""What SMS and WhatsApp share: requests of Twilio, reports on deliveries, the question at start."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from rasa.core.channels.channel import OutputChannel
from rasa.core.channels.twilio import TwilioInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.messaging.delivery import RefusedError
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.input_channel import (
    MOST_WEBHOOK_BYTES,
    ForgedRequestError,
    MalformedRequestError,
    MessagingInput,
)
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.twilio.api import TwilioApi, error_code
from bot.channels.twilio.settings import ACCOUNT_SETTING, TOKEN_SETTING, TwilioSettings
from bot.channels.twilio.webhook import (
    SIGNATURE_HEADER,
    Form,
    incoming,
    is_answered_by_twilio,
    is_from_twilio,
)
from bot.storage.settings import SettingError

logger = logging.getLogger(__name__)

# An answer without a word in it: what there is to say is sent by the API, when it is known.
# https://www.twilio.com/docs/messaging/twiml
NO_WORDS = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
# What a report says of a message that did not arrive.
# https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
LOST = frozenset({"failed", "undelivered"})


class TwilioChat(MessagingInput, TwilioInput):
    """Base of the two channels: Rasa's Twilio channel with signatures, order and the gate."""

    on_whatsapp = False

    def __init__(self, settings: TwilioSettings) -> None:
        account = settings.account
        TwilioInput.__init__(
            self, account.sid, account.auth_token, settings.sender.get("From"), debug_mode=False
        )
        self.settings = settings
        self.undelivered: Counter[str] = Counter()
        """Messages that did not arrive since the start, by Twilio's error."""

    def get_output_channel(self) -> OutputChannel | None:
        """Give none: Rasa knows nobody's number, so that only the chat itself can answer."""
        return None

    async def read(self, request: Request) -> Sequence[Incoming]:
        """Check a request, and give the message in it; none where Twilio answers it itself.

        Raises:
            ForgedRequestError: Twilio did not sign it.
            MalformedRequestError: there is no message in it.
        """
        form = self._signed_form(request, "webhook")
        own = self.settings.sender.get("From")
        if own and form.get("To") != own:
            # An answer would come from a number that the person did not write to.
            logger.error("%s: a message was for a number that is not ours.", self.title)
            raise MalformedRequestError
        if is_answered_by_twilio(form):
            return []
        try:
            return [incoming(form, on_whatsapp=self.on_whatsapp)]
        except ValueError:
            raise MalformedRequestError from None

    async def check(self, client: ProviderClient) -> None:
        """Ask Twilio whether the account and its token are right.

        Raises:
            SettingError: they are not.
            NotReachedError: Twilio could not be asked.
        """
        try:
            status = await TwilioApi(self.settings.account, client).account_status()
        except RefusedError as error:
            raise SettingError(
                f"Twilio refuses {ACCOUNT_SETTING} with {TOKEN_SETTING} (status {error.status}); "
                f"copy both anew from the Twilio console."
            ) from None
        if status != "active":
            raise SettingError(
                f"The account that {ACCOUNT_SETTING} names is not active at Twilio; see the "
                f"Twilio console."
            )

    def accepted(self, request: Request) -> HTTPResponse:
        """Tell Twilio that the message came in, and that nothing is said in this answer."""
        return response.text(NO_WORDS, content_type="text/xml; charset=utf-8")

    def add_routes(self, routes: Blueprint) -> None:
        """Add the address that hears what became of our messages."""

        @routes.post("/status")
        async def report(request: Request) -> HTTPResponse:
            return self._take_report(request)

    @property
    def report_address(self) -> str:
        """Where Twilio tells what became of a message."""
        return self._address("status")

    def _take_report(self, request: Request) -> HTTPResponse:
        if len(request.body) > MOST_WEBHOOK_BYTES:
            return response.text("", status=413)
        try:
            form = self._signed_form(request, "status")
        except ForgedRequestError:
            logger.warning("%s: a report was not signed by the provider.", self.title)
            return response.text("", status=403)
        except MalformedRequestError:
            return response.text("", status=400)
        if form.get("MessageStatus") in LOST:
            code = error_code({"ErrorCode": form.get("ErrorCode")})
            self.undelivered[code] += 1
            logger.warning(
                "%s: a message did not arrive: error %s of Twilio, time %s since the start.",
                self.title,
                code,
                self.undelivered[code],
            )
        return response.text("", status=204)

    def _signed_form(self, request: Request, route: str) -> Form:
        """Read a request that Twilio signed.

        Raises:
            ForgedRequestError: it did not.
            MalformedRequestError: it is no form.
        """
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not signature:
            raise ForgedRequestError
        try:
            form = Form(request.body)
        except ValueError:
            raise MalformedRequestError from None
        asked = f"?{request.query_string}" if request.query_string else ""
        address = self._address(route) + asked
        if not is_from_twilio(self.settings.account.auth_token, address, form, signature):
            raise ForgedRequestError
        return form

    def _address(self, route: str) -> str:
        return f"{self.settings.public_address}/webhooks/{self.name()}/{route}"
