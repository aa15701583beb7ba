"""What can be done with the preview in a terminal."""
