"""What is wrong in the flow: dead ends, boxes that nothing leads to, choices that lead nowhere."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache

import networkx as nx  # type: ignore[import-untyped]

from bot.preview.flow.chart import Arrow, Chart, Kind, Way
from bot.preview.flow.graph import shared_chart
from bot.preview.flow.words import why_kept

_ONWARD = (Way.TAP, Way.ANSWER, Way.THEN)
APP = "app:itself"


class Flaw(enum.Enum):
    """What is wrong with a box."""

    DEAD_END = "dead end"
    UNREACHABLE = "unreachable"
    LEADS_NOWHERE = "leads nowhere"
    NEVER_ITSELF = "never itself"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: with which box, and with which of its choices."""

    flaw: Flaw
    box: str
    script: str
    choice: str = ""


def findings(chart: Chart) -> list[Finding]:
    """Give everything that is wrong, in the order of the scripts.

    A dead end has no choice, no step that follows and asks nothing that could be answered. The
    end of a chat, a line that is lent and what the app says by itself are none.
    """
    reached = _reached(chart)
    found = []
    for box in chart.boxes.values():
        if not box.script or box.kind is Kind.VARIANT:
            continue
        ways_out = chart.out_of.get(box.name, [])
        if box.kind is not Kind.LENT and _never_itself(box.name, reached, chart):
            found.append(Finding(Flaw.NEVER_ITSELF, box.name, box.script))
        elif box.name not in reached:
            found.append(Finding(Flaw.UNREACHABLE, box.name, box.script))
        elif _is_dead_end(box.name, ways_out, chart):
            found.append(Finding(Flaw.DEAD_END, box.name, box.script))
        for tap in chart.taps.get(box.name, []):
            if not tap.leads:
                found.append(Finding(Flaw.LEADS_NOWHERE, box.name, box.script, tap.title))
    return found


def is_fault(found: Finding) -> bool:
    """Say whether something should be mended: not where a box is kept on purpose, nor where others
    stand in for one that lends them its choices.
    """
    kept = found.flaw is Flaw.UNREACHABLE and why_kept(found.box)
    return found.flaw is not Flaw.NEVER_ITSELF and not kept


@lru_cache(maxsize=1)
def shared_findings() -> list[Finding]:
    """Look for everything that is wrong, once a process."""
    return findings(shared_chart())


def _reached(chart: Chart) -> set[str]:
    graph = nx.DiGraph((one.source, one.target) for one in chart.arrows)
    graph.add_nodes_from(chart.boxes)
    starts = [b.name for b in chart.boxes.values() if b.kind in (Kind.PERSON, Kind.APP)]
    graph.add_edges_from(("", start) for start in starts)
    return set(nx.descendants(graph, "")) if starts else set()


def _never_itself(name: str, reached: set[str], chart: Chart) -> bool:
    """Whether another wording always stands in: `order` names one for everybody, or only those
    are ever led to.
    """
    others = [one for one in chart.out_of.get(name, []) if one.way is Way.INSTEAD]
    if any(one.in_turn for one in others):
        return True
    return name not in reached and any(one.target in reached for one in others)


def _is_dead_end(name: str, ways_out: list[Arrow], chart: Chart) -> bool:
    box = chart.boxes[name]
    if box.kind not in (Kind.SAYS, Kind.ASKS) or box.ends or box.open_question:
        return False
    if box.repeats_choices or any(one.way in _ONWARD for one in ways_out):
        return False
    return all(one.source != APP for one in chart.into.get(name, []))
