"""From free text to a US jurisdiction: 50 states, DC and the five territories.

Plain Python; works with nothing else running. `bot.nlu.place_extractor` puts it into Rasa.
"""

from bot.nlu.places.finding import Ambiguity, PlaceFinding
from bot.nlu.places.lookup import find_places

__all__ = ["Ambiguity", "PlaceFinding", "find_places"]
