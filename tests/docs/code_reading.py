"""What the code itself says of its settings and keys, read without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bot.locations import ROOT

# What every shell has of itself.
NOT_SETTINGS = {"HOME", "BASH_SOURCE"}
# What reads a variable by its name; the last two out of a file as well.
READERS = {"os.environ.get", "os.getenv", "secret", "secret_setting"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def variables_read() -> set[str]:
    """Names of environment variables that our code, the Makefile and the shell scripts read."""
    names = set(re.findall(r"^(\w+) \?=", read("Makefile"), re.MULTILINE))
    for file in (ROOT / "deploy").glob("*.sh"):
        text = file.read_text(encoding="utf-8")
        own = set(re.findall(r"^\s*([A-Z_]+)=", text, re.MULTILINE))
        names |= set(re.findall(r"\$\{?([A-Z][A-Z_]+)\b", text)) - own
    for folder in ("bot", "actions"):
        for file in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            names |= set(variables_in(tree)) | set(settings_in(tree))
    return names - NOT_SETTINGS


def settings_in(tree: ast.Module) -> Iterator[str]:
    """Values of the constants that name a variable to be read: those called `..._SETTING`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id.endswith("_SETTING"):
                    yield str(node.value.value)


def variables_in(tree: ast.Module) -> Iterator[str]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        key: ast.expr | None = None
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
            key = node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            key = node.slice if ast.unparse(node.value) == "os.environ" else None
        if isinstance(key, ast.Constant):
            yield str(key.value)
        elif key is not None:
            # A name that is handed in is a constant somewhere else (settings_in).
            value = constants.get(ast.unparse(key))
            if value is not None:
                yield str(value)


def variables_set() -> dict[str, str]:
    """Environment variables that the Makefile exports and the launcher hands on."""
    found = dict(re.findall(r"^export (\w+) := (.+)$", read("Makefile"), re.MULTILINE))
    for node in ast.walk(ast.parse(read("bot/launch/prepare.py"))):
        if isinstance(node, ast.FunctionDef) and node.name == "quiet_environment":
            for one in ast.walk(node):
                if isinstance(one, ast.Dict):
                    pairs = zip(one.keys, one.values, strict=True)
                    found |= {ast.literal_eval(k): ast.literal_eval(v) for k, v in pairs if k}
    return found


def default_config(file: str, component: str) -> set[str]:
    """Keys of a component's default configuration, as written in its file."""
    for node in ast.walk(ast.parse(read(file))):
        if isinstance(node, ast.ClassDef) and node.name == component:
            for one in ast.walk(node):
                if isinstance(one, ast.FunctionDef) and one.name == "get_default_config":
                    keys = [k for d in ast.walk(one) if isinstance(d, ast.Dict) for k in d.keys]
                    return {key.value for key in keys if isinstance(key, ast.Constant)}
    return set()


def metadata_keys_read(file: str) -> set[str]:
    """Keys that a file reads out of a response's `metadata`, in any of the three ways to do so."""
    text = read(file)
    direct = re.findall(r'metadata(?:\.get\(|\[)"(\w+)"', text)
    asked = re.findall(r'"(\w+)" (?:not )?in metadata\b', text)
    chained = re.findall(r'\.get\("metadata"\) or \{\}\)\.get\("(\w+)"\)', text)
    looped = [
        key
        for keys in re.findall(r"for key in \(([^)]+)\) if key in metadata", text)
        for key in re.findall(r'"(\w+)"', keys)
    ]
    return {*direct, *asked, *chained, *looped}
