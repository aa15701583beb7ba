"""What Slack's Web API accepts, as its documentation says it; the first thing wrong is its error.

docs.slack.dev: "chat.postMessage", "chat.delete", Block Kit ("Section block", "Actions block",
"Button element", "Text object"), "Formatting message text".
"""

from __future__ import annotations

import re
from typing import Any

_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
KNOWN = {"channel", "text", "blocks", "thread_ts", "unfurl_links", "unfurl_media"}


def fault_in(body: dict[str, Any]) -> str:
    """Why a call to chat.postMessage would be refused; empty when it is as documented."""
    if set(body) - KNOWN:
        return "invalid_arg_name"
    if not isinstance(body.get("channel"), str) or not body["channel"]:
        return "channel_not_found"
    text, blocks = body.get("text"), body.get("blocks", [])
    if not isinstance(text, str) or not (text or blocks):
        return "no_text"
    if len(text) > 40_000:
        return "msg_too_long"
    if "thread_ts" in body and not re.fullmatch(r"\d+\.\d{6}", str(body["thread_ts"])):
        return "invalid_thread_ts"
    if not isinstance(blocks, list) or len(blocks) > 50:
        return "invalid_blocks"
    ids = [element.get("action_id") for block in blocks for element in block.get("elements", [])]
    if len(set(ids)) < len(ids) or any(_fault_in_block(block) for block in blocks):
        return "invalid_blocks"
    return "not_escaped" if not escaped(text) else ""


def escaped(text: str) -> bool:
    """Whether nothing in a text is a control character of Slack's markup."""
    return not _ENTITY.search(text) and "<" not in text and ">" not in text


def _fault_in_block(block: dict[str, Any]) -> bool:
    if block.get("type") == "section":
        text = block.get("text", {})
        said = text.get("text", "")
        return text.get("type") != "mrkdwn" or not 0 < len(said) <= 3000 or not escaped(said)
    elements = block.get("elements", [])
    if block.get("type") != "actions" or not 0 < len(elements) <= 25:
        return True
    return any(_fault_in_button(element) for element in elements)


def _fault_in_button(button: dict[str, Any]) -> bool:
    text = button.get("text", {})
    return (
        button.get("type") != "button"
        or text.get("type") != "plain_text"
        or not 0 < len(text.get("text", "")) <= 75
        or not 0 < len(button.get("value", "")) <= 2000
        or not 0 < len(button.get("action_id", "")) <= 255
    )
