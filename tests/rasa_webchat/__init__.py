"""rasa-webchat, a chat widget of other people: fetched by npm when needed, never kept here."""
