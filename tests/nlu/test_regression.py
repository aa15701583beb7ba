"""What was learned is the same after it was kept and loaded."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.regression import Regression

CORNERS = [np.array([[3.0, 0.0]]), np.array([[0.0, 3.0]]), np.array([[-3.0, -3.0]])]
ROWS = [corner + offset for corner in CORNERS for offset in (0.0, 0.1, 0.2)]
NAMES = [name for name in ("east", "north", "south") for _ in range(3)]


def test_a_kept_regression_gives_the_same_chances(tmp_path: Path) -> None:
    learned = Regression.fit(ROWS, NAMES, max_iter=100)
    learned.save(tmp_path / "model.npz")
    loaded = Regression.load(tmp_path / "model.npz")
    chances = loaded.chances(CORNERS[1])
    assert loaded.names[int(chances.argmax())] == "north"
    assert np.allclose(chances, learned.chances(CORNERS[1]))
    assert np.allclose(chances.sum(axis=1), 1.0)


def test_too_little_to_learn_from_stays_empty(tmp_path: Path) -> None:
    learned = Regression.fit(ROWS[:3], NAMES[:3])
    learned.save(tmp_path / "model.npz")
    assert not Regression.load(tmp_path / "model.npz").names
