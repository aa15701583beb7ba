"""Many people at once, and parts that fail under them: `make load` and `make chaos`."""
