"""What the components share that learn nothing from the examples: their words stand in files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from typing_extensions import Self

from bot.patterns.shared import shared_patterns


class Untrained(GraphComponent):
    """A component that is made anew in each process; it has no part in the model archive.

    `folder` holds the patterns that it goes by.
    """

    folder: ClassVar[Path | None] = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Make the component; its words load here, so that no message waits for them.

        Raises whatever `load_words` raises.
        """
        cls.load_words()
        return cls(config)

    def __init__(self, config: dict[str, Any] | None = None) -> None:
        self._config = config or self.get_default_config()

    @classmethod
    def load_words(cls) -> None:
        """Read the files that the component goes by: the patterns of its folder, if it has one."""
        if cls.folder is not None:
            shared_patterns(cls.folder)
