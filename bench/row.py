"""One figure, what was wanted of it, and how a list of them is shown and kept."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the results; `ratio` is of the peer's value to ours, None without."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float | None
    ratio: float | None
    goal: str
    met: bool | None
    conditions: str


def absolute(
    name: str, value: float, unit: str, *, most: float | None, conditions: str
) -> Row:
    """A figure that should be small by itself; without `most` it is only told."""
    return Row(
        name=name,
        value=value,
        unit=unit,
        peer="",
        peer_value=None,
        ratio=None,
        goal="" if most is None else f"<= {most:g} {unit}",
        met=None if most is None else value <= most,
        conditions=conditions,
    )


def faster(
    name: str, value: float, *, peer: tuple[str, float], least: float, conditions: str
) -> Row:
    """Seconds against a peer's seconds: at least so many times as fast."""
    label, seconds = peer
    ratio = seconds / value
    return Row(
        name=name,
        value=value,
        unit="s",
        peer=label,
        peer_value=seconds,
        ratio=ratio,
        goal=f">= {least:g} x" if least else "",
        met=ratio >= least if least else None,
        conditions=conditions,
    )


def cheaper(
    name: str, value: float, *, peer: tuple[str, float], most: float, conditions: str
) -> Row:
    """A cost against another: at most such a share of it."""
    label, cost = peer
    share = value / cost if cost else 1.0
    return Row(
        name=name,
        value=value,
        unit="cost",
        peer=label,
        peer_value=cost,
        ratio=share,
        goal=f"<= {most:g} of it",
        met=share <= most,
        conditions=conditions,
    )


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def rank_of(values: Sequence[float], share: float) -> float:
    """The value below which such a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> str:
    """Where this runs: processor, cores, load and versions."""
    cores = len(os.sched_getaffinity(0))
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    packages = ", ".join(
        f"{name} {version(name)}"
        for name in ("numpy", "polars", "pyarrow", "openfisca-core", "safeconduct")
    )
    return (
        f"{processor()}, {cores} cores, load {load}, "
        f"Python {platform.python_version()}, {packages}"
    )


def processor() -> str:
    """What the processor calls itself."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table_of(rows: Sequence[Row]) -> str:
    """The rows as a text table."""
    lines = [("figure", "value", "peer", "ratio", "goal", "")]
    for row in rows:
        peer = f"{row.peer} {_number(row.peer_value)}" if row.peer else ""
        met = "" if row.met is None else "met" if row.met else "missed"
        value = f"{_number(row.value)} {row.unit}"
        lines.append((row.name, value, peer, _number(row.ratio), row.goal, met))
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        .rstrip()
        for line in lines
    )  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def keep(rows: Sequence[Row], path: Path, *, conditions: str) -> None:
    """Write the rows as JSON, each with the conditions of all."""
    found = [
        {**asdict(row), "conditions": f"{row.conditions}; {conditions}"} for row in rows
    ]
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
