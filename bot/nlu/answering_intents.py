"""What intents are as answers in a safety talk: a yes, a no, an open answer, something unclear."""

from __future__ import annotations

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

from bot.nlu.leave_guard import LEAVE, MAYBE_LEAVE

YES = ("affirm", "behaviour_happened", "device_safe", "type_fits")
NO = ("deny", "behaviour_did_not_happen", "device_unsafe", "type_fits_not")
# Besides, what is said of oneself after such a question.
DENIALS = (*NO, "safety_ok", "safety_not_meant", "misunderstood")
# "Forget what I said" takes a disclosure back; the bot steps back, and asks once more later.
STEPS_BACK = ("stop", "forget_that", "forget_facts")
OPEN = ("not_sure", "behaviour_not_sure", "device_not_sure")
SKIPPED = ("skip", "behaviour_skipped")
# What a machine did not understand, or took for something that it cannot help with.
UNCLEAR = (DEFAULT_NLU_FALLBACK_INTENT_NAME, "out_of_scope", "no_words", "other_language")
# Going on about what hurts; anywhere else each has a script of its own.
TOLD = "tell_what_happened"
GOES_ON = ("tell_loss", "tell_feeling", TOLD, "support_silenced", "support_blamed", "type_fits")
# What a few words in an emergency are taken for, and hardly ever mean there.
NOT_THERE = (
    *("list_options", "tell_tried", "tell_fear_of", "device_unsafe", "maybe_not_stalking"),
    *("worry_own_behaviour", "not_in_the_us", "correct_facts", "start_walk", "start_stories"),
    *("behaviour_happened", "behaviour_did_not_happen", "behaviour_not_sure", "forget_facts"),
    *("ask_type_wants", "ask_type_shows", "ask_type_effects", "list_types", "support_years"),
    *("support_disbelieved", "support_first_time_told", "support_threat_not_to_tell"),
)
LEAVING = (LEAVE, MAYBE_LEAVE)
# Whoever says these leaves the safety talk, or moves in it, also while a part of the plan is open.
LEAVES_THE_PLAN = (
    *(*LEAVING, "help", "menu", "go_back", "start_over", "ask_privacy", "ask_human"),
    *("ask_if_bot", "ask_national_lines", "safety_ok", "safety_not_meant", "resume", "thank"),
)
