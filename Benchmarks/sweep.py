"""Shapes that nobody named: a seeded sample of odd networks, batches and sizes."""

import random
import statistics

from contestants import Descent, in_turn, start_peers

FEATURES = [4, 13, 64, 97, 300, 784, 1999, 10_000]
OUTPUTS = [1, 2, 3, 10, 100, 1000]
WIDTHS = [7, 16, 53, 97, 128, 311, 1000]
BATCHES = [1, 8, 37, 200, 1000]
OPTIMIZERS = ["sgd", "momentum", "adam"]

# Always measured: the corners of the grid.
CORNERS = [
    ((4, 7, 1), 1, "sgd"), ((784, 97, 53, 7), 37, "adam"), ((10_000, 53, 2), 8, "sgd"),
    ((64, *[53] * 12, 10), 37, "momentum"), ((97, 311, 1000), 1000, "sgd"),
    ((13, 16, 3), 8, "adam"),
]


def shapes(count, seed):
    """The corners, then shapes drawn at random; each with its rows."""
    source = random.Random(seed)
    found = list(CORNERS[:count])
    while len(found) < count:
        depth = source.choice([1, 1, 1, 2, 2, 3, 12])
        widths = [source.choice(WIDTHS) for _ in range(depth)]
        if depth == 12:
            widths = [min(width, 128) for width in widths]
        sizes = (source.choice(FEATURES), *widths, source.choice(OUTPUTS))
        found.append((sizes, source.choice(BATCHES), source.choice(OPTIMIZERS)))
    return [(*shape, rows_of(*shape)) for shape in found]


def rows_of(sizes, batch, _):
    """So many rows that an epoch takes some hundredths of a second, a last small batch included."""
    work = 6 * sum(a * b for a, b in zip(sizes, sizes[1:]))
    rows = int(min(2e9 / work, 5e7 / sizes[0], 400 * batch + 2000))
    steps = max(3, rows // batch)
    return steps * batch + (batch // 3 if batch > 1 else 0)


def measure(options, note):
    peers = [name for name in options.peers if name in ("JAX", "PyTorch")]
    results = []
    for sizes, batch, optimizer, rows in shapes(options.shapes, options.seed):
        network = "-".join(map(str, sizes))
        arguments = [
            "--network", network, "--batch", str(batch), "--optimizer", optimizer, "--rows",
            str(rows)]
        note(f"{network}, batch {batch}, {optimizer}, {rows:,} rows")
        descent = Descent(options.descent, arguments, min(options.seconds, 0.3))
        descent.run()
        programs = start_peers(peers, arguments, note)
        try:
            figures = in_turn([descent] + programs, "seconds_per_epoch", min(options.rounds, 5))
        finally:
            for program in programs:
                program.close()
        for program, times in figures.items():
            note(f"  {program:14} {statistics.median(times) * 1e3:10.3f} ms")
        results.append({
            "workload": network, "batch": batch, "optimizer": optimizer, "rows": rows,
            "rounds": figures, "versions": {p.name: p.about["version"] for p in programs if p.about},
        })
    return results
