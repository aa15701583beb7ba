"""What Meta's Send API accepts, as its documentation says it; the first thing wrong is its error.

developers.facebook.com, Messenger Platform: "Send API", "Quick replies", "Sender actions", "Common
error codes".
"""

from __future__ import annotations

from typing import Any

SENDER_ACTIONS = {"typing_on", "typing_off", "mark_seen"}


def fault_in(body: dict[str, Any]) -> str:
    """Why a call to /me/messages would be refused; empty when it is as documented."""
    known = {"recipient", "message", "messaging_type", "sender_action"}
    if unknown := sorted(set(body) - known):
        return f"(#100) Unexpected key(s) {unknown}"
    recipient = body.get("recipient")
    if not isinstance(recipient, dict) or not isinstance(recipient.get("id"), str):
        return "(#100) The parameter recipient is required"
    if "sender_action" in body:
        if "message" in body:
            return "(#100) Cannot send both message and state at the same time."
        return "" if body["sender_action"] in SENDER_ACTIONS else "(#100) Unknown sender_action"
    if body.get("messaging_type") != "RESPONSE":
        return "(#100) Only answers within 24 hours are RESPONSE"
    return _fault_in_message(body.get("message"))


def _fault_in_message(message: object) -> str:
    if not isinstance(message, dict) or set(message) - {"text", "quick_replies"}:
        return "(#100) Message cannot be empty, must provide valid attachment or text"
    text = message.get("text")
    if not isinstance(text, str) or not text.strip():
        return "(#100) Message cannot be empty, must provide valid attachment or text"
    if len(text) > 2000:
        return "(#100) Length of param message[text] must be less than or equal to 2000"
    replies = message.get("quick_replies", [])
    if not isinstance(replies, list) or len(replies) > 13:
        return "(#100) param message[quick_replies] has too many elements."
    for reply in replies:
        if reply.get("content_type") != "text" or set(reply) - {"content_type", "title", "payload"}:
            return "(#100) Invalid quick_reply"
        if not 0 < len(reply.get("title", "")) <= 20:
            return "(#100) The title of a quick_reply has 1 to 20 characters"
        if not 0 < len(reply.get("payload", "")) <= 1000:
            return "(#100) The payload of a quick_reply has 1 to 1000 characters"
    titles = [reply["title"] for reply in replies]
    return "(#100) Duplicate quick_reply" if len(set(titles)) < len(titles) else ""
