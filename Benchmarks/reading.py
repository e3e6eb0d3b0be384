"""Reading of tables and arrays, beside pandas and NumPy: see `Benchmarks/run --reading`."""

import json
import random
import statistics
import tempfile
from pathlib import Path

from contestants import Descent, Peer, in_turn

# The files, and who else reads them.
FILES = {
    "numbers.csv": ["pandas", "NumPy"], "texts.csv": ["pandas"], "dates.csv": ["pandas"],
    "table.jsonl": ["pandas"], "stored.npz": ["NumPy"], "deflated.npz": ["NumPy"],
}


def make(folder, rows, seed=0):
    """The same files for the same seed: numbers, texts and gaps, dates, lines of JSON, arrays."""
    import numpy as np

    source = random.Random(seed)
    generator = np.random.default_rng(seed)
    numbers = generator.uniform(-10, 10, (rows, 31)).astype(np.float32)
    with open(folder / "numbers.csv", "w") as file:
        file.write(",".join(f"c{i}" for i in range(31)) + "\n")
        for row in numbers:
            file.write(",".join(f"{value:.4f}" for value in row) + "\n")
    cities = [f"city {i}" for i in range(40)]
    with open(folder / "texts.csv", "w") as file:
        file.write("id,city,age,income,member,note,y\n")
        for row in range(rows):
            age = "" if row % 50 == 7 else source.randrange(18, 90)
            file.write(
                f"p{row},{source.choice(cities)},{age},{source.uniform(0, 9e4):.2f},"
                f'{source.choice(["yes", "no"])},"a, {row % 7}",{source.choice("abc")}\n')
    with open(folder / "dates.csv", "w") as file:
        file.write("when,amount,y\n")
        for _ in range(rows):
            file.write(
                f"20{source.randrange(10, 25)}-{source.randrange(1, 13):02}-{source.randrange(1, 29):02}"
                f" {source.randrange(24):02}:{source.randrange(60):02},"
                f"{source.uniform(0, 100):.2f},{source.uniform(0, 1):.4f}\n")
    with open(folder / "table.jsonl", "w") as file:
        for row in numbers[: rows // 2]:
            line = {f"c{i}": round(float(value), 4) for i, value in enumerate(row[:8])}
            file.write(json.dumps({**line, "y": source.choice("abc")}) + "\n")
    pictures = generator.integers(0, 256, (rows // 4, 28, 28), dtype=np.uint8)
    pictures[generator.random(pictures.shape) < 0.8] = 0
    labels = generator.integers(0, 10, rows // 4)
    np.savez(folder / "stored.npz", x=pictures, y=labels)
    np.savez_compressed(folder / "deflated.npz", x=pictures, y=labels)


class Reading(Descent):
    """`descent bench --read FILE`; the time of one reading."""

    def measure(self, figure):
        return self.run()["reading"][0][figure]


def measure(options, note):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), options.rows)
        for name, peers in FILES.items():
            path = Path(folder) / name
            note(f"{name}, {path.stat().st_size / 1e6:.1f} MB")
            programs = [Reading(options.descent, ["--read", str(path)], options.seconds)]
            for peer in peers:
                program = Peer(peer, ["reading.py", peer, str(path)])
                if program.about is None:
                    note(f"  {peer}: left out: {' '.join(program.fault)}")
                else:
                    programs.append(program)
            try:
                figures = in_turn(programs, "seconds", options.rounds)
            finally:
                for program in programs:
                    program.close()
            for program, times in figures.items():
                note(f"  {program:14} {statistics.median(times) * 1e3:10.3f} ms")
            results.append({
                "workload": name, "bytes": path.stat().st_size, "rounds": figures,
                "variants": {p.name: p.about["variant"] for p in programs if "variant" in p.about},
                "versions": {p.name: p.about["version"] for p in programs if "version" in p.about},
            })
    return results
