"""What the preview keeps: accounts, comments, signatures, wordings seen, saved runs."""
