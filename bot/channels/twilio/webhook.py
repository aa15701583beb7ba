"""What Twilio sends us: whether it is Twilio, and what somebody wrote.

Parameters: https://www.twilio.com/docs/messaging/guides/webhook-request. Signature:
https://www.twilio.com/docs/usage/security. Every parameter is signed, and Twilio adds new ones
without notice, so all are kept for the check and none is needed beyond what is read here. A message
that is delivered again has the same MessageSid; I-Twilio-Idempotency-Token would tell no more.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from twilio.request_validator import RequestValidator

from bot.channels.message_text import clean
from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.twilio.carrier_words import carrier_word

SIGNATURE_HEADER = "X-Twilio-Signature"

# The first part of a media type, and what that is to us; stickers are WebP pictures.
_MEDIA = {"image": Kind.PICTURE, "audio": Kind.VOICE, "video": Kind.VIDEO}
_CONTACTS = ("text/vcard", "text/x-vcard", "text/directory")


class Form:
    """The parameters of a request, empty ones too: they are signed as well."""

    def __init__(self, body: bytes) -> None:
        """Read a form.

        Raises:
            ValueError: the body is no form.
        """
        try:
            self._values = parse_qs(
                body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, errors="strict"
            )
        except ValueError:  # whose words may hold a part of the body
            raise ValueError("no form") from None

    def __iter__(self):  # type: ignore[no-untyped-def]  # as the validator goes through it
        return iter(self._values)

    def getlist(self, name: str) -> list[str]:
        """Give all values of a parameter, as the validator asks for them."""
        return self._values[name]

    def get(self, name: str) -> str:
        """Give the first value of a parameter; empty when there is none."""
        return self._values.get(name, [""])[0]


def is_from_twilio(auth_token: str, address: str, form: Form, signature: str) -> bool:
    """Whether a request to this address was signed with our token.

    Twilio's own check tries the address with and without its port, since Twilio signs either.
    """
    return bool(RequestValidator(auth_token).validate(address, form, signature))


def is_answered_by_twilio(form: Form) -> bool:
    """Whether Advanced Opt-Out has answered with the operator's own words about the program.

    STOP and START are answered by Twilio too, and still are for us: a chat ends, a chat begins.
    """
    return form.get("OptOutType").upper() == "HELP"


def incoming(form: Form, *, on_whatsapp: bool) -> Incoming:
    """Read a message.

    Raises:
        ValueError: it does not say who sent it, or has no id of its own.
    """
    person, message_id = form.get("From"), form.get("MessageSid")
    if not person or not message_id:
        raise ValueError("a message without From or MessageSid")
    body, opt_out_type = form.get("Body"), form.get("OptOutType")
    # A tapped button, an item of a list (docs/channels/whatsapp.md, "Limits"): the id that we gave
    # it. What it says is no carrier's word.
    choice = form.get("ButtonPayload") or form.get("ListId")
    if choice and not opt_out_type:
        return Incoming(person, message_id, Kind.CHOICE, clean(body), choice)
    kind = carrier_word(body, opt_out_type, on_whatsapp=on_whatsapp) or _kind(form, body)
    return Incoming(person, message_id, kind, clean(body))


def _kind(form: Form, body: str) -> Kind:
    if form.get("NumMedia") not in ("", "0"):
        return _media_kind(form.get("MediaContentType0").lower(), form.get("MessageType"))
    if form.get("Latitude") and form.get("Longitude"):
        return Kind.PLACE
    # What WhatsApp has and Twilio does not pass on, such as a poll, comes with no text.
    return Kind.TEXT if body.strip() or not form.get("MessageType") else Kind.OTHER


def _media_kind(media_type: str, message_type: str) -> Kind:
    if message_type == "sticker" or media_type == "image/webp":
        return Kind.STICKER
    if media_type.startswith(_CONTACTS) or message_type == "contacts":
        return Kind.CONTACT
    return _MEDIA.get(media_type.partition("/")[0], Kind.FILE)
