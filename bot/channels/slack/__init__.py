"""Slack: for a clinic's own staff, in direct messages and in one channel."""
