"""The rules of the scripts, with a way out of every form, and a last word about safety.

Rasa's RulePolicy answers a change of subject inside a form, and then asks the form's question again
("I am so scared" is heard, and followed by "Which state is this about?"), at every turn until the
form is filled or closed by a rule of its own. Here a change of subject closes the form.

This policy also knows when a turn ends, so it is the one that asks again: about a danger
(`recheck`), and the walk's question after an aside (`walk_asides`).
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction, confidence_scores_for
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.features import Features

from bot.policies.current_turn import actions_this_turn, asks_something, latest_turns, turns
from bot.policies.recheck import FAREWELLS, RECHECK, due_recheck
from bot.policies.walk_asides import next_in_walk

# Answered in between; then the form asks again.
SIDE_QUESTIONS = ("ask_privacy", "ask_if_bot", "thank", "nlu_fallback")

# Turns that the rules see; each rule has one message of the person (`restrict_rules`).
SEEN_TURNS = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, True)
class ScriptedRules(RulePolicy):
    """RulePolicy that lets go of a form once it has answered something else."""

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        precomputations: dict[str, Features] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict as RulePolicy does, but close a form in place of asking it again."""
        predicted: PolicyPrediction = super().predict_action_probabilities(
            tracker, domain, rule_only_data=rule_only_data, precomputations=precomputations
        )
        done = actions_this_turn(tracker)
        if done and done[-1].startswith(RECHECK):
            return self._instead(predicted, ACTION_LISTEN_NAME, domain)
        if len(done) > 1 and done[-1] == ACTION_DEACTIVATE_LOOP_NAME:
            # The rules of a form close it first and speak afterwards; this was closed by us.
            return self._at_the_end(predicted, tracker, domain)
        names = domain.action_names_or_texts
        best = names[predicted.probabilities.index(max(predicted.probabilities))]
        in_walk = next_in_walk(tracker, done, best)
        if in_walk == ACTION_LISTEN_NAME:
            return self._at_the_end(predicted, tracker, domain)
        if in_walk is not None:
            return self._instead(predicted, in_walk, domain)
        message = tracker.latest_message
        aside = message is not None and message.intent_name in SIDE_QUESTIONS
        if done and best == tracker.active_loop_name and not aside:
            return self._instead(predicted, ACTION_DEACTIVATE_LOOP_NAME, domain)
        return (
            self._at_the_end(predicted, tracker, domain)
            if best == ACTION_LISTEN_NAME
            else predicted
        )

    def _prediction_states(
        self, tracker: DialogueStateTracker, domain: Domain, *more: Any, **named: Any
    ) -> list[State]:
        """Give the states of the latest turns alone: no rule reaches further back.

        Rasa makes and copies the states of the whole conversation for every prediction.
        """
        states: list[State] = super()._prediction_states(
            latest_turns(tracker, SEEN_TURNS), domain, *more, **named
        )
        return states

    def _at_the_end(
        self, predicted: PolicyPrediction, tracker: DialogueStateTracker, domain: Domain
    ) -> PolicyPrediction:
        """Listen, or first ask once more about a danger that was spoken of some turns ago.

        Not in a turn that asks something itself: that question would be lost beside this one.
        """
        message = tracker.latest_message
        if message is not None and message.intent_name in FAREWELLS:
            return self._instead(predicted, ACTION_LISTEN_NAME, domain)
        asks = tracker.active_loop_name is not None or asks_something(tracker)
        again = None if asks else due_recheck(turns(tracker))
        return self._instead(predicted, again or ACTION_LISTEN_NAME, domain)

    def _instead(
        self, predicted: PolicyPrediction, action: str, domain: Domain
    ) -> PolicyPrediction:
        return PolicyPrediction(
            confidence_scores_for(action, 1.0, domain),
            policy_name=predicted.policy_name,
            policy_priority=predicted.policy_priority,
            is_no_user_prediction=predicted.is_no_user_prediction,
        )
