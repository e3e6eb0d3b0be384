"""The ratios as a picture: how many times as long every peer takes."""

import math
from xml.sax.saxutils import escape

from report import ORDER, ratios

COLORS = {
    "JAX": "#3b82c4", "PyTorch": "#d9623b", "torch.compile": "#b98a1d", "scikit-learn": "#2f9e77",
    "NumPy": "#8d6cc0", "onnxruntime": "#6b7f8f",
}
WIDTH = 780
LEFT = 192
RIGHT = 128
TOP = 74
BAR = 11
STEP = 15
GAP = 18
TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]

STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f }
  .title { font-size: 16px; font-weight: 600 }
  .small { font-size: 11px; fill: #6a737d }
  .grid { stroke: #8b949e; stroke-opacity: .28 }
  .one { stroke: #24292f; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9aa4ae } .one { stroke: #e6edf3 }
  }
"""


def rows(trainings, predictions):
    for result in trainings:
        network = result["summary"].split(";")[0].split(",")[0]
        batch = result["summary"].split(";")[1].strip().split(",")
        batch = "".join(batch[:-1]).replace("batches of", "batch")
        yield f"{result['letter']}  {result['workload']}", f"{network}, {batch}", result["rounds"]
    for result in predictions:
        rows = f"{result['rows']:,} rows" if result["rows"] > 1 else "1 row"
        yield "prediction", f"784-128-10, {rows}", result["rounds"]


def draw(trainings, predictions):
    groups = [
        (title, detail, sorted(ratios(rounds).items(), key=lambda item: ORDER.index(item[0])))
        for title, detail, rounds in rows(trainings, predictions)
    ]
    groups = [group for group in groups if group[2]]
    values = [ratio for _, _, peers in groups for _, ratio in peers] + [1]
    low = max(tick for tick in TICKS if tick <= min(values) * 1.001 or tick == TICKS[0])
    high = min(tick for tick in TICKS if tick >= max(values) * 0.999 or tick == TICKS[-1])
    if low == high:
        low, high = 0.5, 2
    scale = (WIDTH - LEFT - RIGHT) / math.log(high / low)

    def x(ratio):
        return LEFT + scale * math.log(min(max(ratio, low), high) / low)

    height = TOP + sum(max(2, len(peers)) * STEP + GAP for _, _, peers in groups) + 26
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>How many times as long every peer takes</title>",
        f"<style>{STYLE}</style>",
        '<text class="title" x="16" y="28">Time of a peer, divided by the time of Descent</text>',
        '<text class="small" x="16" y="47">Right of the line Descent is faster. Logarithmic; '
        "medians of rounds taken in turn.</text>",
    ]
    bottom = height - 26
    for tick in [tick for tick in TICKS if low <= tick <= high]:
        kind = "one" if tick == 1 else "grid"
        out.append(
            f'<line class="{kind}" x1="{x(tick):.1f}" y1="{TOP - 8}" x2="{x(tick):.1f}" '
            f'y2="{bottom}"/>')
        label = "Descent" if tick == 1 else f"{tick:g}"
        out.append(
            f'<text class="small" x="{x(tick):.1f}" y="{bottom + 16}" text-anchor="middle">'
            f"{label}</text>")
    y = TOP
    for title, detail, peers in groups:
        out.append(f'<text x="16" y="{y + 11}">{escape(title)}</text>')
        out.append(f'<text class="small" x="16" y="{y + 26}">{escape(detail)}</text>')
        for index, (name, ratio) in enumerate(peers):
            start, end = sorted([x(1), x(ratio)])
            top = y + index * STEP
            out.append(
                f'<rect x="{start:.1f}" y="{top}" width="{max(1, end - start):.1f}" '
                f'height="{BAR}" rx="1.5" fill="{COLORS[name]}"/>')
            digits = 2 if ratio < 1.995 else 1 if ratio < 9.95 else 0
            out.append(
                f'<text class="small" x="{max(end, x(1)) + 6:.1f}" y="{top + 10}">'
                f"{escape(name)} {ratio:.{digits}f}</text>")
        y += max(2, len(peers)) * STEP + GAP
    return "\n".join(out) + "\n</svg>\n"
