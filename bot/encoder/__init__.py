"""The sentence encoder: text to a vector that stands for its meaning, and its tuning for a task."""
