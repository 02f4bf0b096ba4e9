"""Reads CloudFormation templates, and fills in what CloudFormation would."""

from __future__ import annotations

import functools
import pathlib
import re
import subprocess
import sys
from typing import Any

import yaml
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

BLUEPRINTS = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "Blueprints"
ROLES = BLUEPRINTS / "projects-roles.yaml"
PROJECT = BLUEPRINTS / "mlops-github-actions.yaml"
ACCOUNT, REGION = "123456789012", "eu-central-1"
NOTHING = object()


class _Loader(yaml.SafeLoader):
    """YAML with the short forms of the intrinsic functions, read as their long forms."""


def _long_form(loader: yaml.Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _long_form)


@functools.cache
def load(path: pathlib.Path) -> dict[str, Any]:
    return yaml.load(path.read_text(), _Loader)


def lint(path: pathlib.Path) -> str:
    """What cfn-lint says of a template; empty when it finds nothing, not even a warning."""
    done = subprocess.run([pathlib.Path(sys.executable).parent / "cfn-lint", path], capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr if done.returncode else ""


@functools.cache
def schema(kind: str) -> dict[str, Any]:
    """CloudFormation's own schema of a resource type, as cfn-lint carries it."""
    return PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema


class Stack:
    """A template with its parameters: what CloudFormation would make of each value.

    A resource's `Ref` is its name, but a managed policy's is its ARN and a queue's its address.
    """

    def __init__(self, path: pathlib.Path, partition: str = "aws", **parameters: Any) -> None:
        self.template = load(path)
        self.resources: dict[str, Any] = self.template["Resources"]
        suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
        self.values = {
            "AWS::Partition": partition,
            "AWS::AccountId": ACCOUNT,
            "AWS::Region": REGION,
            "AWS::URLSuffix": suffix,
            "AWS::NoValue": NOTHING,
        }
        for name, parameter in self.template["Parameters"].items():
            value = parameters.pop(name, parameter.get("Default"))
            if parameter["Type"] == "CommaDelimitedList" and isinstance(value, str):
                value = value.split(",")
            self.values[name] = value
        assert not parameters, f"no such parameters: {sorted(parameters)}"
        self.partition = partition

    def properties(self, name: str) -> dict[str, Any]:
        return self.fill(self.resources[name].get("Properties", {}))

    def outputs(self) -> dict[str, Any]:
        return {name: self.fill(output["Value"]) for name, output in self.template["Outputs"].items()}

    def fill(self, value: Any) -> Any:
        if isinstance(value, list):
            return [filled for item in value if (filled := self.fill(item)) is not NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, argument), *_ = value.items()
            if name == "Ref":
                return self._reference(argument)
            if name.startswith("Fn::"):
                return getattr(self, "_" + name.removeprefix("Fn::").lower())(argument)
        return {key: filled for key, item in value.items() if (filled := self.fill(item)) is not NOTHING}

    def _reference(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        properties = self.resources[name]["Properties"]
        if self.resources[name]["Type"] == "AWS::IAM::ManagedPolicy":
            return f"arn:{self.partition}:iam::{ACCOUNT}:policy/{properties['ManagedPolicyName']}"
        if self.resources[name]["Type"] == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.{self.values['AWS::URLSuffix']}/{ACCOUNT}/{self.fill(properties['QueueName'])}"
        named = [key for key in properties if key == "Name" or key.endswith(("BucketName", "FunctionName", "RepositoryName"))]
        return self.fill(properties[named[0]])

    def _getatt(self, argument: str | list[str]) -> str:
        name, attribute = argument.split(".") if isinstance(argument, str) else argument
        properties = self.properties(name)
        if attribute != "Arn":
            return properties[attribute]
        kind, start = self.resources[name]["Type"], f"arn:{self.partition}"
        here = f"{REGION}:{ACCOUNT}"
        return {
            "AWS::IAM::Role": lambda: f"{start}:iam::{ACCOUNT}:role{properties.get('Path', '/')}{properties['RoleName']}",
            "AWS::Lambda::Function": lambda: f"{start}:lambda:{here}:function:{properties['FunctionName']}",
            "AWS::Events::Rule": lambda: f"{start}:events:{here}:rule/{properties['Name']}",
            "AWS::SQS::Queue": lambda: f"{start}:sqs:{here}:{properties['QueueName']}",
            "AWS::S3::Bucket": lambda: f"{start}:s3:::{properties['BucketName']}",
        }[kind]()

    def _sub(self, argument: str | list[Any]) -> str:
        text, more = (argument, {}) if isinstance(argument, str) else argument
        names = {name: self.fill(value) for name, value in more.items()}

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name in names:
                return names[name]
            return str(self._getatt(name) if "." in name else self._reference(name))

        return re.sub(r"\$\{([^!}]+)\}", value, text)

    def _join(self, argument: list[Any]) -> str:
        return argument[0].join(self.fill(argument[1]))

    def _equals(self, argument: list[Any]) -> bool:
        return self.fill(argument[0]) == self.fill(argument[1])

    def _not(self, argument: list[Any]) -> bool:
        return not self.fill(argument[0])

    def _if(self, argument: list[Any]) -> Any:
        return self.fill(argument[1 if self.fill(self.template["Conditions"][argument[0]]) else 2])
