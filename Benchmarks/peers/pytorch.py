"""PyTorch, eager or with torch.compile: whole tensors in memory, batches by indices.

Tried and the fastest kept: one and two threads; the optimizer's fused and its foreach form. With
torch.compile forward, loss and backward are compiled, and the optimizer's step as well in a version.
"""

import os

import torch
from common import Threads, counted, main
from torch import nn

ACTIVATIONS = {
    "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "leaky-relu": lambda: nn.LeakyReLU(0.01),
}


def network(workload):
    layers = []
    sizes = list(zip(workload.sizes, workload.sizes[1:]))
    for width, units in sizes[:-1]:
        layers.append(nn.Linear(width, units, bias=not workload.batch_norm))
        if workload.batch_norm:
            layers.append(nn.BatchNorm1d(units))
        layers.append(ACTIVATIONS[workload.activation]())
    layers.append(nn.Linear(*sizes[-1]))
    return nn.Sequential(*layers)


def loss_function(workload):
    if workload.loss == "half-squared-error":
        return lambda z, t: 0.5 * ((torch.sigmoid(z[:, 0]) - t) ** 2).mean()
    if workload.loss == "binary-cross-entropy":
        return lambda z, t: nn.functional.binary_cross_entropy_with_logits(z[:, 0], t)
    return nn.functional.cross_entropy


def optimizer(workload, parameters, form):
    if workload.optimizer == "adam":
        return torch.optim.Adam(parameters, workload.rate, **form)
    momentum = 0.9 if workload.optimizer == "momentum" else 0
    return torch.optim.SGD(parameters, workload.rate, momentum, **form)


def start(workload, x, y, threads, form, compiles, compiles_optimizer):
    torch.manual_seed(0)
    features = torch.from_numpy(x)
    targets = torch.from_numpy(y)
    if workload.loss != "cross-entropy":
        targets = targets.float()
    model = network(workload)
    loss_of = loss_function(workload)
    rule = optimizer(workload, model.parameters(), form)

    def gradient(xb, yb):
        loss = loss_of(model(xb), yb)
        loss.backward()
        return loss

    def forward(xb, yb):
        return loss_of(model(xb), yb)

    move = rule.step
    if compiles:
        compiled = torch.compile(forward, dynamic=False)

        def gradient(xb, yb):
            loss = compiled(xb, yb)
            loss.backward()
            return loss

        if compiles_optimizer:
            move = torch.compile(rule.step)

    def step(xb, yb):
        rule.zero_grad(set_to_none=True)
        loss = gradient(xb, yb)
        move()
        return loss.detach()

    def epoch():
        total = torch.zeros(())
        order = torch.randperm(workload.rows)
        for first in range(0, workload.rows, workload.batch):
            batch = order[first : first + workload.batch]
            total += step(features[batch], targets[batch])
        return float(total)

    def epochs():
        # A full batch has no order.
        for _ in range(workload.epochs):
            step(features, targets)

    run = epochs if workload.batch == workload.rows else epoch
    return Threads(threads, torch.set_num_threads)(run)


def versions(workload, x, y, options):
    threads = sorted({1, os.cpu_count() or 1})
    for count in threads:
        forms = [("fused", {"fused": True}), ("foreach", {"foreach": True})]
        if options.compile:
            forms = forms[:1]
        for name, form in forms:
            yield f"{counted(count)}, {name}", lambda c=count, f=form: start(
                workload, x, y, c, f, options.compile, False)
        if options.compile:
            yield f"{counted(count)}, compiled optimizer", lambda c=count: start(
                workload, x, y, c, {"foreach": True}, True, True)


if __name__ == "__main__":
    import sys

    name = "torch.compile" if "--compile" in sys.argv else "PyTorch"
    main(name, torch.__version__, versions)
