"""The commands that Telegram lists in every chat with the bot, in the words of data/messaging/."""

from __future__ import annotations

from bot.channels.messaging.settings import messaging_words


def commands() -> list[dict[str, str]]:
    """Give them as `setMyCommands` takes them (https://core.telegram.org/bots/api#botcommand)."""
    return [
        {"command": command, "description": description}
        for command, description in messaging_words()["telegram_commands"].items()
    ]
