"""The safety core: notices danger in a message and holds the words that answer it first.

Plain Python on local files: it needs no Rasa, no network and no database. Patterns and a trained
classifier both read every message; should the classifier fail, the patterns go on alone.
"""

from bot.safety.detector import SafetyDetector, detect
from bot.safety.model import FLAGS, Safety
from bot.safety.replies import SafetyScripts, ScriptError, first_reply, load_scripts

__all__ = [
    "FLAGS",
    "Safety",
    "SafetyDetector",
    "SafetyScripts",
    "ScriptError",
    "detect",
    "first_reply",
    "load_scripts",
]
