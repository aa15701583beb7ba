"""Listening and speaking: one shared base, then web chat and each messaging app."""
