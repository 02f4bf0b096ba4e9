"""The model's error on the test rows, as `evaluation.json`; runs in the container, which has XGBoost."""

from __future__ import annotations

import csv
import json
import math
import pathlib
import pickle
import sys
import tarfile

BASE = pathlib.Path("/opt/ml/processing")


def rmse(labels, predictions):
    """Root of the mean squared error. Raises where there is nothing to compare, or no number."""
    if not labels or len(labels) != len(predictions):
        raise SystemExit(f"{len(predictions)} predictions for {len(labels)} rows")
    # The container's Python may be older than `zip(strict=True)`.
    value = math.sqrt(sum((label - guess) ** 2 for label, guess in zip(labels, predictions)) / len(labels))  # noqa: B905
    if not math.isfinite(value):
        raise SystemExit("a prediction is no number")
    return value


def report(value, count):
    """What the pipeline's condition reads, and what SageMaker shows as the version's quality."""
    return {"regression_metrics": {"rmse": {"value": value, "standard_deviation": "NaN"}}, "rows": count}


def predictor(folder):
    """A function from rows to predictions, of the archive that training left."""
    import xgboost

    with tarfile.open(folder / "model.tar.gz") as archive:
        member = archive.extractfile("xgboost-model")
        content = member.read()
    path = folder / "xgboost-model"
    path.write_bytes(content)
    booster = xgboost.Booster()
    try:
        booster.load_model(str(path))
    except Exception:  # Containers up to some version wrote a pickle; our own training did, so it may be loaded.
        booster = pickle.loads(content)  # noqa: S301
    return lambda rows: [float(value) for value in booster.predict(xgboost.DMatrix(rows))]


def main(base=BASE, load=predictor):
    with (base / "input" / "test" / "test.csv").open(newline="") as file:
        rows = [[float(value) for value in row] for row in csv.reader(file)]
    predict = load(base / "input" / "model")
    value = rmse([row[0] for row in rows], predict([row[1:] for row in rows]))
    folder = base / "output" / "evaluation"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evaluation.json").write_text(json.dumps(report(value, len(rows))))
    print(f"RMSE {value:.4f} on {len(rows)} rows")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else BASE)
