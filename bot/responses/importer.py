"""Gives Rasa the names of the responses, and leaves their texts in the files.

Rasa keeps every response in the model and reads them again at each start, twice and with a slow
reader: a third of the start's time. The generator (bot/responses/generator.py) and the safety core
read `data/scripts/` themselves, so the model has no need of the texts.

`config.yml` names it under `importers`.
"""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.responses.script_index import shared_index


class ScriptImporter(RasaFileImporter):
    """Rasa's own importer, with each response of the scripts as an action and without its text."""

    def get_domain(self) -> Domain:
        """Give the domain, in which every response of the scripts is an action.

        Raises:
            ScriptError: a script file cannot be read.
        """
        names = Domain.from_dict({"actions": sorted(shared_index().responses)})
        return super().get_domain().merge(names)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Give the examples alone."""
        examples = super().get_nlu_data(language)
        examples.responses = {}
        return examples
