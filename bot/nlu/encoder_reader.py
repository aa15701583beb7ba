"""What the components share that learn from the sentence encoder's vectors."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from bot.nlu.encoder_featurizer import EncoderFeaturizer


class EncoderReader(GraphComponent):
    """A trainable component behind the EncoderFeaturizer: learns, is kept, is loaded."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Name the component whose features this one reads."""
        return [EncoderFeaturizer]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Make a trained component out of the model archive."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.read(folder)
        return component

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, and keep what was learned in the model archive."""
        self.learn(training_data)
        with self._model_storage.write_to(self._resource) as folder:
            self.write(folder)
        return self._resource

    @abstractmethod
    def learn(self, training_data: TrainingData) -> None:
        """Learn from the examples, which carry the encoder's features."""

    @abstractmethod
    def write(self, folder: Path) -> None:
        """Write what was learned to a folder."""

    @abstractmethod
    def read(self, folder: Path) -> None:
        """Read what `write` wrote."""
