"""What was measured, as Markdown."""

import itertools
import statistics

ORDER = [
    "Descent", "JAX", "PyTorch", "torch.compile", "scikit-learn", "pandas", "NumPy", "onnxruntime"]


def ratios(rounds):
    """How many times as long every peer takes: the middle of the ratios of each round."""
    own = rounds["Descent"]
    return {
        name: statistics.median(theirs / ours for theirs, ours in zip(times, own))
        for name, times in rounds.items()
        if name != "Descent"
    }


def best_peer(rounds):
    """The name and the ratio of the fastest peer; None where there is none."""
    return min(ratios(rounds).items(), key=lambda item: item[1], default=None)


def three_digits(value):
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:.0f}"


def seconds(value):
    for factor, unit in [(1, "s"), (1e3, "ms")]:
        if value * factor >= 0.9995:
            return f"{three_digits(value * factor)} {unit}"
    return f"{three_digits(value * 1e6)} µs"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|---|" + "--:|" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def names_in(results):
    present = {name for result in results for name in result["rounds"]}
    return [name for name in ORDER if name in present]


def cells(result, names):
    best = best_peer(result["rounds"])
    for name in names:
        times = result["rounds"].get(name)
        if not times:
            yield "\u2013"
            continue
        text = seconds(statistics.median(times) * result.get("unit", 1))
        yield f"**{text}**" if best and name == best[0] else text


def versions_line(results):
    versions = {}
    for result in results:
        versions.update(result["versions"])
    return ", ".join(f"{name} {versions[name]}" for name in ORDER if name in versions)


def machine(about):
    peak = about["peak"]
    return (
        f"{about['processor']}, {about['cores']} cores, {about['system']}, "
        f"{peak['all_threads'] / 1e9:.0f} GFLOP/s measured. Descent {about['descent']} "
        f"({about['instruction_set']}), Python {about['python']}")


def results(about, trainings, predictions):
    text = ["# Results\n"]
    text.append(
        f"Measured {about['date']} with `{about['command'].strip()}` on {machine(about)}, "
        f"{versions_line(trainings + predictions)}.\n")
    text.append(
        "[docs/benchmarks.md](../docs/benchmarks.md) says how. Times are medians; a ratio is the "
        "median of the ratios within one round, in which all programs took their turn. Bold is "
        "the fastest peer.\n")
    if trainings:
        text.append("![Ratios](results.svg)\n\n## Training, one epoch\n")
        names = names_in(trainings)
        rows = []
        # The machine's peak is the greatest that was seen: a burst may meet other work.
        peak = max(result["peak"] for result in trainings)
        for result in trainings:
            own = statistics.median(result["rounds"]["Descent"])
            best = best_peer(result["rounds"])
            title = f"{result['letter']} {result['workload']}"
            rows.append(
                [title, *cells(result, names), f"{best[1]:.2f}" if best else "\u2013",
                 f"{result['operations'] / peak / own:.0%}"])
        text.append(table(["workload", *names, "times faster", "of the floor"], rows))
        text.append("What is trained, and the form in which each peer was fastest:\n")
        for result in trainings:
            forms = "; ".join(f"{name}: {form}" for name, form in result["variants"].items())
            text.append(
                f"- **{result['workload']}**: {result['summary']}, {result['rows']:,} rows "
                f"({result['source']}). {forms}.")
        text.append("")
    if predictions:
        text.append("## Prediction of 784-128-10, one call\n")
        predictions = [{**result, "unit": 1e-6} for result in predictions]
        names = names_in(predictions)
        rows = []
        for result in predictions:
            best = best_peer(result["rounds"])
            rows.append(
                [f"{result['rows']:,} rows" if result["rows"] > 1 else "1 row",
                 *cells(result, names), f"{best[1]:.2f}" if best else "\u2013"])
        text.append(table(["call", *names, "times faster"], rows))
    return "\n".join(text)


def shortened(network):
    """`64-53x12-10`: widths that come several times in a row."""
    groups = [(size, len(list(run))) for size, run in itertools.groupby(network.split("-"))]
    return "-".join(f"{size}x{count}" if count > 2 else "-".join([size] * count)
                    for size, count in groups)


def reading(about, results):
    text = ["# Reading\n"]
    text.append(
        f"Measured {about['date']} with `{about['command'].strip()}` on {machine(about)}, "
        f"{versions_line(results)}. MB are those of the file; Descent also types the columns, looks for "
        "missing values and finds the classes, and is ready to train afterwards.\n")
    names = names_in(results)
    rows = []
    for result in results:
        own = statistics.median(result["rounds"]["Descent"])
        rows.append(
            [result["workload"], f"{result['bytes'] / 1e6:.1f} MB", *cells(result, names),
             f"{result['bytes'] / 1e6 / own:.0f} MB/s", f"{best_peer(result['rounds'])[1]:.2f}"])
    text.append(
        table(["file", "size", *names, "Descent reads", "times faster"], rows))
    forms = {
        f"{result['workload']}: {peer}, {variant}" for result in results
        for peer, variant in result["variants"].items()}
    text.append("Forms: " + "; ".join(sorted(forms)) + ".\n")
    return "\n".join(text)


def sweep(about, results):
    slower = [result for result in results if best_peer(result["rounds"])[1] < 1]
    text = ["# Odd shapes\n"]
    text.append(
        f"Measured {about['date']} with `{about['command'].strip()}` on {machine(about)}, "
        f"{versions_line(results)}. Random numbers, one epoch.\n")
    text.append(
        f"Slower than the fastest peer on {len(slower)} of {len(results)} shapes"
        + (": " + ", ".join(
            f"`{shortened(result['workload'])}`" for result in slower) if slower else "")
        + ".\n")
    names = names_in(results)
    rows = []
    for result in sorted(results, key=lambda result: best_peer(result["rounds"])[1]):
        rows.append(
            [shortened(result["workload"]), str(result["batch"]), result["optimizer"], f"{result['rows']:,}",
             *cells(result, names), f"{best_peer(result['rounds'])[1]:.2f}"])
    text.append(
        table(["network", "batch", "optimizer", "rows", *names, "times faster"], rows))
    return "\n".join(text)
