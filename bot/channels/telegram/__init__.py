"""Lantern inside Telegram: a bot that people write to in a private chat."""
