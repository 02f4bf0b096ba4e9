"""The parameters of a stack: what is given, what stands by default, and the rules that a value has to keep."""

from __future__ import annotations

from typing import Any

import regex

from .refusal import refused

SHOWN_INSTEAD = "****"


def resolved(template: dict[str, Any], given: list[dict[str, Any]], previous: dict[str, str] | None) -> dict[str, str]:
    """The text of each parameter. `previous` are those of the stack that is updated."""
    declared: dict[str, Any] = template.get("Parameters") or {}
    unknown = [entry["ParameterKey"] for entry in given if entry["ParameterKey"] not in declared]
    if unknown:
        raise refused(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    values: dict[str, str] = {}
    for entry in given:
        name = entry["ParameterKey"]
        if not entry.get("UsePreviousValue"):
            values[name] = entry.get("ParameterValue", "")
        elif previous is not None and name in previous:
            values[name] = previous[name]
        else:
            raise refused(f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template")  # fmt: skip
    for name, rule in declared.items():
        if name not in values and "Default" in rule:
            values[name] = _text(rule["Default"])
    missing = [name for name in declared if name not in values]
    if missing:
        raise refused(f"Parameters: [{', '.join(missing)}] must have values")
    for name, rule in declared.items():
        _judge(name, rule, values[name])
    return {name: values[name] for name in declared}


def value(rule: dict[str, Any], text: str) -> Any:
    """What `Ref` says of a parameter."""
    kind = str(rule.get("Type", "String"))
    if kind == "CommaDelimitedList" or kind.startswith("List<"):
        return [part.strip() for part in text.split(",")]
    return text


def shown(template: dict[str, Any], values: dict[str, str]) -> list[dict[str, str]]:
    """The parameters as a description has them: what must not be echoed is not."""
    declared = template.get("Parameters") or {}
    return [
        {"ParameterKey": name, "ParameterValue": SHOWN_INSTEAD if _true(declared.get(name, {}).get("NoEcho")) else text}
        for name, text in values.items()
    ]


def _judge(name: str, rule: dict[str, Any], text: str) -> None:
    kind = str(rule.get("Type", "String"))
    if kind.startswith("AWS::SSM::Parameter"):
        raise refused(f"The sandbox looks no parameter of type {kind} up")
    several = value(rule, text)
    for one in several if isinstance(several, list) else [several]:
        problem = _problem(name, rule, kind, one)
        if problem and rule.get("ConstraintDescription"):
            raise refused(f"Parameter {name} failed to satisfy constraint: {rule['ConstraintDescription']}")
        if problem:
            raise refused(problem)


def _problem(name: str, rule: dict[str, Any], kind: str, text: str) -> str | None:
    if "Number" in kind:
        try:
            number = float(text)
        except ValueError:
            return f"Parameter '{name}' must be a number."
        if "MinValue" in rule and number < float(rule["MinValue"]):
            return f"Parameter '{name}' must be a number not less than {rule['MinValue']}"
        if "MaxValue" in rule and number > float(rule["MaxValue"]):
            return f"Parameter '{name}' must be a number not greater than {rule['MaxValue']}"
    if "AllowedValues" in rule and text not in [_text(allowed) for allowed in rule["AllowedValues"]]:
        return f"Parameter '{name}' must be one of AllowedValues"
    if "AllowedPattern" in rule and not regex.fullmatch(str(rule["AllowedPattern"]), text):
        return f"Parameter '{name}' must match pattern {rule['AllowedPattern']}"
    if "MinLength" in rule and len(text) < int(rule["MinLength"]):
        return f"Parameter '{name}' must contain at least {rule['MinLength']} characters"
    if "MaxLength" in rule and len(text) > int(rule["MaxLength"]):
        return f"Parameter '{name}' must contain at most {rule['MaxLength']} characters"
    return None


def _text(given: Any) -> str:
    return str(given).lower() if isinstance(given, bool) else str(given)


def _true(given: Any) -> bool:
    return str(given).lower() == "true"
