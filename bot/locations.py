"""Where the project's own files stand, whatever folder a command is run from."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
SCRIPTS = DATA / "scripts"
PATTERNS = DATA / "patterns"
FITTING = DATA / "options" / "fitting.yml"
SENTENCES = DATA / "sentences"
WEB_WORDS = DATA / "web"
MESSAGING_WORDS = DATA / "messaging" / "words.en.yml"
# What was trained beforehand: small files that are kept in the repository.
SAFETY_CLASSIFIER = DATA / "models" / "safety_classifier.npz"
STORY_READER = DATA / "models" / "story_reader.npz"
INTENT_READER = DATA / "models" / "intent_reader.npz"
WEB_PAGE = ROOT / "bot" / "web" / "static"
# Made on this machine, never kept in the repository.
ENCODER_CACHE = ROOT / "var" / "encoder"
