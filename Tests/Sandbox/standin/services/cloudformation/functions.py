"""Intrinsic functions and conditions, evaluated over parameters and what stands of the resources."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .refusal import refused

NO_VALUE = object()
VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")
LITERAL = re.compile(r"\$\{!([^}]*)\}")


@dataclass
class Scope:
    """What names mean in one template for one stack."""

    template: dict[str, Any]
    values: dict[str, Any]
    """Of parameters and pseudo parameters."""
    reference: Callable[[str], Any]
    """What `Ref` of a resource is."""
    attribute: Callable[[str, str], Any]
    """What `Fn::GetAtt` is."""
    imported: Callable[[str], str]
    """What another stack exports."""

    def of(self, given: Any) -> Any:
        """A value with everything evaluated; members without a value are gone."""
        if isinstance(given, dict):
            if len(given) == 1:
                name, argument = next(iter(given.items()))
                if name == "Ref":
                    return self._ref(str(argument))
                if name in FUNCTIONS:
                    return FUNCTIONS[name](self, argument)
                if name.startswith("Fn::"):
                    raise refused(f"Template error: the sandbox has no {name}")
            found = {name: self.of(inner) for name, inner in given.items()}
            return {name: inner for name, inner in found.items() if inner is not NO_VALUE}
        if isinstance(given, list):
            return [inner for inner in map(self.of, given) if inner is not NO_VALUE]
        return given

    def holds(self, name: str) -> bool:
        """Whether a condition of the template is true."""
        conditions = self.template.get("Conditions") or {}
        if name not in conditions:
            raise refused(f"Template format error: Unresolved dependencies [{name}]. Cannot reference resources in the Conditions block of the template")  # fmt: skip
        return self._truth(conditions[name])

    def _truth(self, given: Any) -> bool:
        name, argument = next(iter(given.items()))
        if name == "Condition":
            return self.holds(argument)
        if name == "Fn::Equals":
            first, second = (_plain(self.of(part)) for part in argument)
            return bool(first == second)
        tests = {"Fn::And": all, "Fn::Or": any, "Fn::Not": lambda parts: not any(parts)}
        return bool(tests[name](self._truth(part) for part in argument))

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self.values[name] if name in self.values else self.reference(name)

    def _sub(self, argument: Any) -> str:
        text, own = (argument[0], self.of(argument[1])) if isinstance(argument, list) else (argument, {})

        def value(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name in own:
                return str(own[name])
            if "." in name:
                return str(self.attribute(*name.split(".", 1)))
            return _plain(self._ref(name))

        return LITERAL.sub(r"${\1}", VARIABLE.sub(value, text))

    def _attribute(self, argument: Any) -> Any:
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return self.attribute(name, str(self.of(attribute)))

    def _if(self, argument: list[Any]) -> Any:
        return self.of(argument[1] if self.holds(argument[0]) else argument[2])

    def _select(self, argument: list[Any]) -> Any:
        index, several = int(self.of(argument[0])), self.of(argument[1])
        if not 0 <= index < len(several):
            raise refused(f"Template error: Fn::Select cannot select nonexistent value at index {index}")
        return several[index]

    def _mapped(self, argument: list[Any]) -> Any:
        names = [str(self.of(part)) for part in argument]
        found: Any = self.template.get("Mappings") or {}
        for name in names:
            if name not in found:
                raise refused(f"Template error: Unable to get mapping for {'::'.join(names)}")
            found = found[name]
        return found


def _plain(value: Any) -> str:
    """A scalar as text: `true` and `1`, as YAML wrote them."""
    return str(value).lower() if isinstance(value, bool) else ",".join(value) if isinstance(value, list) else str(value)


FUNCTIONS: dict[str, Callable[[Scope, Any], Any]] = {
    "Fn::Sub": Scope._sub,
    "Fn::GetAtt": Scope._attribute,
    "Fn::If": Scope._if,
    "Fn::Select": Scope._select,
    "Fn::FindInMap": Scope._mapped,
    "Fn::Join": lambda scope, argument: argument[0].join(_plain(part) for part in scope.of(argument[1])),
    "Fn::Split": lambda scope, argument: str(scope.of(argument[1])).split(argument[0]),
    "Fn::Base64": lambda scope, argument: base64.b64encode(str(scope.of(argument)).encode()).decode(),
    "Fn::ImportValue": lambda scope, argument: scope.imported(str(scope.of(argument))),
    "Fn::GetAZs": lambda scope, argument: [f"{scope.of(argument) or scope.values['AWS::Region']}{zone}" for zone in "abc"],
}


def named(given: Any) -> set[str]:
    """Every name that a value refers to: of parameters, of resources, and pseudo parameters."""
    if isinstance(given, list):
        return {name for inner in given for name in named(inner)}
    if not isinstance(given, dict):
        return set()
    found = set().union(*(named(inner) for inner in given.values()))
    if len(given) != 1:
        return found
    function, argument = next(iter(given.items()))
    if function == "Ref":
        return {str(argument)}
    if function == "Fn::GetAtt":
        return {argument.split(".", 1)[0] if isinstance(argument, str) else argument[0]}
    if function == "Fn::Sub":
        text, own = argument if isinstance(argument, list) else (argument, {})
        return found | {name.strip().split(".", 1)[0] for name in VARIABLE.findall(text) if name.strip() not in own}
    return found
