"""scikit-learn's MLPClassifier, one epoch after another; only where it can train the network.

It has no batch normalization, no leaky ReLU and no squared error behind a sigmoid, so two workloads
are left out. Tried and the fastest kept: one and all threads of the BLAS.
"""

import os
import warnings

import numpy as np
import sklearn
from common import Threads, counted, main
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

ACTIVATIONS = {"relu": "relu", "sigmoid": "logistic", "tanh": "tanh"}


def start(workload, x, y, threads):
    if workload.batch_norm or workload.loss == "half-squared-error":
        raise NotImplementedError("not a network of scikit-learn")
    warnings.filterwarnings("ignore")
    model = MLPClassifier(
        workload.sizes[1:-1], activation=ACTIVATIONS[workload.activation],
        solver="adam" if workload.optimizer == "adam" else "sgd", alpha=0,
        batch_size=workload.batch, learning_rate_init=workload.rate, shuffle=True, random_state=0,
        momentum=0.9 if workload.optimizer == "momentum" else 0, nesterovs_momentum=False, tol=0,
        max_iter=workload.epochs, n_iter_no_change=workload.epochs + 1, warm_start=True)
    classes = np.arange(max(2, workload.sizes[-1]))

    def epoch():
        if workload.epochs > 1:
            model.fit(x, y)
        else:
            model.partial_fit(x, y, classes=classes)

    return Threads(threads, threadpool_limits)(epoch)


def versions(workload, x, y, options):
    for threads in sorted({1, os.cpu_count() or 1}):
        yield counted(threads), lambda t=threads: start(workload, x, y, t)


if __name__ == "__main__":
    main("scikit-learn", sklearn.__version__, versions)
