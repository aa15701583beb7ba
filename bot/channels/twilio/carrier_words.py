"""The words that belong to the carriers: STOP, START and HELP, and those that mean the same.

They count only as a whole message. Twilio sees them before we do, and answers them itself:
https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out names the words;
https://help.twilio.com/articles/223134027 ("Twilio support for opt-out keywords") says that a word
among others is none of them.
"""

from __future__ import annotations

from bot.channels.messaging.incoming import Kind

# After one of these Twilio sends nothing more to the person; error 21610 says so.
STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
# YES lets messages through again, too. It is left out: here it is mostly the answer to a question,
# and a chat that opens with it opens like any other.
START_WORDS = frozenset({"START", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})
# On WhatsApp no carrier stands in between, and "end" or "help" is said to the bot.
WHATSAPP_STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "OPTOUT"})

_BY_OPT_OUT_TYPE = {"STOP": Kind.STOP, "START": Kind.START, "HELP": Kind.HELP}


def carrier_word(body: str, opt_out_type: str, *, on_whatsapp: bool) -> Kind | None:
    """Give what a message is to the carrier, or None when it is said to the bot.

    Args:
        body: the message.
        opt_out_type: the parameter `OptOutType`, which a Messaging Service with Advanced Opt-Out
            sends: `STOP`, `START`, `HELP`, or empty.
        on_whatsapp: whether it came by WhatsApp.
    """
    if kind := _BY_OPT_OUT_TYPE.get(opt_out_type.strip().upper()):
        return kind
    word = body.strip().upper()
    if on_whatsapp:
        return Kind.STOP if word in WHATSAPP_STOP_WORDS else None
    if word in STOP_WORDS:
        return Kind.STOP
    if word in START_WORDS:
        return Kind.START
    return Kind.HELP if word in HELP_WORDS else None
