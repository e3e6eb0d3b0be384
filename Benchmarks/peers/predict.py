"""Prediction of 784-128-10 (ReLU, softmax): onnxruntime and PyTorch, called from Python.

    peers/predict.py --rows 32 --serve       one line of JSON for every line read

Rows go in as float32 already scaled; probabilities come out. One and all threads; the faster counts.
"""

import argparse
import json
import os
import sys
import time

import numpy as np
from common import Workload, counted, initial_parameters, load

WORKLOAD = Workload("predict", "fashion", 10_000, (784, 128, 10), "relu", 128, "sgd", 0.1)


def onnx_model():
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    (w1, b1), (w2, b2) = initial_parameters(WORKLOAD)
    nodes = [
        helper.make_node("Gemm", ["x", "w1", "b1"], ["z1"]),
        helper.make_node("Relu", ["z1"], ["a1"]),
        helper.make_node("Gemm", ["a1", "w2", "b2"], ["z2"]),
        helper.make_node("Softmax", ["z2"], ["p"], axis=1),
    ]
    constants = [
        numpy_helper.from_array(array, name)
        for name, array in [("w1", w1), ("b1", b1), ("w2", w2), ("b2", b2)]
    ]
    graph = helper.make_graph(
        nodes, "network", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 784])],
        [helper.make_tensor_value_info("p", TensorProto.FLOAT, ["n", 10])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model.SerializeToString()


def onnxruntime_predictor(threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        onnx_model(), options, providers=["CPUExecutionProvider"])
    return lambda rows: session.run(None, {"x": rows})[0]


def pytorch_predictor(threads):
    import torch

    torch.set_num_threads(threads)
    (w1, b1), (w2, b2) = [
        (torch.from_numpy(w.T.copy()), torch.from_numpy(b)) for w, b in initial_parameters(WORKLOAD)]

    def predict(rows):
        with torch.inference_mode():
            hidden = torch.relu(torch.nn.functional.linear(torch.from_numpy(rows), w1, b1))
            return torch.softmax(torch.nn.functional.linear(hidden, w2, b2), 1)

    return predict


PREDICTORS = {"onnxruntime": onnxruntime_predictor, "pytorch": pytorch_predictor}


def timed(predict, calls, seconds):
    """Microseconds per call: the middle of many short rounds."""
    times = []
    end = time.perf_counter() + seconds
    repeats = max(1, 1000 // len(calls[0]) // len(calls))
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        for _ in range(repeats):
            for rows in calls:
                predict(rows)
        times.append((time.perf_counter() - start) / (repeats * len(calls)))
    return float(np.median(times)) * 1e6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=list(PREDICTORS))
    parser.add_argument("--rows", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    x, _ = load(WORKLOAD)
    rows = options.rows
    calls = [x[i * rows : (i + 1) * rows] for i in range(max(1, min(1000, len(x)) // rows))]
    make = PREDICTORS[options.peer]
    version = __import__({"pytorch": "torch"}.get(options.peer, options.peer)).__version__
    threads = min(
        sorted({1, os.cpu_count() or 1}), key=lambda t: timed(make(t), calls, options.seconds))
    predict = make(threads)
    answer = {"peer": options.peer, "version": version, "rows": rows,
              "variant": counted(threads)}
    if not options.serve:
        rounds = [timed(predict, calls, options.seconds) for _ in range(options.rounds)]
        print(json.dumps({**answer, "microseconds": float(np.median(rounds)), "rounds": rounds}))
        return
    timed(predict, calls, options.seconds)
    print(json.dumps(answer), flush=True)
    for _ in sys.stdin:
        print(json.dumps({"microseconds": timed(predict, calls, options.seconds)}), flush=True)


if __name__ == "__main__":
    main()
