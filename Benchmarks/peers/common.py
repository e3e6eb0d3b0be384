"""What all peers share: the workloads, the data, and the loop that answers with times.

A peer is one readable file. It says how it makes one or several versions of the same training, and
`main` does the rest:

    peers/pytorch.py fashion-wide --rounds 5       times five rounds and prints one line of JSON
    peers/pytorch.py --network 784-97-10 --batch 37 --optimizer adam --rows 5000 --rounds 3
    peers/pytorch.py fashion-wide --serve          says when it is warm, then times one round for
                                                   every line it reads, so that rounds of several
                                                   programs can be taken in turn

The fastest version is found while warming up; only that one is timed.
"""

import argparse
import gzip
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Workload:
    """The same as the workload of this name in `descent bench`."""

    name: str
    data: str  # fashion, digit-pair, digits, random
    rows: int
    sizes: tuple  # features, then the units of every layer
    activation: str  # relu, sigmoid, leaky-relu, tanh
    batch: int
    optimizer: str  # sgd, momentum, adam
    rate: float
    loss: str = "cross-entropy"  # or half-squared-error of a sigmoid, or binary-cross-entropy
    batch_norm: bool = False
    epochs: int = 1  # timed as one

    @property
    def full_batches(self):
        return self.rows // self.batch

    @property
    def rest(self):
        """Rows of the last, smaller batch; 0 where there is none."""
        return self.rows % self.batch


WORKLOADS = {
    workload.name: workload
    for workload in [
        Workload("fashion-batchnorm", "fashion", 50_000, (784, 32, 64, 10), "leaky-relu", 200,
                 "sgd", 0.1, batch_norm=True),
        Workload("digit-pair", "digit-pair", 12_163, (784, 500, 250, 1), "relu", 4000, "sgd", 0.1,
                 loss="half-squared-error"),
        Workload("fashion-sigmoid", "fashion", 60_000, (784, 50, 10), "sigmoid", 2400, "sgd", 0.1),
        Workload("fashion-adam-32", "fashion", 60_000, (784, 100, 10), "sigmoid", 32, "adam",
                 0.001),
        Workload("fashion-adam-128", "fashion", 60_000, (784, 128, 10), "relu", 128, "adam",
                 0.001),
        Workload("fashion-wide", "fashion", 60_000, (784, 1024, 1024, 10), "relu", 512, "sgd",
                 0.1),
        Workload("digits-full-batch", "digits", 721, (64, 48, 32, 10), "sigmoid", 721, "momentum",
                 0.1, epochs=1000),
    ]
}


# --- data ---------------------------------------------------------------------------------------


def read_idx(path):
    """A gzip IDX file as an array of bytes."""
    raw = gzip.decompress(path.read_bytes())
    dimensions = [int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(raw[3])]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(dimensions)


def folder_of(name):
    """Where the files of a data set are: in DESCENT_DATA, the cache, or the system's folder."""
    folders = []
    if os.environ.get("DESCENT_DATA"):
        folders.append(Path(os.environ["DESCENT_DATA"]) / name)
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folders += [Path(cache) / "descent" / name, Path("/usr/share/datasets") / name]
    for folder in folders:
        if (folder / "train-images-idx3-ubyte.gz").exists():
            return folder
    return None


def pictures(name, zeros, classes):
    """The training part; bytes of the same shape and sparsity where it isn't on this machine."""
    folder = folder_of(name)
    if folder:
        images = read_idx(folder / "train-images-idx3-ubyte.gz").reshape(60_000, 784)
        return images, read_idx(folder / "train-labels-idx1-ubyte.gz")
    random = np.random.default_rng(0)
    images = random.integers(1, 256, (60_000, 784), dtype=np.uint8)
    images[random.random(images.shape, np.float32) < zeros] = 0
    return images, random.integers(0, classes, 60_000).astype(np.uint8)


def load(workload):
    """Features as float32 from 0 to 1, [rows, features], and labels as int64, [rows]."""
    if workload.data == "random":
        random = np.random.default_rng(0)
        x = random.random((workload.rows, workload.sizes[0]), np.float32)
        return x, random.integers(0, max(2, workload.sizes[-1]), workload.rows)
    if workload.data == "digits":
        from sklearn.datasets import load_digits

        x, y = load_digits(return_X_y=True)
        x = x / 16
    elif workload.data == "digit-pair":
        x, y = pictures("mnist", 0.85, 2)
        if folder_of("mnist"):
            kept = (y == 1) | (y == 5)
            x, y = x[kept], y[kept] == 5
        x = x / np.float32(255)
    else:
        x, y = pictures("fashion-mnist", 0.5, 10)
        x = x[: workload.rows] / np.float32(255)
    x = np.ascontiguousarray(x[: workload.rows], np.float32)
    return x, np.asarray(y[: workload.rows], np.int64)


def initial_parameters(workload, seed=0):
    """Weights [in, out] and biases of every layer: Glorot uniform and zeros."""
    random = np.random.default_rng(seed)
    layers = []
    for width, units in zip(workload.sizes, workload.sizes[1:]):
        limit = (6 / (width + units)) ** 0.5
        weight = random.uniform(-limit, limit, (width, units)).astype(np.float32)
        layers.append((weight, np.zeros(units, np.float32)))
    return layers


# --- command line -------------------------------------------------------------------------------


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", nargs="?", choices=list(WORKLOADS))
    parser.add_argument("--network", help="sizes such as 784-97-53-10, on random numbers")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--optimizer", default="sgd", choices=["sgd", "momentum", "adam"])
    parser.add_argument("--activation", default="relu", choices=["relu", "sigmoid", "tanh"])
    parser.add_argument("--rows", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3, help="least length of a round")
    parser.add_argument("--threads", type=int, help="threads, where only a new process has others")
    parser.add_argument("--compile", action="store_true", help="PyTorch: with torch.compile")
    parser.add_argument("--serve", action="store_true", help="one round for every line read")
    options = parser.parse_args()
    if bool(options.workload) == bool(options.network):
        parser.error("name a workload, or describe one with --network")
    return options


def chosen_workload(options):
    if options.workload:
        return WORKLOADS[options.workload]
    sizes = tuple(int(size) for size in options.network.split("-"))
    rows = options.rows or 10_000
    return Workload(
        options.network, "random", rows, sizes, options.activation, min(options.batch, rows),
        options.optimizer, 0.001, "binary-cross-entropy" if sizes[-1] == 1 else "cross-entropy")


class Threads:
    """Runs something with so many threads; `change` is called only when the count is another one."""

    current = None

    def __init__(self, count, change):
        self.count, self.change = count, change

    def __call__(self, epoch):
        def run():
            if Threads.current != self.count:
                self.change(self.count)
                Threads.current = self.count
            return epoch()

        return run


def counted(threads):
    return "1 thread" if threads == 1 else f"{threads} threads"


def timed(epoch, count):
    start = time.perf_counter()
    for _ in range(count):
        epoch()
    return (time.perf_counter() - start) / count


def fastest(versions, patience):
    """Warms every version up and keeps the fastest. A version is (name, start), and start() gives a
    function that runs the workload's epochs once."""
    best = None
    faults = []
    for name, start in versions:
        try:
            epoch = start()
            epoch()
            seconds = min(timed(epoch, 1) for _ in range(patience))
        except Exception as error:  # a version that can't run here is no reason to give up
            faults.append(f"{name}: {type(error).__name__}: {str(error)[:200]}")
            continue
        if best is None or seconds < best[2]:
            best = (name, epoch, seconds)
    if best is None:
        raise SystemExit("no version runs: " + "; ".join(faults))
    name, epoch, seconds = best
    # Another version may have changed the count of threads since.
    epoch()
    return name, epoch, seconds, faults


def main(peer, version, versions):
    """Runs a peer. `versions(workload, x, y, options)` yields its versions."""
    options = arguments()
    workload = chosen_workload(options)
    x, y = load(workload)
    name, epoch, seconds, faults = fastest(versions(workload, x, y, options), 2)
    repeats = max(1, round(options.seconds / max(seconds, 1e-6)))
    answer = {"peer": peer, "version": version, "variant": name, "workload": workload.name}

    def round_():
        return timed(epoch, repeats) / workload.epochs

    if options.serve:
        print(json.dumps({**answer, "warm": seconds / workload.epochs, "faults": faults}), flush=True)
        for _ in sys.stdin:
            print(json.dumps({"seconds_per_epoch": round_()}), flush=True)
        return
    rounds = [round_() for _ in range(options.rounds)]
    print(json.dumps({**answer, "rounds": rounds, "seconds_per_epoch": float(np.median(rounds))}))
