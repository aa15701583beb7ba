"""Random walks through the bot: whatever somebody does, three promises hold at every step."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bot.channels.reply import scripted
from bot.responses.script_index import shared_index
from bot.safety.model import FLAGS
from tests.conversations.driver import Lantern
from tests.conversations.states import copied

DANGER = {
    "suicide_self": "I want to kill myself",
    "self_harm": "I cut myself last night",
    "suicide_other": "my sister says she is going to kill herself tonight",
    "immediate_danger": "he is outside my door right now",
    "child_at_risk": "my stepfather makes my little sister send him naked pictures",
    "violence_to_other": "I am going to kill him tonight",
}
ORDINARY = [
    *("yes", "no", "not sure", "skip", "stop", "leave me alone", "you misunderstood", "thanks"),
    *("Ohio", "90210", "2", "17", "he reads my texts", "i feel ashamed", "what can i do"),
    *("is this private", "go back", "start over", "menu", "my mother is ill", "next"),
]


def walk_of(lantern: Lantern) -> type[RuleBasedStateMachine]:
    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.talk = lantern.talk()
            self.ended = False

        def heard(self) -> None:
            assert any(reply.text.strip() for reply in self.talk.replies), "an empty turn"
            self.ended = self.talk.replies[-1].ends_session
            if self.ended:
                self.talk = lantern.talk()

        @rule(which=st.integers(0, 30))
        def tap(self, which: int) -> None:
            payloads = self.talk.payloads or ["/greet"]
            self.talk.choose(payloads[which % len(payloads)])
            self.heard()

        @rule(text=st.sampled_from(ORDINARY) | st.text(max_size=40))
        def type(self, text: str) -> None:
            self.talk.say(text)
            self.heard()

        @rule(flag=st.sampled_from(FLAGS))
        def disclose(self, flag: str) -> None:
            self.talk.say(DANGER[flag])
            first = f"utter_safety_first_{flag}"
            names = [name for name in shared_index().responses if name.startswith(first)]
            assert self.talk.replies[0].text in {
                next(scripted(name).bubbles()).text for name in names
            }
            self.heard()

        @rule()
        def help_is_there(self) -> None:
            asking = copied(self.talk)
            asking.say("help")
            assert asking.titles

        @rule()
        def leaving_works(self) -> None:
            going = copied(self.talk)
            going.choose("/leave")
            assert going.replies[-1].ends_session

    return Walk


def test_the_promises_hold_on_random_walks(lantern: Lantern) -> None:
    run_state_machine_as_test(
        walk_of(lantern),
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
