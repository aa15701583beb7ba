"""Multinomial logistic regression as three arrays: names, weights, offsets.

Fitted by scikit-learn; kept without pickle, so that loading a model can run nobody's code, and
without what scikit-learn's own formats import (four seconds of every start).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import softmax

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Regression:
    """`names` (n), `weights` (n, features), `offsets` (n); empty when nothing was learned."""

    names: tuple[str, ...] = ()
    weights: Array = field(default_factory=lambda: np.zeros((0, 0)))
    offsets: Array = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def fit(cls, rows: list[Array], names: Sequence[str], **settings: Any) -> Regression:
        """Fit on rows of shape (1, features); with fewer than three names nothing is learned.

        `settings` are scikit-learn's (`C`, `class_weight`, `max_iter`, `tol`).
        """
        from sklearn.linear_model import LogisticRegression

        if len(set(names)) < 3:  # with two, scikit-learn gives one row of weights, not two
            return cls()
        fitted = LogisticRegression(random_state=42, **settings).fit(np.vstack(rows), names)
        return cls(tuple(fitted.classes_.tolist()), fitted.coef_, fitted.intercept_)

    def chances(self, rows: Array) -> Array:
        """Chance (0..1) of each name for each row: shape (rows, n)."""
        chances: Array = softmax(rows @ self.weights.T + self.offsets, axis=1)
        return chances

    def save(self, file: Path) -> None:
        """Write to a `.npz` file."""
        names = np.array(self.names, dtype=str)
        np.savez(file, names=names, weights=self.weights, offsets=self.offsets)

    @classmethod
    def load(cls, file: Path) -> Regression:
        """Read what `save` wrote."""
        stored = np.load(file)
        return cls(tuple(stored["names"].tolist()), stored["weights"], stored["offsets"])
