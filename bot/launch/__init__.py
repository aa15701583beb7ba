"""Starting Lantern on one machine with one command."""
