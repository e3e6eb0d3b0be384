"""JAX: the whole epoch is one compiled program, a scan over its batches; buffers are donated.

Tried and the fastest kept: rows gathered batch by batch, or all at once before the scan. The order of
the rows comes from NumPy, whose permutation is faster than JAX's. `--threads 1` switches XLA's threads
off; `run` tries both.
"""

import os
import sys

if "--threads" in sys.argv and sys.argv[sys.argv.index("--threads") + 1] == "1":
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.environ.setdefault("JAX_PLATFORMS", "cpu")

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from common import initial_parameters, main

ACTIVATIONS = {
    "relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh,
    "leaky-relu": lambda z: jnp.where(z > 0, z, 0.01 * z),
}


def forward(workload, parameters, x):
    """Outputs, and mean and variance of every normalized layer for its running statistics."""
    function = ACTIVATIONS[workload.activation]
    statistics = []
    for weight, bias, gain in parameters[:-1]:
        if workload.batch_norm:
            z = x @ weight
            mean = z.mean(0)
            variance = z.var(0)
            statistics.append((mean, variance))
            z = (z - mean) * (gain * jax.lax.rsqrt(variance + 1e-5)) + bias
        else:
            z = x @ weight + bias
        x = function(z)
    weight, bias, _ = parameters[-1]
    return x @ weight + bias, statistics


def loss(workload, parameters, x, y):
    z, statistics = forward(workload, parameters, x)
    if workload.loss == "half-squared-error":
        return 0.5 * jnp.mean((jax.nn.sigmoid(z[:, 0]) - y) ** 2), statistics
    if workload.loss == "binary-cross-entropy":
        return jnp.mean(jax.nn.softplus(z[:, 0]) - y * z[:, 0]), statistics
    chosen = jnp.take_along_axis(z, y[:, None], axis=1)[:, 0]
    return jnp.mean(jax.nn.logsumexp(z, axis=1) - chosen), statistics


def update(workload, parameters, gradient, state):
    rate = workload.rate
    if workload.optimizer == "sgd":
        return jax.tree.map(lambda p, g: p - rate * g, parameters, gradient), state
    if workload.optimizer == "momentum":
        state = jax.tree.map(lambda v, g: 0.9 * v + g, state, gradient)
        return jax.tree.map(lambda p, v: p - rate * v, parameters, state), state
    first, second, count = state
    count = count + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)
    scale = rate / (1 - 0.9**count)
    correction = 1 / (1 - 0.999**count)
    parameters = jax.tree.map(
        lambda p, m, v: p - scale * m / (jnp.sqrt(v * correction) + 1e-8), parameters, first, second)
    return parameters, (first, second, count)


def start(workload, x, y, gathers_all):
    parameters = [
        (weight, bias, np.ones_like(bias)) for weight, bias in initial_parameters(workload)]
    parameters = jax.tree.map(jnp.asarray, parameters)
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    state = zeros
    if workload.optimizer == "adam":
        state = (zeros, jax.tree.map(jnp.zeros_like, parameters), jnp.zeros(()))
    running = [
        (jnp.zeros(units), jnp.ones(units)) for units in workload.sizes[1:-1]
    ] if workload.batch_norm else []
    features = jnp.asarray(x)
    targets = jnp.asarray(y, jnp.int32 if workload.loss == "cross-entropy" else jnp.float32)
    value_and_gradient = jax.value_and_grad(partial(loss, workload), has_aux=True)

    def step(carry, xb, yb):
        parameters, state, running, total = carry
        (value, statistics), gradient = value_and_gradient(parameters, xb, yb)
        parameters, state = update(workload, parameters, gradient, state)
        running = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, running, statistics)
        return parameters, state, running, total + value

    @partial(jax.jit, donate_argnums=0)
    def epoch(carry, order, features, targets):
        size, count = workload.batch, workload.full_batches
        whole = order[: count * size]
        if gathers_all:
            batches = (
                features[whole].reshape(count, size, -1), targets[whole].reshape(count, size))
            carry, _ = jax.lax.scan(lambda c, b: (step(c, *b), None), carry, batches)
        else:
            carry, _ = jax.lax.scan(
                lambda c, i: (step(c, features[i], targets[i]), None), carry,
                whole.reshape(count, size))
        if workload.rest:
            last = order[count * size :]
            carry = step(carry, features[last], targets[last])
        return carry

    @partial(jax.jit, donate_argnums=0)
    def full_batches(carry, features, targets):
        return jax.lax.fori_loop(
            0, workload.epochs, lambda _, c: step(c, features, targets), carry)

    random = np.random.default_rng(0)
    carry = [(parameters, state, running, jnp.zeros(()))]

    def run():
        if workload.batch == workload.rows:
            carry[0] = full_batches(carry[0], features, targets)
        else:
            order = random.permutation(np.arange(workload.rows, dtype=np.int32))
            carry[0] = epoch(carry[0], order, features, targets)
        jax.block_until_ready(carry[0])

    return run


def versions(workload, x, y, options):
    yield "gather by batch", lambda: start(workload, x, y, False)
    if workload.batch != workload.rows:
        yield "gather by epoch", lambda: start(workload, x, y, True)


if __name__ == "__main__":
    main("JAX", jax.__version__, versions)
