"""Chooses and fills the scripted response: by rule, never by chance, in the server's own process.

Rasa draws among the variations of a response at random, which no clinician can preview. Here one
response has one text a condition, and these keys of its `metadata` say how it may differ:

- `by_slot: feeling`: the response named `<name>_<slot value>` stands in for this one, if it exists.
  So a new type, feeling or option is a new script file and nothing else. With `by_slot_else: this`
  a value without a response of its own is no mistake.
- `by_repeat: true`: `<name>_again` stands in when the bot said this response in its last turn too;
  with `by_repeat: ever`, when it said it at any time in this chat.
- `buttons_from: <base>` with `group: <group>` or `in_slot: <slot>`: one button out of each response
  `<base>_*` of that group, or of those the slot names, before the response's own buttons.
  With `buttons_intent: <intent>` the gathered buttons say that instead of their own intent.
- `list_from: <base>` with `in_slot: <slot>`: fills `{list}` with the texts of `<base>_<value>`.
- `facts_from: <base>` with `facts_in: [<slot>, ...]`: fills `{facts}` with the texts of
  `<base>_<slot>_<value>`; where nothing is known the line with `{facts}` is left out.
- `asks: <value>` and `next: <value>`, on a variant of a response with `skip_known: <list slot>`: a
  question whose value stands in the slot already is passed over.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

Response = dict[str, Any]
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_INTENT = re.compile(r"^/\w+")


class ScriptedResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's generator interface over the scripts in the domain (endpoints.yml names it).

    It derives from Rasa's templated generator since Rasa hands the model's responses only to that
    one, through the attribute `responses` (rasa/core/agent.py).
    """

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None
    ) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Response | None:
        """Give the response's text and buttons, or None when there is no such response."""
        slots: dict[str, Any] = tracker.current_slot_values()
        name = self._stand_in(utter_action, slots, tracker)
        response = self._variation(name, slots, output_channel)
        if response is None:
            return None
        metadata: dict[str, Any] = response.get("metadata") or {}
        values = {**slots, **kwargs}
        if "list_from" in metadata:
            values["list"] = self._list(metadata, slots)
        if "facts_from" in metadata:
            values["facts"] = self._facts(metadata, slots)
            if not values["facts"]:
                bubbles = response["text"].split("\n\n")
                kept = "\n\n".join(one for one in bubbles if one.strip() != "{facts}")
                response["text"] = kept.replace("\n{facts}", "")
        if "text" in response:
            response["text"] = fill(response["text"], values)
        if "buttons_from" in metadata:
            gathered = gathered_buttons(self.responses, metadata, slots)
            response["buttons"] = gathered + response.get("buttons", [])
        return response

    def _stand_in(self, name: str, slots: dict[str, Any], tracker: DialogueStateTracker) -> str:
        metadata = self._metadata(name)
        if "by_slot" in metadata:
            value = slots.get(metadata["by_slot"])
            # A list has too many values for a variant each: only "there are some" matters.
            suffix = "some" if isinstance(value, list) and value else value
            if "skip_known" in metadata:
                suffix = self._first_unknown(name, suffix, slots.get(metadata["skip_known"]) or [])
            if f"{name}_{suffix}" in self.responses:
                variant = f"{name}_{suffix}"
                return self._if_repeated(variant, name, tracker)
        return self._if_repeated(name, name, tracker)

    def _if_repeated(self, name: str, said_as: str, tracker: DialogueStateTracker) -> str:
        """The wording for a second time, where the bot said it before; `said_as` is in the talk."""
        repeat = self._metadata(name).get("by_repeat")
        if repeat and _said_before(said_as, tracker, ever=repeat == "ever"):
            return f"{name}_again"
        return name

    def _first_unknown(self, name: str, value: Any, known: list[str]) -> Any:
        """Follow `next` as long as the variant asks for what is known."""
        for _ in self.responses:  # no chain is longer, and a circle ends too
            question = self._metadata(f"{name}_{value}")
            if question.get("asks") not in known:
                return value
            value = question["next"]
        return value

    def _variation(self, name: str, slots: dict[str, Any], channel: str) -> Response | None:
        if name not in self.responses:
            return None
        fitting = ResponseVariationFilter(self.responses).responses_for_utter_action(
            name, channel, slots
        )
        return copy.deepcopy(fitting[0]) if fitting else None

    def _metadata(self, name: str) -> dict[str, Any]:
        variations = self.responses.get(name) or [{}]
        return variations[0].get("metadata") or {}

    def _facts(self, metadata: dict[str, Any], slots: dict[str, Any]) -> str:
        names = (f"{metadata['facts_from']}_{one}_{slots.get(one)}" for one in metadata["facts_in"])
        return " ".join(self.responses[name][0]["text"] for name in names if name in self.responses)

    def _list(self, metadata: dict[str, Any], slots: dict[str, Any]) -> str:
        names = (f"{metadata['list_from']}_{one}" for one in slots.get(metadata["in_slot"]) or [])
        return "\n".join(
            f"- {self.responses[name][0]['text']}" for name in names if name in self.responses
        )


def gathered_buttons(
    responses: Mapping[str, list[Response]], metadata: dict[str, Any], slots: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Buttons that `buttons_from` collects, in the order of the slot or of the names."""
    base = metadata["buttons_from"]
    if "in_slot" in metadata:
        names = [f"{base}_{value}" for value in slots.get(metadata["in_slot"]) or []]
    else:
        names = sorted(
            name
            for name, variations in responses.items()
            if name.startswith(f"{base}_")
            and (variations[0].get("metadata") or {}).get("group") == metadata["group"]
        )
    buttons = [
        dict(button)
        for name in names
        if name in responses
        for button in responses[name][0].get("buttons", [])
    ]
    if "buttons_intent" in metadata:
        for button in buttons:
            button["payload"] = _INTENT.sub(f"/{metadata['buttons_intent']}", button["payload"])
    return buttons


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values in place of `{name}`; a name without a value stays as it is written.

    Values are put in literally: what a record says is never read as a template again.
    """
    return _PLACEHOLDER.sub(
        lambda match: str(values[match[1]]) if values.get(match[1]) is not None else match[0], text
    )


def _said_before(name: str, tracker: DialogueStateTracker, *, ever: bool) -> bool:
    """Whether the bot said a response in an earlier turn; in the last one unless `ever`."""
    turns_back = 0
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            turns_back += 1
            if turns_back > 1 and not ever:
                return False
        elif isinstance(event, BotUttered) and turns_back >= 1 and _name(event) == name:
            return True
    return False


def _name(event: BotUttered) -> str | None:
    return (event.metadata or {}).get("utter_action")
