#!/usr/bin/env python3
"""Condenses AWS's published API models into the table of facts that onramp carries.

Reads operations.txt beside this file, botocore's models and the aws command's own argument tables from
the Python that runs it (botocore and awscli must be installed), and writes one Swift file a service next
to itself. Facts only: no documentation text is copied. Usage: condense.py [--check]

With --json, operations as SERVICE:OPERATION follow, and their model is printed as one JSON document: that is how
Tests/Suites/AWSTests/answer-models.json was made, for published answers of operations that are not in the table.
"""

import json
import re
import sys
from pathlib import Path

import botocore
import botocore.exceptions
import botocore.loaders
from awscli.clidriver import create_clidriver
from awscli.paramfile import PARAMFILE_DISABLED

HERE = Path(__file__).parent
PROTOCOLS = ["query", "json", "rest-json", "rest-xml"]
METADATA = [
    "apiVersion",
    "endpointPrefix",
    "globalEndpoint",
    "jsonVersion",
    "protocol",
    "serviceId",
    "signingName",
    "targetPrefix",
    "xmlNamespace",
]
MEMBER = [
    "shape",
    "location",
    "locationName",
    "flattened",
    "xmlAttribute",
    "xmlNamespace",
    "timestampFormat",
    "streaming",
    "idempotencyToken",
    "jsonvalue",
    "hostLabel",
    "queryName",
]
SHAPE = [
    "type",
    "required",
    "flattened",
    "payload",
    "wrapper",
    "locationName",
    "xmlNamespace",
    "timestampFormat",
    "streaming",
    "document",
    "exception",
    "error",
    "retryable",
    "sensitive",
    "jsonvalue",
]
RULES = ["min", "max", "pattern", "enum"]
# The group of the aws command where it is not the service's name.
GROUPS = {"s3": "s3api"}


def wanted():
    services = {}
    for line in (HERE / "operations.txt").read_text().splitlines():
        line = line.split("#")[0].strip()
        if line:
            service, operation, access, *more = line.split()
            limit = [int(word.removeprefix("pages=")) for word in more if word.startswith("pages=")]
            action = [word for word in more if word[0] != "<" and not word.startswith("pages=")]
            root = [word.strip("<>") for word in more if word[0] == "<"]
            if access not in ("read", "write"):
                sys.exit(f"{service} {operation}: read or write?")
            facts = {"access": access, "action": action[0] if action else f"{service}:{operation}"}
            facts |= {"root": root[0]} if root else {}
            facts |= {"pageLimit": limit[0]} if limit else {}
            services.setdefault(service, {})[operation] = facts
    return services


def pick(source, names):
    return {name: source[name] for name in names if name in source}


def condense_shape(shape, is_input):
    facts = pick(shape, SHAPE)
    if facts.get("exception"):
        # Of an error only its code and whether AWS calls it retryable matter here.
        return pick(facts, ["type", "exception", "error", "retryable"]) | {"members": {}}
    if "members" in shape:
        facts["members"] = {name: pick(member, MEMBER) for name, member in shape["members"].items()}
    for name in ["member", "key", "value"]:
        if name in shape:
            facts[name] = pick(shape[name], MEMBER)
    if is_input:
        facts |= {name: rule for name, rule in pick(shape, RULES).items() if len(json.dumps(rule)) <= 160}
    return facts


def reach(name, shapes, found):
    if name in found:
        return
    found.add(name)
    shape = shapes[name]
    if shape.get("exception"):
        return
    for part in [*shape.get("members", {}).values(), *(shape[n] for n in ["member", "key", "value"] if n in shape)]:
        reach(part["shape"], shapes, found)


def command_line(driver, service, operation, pages):
    """The aws command's own names: renames and additions of its customisations included."""
    group = GROUPS.get(service, service)
    for name, command in driver._get_command_table()[group]._get_command_table().items():
        model = getattr(command, "_operation_model", None)
        if model is None or model.name != operation:
            continue
        members = model.input_shape.members if model.input_shape else {}
        arguments = {}
        for argument_name, argument in command.arg_table.items():
            member = getattr(argument, "_serialized_name", None)
            # Both --x and --no-x stand for a boolean; paging arguments are the command's own invention.
            if member in members and member not in arguments and type(argument).__name__ != "PageArgument":
                arguments[member] = argument_name
        if pages.get("limit_key") in members:
            arguments[pages["limit_key"]] = "page-size"
        facts = {"group": group, "command": name, "arguments": arguments}
        literals = sorted(m for m, a in arguments.items() if f"{group}.{name}.{a}" in PARAMFILE_DISABLED)
        return facts | ({"literals": literals} if literals else {})
    sys.exit(f"the aws command has no {service} {operation}")


def condense(loader, driver, service, operations):
    model = loader.load_service_model(service, "service-2")
    pages = loader.load_service_model(service, "paginators-1")["pagination"]
    metadata = pick(model["metadata"], METADATA)
    metadata["protocol"] = next(p for p in PROTOCOLS if p in model["metadata"].get("protocols", [metadata["protocol"]]))
    lines, inputs, shapes = {}, set(), set()
    for name in operations:
        if name not in model["operations"]:
            sys.exit(f"{service} has no operation {name}")
        source = model["operations"][name]
        facts = pick(
            source, ["name", "http", "input", "output", "errors", "idempotent", "httpChecksumRequired", "auth", "authtype", "endpoint"]
        )
        checksum = source.get("httpChecksum", {})
        # The SDKs send one wherever the service takes one; a bucket with Object Lock refuses an upload without.
        if checksum.get("requestChecksumRequired") or checksum.get("requestAlgorithmMember"):
            facts["httpChecksumRequired"] = True
        for part in ["input", "output"]:
            if part in facts:
                facts[part] = pick(facts[part], ["shape", "resultWrapper", "locationName", "xmlNamespace"])
                reach(facts[part]["shape"], model["shapes"], shapes)
        if "input" in facts:
            reach(facts["input"]["shape"], model["shapes"], inputs)
        facts["errors"] = [pick(error, ["shape"]) for error in facts.get("errors", [])]
        for error in facts["errors"]:
            shapes.add(error["shape"])
        facts["http"] = pick(facts["http"], ["method", "requestUri"])
        facts |= operations[name]
        facts["cli"] = command_line(driver, service, name, pages.get(name, {}))
        if name in pages:
            facts["pages"] = pick(pages[name], ["input_token", "output_token", "result_key", "more_results"])
        lines[name] = facts
    for name in sorted(shapes | inputs):
        if not re.fullmatch("[A-Za-z0-9_.]+", name):
            sys.exit(f"odd shape name {name}")
    found = {n: condense_shape(model["shapes"][n], n in inputs) for n in sorted(shapes | inputs)}
    return metadata, lines, found, waiters(loader, service, operations), endpoint_rules(loader, service)


# S3's rules know access points, Outposts, Express and acceleration; onramp uses none of them, and their parameters
# have these values always. What can then never apply is left out.
NEVER = {
    "Accelerate",
    "UseObjectLambdaEndpoint",
    "UseS3ExpressControlEndpoint",
    "DisableAccessPoints",
    "UseArnRegion",
    "DisableMultiRegionAccessPoints",
    "DisableS3ExpressSessionAuth",
    "CopySource",
    "Prefix",
    "Key",
}
EXPRESS = {"--x-s3", "--xa-s3", "--op-s3"}


def verdict(condition):
    """Whether a condition of a rule is settled by what onramp never does; None when it is not."""
    function, arguments = condition["fn"], condition["argv"]
    if function == "aws.parseArn" or EXPRESS & {a for a in arguments if isinstance(a, str)}:
        return False
    if function == "not":
        inner = verdict(arguments[0])
        return None if inner is None else not inner
    if isinstance(arguments[0], dict) and arguments[0].get("ref") in NEVER and function in ("isSet", "booleanEquals"):
        return function == "booleanEquals" and arguments[1] is False
    return None


def pruned(rule):
    """A rule without what can never apply, or None when that is all of it."""
    settled = [(condition, verdict(condition)) for condition in rule.get("conditions", [])]
    if any(v is False for _, v in settled):
        return None
    kept = pick(rule, ["error"])
    if conditions := [condition for condition, v in settled if v is None]:
        kept["conditions"] = conditions
    if "endpoint" in rule:
        kept["endpoint"] = {n: v for n, v in pick(rule["endpoint"], ["url", "properties"]).items() if v}
    if "rules" in rule:
        kept["rules"] = [r for r in map(pruned, rule["rules"]) if r]
        if not kept["rules"]:
            return None
    return kept


def at_home(rules):
    """IAM's rules with its home in China said for FIPS too: 1.43.11 has the row for the other cases only."""
    found = []
    for rule in rules:
        leaf = json.dumps(rule.get("endpoint", {}))
        if "{PartitionResult#implicitGlobalRegion}" in leaf:
            here = {"fn": "stringEquals", "argv": [{"fn": "getAttr", "argv": [{"ref": "PartitionResult"}, "name"]}, "aws-cn"]}
            home = json.loads(leaf.replace("{PartitionResult#implicitGlobalRegion}", "cn-north-1"))
            found.append(rule | {"conditions": [*rule.get("conditions", []), here], "endpoint": home})
        found.append(rule | ({"rules": at_home(rule["rules"])} if "rules" in rule else {}))
    return found


def endpoint_rules(loader, service):
    """AWS's own rules for the host, signing name and Region of a service."""
    source = loader.load_service_model(service, "endpoint-rule-set-1")
    parameters = {n: pick(p, ["builtIn", "default"]) for n, p in source["parameters"].items() if n not in NEVER}
    rules = [r for r in map(pruned, source["rules"]) if r]
    return {"parameters": parameters, "rules": at_home(rules) if service == "iam" else rules}


def partitions(loader):
    """The parts of AWS; their patterns for Regions nobody has listed yet become lists of prefixes."""
    found = []
    for source in loader.load_data("partitions")["partitions"]:
        pattern = re.fullmatch(r"\^(.*)\\w\+\\-\\d\+\$", source["regionRegex"]).group(1).replace("\\", "")
        heads = [""]
        for plain, choice in re.findall(r"([^()]+)|\(([^()]*)\)", pattern):
            heads = [head + tail for head in heads for tail in (choice.split("|") if choice else [plain])]
        regions = {name: pick(facts, list(source["outputs"])) for name, facts in source["regions"].items()}
        found.append({"name": source["id"], "heads": heads, "outputs": source["outputs"], "regions": regions})
    return found


def waiters(loader, service, operations):
    """AWS's own waiters for the operations in use."""
    try:
        source = loader.load_service_model(service, "waiters-2")["waiters"]
    except botocore.exceptions.UnknownServiceError:
        return {}
    except botocore.exceptions.DataNotFoundError:
        return {}
    names = ["operation", "delay", "maxAttempts", "acceptors"]
    return {name: pick(facts, names) for name, facts in source.items() if facts["operation"] in operations}


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def name(service):
    """A service's name as Swift takes it."""
    return service.replace("-", "_")


def swift(service, metadata, operations, shapes, waiters, rules):
    out = [
        "// swift-format-ignore-file",
        "// Made by condense.py from operations.txt; do not edit.",
        f"// Facts from botocore {botocore.__version__}, Copyright 2012-2026 Amazon.com, Inc. or its affiliates.",
        "// All Rights Reserved. Licensed under the Apache License, Version 2.0; see the NOTICE file beside this one.",
        "",
        "extension ModelText {",
        f'  static let {name(service)} = #"""',
        '{"metadata":' + compact(metadata) + ",",
        '"operations":{',
        ",\n".join(compact(key) + ":" + compact(facts) for key, facts in operations.items()),
        "},",
        '"shapes":{',
        ",\n".join(compact(key) + ":" + compact(facts) for key, facts in shapes.items()),
        '},"waiters":' + compact(waiters) + "}",
        '"""#',
        "",
        f'  static let {name(service)}_rules = #"""',
        compact(rules),
        '"""#',
        "}",
        "",
    ]
    text = "\n".join(out)
    if re.search(r"\\#", text) or text.count('"""') != 4:
        sys.exit(f"the text of {service} would end or escape its Swift literal")
    return text


def index(services, partitions):
    cases = "\n".join(f'    case "{service}": ({name(service)}, {name(service)}_rules)' for service in services)
    return (
        "// swift-format-ignore-file\n// Made by condense.py from operations.txt; do not edit.\n\n"
        "/// The condensed models as JSON text in botocore's own form, read when a service is first used.\n"
        "enum ModelText {\n"
        f"  static let services = {json.dumps(list(services))}\n\n"
        "  /// The model of a service and AWS's rules for its endpoints.\n"
        "  static func text(of service: String) -> (model: String, rules: String)? {\n"
        f"    switch service {{\n{cases}\n    default: nil\n    }}\n  }}\n\n"
        '  static let partitions = #"""\n' + compact(partitions) + '\n"""#\n}\n'
    )


def print_json(words):
    """The models of operations outside the table, by service."""
    loader, driver, services = botocore.loaders.Loader(), create_clidriver(), {}
    for word in words:
        service, operation = word.split(":")
        services.setdefault(service, {})[operation] = {"access": "read", "action": word}
    models = {}
    for service, operations in services.items():
        metadata, lines, shapes, _, _ = condense(loader, driver, service, operations)
        models[service] = {"metadata": metadata, "operations": lines, "shapes": shapes}
    print(compact(models))


def main():
    if sys.argv[1:2] == ["--json"]:
        return print_json(sys.argv[2:])
    check = sys.argv[1:] == ["--check"]
    loader, driver, services = botocore.loaders.Loader(), create_clidriver(), wanted()
    files = {"ModelText.swift": index(services, partitions(loader))}
    for service, operations in services.items():
        files[f"ModelText+{service}.swift"] = swift(service, *condense(loader, driver, service, operations))
    stale = [n for n, text in files.items() if not (HERE / n).exists() or (HERE / n).read_text() != text]
    gone = [p for p in HERE.glob("ModelText*.swift") if p.name not in files]
    if check:
        sys.exit(f"not up to date: {', '.join(stale + [p.name for p in gone])}" if stale or gone else 0)
    for path in gone:
        path.unlink()
    for name in stale:
        (HERE / name).write_text(files[name])
    print(f"{sum(map(len, services.values()))} operations of {len(services)} services; {len(stale)} files changed")


if __name__ == "__main__":
    main()
