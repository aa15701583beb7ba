"""The mean of two tunings changes the encoder by the mean of what both change."""

from __future__ import annotations

import numpy as np
import pytest

from bot.encoder.tuning import Tuning, average, thinned

LAYER = "encoder.layer.0.output.dense"


def tuning(seed: int, labels: tuple[str, ...] = ("none", "suicide_self/act")) -> Tuning:
    random = np.random.default_rng(seed)
    additions = {
        f"{LAYER}.down": random.normal(size=(6, 2)),
        f"{LAYER}.up": random.normal(size=(2, 4)),
    }
    return Tuning(labels, random.normal(size=(8, 2)), random.normal(size=2), additions)


def test_the_mean_adds_the_mean_of_what_each_adds() -> None:
    before = {f"{LAYER}.weight": np.ones((4, 6), np.float32)}
    both = [tuning(1), tuning(2), tuning(3)]
    mean = average(both, "abc")
    wanted = np.mean([one.applied_to(before)[f"{LAYER}.weight"] for one in both], axis=0)
    np.testing.assert_allclose(mean.applied_to(before)[f"{LAYER}.weight"], wanted, rtol=1e-5)
    np.testing.assert_allclose(
        mean.head_weights, np.mean([one.head_weights for one in both], axis=0)
    )
    assert mean.learned_from == "abc"


def test_tunings_of_other_labels_have_no_mean() -> None:
    with pytest.raises(ValueError, match="same labels"):
        average([tuning(1), tuning(2, ("none", "self_harm/act"))], "")


def test_a_mean_that_is_thinned_adds_the_same() -> None:
    before = {f"{LAYER}.weight": np.ones((4, 6), np.float32)}
    mean = average([tuning(1), tuning(1)], "abc")
    thin = thinned(mean, 2)
    assert thin.additions[f"{LAYER}.down"].shape == (6, 2)
    np.testing.assert_allclose(
        thin.applied_to(before)[f"{LAYER}.weight"],
        mean.applied_to(before)[f"{LAYER}.weight"],
        rtol=1e-4,
    )
    assert (thin.labels, thin.learned_from) == (mean.labels, "abc")
