"""What the bot can say, read from the files that it runs on, and told in everyday words."""
