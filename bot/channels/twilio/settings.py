"""What an operator sets for SMS and WhatsApp, all of it in the environment.

Both share one account at Twilio; each is on when its own number is set.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.channels.messaging.settings import (
    api_address,
    channel_settings,
    public_address,
)
from bot.storage.settings import SettingError, secret

ACCOUNT_SETTING = "TWILIO_ACCOUNT_SID"
TOKEN_SETTING = "TWILIO_AUTH_TOKEN"  # noqa: S105
SMS_SETTING = "TWILIO_SMS_NUMBER"
WHATSAPP_SETTING = "TWILIO_WHATSAPP_NUMBER"
API_SETTING = "TWILIO_API_ADDRESS"

_API = "https://api.twilio.com"
_CONTENT_API = "https://content.twilio.com"
# Forms of ids and numbers: https://www.twilio.com/docs/glossary/what-is-a-sid, what-e164.
_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_PHONE = re.compile(r"\+[1-9]\d{4,14}")
_SHORT_CODE = re.compile(r"\d{5,6}")


@dataclass(frozen=True)
class TwilioAccount:
    """One account at Twilio, and where its API is; addresses without a slash at their end."""

    sid: str
    auth_token: str = field(repr=False)
    api_address: str = _API
    content_address: str = _CONTENT_API


@dataclass(frozen=True)
class TwilioSettings:
    """What one channel needs to know."""

    account: TwilioAccount
    sender: dict[str, str]
    """Whom a message comes from: `From` with a number, or `MessagingServiceSid`."""
    public_address: str
    """Where Twilio reaches us: signatures are made over it. No slash at its end."""


def sms_settings() -> TwilioSettings | None:
    """Read the settings of SMS; None when it is off.

    Raises:
        SettingError: a setting is missing, or has not its form.
    """
    number = _number(SMS_SETTING)
    if not number:
        return None
    if _SERVICE.fullmatch(number):
        return _settings("SMS", SMS_SETTING, {"MessagingServiceSid": number})
    if _PHONE.fullmatch(number) or _SHORT_CODE.fullmatch(number):
        return _settings("SMS", SMS_SETTING, {"From": number})
    raise SettingError(
        f"{SMS_SETTING} has to be the number as Twilio writes it, such as +15550001111, "
        f"a short code, or the SID of a Messaging Service, which starts with MG."
    )


def whatsapp_settings() -> TwilioSettings | None:
    """Read the settings of WhatsApp; None when it is off.

    Raises:
        SettingError: a setting is missing, or has not its form.
    """
    number = _number(WHATSAPP_SETTING).removeprefix("whatsapp:")
    if not number:
        return None
    if _PHONE.fullmatch(number):
        return _settings("WhatsApp", WHATSAPP_SETTING, {"From": f"whatsapp:{number}"})
    raise SettingError(
        f"{WHATSAPP_SETTING} has to be the number as Twilio writes it, such as +15550001111."
    )


def _number(setting: str) -> str:
    set_ones = [
        name
        for name in (ACCOUNT_SETTING, TOKEN_SETTING, SMS_SETTING, WHATSAPP_SETTING)
        if secret(name)
    ]
    if set_ones and not {SMS_SETTING, WHATSAPP_SETTING} & set(set_ones):
        raise SettingError(
            f"{' and '.join(set_ones)} {'is' if len(set_ones) == 1 else 'are'} set, and neither "
            f"{SMS_SETTING} nor {WHATSAPP_SETTING}; set the one that you want to be on, or none "
            f"of them to leave both off."
        )
    return secret(setting)


def _settings(channel: str, number_setting: str, sender: dict[str, str]) -> TwilioSettings | None:
    values = channel_settings(
        channel, (ACCOUNT_SETTING, TOKEN_SETTING, number_setting), (TOKEN_SETTING,)
    )
    if values is None:
        return None
    if not _ACCOUNT.fullmatch(values[ACCOUNT_SETTING]):
        raise SettingError(
            f"{ACCOUNT_SETTING} is no SID of an account: it starts with AC, and 32 digits and "
            f"letters from a to f follow."
        )
    api = api_address(API_SETTING, _API)
    account = TwilioAccount(
        values[ACCOUNT_SETTING],
        values[TOKEN_SETTING],
        api,
        _CONTENT_API if api == _API else api,
    )
    return TwilioSettings(account, sender, public_address(channel))
