"""Lantern: everything that runs inside the Rasa server, and what starts it."""
