"""Measures recognition on sentences that nobody trained on: `make evaluate`."""
