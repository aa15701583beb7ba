"""Sheets to print: their words from the bot's own scripts and from the legal database."""
