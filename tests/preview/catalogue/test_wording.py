from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.preview.catalogue.wording import content, content_hash
from bot.responses.script_index import shared_index

VARIATIONS: list[dict[str, Any]] = [
    {
        "text": "Café, {name}?",
        "buttons": [{"title": "Yes", "payload": "/yes"}, {"title": "No", "payload": "/no"}],
        "condition": [{"type": "slot", "name": "age_band", "value": "under_18"}],
        "metadata": {"source": "house", "reviewed": None},
    },
    {"text": "Plain", "channel": "sms"},
]


def changed(**values: Any) -> list[dict[str, Any]]:
    variations = copy.deepcopy(VARIATIONS)
    variations[0].update(values)
    return variations


def test_the_hash_is_one_of_a_known_value() -> None:
    # printf '[{"text":"é"}]' | sha256sum
    assert content_hash([{"text": "é"}]) == (
        "ba5fc187f182d33155a94a71aac03c255da8528bbfd7115a8bdab5252e0d3ddd"
    )


def test_signing_and_the_order_of_keys_change_nothing() -> None:
    signed = changed(metadata={"reviewed": "2026-11-21", "source": "house"})
    assert content_hash(signed) == content_hash(VARIATIONS)
    turned = [dict(reversed(one.items())) for one in VARIATIONS]
    assert content_hash(turned) == content_hash(VARIATIONS)
    assert VARIATIONS[0]["metadata"]["reviewed"] is None
    assert "reviewed" in signed[0]["metadata"]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Café, {name}!"},
        {"buttons": [{"title": "No", "payload": "/no"}, {"title": "Yes", "payload": "/yes"}]},
        {"condition": []},
        {"channel": "web_chat"},
        {"metadata": {"source": "seed", "reviewed": None}},
        {"metadata": {"source": "house", "reviewed": None, "by_slot": "feeling"}},
    ],
)
def test_whatever_a_person_may_meet_changes_the_hash(change: dict[str, Any]) -> None:
    assert content_hash(changed(**change)) != content_hash(VARIATIONS)


def test_what_is_kept_has_the_same_hash() -> None:
    assert content_hash(content(VARIATIONS)) == content_hash(VARIATIONS)


def test_every_response_of_today_has_a_hash() -> None:
    hashes = {content_hash(one) for one in shared_index().responses.values()}
    assert all(len(one) == 64 for one in hashes)
