"""Twilio on this machine: its messages, its contents, its webhooks, and the phones behind them.

What it checks and answers is what Twilio documents:

- messages: https://www.twilio.com/docs/messaging/api/message-resource and the errors that it names
  (https://www.twilio.com/docs/api/errors);
- contents: https://www.twilio.com/docs/content/content-api-resources (rules: twilio_rules.py);
- webhooks: https://www.twilio.com/docs/messaging/guides/webhook-request, signed as in
  https://www.twilio.com/docs/usage/security.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import replace

from aiohttp import BasicAuth

from .provider import Call, Provider, Result
from .twilio_rules import RefusedError, Shown, check_content, content_shown, text_shown

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "the auth token of the tests"
SMS_NUMBER = "+15550006000"
WHATSAPP_NUMBER = "whatsapp:+15550007000"
SERVICE = "MG" + "0" * 31 + "1"
PUBLIC_ADDRESS = "https://chat.clinic.example"

_ACCOUNT_PATH = f"/2010-04-01/Accounts/{ACCOUNT}"
_PHONE = re.compile(r"(whatsapp:)?\+[1-9]\d{4,14}")
_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
_START = {"START", "YES", "UNSTOP"}
# Contents of a page: few, so that paging is seen to work.
_PAGE = 2


class Twilio(Provider):
    """The stand-in; point `TWILIO_API_ADDRESS` at it, say where `lantern` is, let people write."""

    def __init__(self) -> None:
        super().__init__()
        self.phones: dict[str, list[Shown]] = {}
        self.contents: dict[str, dict[str, object]] = {}
        self.opted_out: set[str] = set()
        self.flaws: list[str] = []
        """What Lantern asked that Twilio refuses; a test may look that there was nothing."""
        self.account_status = "active"
        self.lantern = ""
        """Address of the server whose webhooks are called."""
        self._wrote: set[str] = set()
        self._sids = 0

    # -- the API -------------------------------------------------------------------------------

    async def answer(self, call: Call) -> Result:
        """Answer as Twilio does, errors in its shape."""
        try:
            return self._answer(call)
        except RefusedError as error:
            if error.code != 21610:
                self.flaws.append(f"{error.code} {error.message}")
            content = {
                "code": error.code,
                "message": error.message,
                "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
                "status": error.status,
            }
            return Result(error.status, content)

    def _answer(self, call: Call) -> Result:
        header = call.headers.get("Authorization", "")
        if not header or BasicAuth.decode(header) != BasicAuth(ACCOUNT, TOKEN):
            raise RefusedError(401, 20003, "Authenticate")
        asked = (call.method, call.path)
        if asked == ("GET", f"{_ACCOUNT_PATH}.json"):
            return Result(200, {"sid": ACCOUNT, "status": self.account_status, "type": "Full"})
        if asked == ("POST", f"{_ACCOUNT_PATH}/Messages.json"):
            return self._send(call.form)
        if asked == ("GET", "/v1/Content"):
            return self._contents_page(int(call.query.get("Page", "0")))
        if asked == ("POST", "/v1/Content"):
            return self._add_content(call)
        raise RefusedError(404, 20404, "The requested resource was not found")

    def _send(self, form: dict[str, str]) -> Result:
        to = form.get("To", "")
        if not _PHONE.fullmatch(to):
            raise RefusedError(400, 21211, "Invalid 'To' Phone Number")
        on_whatsapp = to.startswith("whatsapp:")
        own = WHATSAPP_NUMBER if on_whatsapp else SMS_NUMBER
        if form.get("From") != own and form.get("MessagingServiceSid") != SERVICE:
            raise RefusedError(400, 21606, "The 'From' number is not one of this account")
        if to in self.opted_out:
            raise RefusedError(400, 21610, "Attempt to send to unsubscribed recipient")
        shown = self._shown(form, on_whatsapp)
        if on_whatsapp and to not in self._wrote:
            raise RefusedError(400, 63016, "Outside the allowed window")
        shown = replace(shown, sid=self._sid("SM"), callback=form.get("StatusCallback", ""))
        self.phones.setdefault(to, []).append(shown)
        content = {"sid": shown.sid, "status": "queued", "to": to, "from": own, "error_code": None}
        return Result(201, content)

    def _shown(self, form: dict[str, str], on_whatsapp: bool) -> Shown:
        if "ContentSid" not in form:
            return text_shown(form.get("Body", ""))
        if not on_whatsapp:
            raise RefusedError(400, 21655, "The ContentSid cannot be used on this channel")
        content = self.contents.get(form["ContentSid"])
        return content_shown(content, form.get("ContentVariables", "{}"))

    def _contents_page(self, page: int) -> Result:
        contents = list(self.contents.values())
        more = len(contents) > (page + 1) * _PAGE
        next_page = f"{self.address}/v1/Content?PageSize={_PAGE}&Page={page + 1}"
        meta = {"key": "contents", "page": page, "next_page_url": next_page if more else None}
        shown = contents[page * _PAGE : (page + 1) * _PAGE]
        return Result(200, {"contents": shown, "meta": meta})

    def _add_content(self, call: Call) -> Result:
        if not call.headers.get("Content-Type", "").startswith("application/json"):
            raise RefusedError(415, 20001, "The body has to be JSON")
        check_content(call.json)
        sid = self._sid("HX")
        self.contents[sid] = {**call.json, "sid": sid, "account_sid": ACCOUNT}
        return Result(201, self.contents[sid])

    def _sid(self, kind: str) -> str:
        self._sids += 1
        return f"{kind}{self._sids:032x}"

    # -- the people ----------------------------------------------------------------------------

    def text(self, person: str, body: str, **more: str) -> int:
        """Somebody writes; Twilio does what it does by default, and calls the webhook."""
        word = body.strip().upper()
        if not person.startswith("whatsapp:"):
            if word in _STOP:
                self.opted_out.add(person)
            elif word in _START:
                self.opted_out.discard(person)
        return self.call(self.message(person, body, **more))

    def tap(self, person: str, title: str) -> int:
        """Somebody taps a choice of the newest message that has it."""
        for shown in reversed(self.phones.get(person, [])):
            for shown_title, choice, _ in shown.choices:
                if shown_title == title and shown.opened_by:
                    more = {"ListId": choice, "ListTitle": title, "MessageType": "interactive"}
                    return self.call(self.message(person, title, **more))
                if shown_title == title:
                    more = {"ButtonPayload": choice, "ButtonText": title, "MessageType": "button"}
                    return self.call(self.message(person, title, **more))
        raise AssertionError(f"nothing to tap says {title!r}")

    def message(self, person: str, body: str, **more: str) -> dict[str, str]:
        """The parameters of an incoming message."""
        self._wrote.add(person)
        sid = more.pop("MessageSid", "") or self._sid("SM")
        on_whatsapp = person.startswith("whatsapp:")
        parameters = {
            "ToCountry": "US",
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "SmsSid": sid,
            "SmsStatus": "received",
            # Empty ones are signed too, and easily lost by who reads a form.
            "FromCity": "",
            "Body": body,
            "To": WHATSAPP_NUMBER if on_whatsapp else SMS_NUMBER,
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": person,
            "ApiVersion": "2010-04-01",
        }
        if on_whatsapp:
            parameters |= {
                "ProfileName": "Canary Profilename",
                "WaId": person.removeprefix("whatsapp:+"),
                "MessageType": "text",
            }
        return {**parameters, **more}

    def media(self, person: str, content_type: str, body: str = "") -> int:
        """Somebody sends a file."""
        more = {
            "NumMedia": "1",
            "MediaContentType0": content_type,
            "MediaUrl0": f"{self.address}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1",
        }
        return self.call(self.message(person, body, **more))

    def status(self, shown: Shown, status: str, code: int = 0) -> int:
        """Tell Lantern what became of a message of its own."""
        parameters = {
            "MessageSid": shown.sid,
            "SmsSid": shown.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "AccountSid": ACCOUNT,
        }
        if code:
            parameters["ErrorCode"] = str(code)
        path = shown.callback.removeprefix(PUBLIC_ADDRESS)
        return self.call(parameters, path=path)

    # -- the webhooks --------------------------------------------------------------------------

    def call(
        self,
        parameters: dict[str, str],
        *,
        path: str = "",
        signed_for: str = "",
        token: str = TOKEN,
        signature: str | None = None,
    ) -> int:
        """Call a webhook of Lantern; gives the status that it answered."""
        if not path:
            on_whatsapp = parameters.get("From", "").startswith("whatsapp:")
            path = f"/webhooks/{'whatsapp' if on_whatsapp else 'sms'}/webhook"
        if signature is None:
            signature = sign(signed_for or PUBLIC_ADDRESS + path, parameters, token)
        body = urllib.parse.urlencode(parameters).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": signature,
            "I-Twilio-Idempotency-Token": secrets.token_hex(16),
            "User-Agent": "TwilioProxy/1.1",
        }
        request = urllib.request.Request(self.lantern + path, body, headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


def sign(url: str, parameters: dict[str, str], token: str) -> str:
    """Sign a request: the address, then names and values in the order of the names."""
    signed = url + "".join(name + parameters[name] for name in sorted(parameters))
    digest = hmac.digest(token.encode(), signed.encode(), hashlib.sha1)
    return base64.b64encode(digest).decode()
