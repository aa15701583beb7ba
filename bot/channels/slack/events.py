"""What Slack delivers to the webhook, read into `Incoming`.

Source: docs.slack.dev, "Events API", and the references of `message`, `message.im`, `app_mention`,
`file_share`, `message_changed` and of `block_actions`.
"""

from __future__ import annotations

from typing import Any

from bot.channels.message_text import clean
from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.slack.markup import plain
from bot.channels.slack.place import Place, is_direct

# Messages that a person wrote; all others are about somebody joining, a topic, a bot.
_WRITTEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})
_FILES = {"image": Kind.PICTURE, "audio": Kind.VOICE, "video": Kind.VIDEO}
# A clip recorded in Slack is named so, whatever its type of file.
_CLIPS = {"slack_audio": Kind.VOICE, "slack_video": Kind.VIDEO}


class MalformedDeliveryError(ValueError):
    """A body that is signed, and yet not what Slack documents."""


def read_event(delivery: object, allowed_channel: str) -> Incoming | None:
    """Give what a person said in an `event_callback`, or None where nobody spoke to us.

    In a direct message every word is for us. In `allowed_channel`, the one that the clinic named,
    only what mentions us is; any other channel hears nothing from us.

    Raises:
        MalformedDeliveryError: the body has another shape than documented.
    """
    if not isinstance(delivery, dict):
        raise MalformedDeliveryError
    event = delivery.get("event")
    if delivery.get("type") != "event_callback":
        return None
    if not isinstance(event, dict):
        raise MalformedDeliveryError
    event_id = _text(delivery.get("event_id"))
    if event.get("type") == "app_mention":
        in_channel = _text(event.get("channel")) == allowed_channel != ""
        return _written(event, event_id, in_thread=True) if in_channel else None
    if event.get("type") != "message" or not is_direct(_text(event.get("channel"))):
        return None
    if event.get("subtype") == "message_changed":
        return _edited(event, event_id)
    return _written(event, event_id, in_thread=False)


def read_interaction(payload: object, allowed_channel: str) -> Incoming | None:
    """Give the button that somebody tapped, or None for any other interaction.

    Raises:
        MalformedDeliveryError: the payload has another shape than documented.
    """
    if not isinstance(payload, dict):
        raise MalformedDeliveryError
    actions = payload.get("actions")
    if payload.get("type") != "block_actions" or not isinstance(actions, list):
        return None
    user = _text(_dict(payload.get("user")).get("id"))
    message, container = _dict(payload.get("message")), _dict(payload.get("container"))
    channel = _text(_dict(payload.get("channel")).get("id") or container.get("channel_id"))
    thread = _text(message.get("thread_ts") or container.get("thread_ts"))
    if not user or not (is_direct(channel) or channel == allowed_channel != ""):
        return None
    for action in actions:
        choice = _text(_dict(action).get("value"))
        if choice and action.get("type") == "button":
            # Unlike events, taps have no id; the same tap has the same trigger.
            tap = payload.get("trigger_id") or f"{user} {action.get('action_ts')}"
            person = Place(user, channel, thread).as_person()
            return Incoming(person, _text(tap), Kind.CHOICE, choice=choice)
    return None


def _written(event: dict[str, Any], event_id: str, *, in_thread: bool) -> Incoming | None:
    user, channel = _text(event.get("user")), _text(event.get("channel"))
    if not user or event.get("bot_id") or _text(event.get("subtype")) not in _WRITTEN:
        return None
    ts, thread = _text(event.get("ts")), _text(event.get("thread_ts"))
    place = Place(user, channel, thread or (ts if in_thread else ""))
    text = clean(plain(_text(event.get("text"))))
    kind = _attached(event, bool(text))
    # Who only calls us by name wants to begin.
    kind = Kind.START if in_thread and kind is Kind.OTHER else kind
    return Incoming(place.as_person(), event_id or ts, kind, text)


def _edited(event: dict[str, Any], event_id: str) -> Incoming | None:
    message, before = _dict(event.get("message")), _dict(event.get("previous_message"))
    # Slack also calls it a change when it unfolds a link, or when a reply hangs on a message.
    changed = _text(message.get("text")) != _text(before.get("text"))
    user = _text(message.get("user"))
    if not user or message.get("bot_id") or not message.get("edited") or not changed:
        return None
    place = Place(user, _text(event.get("channel")), _text(message.get("thread_ts")))
    return Incoming(
        place.as_person(), event_id, Kind.EDITED, clean(plain(_text(message.get("text"))))
    )


def _attached(event: dict[str, Any], has_text: bool) -> Kind:
    files = event.get("files")
    if not isinstance(files, list) or not files:
        return Kind.TEXT if has_text else Kind.OTHER
    first = _dict(files[0])
    clip = _CLIPS.get(_text(first.get("subtype")))
    return clip or _FILES.get(_text(first.get("mimetype")).split("/")[0], Kind.FILE)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
