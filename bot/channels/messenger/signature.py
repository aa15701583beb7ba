"""Whether a request came from Meta, and the proof that ours come from us.

Source: developers.facebook.com, Messenger Platform, "Webhooks" (validating payloads), and Graph
API, "Securing requests" (appsecret_proof).
"""

from __future__ import annotations

import hashlib
import hmac

SIGNATURE_HEADER = "X-Hub-Signature-256"
_PREFIX = "sha256="


def is_signed(app_secret: str, body: bytes, header: str | None) -> bool:
    """Whether the header signs exactly this body, as it came over the network.

    The older `X-Hub-Signature` (SHA-1) is not enough: Rasa's connector lets the header choose the
    hash, and with it the weakest one.
    """
    expected = _PREFIX + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    given = (header or "").strip().encode(errors="replace")
    return hmac.compare_digest(expected.encode(), given)


def is_verify_token(expected: str, given: str | None) -> bool:
    """Whether this is the word that the clinic typed into Meta's App Dashboard."""
    return hmac.compare_digest(expected.encode(), (given or "").encode(errors="replace"))


def app_secret_proof(app_secret: str, page_token: str) -> str:
    """Proof that a call comes from who has the app's secret, so that a stolen token is no use."""
    return hmac.new(app_secret.encode(), page_token.encode(), hashlib.sha256).hexdigest()
