"""The table of ratios, and the same numbers as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

COLUMNS = ("", "stock bot", "Lantern", "ratio", "its spread", "target", "encoder alone")


@dataclass(frozen=True)
class Row:
    """One measure: a value a round for each bot, and what the encoder alone costs of it.

    Without values of the stock bot the row stands for itself. `target` is the most that
    Lantern's value may be of the stock bot's.
    """

    name: str
    unit: str
    lantern: list[float]
    stock: list[float] = field(default_factory=list)
    target: float | None = None
    encoder: float | None = None

    @property
    def ratio(self) -> float | None:
        """Lantern's median round against the stock bot's."""
        return median(self.lantern) / median(self.stock) if self.stock else None

    @property
    def spread(self) -> tuple[float, float] | None:
        """Lowest and highest ratio of a round; None when there was only one."""
        if len(self.stock) < 2:
            return None
        ratios = [ours / theirs for ours, theirs in zip(self.lantern, self.stock, strict=True)]
        return min(ratios), max(ratios)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None when there is none."""
        if self.target is None or self.ratio is None:
            return None
        return self.ratio <= self.target

    def cells(self) -> tuple[str, ...]:
        """The row as words."""
        return (
            self.name,
            self._value(median(self.stock)) if self.stock else "-",
            self._value(median(self.lantern)),
            f"{self.ratio:.2f}" if self.ratio is not None else "",
            f"{self.spread[0]:.2f}..{self.spread[1]:.2f}" if self.spread else "",
            f"{self.target:.1f} {'met' if self.met else 'not met'}" if self.target else "",
            self._value(self.encoder) if self.encoder is not None else "",
        )

    def _value(self, value: float) -> str:
        return f"{value:.0f} {self.unit}" if value >= 100 else f"{value:.1f} {self.unit}"


def table(rows: list[Row], columns: tuple[str, ...] = COLUMNS) -> str:
    """Lay the rows out below each other, the numbers to the right."""
    lines = [columns, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(columns))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def write_json(file: Path, rows: list[Row], conditions: dict[str, Any]) -> None:
    """Write everything that was measured, each round by itself."""
    measures = {
        row.name: {**asdict(row), "ratio": row.ratio, "spread": row.spread, "met": row.met}
        for row in rows
    }
    file.parent.mkdir(exist_ok=True)
    content = {"conditions": conditions, "measures": measures}
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
