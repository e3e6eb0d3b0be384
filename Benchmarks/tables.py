"""Ten tables, from file to score: `descent train` beside scikit-learn's ColumnTransformer and MLP.

    python Benchmarks/tables.py --descent .build/release/descent [--seeds 3] [--only iris,gaps]

Both get the same two CSV files per table and seed, learn from the first alone and are scored on the
second: accuracy for classes, R2 for numbers. Descent is given the file, the target and what stands for
missing values; everything else is its default. scikit-learn gets what its guides recommend: mean
imputation and standardization of numbers, one-hot of texts (unknown ones ignored), standardized targets,
hidden layers of 64 and 32; once as it is, once with early stopping on a tenth of the rows.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import warnings
from pathlib import Path

import numpy
import pandas
from sklearn import datasets
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore", category=ConvergenceWarning)


def packaged(load):
    data = load(as_frame=True)
    frame = data.frame.copy()
    frame.columns = [str(name).replace(",", " ") for name in frame.columns]
    if load is datasets.load_diabetes:
        return frame, False
    frame["target"] = ["class " + str(value) for value in frame["target"]]
    return frame, True


def made(rows, seed, classes=0, gaps=0.0, outliers=0.0, factor=1.0):
    """Numbers, texts and yes/no with a known rule, a little noise, gaps and outliers."""
    random = numpy.random.default_rng(seed)
    age = random.uniform(18, 80, rows)
    income = random.lognormal(10, 0.5, rows)
    city = random.choice(["Oslo", "Paris", "Rome", "Bern", "Wien"], rows, p=[0.4, 0.3, 0.2, 0.07, 0.03])
    member = random.choice(["yes", "no"], rows)
    rule = (
        0.04 * age + numpy.log(income) + 1.5 * (city == "Paris") - 2 * (city == "Rome")
        + (member == "yes") * numpy.sin(age / 8) * 2 + random.normal(0, 0.2, rows))
    if outliers:
        income = numpy.where(random.uniform(size=rows) < outliers, income * 50, income)
    frame = pandas.DataFrame({"age": age.round(1), "income": income.round(2), "city": city, "member": member})
    if gaps:
        for name in ["age", "income", "city"]:
            frame.loc[random.uniform(size=rows) < gaps, name] = None
    if classes:
        edges = numpy.quantile(rule, numpy.linspace(0, 1, classes + 1)[1:-1])
        frame["target"] = ["group " + str(value) for value in numpy.digitize(rule, edges)]
    else:
        frame["target"] = (rule * factor).round(4)
    return frame, bool(classes)


TABLES = {
    "iris": lambda: packaged(datasets.load_iris),
    "wine": lambda: packaged(datasets.load_wine),
    "breast-cancer": lambda: packaged(datasets.load_breast_cancer),
    "digits": lambda: packaged(datasets.load_digits),
    "diabetes": lambda: packaged(datasets.load_diabetes),
    "texts": lambda: made(1500, 1, classes=3),
    "gaps": lambda: made(1500, 2, classes=2, gaps=0.1),
    "outliers": lambda: made(1500, 3, classes=4, outliers=0.02),
    "prices": lambda: made(1500, 4, factor=100_000),
    "prices-with-gaps": lambda: made(1500, 5, gaps=0.1, factor=0.001),
}


def peer(train, test, isClassified, seed, stops):
    features = train.drop(columns="target")
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    texts = OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([
        ("numbers", numbers, make_column_selector(dtype_include="number")),
        ("texts", texts, make_column_selector(dtype_exclude="number"))])
    kind = MLPClassifier if isClassified else MLPRegressor
    network = kind(
        hidden_layer_sizes=(64, 32), max_iter=200, early_stopping=stops, n_iter_no_change=20 if stops else 10,
        random_state=seed)
    if not isClassified:
        network = TransformedTargetRegressor(network, transformer=StandardScaler())
    model = make_pipeline(columns, network).fit(features, train["target"])
    found = model.predict(test.drop(columns="target"))
    return (accuracy_score if isClassified else r2_score)(test["target"], found)


def own(descent, train, test, isClassified, seed, folder):
    train.to_csv(folder / "train.csv", index=False)
    test.to_csv(folder / "test.csv", index=False)
    run = folder / "run"
    subprocess.run(
        [descent, "train", folder / "train.csv", "--target", "target", "--test", "0", "--quiet",
         "--missing", "mean", "--seed", str(seed), "--output", run],
        check=True, capture_output=True)
    answer = subprocess.run(
        [descent, "evaluate", run, "--data", folder / "test.csv", "--json"],
        check=True, capture_output=True)
    return json.loads(answer.stdout)["accuracy" if isClassified else "r2"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--descent", default=".build/release/descent")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default=",".join(TABLES))
    options = parser.parse_args()
    means = []
    print(f"{'table':20} {'rows':>5}  {'Descent':>8} {'sklearn':>8} {'stopping':>8}")
    for name in options.only.split(","):
        frame, isClassified = TABLES[name]()
        scores = []
        for seed in range(options.seeds):
            train, test = train_test_split(
                frame, test_size=0.25, random_state=seed,
                stratify=frame["target"] if isClassified else None)
            with tempfile.TemporaryDirectory() as folder:
                scores.append((
                    own(options.descent, train, test, isClassified, seed, Path(folder)),
                    *(peer(train, test, isClassified, seed, stops) for stops in (False, True))))
        mean = [statistics.mean(column) for column in zip(*scores)]
        means.append(mean)
        print(f"{name:20} {len(frame):5}  " + " ".join(f"{value:8.4f}" for value in mean), flush=True)
    all_means = [statistics.mean(column) for column in zip(*means)]
    print(f"{'mean':20} {'':5}  " + " ".join(f"{value:8.4f}" for value in all_means))


if __name__ == "__main__":
    main()
