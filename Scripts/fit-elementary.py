#!/usr/bin/env python3
"""Coefficients of the elementary functions in Sources/CKernels/elementary.inc.h.

Prints polynomials that are as near to a function as makes no difference: weighted least squares on
Chebyshev nodes, in 60 digits, each coefficient in turn rounded to the precision and the rest fitted
again. The error printed is the largest of the polynomial alone, relative to the result, in halves of
a unit in the last place. Needs: pip install mpmath
"""
from mpmath import (atanh, cos, erf, erfc, exp, log, log1p, matrix, mp, mpf, nstr, pi, qr_solve, sqrt,
                    tanh, workprec)

mp.dps = 60


def rounded(x, bits):
    with workprec(bits):
        return +mpf(x)


def fit(g, weight, a, b, degree, bits, fixed=(), count=None):
    """Coefficients c_0 ... of P that make the largest weight |P - g| on [a, b] small, and that."""
    count = count or 6 * degree + 30
    a, b = mpf(a), mpf(b)
    nodes = [(a + b) / 2 + (b - a) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    values, weights = [g(x) for x in nodes], [weight(x) for x in nodes]
    terms = [mpf(term) for term in fixed]
    while len(terms) <= degree:
        first = len(terms)
        rows, right = matrix(count, degree + 1 - first), matrix(count, 1)
        for i, x in enumerate(nodes):
            right[i] = weights[i] * (values[i] - sum(terms[j] * x**j for j in range(first)))
            for j in range(first, degree + 1):
                rows[i, j - first] = weights[i] * x**j
        terms.append(rounded(qr_solve(rows, right)[0][0], bits))
    places = [a + (b - a) * i / 801 for i in range(802)]
    error = max(abs(weight(x) * (sum(c * x**j for j, c in enumerate(terms)) - g(x))) for x in places)
    return terms, error


def show(name, bits, result):
    terms, error = result
    print(f"{name}, {bits} bits, error {nstr(error * 2**bits, 3)}")
    print("    " + ", ".join(float(term).hex() for term in terms))


def near_zero(f, limit, least=mpf(10) ** -15):
    """f, or its limit where the formula would divide 0 by 0."""
    return lambda x: f(x) if abs(x) > least else limit


half = log(2) / 2 * mpf("1.001")
exp_rest = near_zero(lambda r: (exp(r) - 1 - r) / r**2, mpf(1) / 2)
log_rest = near_zero(lambda f: (log1p(f) - f) / f**2, -mpf(1) / 2)
log_odd = near_zero(lambda z: (2 * atanh(sqrt(z)) - 2 * sqrt(z)) / sqrt(z) / z, mpf(2) / 3)
tanh_rest = near_zero(lambda s: (tanh(sqrt(s)) / sqrt(s) - 1) / s, -mpf(1) / 3)
erf_rest = near_zero(lambda s: erf(sqrt(s)) / sqrt(s) - 1, 2 / sqrt(pi) - 1, mpf(10) ** -40)
third = mpf(1) / 3 * mpf("1.001")

for bits, degree in ((24, 4), (53, 9)):
    show("exp", bits, fit(exp_rest, lambda r: r * r, -half, half, degree, bits, fixed=(0.5,)))
show("log", 24, fit(log_rest, abs, -third, third, 9, 24, fixed=(-0.5,)))
show("log", 53, fit(log_odd, lambda z: z, 0, "0.0401", 7, 53))
for bits, degree in ((24, 4), (53, 10)):
    weight = lambda s: s / (1 + s * tanh_rest(s))
    show("tanh", bits, fit(tanh_rest, weight, 0, "0.25", degree, bits))
for bits, degree, end in ((24, 6, "0.86"), (53, 12, "1")):
    show("erf", bits, fit(erf_rest, lambda s: 1 / (1 + erf_rest(s)), 0, end, degree, bits))
for bits, degree, start, center, end in ((24, 6, "0.927", 0, 4), (53, 18, 1, 2, 6)):
    function = lambda u: log(erfc(u + center))
    weight = lambda u: erfc(u + center) / erf(u + center)
    limits = mpf(start) - center, mpf(end) - center
    show("erfc", bits, fit(function, weight, *limits, degree, bits, count=100 if bits == 24 else 150))
