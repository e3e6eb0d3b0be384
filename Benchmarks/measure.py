"""Measures Descent and its peers in turn; see `Benchmarks/run`."""

import argparse
import datetime
import json
import os
import shlex
import statistics
import sys
from pathlib import Path

import chart
import contestants
import reading
import report
import sweep
from contestants import Descent, Peer, in_turn, start_peers

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "peers"))
from common import WORKLOADS

PREDICTIONS = {"predict-row": 1, "predict-32": 32, "predict-1000": 1000, "predict-10000": 10_000}


def note(text):
    print(text, file=sys.stderr, flush=True)


def chosen(names):
    letters = dict(zip("abcdefg", WORKLOADS))
    known = list(WORKLOADS) + list(PREDICTIONS)
    names = [letters.get(name, name) for name in names] or known
    for name in names:
        if name not in known:
            raise SystemExit(f"unknown workload {name!r}; known: {', '.join(known)}")
    return names


def measure_training(name, options):
    note(name)
    descent = Descent(options.descent, [name], options.seconds)
    # Once without being counted: its answer says what the workload was.
    about = descent.run()
    peers = start_peers(options.peers, [name], note)
    try:
        figures = in_turn([descent] + peers, "seconds_per_epoch", options.rounds)
    finally:
        for peer in peers:
            peer.close()
    answers = {peer.name: peer.about for peer in peers}
    training = about["training"][0]
    result = {
        "workload": name, "letter": training["letter"], "summary": training["summary"],
        "source": training["source"], "rows": training["rows"], "rounds": figures,
        "variants": {peer: answer["variant"] for peer, answer in answers.items()},
        "versions": {peer: answer["version"] for peer, answer in answers.items()},
        "operations": training["operations"], "peak": descent.answer["peak"]["all_threads"],
    }
    for program, times in figures.items():
        note(f"  {program:14} {statistics.median(times) * 1e3:10.3f} ms")
    return result


def measure_prediction(name, options):
    note(name)
    rows = str(PREDICTIONS[name])
    programs = [Descent(options.descent, [name], options.seconds)]
    for peer, script in [("onnxruntime", "onnxruntime"), ("PyTorch", "pytorch")]:
        program = Peer(peer, ["predict.py", script, "--rows", rows])
        if program.about is None:
            note(f"  {peer}: left out: {' '.join(program.fault)}")
        else:
            programs.append(program)
    try:
        figures = in_turn(programs, "microseconds", options.rounds)
    finally:
        for program in programs:
            program.close()
    for program, times in figures.items():
        note(f"  {program:14} {statistics.median(times):10.1f} µs")
    return {
        "workload": name, "rows": int(rows), "rounds": figures,
        "variants": {p.name: p.about["variant"] for p in programs if "variant" in p.about},
        "versions": {p.name: p.about["version"] for p in programs if "version" in p.about},
    }


def about_this_run(options):
    import platform

    about = Descent(options.descent, ["digits-full-batch", "--epochs", "1"], 0).run()
    return {
        "date": datetime.date.today().isoformat(),
        "command": "Benchmarks/run " + shlex.join(options.typed),
        "processor": contestants.processor(), "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(), "descent": about["version"],
        "instruction_set": about["instruction_set"], "peak": about["peak"],
    }


def main():
    parser = argparse.ArgumentParser(
        prog="Benchmarks/run", description="Measures Descent and its peers in turn.")
    parser.add_argument("workloads", nargs="*", help="names or letters; all unless given")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of A B C (default 7)")
    parser.add_argument(
        "--seconds", type=float, default=0.5, help="seconds of Descent in a round (default 0.5)")
    parser.add_argument(
        "--peers", type=lambda text: text.split(","), default=list(contestants.TRAINING_PEERS),
        help="comma-separated; default " + ",".join(contestants.TRAINING_PEERS))
    parser.add_argument("--output", type=Path, default=HERE, help="folder for the results")
    parser.add_argument("--sweep", action="store_true", help="odd shapes instead of the workloads")
    parser.add_argument("--reading", action="store_true", help="files instead of the workloads")
    parser.add_argument(
        "--rows", type=int, default=100_000, help="rows of the files of --reading (default 100,000)")
    parser.add_argument("--shapes", type=int, default=20, help="shapes of the sweep (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="which shapes the sweep draws")
    parser.add_argument("--descent", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.typed = sys.argv[1:]
    place = options.typed.index("--descent")
    del options.typed[place : place + 2]
    for name in options.peers:
        if name not in contestants.TRAINING_PEERS:
            parser.error(f"unknown peer {name!r}; known: {', '.join(contestants.TRAINING_PEERS)}")
    options.output.mkdir(parents=True, exist_ok=True)
    about = about_this_run(options)
    if options.sweep:
        results = sweep.measure(options, note)
        (options.output / "SWEEP.md").write_text(report.sweep(about, results))
        note(f"{options.output / 'SWEEP.md'}")
        return
    if options.reading:
        results = reading.measure(options, note)
        (options.output / "READING.md").write_text(report.reading(about, results))
        note(f"{options.output / 'READING.md'}")
        return
    names = chosen(options.workloads)
    trainings = [measure_training(name, options) for name in names if name in WORKLOADS]
    predictions = [measure_prediction(name, options) for name in names if name in PREDICTIONS]
    document = {"about": about, "trainings": trainings, "predictions": predictions}
    (options.output / "results.json").write_text(json.dumps(document, indent=1) + "\n")
    (options.output / "RESULTS.md").write_text(report.results(**document))
    (options.output / "results.svg").write_text(chart.draw(trainings, predictions))
    note(f"{options.output / 'RESULTS.md'}")


if __name__ == "__main__":
    main()
