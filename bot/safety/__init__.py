"""The safety core: notices danger in a message and holds the words that answer it first.

Plain Python on pattern files: it needs no Rasa, no network, no database and no encoder.
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
