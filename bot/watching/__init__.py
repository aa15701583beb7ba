"""What an operator sees of the running server: health, numbers, never a word or an id."""
