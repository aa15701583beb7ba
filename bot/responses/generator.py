"""Chooses and fills the scripted response: by rule, never by chance, in the server's own process.

Rasa draws among the variations of a response at random, which no clinician can preview. Here one
response has one text a condition, and these keys of its `metadata` say how it may differ.

Which response is said (bot/responses/stand_in.py):

- `by_slot: feeling`: the response named `<name>_<slot value>` stands in for this one, if it exists.
  So a new type, feeling or option is a new script file and nothing else. With `by_slot_else: this`
  a value without a response of its own is no mistake.
- `with_slot: {second_feeling: <response>}`: that response stands in when the slot holds something.
- `order_by: <slot>` with `order: {<slot value>: [...], none: [...]}`: without a value in `by_slot`,
  the first `<name>_<value>` of that list that was not said in this chat.
- `by_repeat: true`: `<name>_again` stands in when the bot said this response in its last turn too;
  with `by_repeat: ever`, when it said it at any time in this chat; with `by_repeat: each` the
  wordings `<name>_again`, `<name>_again_2` and so on follow each other.
- `asks: <value>` and `next: <value>`, on a variant of a response with `skip_known: <list slot>`: a
  question whose value stands in the slot already is passed over.

- `<name>_es`, if it exists, stands in for a response where the person writes in Spanish (the slot
  `language`), without a key.

How it begins (bot/responses/opening.py):

- `opening: <response>`: that response's text is its first line, where the person told what happens
  beside the question that it answers, and there is room.

What it lends from others (bot/responses/gathered.py):

- `buttons_from: <base>` with `group: <group>`, `in_slot: <slot>` or `fitting: first` or `rest`: one
  button out of each response `<base>_*` of that group, of those the slot names, or of the options
  that fit (bot/responses/fitting.py), before the response's own buttons. With
  `buttons_payload: <payload>` they carry that in place of their own, with the value for `{value}`.
- `buttons_for_all: true`: its variants have its buttons.
- `buttons_again: true`: it has the buttons that the bot's last turn had.
- `list_from: <base>` with `in_slot: <slot>`: fills `{list}` with the texts of `<base>_<value>`;
  with `lists: {<name>: <slot>}` each `{<name>}`.
- `facts_from: <base>` with `facts_in: [<slot>, ...]`: fills `{facts}` with the texts of
  `<base>_<slot>_<value>`.
- `words_from: <base>` with `words_in: [<slot>, ...]` and `words_joint`: fills `{words}` with the
  texts of `<base>_<slot value>`.

A variant with `channel:` is said in that channel only; `channel: messaging` in every messaging app
that has none of its own (bot/channel_names.py).

Where nothing is known for `{facts}` or a list of `lists`, its line is left out, and its heading.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator, ResponseVariationFilter
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.channel_names import names_of
from bot.responses.fitting import page_of_fitting
from bot.responses.gathered import (
    Response,
    gathered_buttons,
    listed,
    slot_lists,
    spoken,
    without_empty_bubbles,
)
from bot.responses.opening import with_opening
from bot.responses.script_index import shared_index
from bot.responses.stand_in import buttons_before, metadata_of, stand_in
from bot.safety.language import in_spanish

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class ScriptedResponses(NaturalLanguageGenerator):
    """Rasa's generator interface over the scripts in their files (endpoints.yml names it).

    The safety core and the check for signatures read the same index of this process, so what they
    look at is what is said.
    """

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None
    ) -> None:
        self.responses: Mapping[str, list[Response]] = shared_index().responses

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Response | None:
        """Give the response's text and buttons, or None when there is no such response.

        `response` in it is the name of what was said, which Rasa keeps with the bot's turn.
        """
        slots: dict[str, Any] = tracker.current_slot_values()
        name = stand_in(utter_action, self.responses, slots, tracker)
        if slots.get("language") == "es":
            name = in_spanish(name, self.responses, said_as=utter_action)
        response = self._variation(name, slots, output_channel)
        if response is None:
            return None
        values = {**slots, "picked": name.removeprefix(f"{utter_action}_"), **kwargs}
        if "text" in response:
            response["text"] = with_opening(utter_action, response["text"], self.responses, tracker)
        self._lend_texts(response, values, slots, output_channel)
        if "text" in response:
            response["text"] = fill(response["text"], values)
        self._lend_buttons(response, utter_action, slots)
        if (response.get("metadata") or {}).get("buttons_again"):
            response["buttons"] = buttons_before(tracker) or response.get("buttons", [])
        for button in response.get("buttons", []):
            button["payload"] = fill(button["payload"], values)
        response["response"] = name
        return response

    def _variation(self, name: str, slots: dict[str, Any], channel: str) -> Response | None:
        if name not in self.responses:
            return None
        rasas_choice = ResponseVariationFilter(self.responses).responses_for_utter_action
        for known_as in names_of(channel):
            fitting: list[Response] = rasas_choice(name, known_as, slots)
            if fitting and fitting[0].get("channel") == known_as:
                break
        return copy.deepcopy(fitting[0]) if fitting else None

    def _lend_texts(
        self, response: Response, values: dict[str, Any], slots: dict[str, Any], channel: str
    ) -> None:
        """Add to `values` what other responses lend; leave out the lines of what is not there."""
        metadata = response.get("metadata") or {}
        lent: dict[str, str] = {}

        def say(name: str) -> str:
            found = self._variation(name, slots, channel)
            return str(found["text"]) if found else ""

        if "list_from" in metadata:
            lists = metadata.get("lists") or {"list": metadata["in_slot"]}
            for name, slot in lists.items():
                lent[name] = listed(say, metadata["list_from"], slot_lists(slots, slot))
        if "facts_from" in metadata:
            base = metadata["facts_from"]
            names = [f"{base}_{slot}_{slots.get(slot)}" for slot in metadata["facts_in"]]
            lent["facts"] = spoken(say, names, " ")
        if "words_from" in metadata:
            names = [f"{metadata['words_from']}_{slots.get(slot)}" for slot in metadata["words_in"]]
            lent["words"] = spoken(say, names, metadata["words_joint"])
        empty = [name for name, text in lent.items() if not text]
        if empty and "text" in response:
            response["text"] = without_empty_bubbles(response["text"], empty)
        values.update(lent)

    def _lend_buttons(self, response: Response, said_as: str, slots: dict[str, Any]) -> None:
        metadata = response.get("metadata") or {}
        base = metadata_of(said_as, self.responses)
        if base.get("buttons_for_all") and "buttons" not in response:
            response["buttons"] = copy.deepcopy(self.responses[said_as][0]["buttons"])
        if "buttons_from" in metadata:
            chosen = None
            if "fitting" in metadata:
                chosen = page_of_fitting(slots, metadata["fitting"])
            elif "in_slot" in metadata:
                chosen = slot_lists(slots, metadata["in_slot"])
            gathered = gathered_buttons(self.responses, metadata, chosen)
            response["buttons"] = gathered + response.get("buttons", [])


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values in place of `{name}`; a name without a value stays as it is written.

    Values are put in literally: what a record says is never read as a template again.
    """
    return PLACEHOLDER.sub(
        lambda match: str(values[match[1]]) if values.get(match[1]) is not None else match[0], text
    )
