"""From single messages to the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from tests.load.crowd_run import Message
from tests.load.people import DEADLINE_SECONDS, Outcome


@dataclass(frozen=True)
class Figures:
    """What came of some messages; times in milliseconds."""

    messages: int
    a_second: float
    median: float
    p95: float
    p99: float
    longest: float
    counts: Counter[str]
    late: int
    danger: int
    danger_answered: int
    danger_cut: int

    @classmethod
    def of(cls, messages: Sequence[Message], seconds: float) -> Figures:
        """Count messages that were sent within so many seconds."""
        times = sorted(one.seconds * 1000 for one in messages) or [0.0]
        cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        danger = [one for one in messages if one.kind == "safety"]
        return cls(
            messages=len(messages),
            a_second=len(messages) / seconds,
            median=cuts[49],
            p95=cuts[94],
            p99=cuts[98],
            longest=times[-1],
            counts=Counter(one.outcome for one in messages),
            late=sum(one.seconds > DEADLINE_SECONDS for one in messages),
            danger=len(danger),
            danger_answered=sum(one.outcome == Outcome.ANSWERED.value for one in danger),
            danger_cut=sum(one.outcome == Outcome.CUT.value for one in danger),
        )

    @property
    def bad(self) -> int:
        """Messages that must never be: somebody else's words, or an answer that is none."""
        return self.counts[Outcome.MIXED.value] + self.counts[Outcome.WRONG.value]

    def cells(self) -> list[str]:
        """Give the row of a table, in the order of COLUMNS."""
        return [
            str(self.messages),
            f"{self.a_second:.1f}",
            f"{self.median:.0f}",
            f"{self.p95:.0f}",
            f"{self.p99:.0f}",
            *(str(self.counts[outcome.value]) for outcome in Outcome),
            str(self.late),
            f"{self.danger_answered}/{self.danger}",
        ]


COLUMNS = [
    "messages",
    "a second",
    "median ms",
    "p95 ms",
    "p99 ms",
    *(outcome.value for outcome in Outcome),
    "late",
    "danger answered",
]


def table(rows: Iterable[tuple[str, Figures]], first: str) -> str:
    """Lay out rows as a table of Markdown; `first` heads the column of their names."""
    lines = [[first, *COLUMNS], ["---"] * (len(COLUMNS) + 1)]
    lines += [[name, *figures.cells()] for name, figures in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
