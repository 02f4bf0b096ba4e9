"""Turns text and XML into the values that a botocore shape describes."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from botocore.model import Shape


def from_xml(shape: Any, element: ElementTree.Element, problems: list[str]) -> Any:
    """Reads an element by its shape; elements and attributes left over are problems."""
    if shape.type_name == "structure":
        return _structure_from_xml(shape, element, problems)
    if shape.type_name == "list":
        return [from_xml(shape.member, child, problems) for child in element]
    if shape.type_name == "map":
        return {child[0].text or "": from_xml(shape.value, child[1], problems) for child in element}
    if len(element):
        problems.append(f"element {local(element.tag)} must hold text only")
    return scalar(shape, element.text or "", local(element.tag), problems)


def _structure_from_xml(shape: Any, element: ElementTree.Element, problems: list[str]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, member in shape.members.items():
        place = member.serialization
        if place.get("location"):
            continue
        if place.get("xmlAttribute"):
            attribute = next((v for k, v in element.attrib.items() if local(k) == place["name"].partition(":")[2]), None)
            if attribute is not None:
                value[name] = attribute
            continue
        wire = place.get("name", name)
        if member.type_name == "list" and place.get("flattened"):
            wire = member.member.serialization.get("name", wire)
        children = [child for child in element if local(child.tag) == wire]
        if not children:
            continue
        if member.type_name == "list" and place.get("flattened"):
            value[name] = [from_xml(member.member, child, problems) for child in children]
        else:
            value[name] = from_xml(member, children[0], problems)
    known = {_wire_name(name, member) for name, member in shape.members.items()}
    problems += [f"unknown element '{local(child.tag)}'" for child in element if local(child.tag) not in known]
    return value


def _wire_name(name: str, member: Any) -> str:
    wire = member.serialization.get("name", name)
    if member.type_name == "list" and member.serialization.get("flattened"):
        return str(member.member.serialization.get("name", wire))
    return str(wire)


def local(tag: str) -> str:
    """An element's name without its namespace."""
    return tag.rpartition("}")[2]


def scalar(shape: Shape, text: str, where: str, problems: list[str]) -> Any:
    """Turns the text of a parameter into the type its shape wants."""
    try:
        if shape.type_name in ("integer", "long"):
            return int(text)
        if shape.type_name in ("float", "double"):
            return float(text)
    except ValueError:
        problems.append(f"'{where}' is not a number: {text[:40]}")
        return 0
    if shape.type_name == "boolean":
        if text.lower() not in ("true", "false"):
            problems.append(f"'{where}' is not a boolean: {text[:40]}")
        return text.lower() == "true"
    return text
