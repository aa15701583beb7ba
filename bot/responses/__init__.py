"""The scripted responses: reading them, choosing one by rule, and checking them."""
