"""The programs that are measured: Descent as a command, every peer as a process that stays warm."""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PEERS = Path(__file__).parent / "peers"

# The processes of a peer; the fastest of them is the peer.
TRAINING_PEERS = {
    "PyTorch": [["pytorch.py"]],
    "torch.compile": [["pytorch.py", "--compile"]],
    "JAX": [["jax_scan.py"], ["jax_scan.py", "--threads", "1"]],
    "scikit-learn": [["sklearn_mlp.py"]],
    "NumPy": [["numpy_plain.py"]],
}


def end_all():
    for peer in list(Peer.running):
        peer.close()


# A stopped process would stay for ever.
atexit.register(end_all)
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda *_: sys.exit(1))


class Peer:
    """A process that is warm, and stopped while it isn't its turn."""

    running = []

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, *command, "--serve"], cwd=PEERS, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        Peer.running.append(self)
        line = self.process.stdout.readline()
        self.about = json.loads(line) if line else None
        if self.about is None:
            self.fault = self.process.communicate()[1].strip().splitlines()[-1:]
            Peer.running.remove(self)
        else:
            self.rest()

    def rest(self):
        # Threads that spin while they wait would take the processor from the others.
        self.process.send_signal(signal.SIGSTOP)

    def measure(self, figure):
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.write("round\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.rest()
        return answer[figure]

    def close(self):
        Peer.running.remove(self)
        self.process.kill()
        self.process.communicate()


class Descent:
    """The command; a new process for every round, warmed up by itself."""

    name = "Descent"

    def __init__(self, path, arguments, seconds):
        self.command = [path, "bench", *arguments, "--json", "--seconds", str(seconds)]
        self.about = {}
        self.answer = None

    def run(self):
        done = subprocess.run(self.command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(self.command)}: {done.stderr.strip()}")
        self.answer = json.loads(done.stdout)
        return self.answer

    def measure(self, figure):
        answer = self.run()
        if figure == "microseconds":
            return answer["prediction"][0]["microseconds_per_call"]
        return answer["training"][0][figure]

    def close(self):
        pass


def start_peers(names, arguments, note):
    """The peers that can do a workload, each by its fastest process."""
    peers = []
    for name in names:
        best = None
        for command in TRAINING_PEERS[name]:
            peer = Peer(name, command + arguments)
            if peer.about is None:
                note(f"  {name}: left out: {' '.join(peer.fault)}")
                continue
            if best is None or peer.about["warm"] < best.about["warm"]:
                best, peer = peer, best
            if peer:
                peer.close()
        if best:
            if "--threads" in best.process.args:
                best.about["variant"] += ", 1 thread"
            note(f"  {name}: {best.about['variant']}")
            peers.append(best)
    return peers


def in_turn(programs, figure, rounds, pause=0.05):
    """Measures A B C A B C …; a list of figures for each."""
    figures = {program.name: [] for program in programs}
    for _ in range(rounds):
        for program in programs:
            time.sleep(pause)
            figures[program.name].append(program.measure(figure))
    return figures


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return os.uname().machine
