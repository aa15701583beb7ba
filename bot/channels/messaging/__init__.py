"""What all messaging apps share: one life of a message, choices in text, sessions, settings."""
