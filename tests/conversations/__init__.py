"""Whole conversations, driven through the channel's turn with the trained model."""
