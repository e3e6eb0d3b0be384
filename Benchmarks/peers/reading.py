"""Reads one file again and again, as far as arrays: pandas, NumPy, or what else is usual for it.

    peers/reading.py pandas table.csv --serve      one line of JSON for every line read

`pandas` reads CSV and JSON Lines into a data frame (for CSV the faster of its C and its pyarrow engine);
`NumPy` reads the same CSV by `loadtxt`, and NPZ by `load`, all members. Descent, on its side, also types the
columns, looks for missing values and finds the classes.
"""

import argparse
import json
import sys
import time

import numpy as np


def pandas_reader(path):
    import pandas

    if path.endswith(".jsonl"):
        return lambda: pandas.read_json(path, lines=True), "lines"

    def reader(engine):
        return lambda: pandas.read_csv(path, engine=engine)

    best = None
    for engine in ("c", "pyarrow"):
        try:
            seconds = timed(reader(engine), 0.2)
        except ImportError:
            continue
        if best is None or seconds < best[0]:
            best = (seconds, engine)
    return reader(best[1]), best[1] + " engine"


def numpy_reader(path):
    if path.endswith(".npz"):

        def load():
            with np.load(path) as archive:
                return [archive[name] for name in archive.files]

        return load, "load"
    return lambda: np.loadtxt(path, delimiter=",", skiprows=1, dtype=np.float32), "loadtxt"


def timed(read, seconds):
    """Seconds of one reading: the middle of several."""
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        read()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["pandas", "NumPy"])
    parser.add_argument("file")
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    read, variant = (pandas_reader if options.peer == "pandas" else numpy_reader)(options.file)
    version = __import__(options.peer.lower()).__version__
    answer = {"peer": options.peer, "version": version, "variant": variant}
    if not options.serve:
        print(json.dumps({**answer, "seconds": timed(read, options.seconds)}))
        return
    timed(read, 0)
    print(json.dumps(answer), flush=True)
    for _ in sys.stdin:
        print(json.dumps({"seconds": timed(read, options.seconds)}), flush=True)


if __name__ == "__main__":
    main()
