"""NumPy in 32 bits: the formulas of backpropagation as they stand in a textbook, in place where that
costs nothing. Tried and the fastest kept: one and all threads of the BLAS.
"""

import os

import numpy as np
from common import Threads, counted, initial_parameters, main
from threadpoolctl import threadpool_limits

SLOPE = np.float32(0.01)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


FUNCTIONS = {
    "relu": (lambda z: np.maximum(z, 0), lambda a: a > 0),
    "sigmoid": (sigmoid, lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "leaky-relu": (lambda z: np.where(z > 0, z, SLOPE * z), lambda a: np.where(a > 0, 1, SLOPE)),
}


class Normalization:
    """Batch normalization of one layer's outputs."""

    def __init__(self, units):
        self.gain, self.shift = np.ones(units, np.float32), np.zeros(units, np.float32)
        self.mean, self.variance = np.zeros(units, np.float32), np.ones(units, np.float32)

    def forward(self, z):
        mean, variance = z.mean(0), z.var(0)
        self.mean += np.float32(0.1) * (mean - self.mean)
        self.variance += np.float32(0.1) * (variance - self.variance)
        self.scale = 1 / np.sqrt(variance + np.float32(1e-5))
        self.normal = (z - mean) * self.scale
        return self.gain * self.normal + self.shift

    def backward(self, d):
        gain, shift = (d * self.normal).sum(0), d.sum(0)
        d = self.gain * self.scale * (d - shift / len(d) - self.normal * (gain / len(d)))
        return d, gain, shift


class Training:
    def __init__(self, workload):
        self.workload = workload
        self.function, self.derivative = FUNCTIONS[workload.activation]
        layers = initial_parameters(workload)
        self.weights = [weight for weight, _ in layers]
        self.biases = [bias for _, bias in layers]
        hidden = workload.sizes[1:-1]
        self.norms = [Normalization(units) if workload.batch_norm else None for units in hidden]
        self.state = {}
        self.steps = 0

    def loss_gradient(self, z, y):
        """The sum of the losses, and the gradient of their mean."""
        rows = np.arange(len(z))
        if self.workload.loss == "cross-entropy":
            z -= z.max(1, keepdims=True)
            np.exp(z, out=z)
            z /= z.sum(1, keepdims=True)
            loss = -np.log(z[rows, y]).sum()
            z[rows, y] -= 1
            return loss, z / np.float32(len(z))
        p = sigmoid(z)
        targets = y[:, None].astype(np.float32)
        error = p - targets
        if self.workload.loss == "half-squared-error":
            return 0.5 * (error * error).sum(), error * p * (1 - p) / np.float32(len(z))
        return (np.logaddexp(0, z) - targets * z).sum(), error / np.float32(len(z))

    def move(self, name, parameter, gradient):
        rate = np.float32(self.workload.rate)
        if self.workload.optimizer == "sgd":
            parameter -= rate * gradient
        elif self.workload.optimizer == "momentum":
            speed = self.state.setdefault(name, np.zeros_like(parameter))
            speed *= np.float32(0.9)
            speed += gradient
            parameter -= rate * speed
        else:
            first, second = self.state.setdefault(
                name, (np.zeros_like(parameter), np.zeros_like(parameter)))
            first += np.float32(0.1) * (gradient - first)
            second += np.float32(0.001) * (gradient * gradient - second)
            scale = np.float32(self.workload.rate / (1 - 0.9**self.steps))
            correction = np.float32(1 / (1 - 0.999**self.steps))
            parameter -= scale * first / (np.sqrt(second * correction) + np.float32(1e-8))

    def step(self, x, y):
        self.steps += 1
        activations = [x]
        for weight, bias, norm in zip(self.weights[:-1], self.biases, self.norms):
            z = activations[-1] @ weight
            z = norm.forward(z) if norm else z + bias
            activations.append(self.function(z))
        loss, d = self.loss_gradient(activations[-1] @ self.weights[-1] + self.biases[-1], y)
        for layer in reversed(range(len(self.weights))):
            if layer < len(self.norms):
                d *= self.derivative(activations[layer + 1])
                if norm := self.norms[layer]:
                    d, gain, shift = norm.backward(d)
                    self.move(("gain", layer), norm.gain, gain)
                    self.move(("shift", layer), norm.shift, shift)
            weight = self.weights[layer]
            gradient = activations[layer].T @ d
            if not (layer < len(self.norms) and self.norms[layer]):
                self.move(("bias", layer), self.biases[layer], d.sum(0))
            if layer > 0:
                d = d @ weight.T
            self.move(("weight", layer), weight, gradient)
        return loss


def start(workload, x, y, threads):
    training = Training(workload)
    random = np.random.default_rng(0)

    def epoch():
        order = random.permutation(workload.rows)
        for first in range(0, workload.rows, workload.batch):
            batch = order[first : first + workload.batch]
            training.step(x[batch], y[batch])

    def epochs():
        for _ in range(workload.epochs):
            training.step(x, y)

    run = epochs if workload.batch == workload.rows else epoch
    return Threads(threads, threadpool_limits)(run)


def versions(workload, x, y, options):
    for threads in sorted({1, os.cpu_count() or 1}):
        yield counted(threads), lambda t=threads: start(workload, x, y, t)


if __name__ == "__main__":
    main("NumPy", np.__version__, versions)
