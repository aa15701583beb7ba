"""What Meta delivers to the webhook, read into `Incoming`.

Source: developers.facebook.com, Messenger Platform, "Webhook events": messages, message_edits,
messaging_postbacks, message_echoes. `entry` and `messaging` are lists, and each of their members
is read; Rasa's connector stops at the first.
"""

from __future__ import annotations

from typing import Any

from bot.channels.message_text import clean
from bot.channels.messaging.incoming import Incoming, Kind

# Payloads that the docs tell a clinic to give the "Get Started" button.
START_PAYLOADS = frozenset({"start", "get_started"})

# Attachments by their type; a sticker came as an image with a `sticker_id` until August 2026.
_KINDS = {
    "image": Kind.PICTURE,
    "audio": Kind.VOICE,
    "video": Kind.VIDEO,
    "reel": Kind.VIDEO,
    "ig_reel": Kind.VIDEO,
    "file": Kind.FILE,
    "sticker": Kind.STICKER,
    "location": Kind.PLACE,
}


class MalformedDeliveryError(ValueError):
    """A body that is signed, and yet not what Meta documents."""


def read_events(delivery: object) -> list[Incoming]:
    """Give everything that people sent in one delivery, in its order.

    Echoes of our own messages, delivery and read receipts, reactions, referrals, and what another
    app answers (`standby`) are nothing that a person said to us.

    Raises:
        MalformedDeliveryError: the body has another shape than documented.
    """
    if not isinstance(delivery, dict) or not isinstance(delivery.get("entry", []), list):
        raise MalformedDeliveryError
    if delivery.get("object") != "page":
        return []
    events = [
        (entry, event)
        for entry in delivery.get("entry", [])
        if isinstance(entry, dict)
        for event in _list(entry.get("messaging"))
        if isinstance(event, dict)
    ]
    said = (_read(event, str(entry.get("id") or "")) for entry, event in events)
    return [incoming for incoming in said if incoming is not None]


def _read(event: dict[str, Any], page: str) -> Incoming | None:
    person = _text(_dict(event.get("sender")).get("id"))
    if not person or person == page:
        return None
    if isinstance(event.get("message"), dict):
        return _message(person, event["message"])
    if isinstance(event.get("postback"), dict):
        return _postback(person, event)
    if isinstance(event.get("message_edit"), dict):
        return _edit(person, event["message_edit"])
    return None


def _message(person: str, message: dict[str, Any]) -> Incoming | None:
    if message.get("is_echo") or message.get("is_deleted"):
        return None
    mid = _text(message.get("mid"))
    text = clean(_text(message.get("text")))
    tapped = _dict(message.get("quick_reply")).get("payload")
    if isinstance(tapped, str) and tapped:
        return Incoming(person, mid, Kind.CHOICE, text, choice=tapped)
    kind = _attached(_list(message.get("attachments")), bool(text))
    return Incoming(person, mid, kind, text)


def _attached(attachments: list[Any], has_text: bool) -> Kind:
    kinds = []
    for attachment in attachments:
        if not isinstance(attachment, dict):
            continue
        if _dict(attachment.get("payload")).get("sticker_id"):
            return Kind.STICKER
        # A shared link is a `fallback` beside the text that has the address in it.
        kinds.append(_KINDS.get(_text(attachment.get("type")), Kind.OTHER))
    known = [kind for kind in kinds if kind is not Kind.OTHER]
    if known:
        return Kind.STICKER if Kind.STICKER in known else known[0]
    return Kind.TEXT if has_text else Kind.OTHER


def _postback(person: str, event: dict[str, Any]) -> Incoming:
    postback = event["postback"]
    payload = _text(postback.get("payload"))
    # A postback of an older API version has no id; the second it was tapped in tells two apart.
    mid = _text(postback.get("mid")) or f"postback {_text(event.get('timestamp'))}"
    if payload.lower() in START_PAYLOADS:
        return Incoming(person, mid, Kind.START)
    return Incoming(person, mid, Kind.CHOICE, choice=payload)


def _edit(person: str, edit: dict[str, Any]) -> Incoming:
    # The same message can be edited several times, and each time it is another text.
    mid = f"{_text(edit.get('mid'))} {_text(edit.get('num_edit'))}"
    return Incoming(person, mid, Kind.EDITED, clean(_text(edit.get("text"))))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
