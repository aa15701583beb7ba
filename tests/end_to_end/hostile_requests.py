"""Requests that no client makes: bytes that are no text, depth and length without an end."""

from __future__ import annotations

from dataclasses import dataclass

DEEP = b"[" * 100_000
HALF = "\\ud800"
"""Half of a character, as JSON can write it; it has no form in UTF-8."""

LONG = b"a" * 300


@dataclass(frozen=True)
class Hostile:
    """One request, byte by byte; what it leaves out is as it should be."""

    method: bytes
    path: bytes
    header: bytes = b""
    body: bytes = b""

    def as_bytes(self, token: str) -> bytes:
        """Give what goes over the network, with the token of a session."""
        lines = [self.method + b" " + self.path + b" HTTP/1.1", b"Connection: close"]
        if b"Host:" not in self.header:
            lines.append(b"Host: localhost")
        if b"Authorization:" not in self.header:
            lines.append(f"Authorization: Bearer {token}".encode())
        if self.header:
            lines.append(self.header)
        lines.append(f"Content-Length: {len(self.body)}".encode())
        return b"\r\n".join(lines) + b"\r\n\r\n" + self.body


def said(body: bytes) -> Hostile:
    """Give a message of somebody in the chat."""
    return Hostile(b"POST", b"/chat/messages", b"", body)


def opened(header: bytes) -> Hostile:
    """Give the opening of a session."""
    return Hostile(b"POST", b"/chat/sessions", header)


def asked(path: bytes) -> Hostile:
    """Give a request for a file."""
    return Hostile(b"GET", path)


def delivered(app: bytes, header: bytes, body: bytes = b"{}") -> Hostile:
    """Give a delivery of an app."""
    return Hostile(b"POST", b"/webhooks/" + app, header, body)


HOSTILE = {
    "a body that nests without an end": said(DEEP),
    "half a character": said(b'{"text": "\\ud800"}'),
    "half a character as a choice": said(b'{"choice": "/\\ud800"}'),
    "no UTF-8": said(b'{"text": "\xff\xfe"}'),
    "a number without an end": said(b'{"text": ' + b"9" * 9999 + b"}"),
    "a NUL": said(b'{"text": "a\\u0000b"}'),
    "a token that is no text": Hostile(
        b"DELETE", b"/chat/sessions", b"Authorization: Bearer \xff\xfe"
    ),
    "a token in a body that is no text": Hostile(
        b"POST", b"/chat/sessions/end", b"", b"\xff\xfe.\x00"
    ),
    "an origin that is none": opened(b"Origin: http://["),
    "an origin that is no text": opened(b"Origin: \xff"),
    "a host that is none": opened(b"Origin: https://a\r\nHost: ["),
    "a language without an end": asked(b"/web/strings.json?lang=" + LONG),
    "a language that is a path": asked(b"/web/strings.json?lang=..%2f..%2fx%00"),
    "a file without an end": asked(b"/web/" + LONG + b".js"),
    "a file elsewhere": asked(b"/web/..%2f..%2fconfig.yml"),
    "an address that is no text": asked(b"/web/%ff%fe.js"),
    "Rasa's own interface": asked(b"/conversations/x/tracker"),
    "a method of nobody's": Hostile(b"BREW", b"/chat/messages"),
    "Twilio's signature, no text": delivered(b"sms/webhook", b"X-Twilio-Signature: \xff", b"a=b"),
    "Meta's signature, no text": delivered(b"messenger/webhook", b"X-Hub-Signature-256: \xff"),
    "Slack's second, no text": delivered(b"slack/webhook", b"X-Slack-Request-Timestamp: \xd9\xa1"),
    "Telegram's secret, no text": delivered(
        b"telegram/webhook", b"X-Telegram-Bot-Api-Secret-Token: \xff"
    ),
}

# Half a character in place of HALF, in each part that a provider could send.
SIGNED_AND_HOSTILE = {
    "/webhooks/telegram/webhook": (
        '{"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, "text": "HALF"}}'
    ),
    "/webhooks/messenger/webhook": (
        '{"object": "page", "entry": [{"id": "1", "messaging": '
        '[{"sender": {"id": "HALF"}, "message": {"mid": "HALF", "text": "HALF"}}]}]}'
    ),
    "/webhooks/slack/webhook": (
        '{"type": "event_callback", "event_id": "HALF", "event": '
        '{"type": "message", "channel": "D0123456789", "user": "HALF", "text": "HALF"}}'
    ),
}
