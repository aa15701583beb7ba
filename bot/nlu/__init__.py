"""Understanding: Rasa graph components on spaCy patterns and a sentence encoder."""
