"""Deciding: policies that stand above Rasa's RulePolicy, and the slot that gathers."""
