"""Playing with the real bot: every turn shown with what was understood, and which rule spoke."""
