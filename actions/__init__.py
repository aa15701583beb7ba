"""Rasa SDK actions: thin; they read slots, ask a module and answer with responses."""
