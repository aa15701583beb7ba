"""YAML read so that every value knows its line.

Values stay what the file says: text, except true, false and null. (Plain YAML would turn `no` into
false, 988 into a number and 2026-11-21 into a date, and then complain about the wrong thing.)
"""

import yaml

Path = tuple[str | int, ...]
"""Where a value stands in a file, such as ("laws", 3, "citation")."""


class BrokenYamlError(ValueError):
    """The text is not YAML that we read; carries the line (from 1), the field and one sentence."""

    def __init__(self, line: int, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.field = field
        self.sentence = sentence


_LITERALS = {"true": True, "false": False, "null": None, "~": None, "": None}


def read_with_lines(text: str) -> tuple[object, dict[Path, int]]:
    """Return the value in `text` and the line (from 1) on which each part of it begins.

    Raises BrokenYamlError for text that is no YAML, for a field written twice, and for anchors.
    """
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BrokenYamlError(line, "", f"this is not valid YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise BrokenYamlError(1, "", "this is not valid YAML: a wrong character.") from error
    lines: dict[Path, int] = {}
    return _value(node, (), lines, set()), lines


def field_name(path: Path) -> str:
    """Say a path like `laws[3].citation`, counting from 0 in the file's order."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else (f".{part}" if name else part)
    return name


def _value(node: "yaml.Node | None", path: Path, lines: dict[Path, int], above: set[int]) -> object:
    if node is None:
        lines[path] = 1
        return None
    lines.setdefault(path, int(node.start_mark.line) + 1)
    if id(node) in above:
        raise BrokenYamlError(lines[path], field_name(path), "a record may not contain itself.")
    above = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, above)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), lines, above) for i, item in enumerate(node.value)]
    if (
        isinstance(node, yaml.ScalarNode)
        and not node.style
        and str(node.value).lower() in _LITERALS
    ):
        return _LITERALS[str(node.value).lower()]
    return str(node.value)


def _mapping(
    node: yaml.MappingNode, path: Path, lines: dict[Path, int], above: set[int]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        here = (*path, key)
        if key in found:
            raise BrokenYamlError(line, field_name(here), "this field is written twice.")
        lines[here] = line
        found[key] = _value(value_node, here, lines, above)
    return found
