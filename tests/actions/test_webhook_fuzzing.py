"""The action server hears slots and messages that no dialogue makes, and still answers each."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES") or 60)
ACTIONS = ["action_show_state_law", "action_show_federal_law", "action_show_national_lines"]
SLOTS = ["us_state", "law_topic", "abuse_types", "stalker_relation", "age_band", "home"]
KNOWN = ["CA", "US-CA", "Ohio", "US", "harassment", "federal_stalking", "page 2", "ex_partner", ""]

words = st.one_of(st.sampled_from(KNOWN), st.text(max_size=30), st.just("x" * 5000))
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), words)
anything = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
messages = st.fixed_dictionaries(
    {"text": st.one_of(st.none(), words)},
    optional={
        "entities": st.lists(
            st.fixed_dictionaries({"entity": words, "value": anything}), max_size=3
        ),
        "intent": st.fixed_dictionaries({"name": words}),
    },
)


def answer_to(address: str, call: dict[str, Any]) -> dict[str, Any]:
    body, kind = json.dumps(call).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(address, body, kind, method="POST")
    with urllib.request.urlopen(request, timeout=20) as answer:
        content: dict[str, Any] = json.load(answer)
        return content


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    action=st.sampled_from(ACTIONS),
    slots=st.fixed_dictionaries({}, optional=dict.fromkeys(SLOTS, anything)),
    message=messages,
)
def test_every_call_is_answered(
    action_server: str, action: str, slots: dict[str, Any], message: dict[str, Any]
) -> None:
    call = {
        "next_action": action,
        "sender_id": "someone",
        "tracker": {
            "sender_id": "someone",
            "slots": slots,
            "latest_message": message,
            "events": [],
            "paused": False,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
        "domain": {"responses": {}},
    }
    assert answer_to(action_server, call)["responses"]
