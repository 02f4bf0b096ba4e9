"""Runs before anything is called: `python -m unittest discover -s tests`."""

import csv
import json
import math
import pathlib
import tempfile
import unittest

from data.make_sample import rows
from pipelines import evaluate, process
from pipelines.definition import MAX_RMSE, definition, image
from pipelines.project import Project, Stop

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = Project("churn", "p-abcdefghijkl", "eu-central-1", "123456789012", "aws")


def places(value):
    """Every object in a definition."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from places(item)


class DefinitionTests(unittest.TestCase):
    def setUp(self):
        self.definition = definition(PROJECT, image(PROJECT.region, {}), "c0ffee", "acme/sagemaker-churn")

    def test_it_is_json_of_the_known_version(self):
        self.assertEqual(json.loads(json.dumps(self.definition))["Version"], "2020-12-01")

    def test_every_reference_names_what_is_there(self):
        steps = [place for place in places(self.definition) if "Type" in place and "Arguments" in place]
        names = [step["Name"] for step in steps]
        self.assertEqual(len(names), len(set(names)))
        parameters = {parameter["Name"] for parameter in self.definition["Parameters"]}
        for reference in (place["Get"] for place in places(self.definition) if "Get" in place):
            kind, name = reference.split(".")[:2]
            known = {"Steps": names, "Parameters": parameters, "Execution": {"PipelineExecutionId"}}[kind]
            self.assertIn(name, known, reference)

    def test_what_an_execution_writes_lies_under_its_own_id(self):
        written = [place["S3Output"]["S3Uri"] for place in places(self.definition) if "S3Output" in place]
        written += [place["S3OutputPath"] for place in places(self.definition) if "S3OutputPath" in place]
        self.assertEqual(len(written), 5)
        for uri in written:
            self.assertEqual(uri["Std:Join"]["Values"][1], {"Get": "Execution.PipelineExecutionId"})

    def test_an_image_of_your_own_is_taken(self):
        self.assertEqual(image("nowhere-1", {"IMAGE_URI": "mine"}), "mine")
        with self.assertRaisesRegex(Stop, "IMAGE_URI"):
            image("nowhere-1", {})
        self.assertTrue(image("cn-north-1", {}).startswith("450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/"))


class ProcessTests(unittest.TestCase):
    def test_rows_are_split_by_what_they_say(self):
        drawn = list(rows())
        parts = process.split(drawn)
        self.assertEqual(sum(map(len, parts.values())), len(drawn))
        share = {name: len(kept) / len(drawn) for name, kept in parts.items()}
        for name, wanted in (("train", 0.70), ("validation", 0.15), ("test", 0.15)):
            self.assertAlmostEqual(share[name], wanted, delta=0.03)
        self.assertEqual(process.split(reversed(drawn))["test"], parts["test"][::-1])

    def test_a_row_with_a_gap_is_named(self):
        with self.assertRaisesRegex(SystemExit, "row 2"):
            process.split([["1", ""]])

    def test_the_sample_is_what_its_maker_makes(self):
        with (ROOT / "data" / "sample.csv").open(newline="") as file:
            self.assertEqual(list(csv.reader(file))[1:], list(rows()))


class EvaluateTests(unittest.TestCase):
    def test_the_error(self):
        self.assertEqual(evaluate.rmse([1.0, 2.0], [1.0, 2.0]), 0)
        self.assertAlmostEqual(evaluate.rmse([0.0, 0.0], [3.0, 4.0]), math.sqrt(12.5))

    def test_nothing_and_no_number_is_no_error_of_zero(self):
        for labels, guesses in (([], []), ([1.0], []), ([1.0], [math.nan])):
            with self.assertRaises(SystemExit):
                evaluate.rmse(labels, guesses)

    def run_on_the_sample(self, predict):
        """The reported error of a predictor on the sample, by the scripts as they run in the container."""
        with tempfile.TemporaryDirectory() as name:
            base = pathlib.Path(name)
            (base / "input" / "data").mkdir(parents=True)
            (base / "input" / "data" / "sample.csv").write_bytes((ROOT / "data" / "sample.csv").read_bytes())
            process.main(base)
            (base / "output" / "test").rename(base / "input" / "test")
            evaluate.main(base, load=lambda folder: predict)
            return json.loads((base / "output" / "evaluation" / "evaluation.json").read_text())["regression_metrics"]["rmse"]["value"]

    def test_the_limit_lets_a_good_model_pass_and_stops_one_that_learned_nothing(self):
        good = self.run_on_the_sample(lambda rows: [10 + 2 * size - 0.2 * age + 3 * rate * share for size, age, rate, share in rows])
        bad = self.run_on_the_sample(lambda rows: [16.0 for _ in rows])
        self.assertLess(good, MAX_RMSE / 2)
        self.assertGreater(bad, MAX_RMSE * 2)


if __name__ == "__main__":
    unittest.main()
