"""The sentence encoder as TensorFlow can train it: low-rank additions and a head on frozen weights.

The same network as `encoder_graph.py` writes down. Only training needs this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from bot.encoder.tuning import ADDITION_SCALE, Array, Output, Tuning

LAYERS = 6
HEADS = 12
WIDTH = 384
# Longer training texts are cut; a stretch of the classifier is far shorter.
MOST_TOKENS = 96
TUNED = (
    *(f"attention.self.{part}" for part in ("query", "key", "value")),
    *("attention.output.dense", "intermediate.dense", "output.dense"),
)
DROPOUT = 0.1
HEAD_DROPOUT = 0.2


class TrainableEncoder:
    """Gives the logits of the labels for a batch of texts, and learns.

    With a `start` it goes on from there, whose labels have to be the same. Raises ValueError.
    """

    def __init__(
        self,
        folder: Path,
        labels: Sequence[str],
        *,
        rank: int,
        seed: int,
        start: Tuning | None = None,
    ) -> None:
        self.labels = tuple(labels)
        if start and start.labels != self.labels:
            raise ValueError("What goes on from a tuning needs its labels: train it anew.")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        weights = load_file(str(folder / "model.safetensors"))
        self._fixed = {
            name: tf.constant(value) for name, value in weights.items() if value.dtype == np.float32
        }
        random = np.random.default_rng(seed)
        self.variables: dict[str, Any] = {}
        for layer in (f"encoder.layer.{n}.{part}" for n in range(LAYERS) for part in TUNED):
            wide, narrow = weights[f"{layer}.weight"].shape[1], weights[f"{layer}.weight"].shape[0]
            down = random.normal(0, wide**-0.5, (wide, rank)).astype(np.float32)
            # Nothing is added before the first step.
            self.variables[f"{layer}.down"] = tf.Variable(down)
            self.variables[f"{layer}.up"] = tf.Variable(np.zeros((rank, narrow), np.float32))
        head = random.normal(0, 0.02, (2 * WIDTH, len(labels))).astype(np.float32)
        self.variables["head"] = tf.Variable(head)
        self.variables["offsets"] = tf.Variable(np.zeros(len(labels), np.float32))
        if start:
            known = {**start.additions, "head": start.head_weights, "offsets": start.head_offsets}
            self.variables = {
                name: tf.Variable(part.astype(np.float32)) for name, part in known.items()
            }

    def tokens(self, text: str) -> list[int]:
        """Token ids of a text."""
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids

    def logits(self, ids: Any, mask: Any, *, learning: bool) -> Any:
        """Logits of shape (texts, labels); `ids` and `mask` have the shape (texts, tokens)."""
        keep = tf.nn.dropout if learning else lambda value, rate: value
        fixed, length = self._fixed, tf.shape(ids)[1]
        value = tf.gather(fixed["embeddings.word_embeddings.weight"], ids)
        value += fixed["embeddings.position_embeddings.weight"][:length]
        value += fixed["embeddings.token_type_embeddings.weight"][0]
        value = keep(self._normalised(value, "embeddings.LayerNorm"), DROPOUT)
        hidden = (1 - mask)[:, None, None, :] * -1e9
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            attended = keep(self._attended(value, hidden, layer), DROPOUT)
            value = self._normalised(value + attended, f"{layer}.attention.output.LayerNorm")
            wide = tf.nn.gelu(self._linear(value, f"{layer}.intermediate.dense"))
            narrow = keep(self._linear(wide, f"{layer}.output.dense"), DROPOUT)
            value = self._normalised(value + narrow, f"{layer}.output.LayerNorm")
        shown = mask[:, :, None]
        mean = tf.reduce_sum(value * shown, 1) / tf.reduce_sum(shown, 1)
        greatest = tf.reduce_max(value + (shown - 1) * 1e4, 1)
        both = keep(tf.concat([mean, greatest], 1), HEAD_DROPOUT)
        return tf.matmul(both, self.variables["head"]) + self.variables["offsets"]

    def tuning(self, output: Output) -> Tuning:
        """Give what was learned."""
        values: dict[str, Array] = {name: one.numpy() for name, one in self.variables.items()}
        head, offsets = values.pop("head"), values.pop("offsets")
        return Tuning(self.labels, head, offsets, values, output=output)

    def _attended(self, value: Any, hidden: Any, layer: str) -> Any:
        texts, length = tf.shape(value)[0], tf.shape(value)[1]

        def by_head(part: str) -> Any:
            flat = self._linear(value, f"{layer}.attention.self.{part}")
            split = tf.reshape(flat, [texts, length, HEADS, WIDTH // HEADS])
            return tf.transpose(split, [0, 2, 1, 3])

        raw = tf.matmul(by_head("query"), by_head("key"), transpose_b=True)
        shares = tf.nn.softmax(raw * (WIDTH // HEADS) ** -0.5 + hidden)
        mixed = tf.transpose(tf.matmul(shares, by_head("value")), [0, 2, 1, 3])
        joined = tf.reshape(mixed, [texts, length, WIDTH])
        return self._linear(joined, f"{layer}.attention.output.dense")

    def _linear(self, value: Any, layer: str) -> Any:
        weight, bias = self._fixed[f"{layer}.weight"], self._fixed[f"{layer}.bias"]
        down, up = self.variables[f"{layer}.down"], self.variables[f"{layer}.up"]
        added = tf.tensordot(tf.tensordot(value, down, 1), up, 1) * ADDITION_SCALE
        return tf.tensordot(value, weight, [[2], [1]]) + bias + added

    def _normalised(self, value: Any, layer: str) -> Any:
        mean, variance = tf.nn.moments(value, -1, keepdims=True)
        scale, bias = self._fixed[f"{layer}.weight"], self._fixed[f"{layer}.bias"]
        return (value - mean) * tf.math.rsqrt(variance + 1e-12) * scale + bias
