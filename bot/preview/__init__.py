"""The clinicians' preview: see, play through and sign every word that the bot can say."""
