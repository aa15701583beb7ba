"""Facebook Messenger: a clinic's Page answers in the Messenger app."""
