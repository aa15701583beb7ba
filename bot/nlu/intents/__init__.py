"""What somebody wants with a message, by the sentence encoder tuned on the training examples."""
