"""The legal data in the preview: looked through, and corrected in its files."""
