"""A tuning of the sentence encoder for one task: small additions to its weights, and a head.

Low-rank adaptation (Hu et al. 2021, "LoRA"): each linear layer gets `down @ up` added, two thin
matrices in place of a whole one, so that the result of a training is one small file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

Array = np.ndarray[Any, Any]
# Whether just one of the labels holds (chances sum to 1), or several may, or none.
Output = Literal["one", "several"]
# What `down @ up` is multiplied with before it is added.
ADDITION_SCALE = 2.0


@dataclass(frozen=True)
class Tuning:
    """`labels` (n), the head's `head_weights` (features, n) and `head_offsets` (n), the additions.

    `additions` has `<layer>.down` (in, rank) and `<layer>.up` (rank, out) for each tuned layer.
    `learned_from` names the training data by its checksum; `checksum` names this tuning.
    """

    labels: tuple[str, ...]
    head_weights: Array
    head_offsets: Array
    additions: Mapping[str, Array]
    learned_from: str = ""
    checksum: str = ""
    output: Output = "one"

    def applied_to(self, weights: Mapping[str, Array]) -> dict[str, Array]:
        """Give the encoder's weights with the additions in them."""
        tuned = dict(weights)
        for name in self.additions:
            layer, _, part = name.rpartition(".")
            if part == "down":
                down, up = self.additions[name], self.additions[f"{layer}.up"]
                added = down.astype(np.float32) @ up.astype(np.float32)
                tuned[f"{layer}.weight"] = weights[f"{layer}.weight"] + ADDITION_SCALE * added.T
        return tuned

    def save(self, file: Path) -> None:
        """Write to a `.npz` file; half precision is plenty for the additions."""
        file.parent.mkdir(parents=True, exist_ok=True)
        additions = {
            f"add.{name}": part.astype(np.float16) for name, part in self.additions.items()
        }
        np.savez_compressed(
            file,
            labels=np.array(self.labels, dtype=str),
            head_weights=self.head_weights.astype(np.float32),
            head_offsets=self.head_offsets.astype(np.float32),
            learned_from=np.array(self.learned_from),
            output=np.array(self.output),
            **additions,
        )

    @classmethod
    def load(cls, file: Path) -> Tuning:
        """Read what `save` wrote; nothing in the file can run code. Raises OSError, ValueError."""
        stored = np.load(file, allow_pickle=False)
        return cls(
            labels=tuple(stored["labels"].tolist()),
            head_weights=stored["head_weights"],
            head_offsets=stored["head_offsets"],
            additions={
                name.removeprefix("add."): stored[name]
                for name in stored.files
                if name.startswith("add.")
            },
            learned_from=str(stored["learned_from"]),
            checksum=hashlib.sha256(file.read_bytes()).hexdigest(),
            output="several" if str(stored["output"]) == "several" else "one",
        )


def average(tunings: Sequence[Tuning], learned_from: str) -> Tuning:
    """Give the mean of tunings with the same labels: of what they add, not of the thin matrices.

    The additions stand side by side, so their rank is the sum of the ranks.
    """
    labels = {tuning.labels for tuning in tunings}
    if len(labels) != 1:
        raise ValueError("Only tunings with the same labels have a mean.")
    count = len(tunings)
    additions: dict[str, Array] = {}
    for name in tunings[0].additions:
        parts = [tuning.additions[name] for tuning in tunings]
        if name.endswith(".down"):
            additions[name] = np.concatenate(parts, axis=1)
        else:
            additions[name] = np.concatenate(parts, axis=0) / count
    return Tuning(
        labels.pop(),
        np.mean([tuning.head_weights for tuning in tunings], axis=0),
        np.mean([tuning.head_offsets for tuning in tunings], axis=0),
        additions,
        learned_from,
        output=tunings[0].output,
    )


def thinned(tuning: Tuning, rank: int) -> Tuning:
    """Give a tuning whose additions have at most `rank`: the nearest one (Eckart and Young 1936).

    What goes on from a tuning and is averaged with it would else grow each time.
    """
    additions: dict[str, Array] = {}
    for name, down in tuning.additions.items():
        layer, _, part = name.rpartition(".")
        if part == "down":
            added = down.astype(np.float32) @ tuning.additions[f"{layer}.up"].astype(np.float32)
            left, sizes, right = np.linalg.svd(added, full_matrices=False)
            roots = np.sqrt(sizes[:rank])
            additions[name] = left[:, :rank] * roots
            additions[f"{layer}.up"] = roots[:, None] * right[:rank]
    return replace(tuning, additions=additions)
