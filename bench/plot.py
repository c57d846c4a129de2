"""The figure: hcspy beside the others, as many times the floor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from bench import change, decode, encode
from bench.results import Table

TARGETS = {"Decode": decode.TARGET, "GET, m": change.TARGET, "Encode": encode.TARGET}
OURS, THEIRS = "#2a6f97", "#b8c4cc"


def draw(tables: Sequence[Table], file: Path) -> None:
    """Draw the tables of `rivals` into a file; its ending says in which format."""
    shown = [table for table in tables if table.name == "rivals"]
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "hcspy", "font.size": 9, "font.family": "sans-serif"})
    figure, axes = plt.subplots(len(shown), figsize=(7.5, 1.9 * len(shown)), squeeze=False, layout="constrained")
    for table, place in zip(shown, axes[:, 0], strict=True):
        _bars(place, table)
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    plt.close(figure)


def _bars(axes: Axes, table: Table) -> None:
    rows = list(reversed(table.rows))
    medians = [row.value.median for row in rows]
    spread = [
        [row.value.median - row.value.lower for row in rows],
        [row.value.upper - row.value.median for row in rows],
    ]
    colours = [OURS if row.name.startswith("hcspy") else THEIRS for row in rows]
    bars = axes.barh([row.name for row in rows], medians, xerr=spread, color=colours, ecolor="#555555", height=0.7)
    axes.axvline(1, color="#333333", linewidth=0.8)
    axes.axvline(TARGETS[table.title[:6]], color="#c1121f", linewidth=0.8, linestyle="--")
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    axes.bar_label(bars, [f"{median:.1f}" for median in medians], padding=4, bbox=behind)
    axes.set_title(f"{table.title} (1: orjson alone; dashed: the target)", loc="left", fontsize=9)
    axes.set_xlim(0, max(medians) * 1.12)
    axes.spines[["top", "right"]].set_visible(False)
