"""What may stand where in a file of content: looked at before anything is made of it, so that a slip is named by line.

Every scalar is a text: "no" and "off" are words here, and nobody who writes content needs to know that YAML would make
them false. A flag is "true" or "false" and nothing else, so that "keep: yes" is not taken for a no.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_FILE_CHARS = 100_000  # the longest that is shipped has 5,000
MAX_DEPTH = 12
TEXT, FLAG = "a text", "true or false"
# Ten times as fast, and PyYAML has it wherever it was built with libyaml, as its wheels are.
_FAST = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ANY = "*"  # a mapping with keys that the writer chooses

Shape: TypeAlias = str | tuple[Any, ...] | Sequence[Any] | Mapping[str, Any]

_SAY: Shape = (TEXT, {_ANY: TEXT})
_FIELD: Shape = {_ANY: TEXT, "optional": FLAG, "options": {_ANY: TEXT}}
STEP: Mapping[str, Shape] = {
    "say": [_SAY],
    "fields": [_FIELD],
    "submit": TEXT,
    "next": TEXT,
    "branch": {"by": TEXT, "to": [TEXT]},
    "whole": FLAG,
    "keep": FLAG,
    "forgets": FLAG,
    "doors": [TEXT],
    "taps": [{_ANY: TEXT}],
    "drafts": {_ANY: TEXT},
}
_FILE: Shape = {
    _ANY: TEXT,
    "tender": FLAG,
    "later": {_ANY: TEXT, "remember": [TEXT]},
    "parks": [[TEXT]],
    "tells": [TEXT],
    "steps": {_ANY: STEP},
}


def parse(text: str) -> Mapping[str, Any]:
    """Return the file as texts, lists and mappings. Raises yaml.MarkedYAMLError with the line, or yaml.YAMLError."""
    if len(text) > MAX_FILE_CHARS:
        raise yaml.MarkedYAMLError(problem=f"a file holds {MAX_FILE_CHARS} characters at most")
    try:
        node = _compose(text, _FAST)
    except yaml.YAMLError:
        node = _compose(text, yaml.BaseLoader)  # it says more plainly what is wrong
    if not isinstance(node, MappingNode):
        raise yaml.MarkedYAMLError(problem="a file holds one exercise: id, revision, title, move, basis, first, steps")
    _look(node, _FILE)
    parsed: Mapping[str, Any] = yaml.BaseLoader("").construct_document(node)  # makes nothing but text
    return parsed


def _compose(text: str, loader: type[yaml.BaseLoader]) -> Node | None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise _fault("write it out: '*' repeats nothing here", event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _fault("this is nested too deep", event)
    return yaml.compose(text, Loader=loader)


def _look(node: Node, shape: Shape) -> None:
    match shape, node:
        case tuple(), _:
            _look(node, next((each for each in shape if _is_alike(node, each)), shape[0]))
        case Mapping(), MappingNode():
            seen = set[str]()
            for key, value in node.value:
                if not isinstance(key, ScalarNode):
                    raise _fault("in front of ':' stands one word", key)
                if key.value in seen:
                    raise _fault(f"'{key.value}' stands here twice", key)
                seen.add(key.value)
                # What is not known here is named later, by what it stands in.
                _look(value, shape.get(key.value) or shape.get(_ANY) or (TEXT, [], {}))
        case list(), SequenceNode():
            for value in node.value:
                _look(value, shape[0] if shape else (TEXT, [], {}))
        case str(), ScalarNode():
            if shape == FLAG and node.value not in {"true", "false"}:
                raise _fault(f"here stands true or false, not '{node.value[:20]}'", node)
        case _:
            raise _fault(f"here stands {_said(shape)}", node)


def _is_alike(node: Node, shape: Shape) -> bool:
    kinds = {ScalarNode: str, SequenceNode: list, MappingNode: dict}
    return isinstance(shape, kinds[type(node)])


def _said(shape: Shape) -> str:
    if isinstance(shape, str):
        return shape
    return "names with ':'" if isinstance(shape, Mapping) else "a list, each with '- ' in front"


def _fault(what: str, at: Any) -> yaml.MarkedYAMLError:
    """*at* is an event or a node, both of which know where they stand."""
    return yaml.MarkedYAMLError(problem=what, problem_mark=at.start_mark)
