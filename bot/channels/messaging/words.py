"""Which scripted responses the apps say by themselves, without Rasa (data/scripts/messaging/)."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.messaging.incoming import Kind
from bot.channels.messaging.settings import code_word
from bot.channels.reply import Reply, scripted
from bot.storage.settings import idle_minutes

START = {
    "sms": "utter_start_sms",
    "whatsapp": "utter_start_whatsapp",
    "telegram": "utter_start_telegram",
    "messenger": "utter_start_messenger",
    "slack": "utter_start_slack",
}
LEFT = {
    "sms": "utter_left_sms",
    "whatsapp": "utter_left_whatsapp",
    "telegram": "utter_left_telegram",
    "messenger": "utter_left_messenger",
    "slack": "utter_left_slack",
}
# What a carrier demands as an answer to HELP and to STOP.
PROGRAM_INFO = {"sms": "utter_program_info_sms"}
STOPPED = {"sms": "utter_stopped_sms"}
CANNOT_READ = {
    Kind.PICTURE: "utter_cannot_read_picture",
    Kind.VOICE: "utter_cannot_read_voice",
    Kind.VIDEO: "utter_cannot_read_video",
    Kind.FILE: "utter_cannot_read_file",
    Kind.STICKER: "utter_cannot_read_sticker",
    Kind.PLACE: "utter_cannot_read_place",
    Kind.CONTACT: "utter_cannot_read_contact",
    Kind.EDITED: "utter_cannot_read_edited",
    Kind.OTHER: "utter_cannot_read_other",
}
OLD_CHOICE = "utter_old_choice"
SENT_TOO_FAST = "utter_sent_too_fast"
NOT_FORGOTTEN = "utter_not_forgotten"
TROUBLE = "utter_technical_trouble"
NO_WORDS = "utter_no_words"


def said(name: str, channel: str) -> Reply:
    """Give a scripted response in its wording for a channel, with the operator's settings in it."""
    reply = scripted(name, channel=channel)
    text = reply.text.replace("{code_word}", code_word())
    return replace(reply, text=text.replace("{idle_minutes}", str(idle_minutes())))
