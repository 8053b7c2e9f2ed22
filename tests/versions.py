"""What decides how a file looks and sounds, digested: no version number can be forgotten.

``python -m tests.versions`` stores the digests of today.
"""

import ast
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import coach

FOLDER = Path(coach.__file__).parent
STORED = Path(__file__).with_name("versions.txt")


class Decisive(NamedTuple):
    """One thing that is decided by code, and has a version that is counted up by hand."""

    version: str
    """The module and the name of the number."""
    roots: tuple[str, ...]
    """The modules and names that decide it; whatever these use in the rooms decides it too."""
    rooms: tuple[str, ...]
    changed: str
    """How it is told that it is not what it was."""


DECISIVE = {
    "speech": Decisive(
        "voices.voice:FINISH",
        ("voices.finishing:finished", "sound.shaping:to_pcm"),
        ("voices", "sound", "units"),
        "what a phrase sounds like, once a voice has spoken it, has changed",
    ),
    "sound": Decisive(
        "export.fingerprint:FILE_FORM",
        ("timeline.mixer:mix", "timeline.gains:gains", "sound.bed:Bed", "export.writing:_Sound"),
        ("timeline", "sound", "units"),
        "what a session sounds like has changed",
    ),
    "pictures": Decisive(
        "export.fingerprint:FILE_FORM",
        ("pictures.cover:draw_cover", "pictures.cover:draw_section"),
        ("pictures",),
        "what the pictures in a file look like has changed",
    ),
    "tags": Decisive(
        "export.fingerprint:FILE_FORM",
        ("export.manner:FILE_FORMATS", "texts.description:describe"),
        ("export", "texts", "content"),
        "what stands in a file beside its sound has changed",
    ),
    "encoding": Decisive(
        "export.fingerprint:FILE_FORM",
        (
            *("export.writing:_coding", "export.encoder:_command"),
            *("export.pieces:_write", "export.mp3:lowered"),
        ),
        ("export",),
        "how a file is encoded has changed",
    ),
    "pieces": Decisive(
        "export.pieces:PIECE_FORM",
        ("export.pieces:_pieces", "export.lane:Lane", "export.encoder:_command"),
        ("export",),
        "what is kept of a piece that was encoded has changed",
    ),
}


class Module:
    """What a module defines at its top, and where it has the rest from."""

    def __init__(self, source: str) -> None:
        self._tree = ast.parse(source)

    @cached_property
    def definitions(self) -> dict[str, ast.AST]:
        """By name."""
        return {name: node for node in self._tree.body for name in _names(node)}

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """The module or room and the name there, of each name from coach."""
        return {
            alias.asname or alias.name: (str(node.module).removeprefix("coach."), alias.name)
            for node in ast.walk(self._tree)
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("coach.")
            for alias in node.names
        }


_module = cache(Module)


class House:
    """All modules of coach, by their names without it.

    Args:
        instead: Other sources of some, to see what comes of them.
    """

    def __init__(self, instead: Mapping[str, str] = {}) -> None:
        sources = {
            ".".join(path.relative_to(FOLDER).with_suffix("").parts): path
            for path in FOLDER.rglob("*.py")
        }
        there = {name: path.read_text(encoding="utf-8") for name, path in sources.items()}
        self._modules = {name: _module(text) for name, text in {**there, **instead}.items()}

    def digest(self, decisive: Decisive) -> str:
        """A digest of all that decides; names of modules, types and remarks do not."""
        dumped = sorted(f"{name} {_dump(self._node(*at))}" for name, at in self._used(decisive))
        return hashlib.sha256("\n".join(dumped).encode()).hexdigest()[:16]

    def version(self, decisive: Decisive) -> int:
        """The number that is counted up."""
        node = self._node(*_at(decisive.version))
        assert isinstance(node, ast.Assign)
        number: int = ast.literal_eval(node.value)
        return number

    def _node(self, module: str, name: str) -> ast.AST:
        return self._modules[module].definitions[name]

    def _used(self, decisive: Decisive) -> Iterator[tuple[str, tuple[str, str]]]:
        """The roots and all that they use, each once."""
        waiting = [_at(root) for root in decisive.roots]
        seen = {_at(decisive.version)}
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            yield at[1], at
            for name in _loaded(self._node(*at)):
                found = self._found(at[0], name)
                if found and found[0].split(".")[0] in decisive.rooms:
                    waiting.append(found)

    def _found(self, module: str, name: str) -> tuple[str, str] | None:
        """Where a name that a module uses is defined."""
        if name in self._modules[module].definitions:
            return module, name
        there = self._modules[module].imported.get(name)
        if there is None or there[0] in self._modules:
            return there
        return self._exported(*there)

    def _exported(self, room: str, name: str) -> tuple[str, str] | None:
        homes = [
            (module, name)
            for module, one in self._modules.items()
            if module.split(".")[0] == room and name in one.definitions
        ]
        return homes[0] if homes else None


def _at(address: str) -> tuple[str, str]:
    module, name = address.split(":")
    return module, name


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            parts = (part for target in targets for part in ast.walk(target))
            yield from (part.id for part in parts if isinstance(part, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


IGNORED = ("annotation", "returns", "type_comment", "type_params", "kind", "ctx")
"""Parts of the syntax that decide nothing, or that not every Python has."""


def _parts(node: ast.AST) -> Iterator[tuple[str, list[object]]]:
    """The parts of a node that decide something: no types and no docstrings."""
    for name, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        kept = [part for part in parts if part is not None and not _is_remark(part)]
        if kept and name not in IGNORED:
            yield name, kept


def _is_remark(part: object) -> bool:
    return (
        isinstance(part, ast.Expr)
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, str)
    )


def _dump(node: object) -> str:
    """A node in words that are the same in every Python."""
    if not isinstance(node, ast.AST):
        return repr(node)
    parts = (f"{name}={','.join(map(_dump, values))}" for name, values in _parts(node))
    return f"{type(node).__name__}({';'.join(parts)})"


def _loaded(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    for _, values in _parts(node):
        for value in values:
            if isinstance(value, ast.AST):
                yield from _loaded(value)


class Known(NamedTuple):
    """What is stored of one thing."""

    version: int
    digest: str


def today(house: House) -> dict[str, Known]:
    """What would be stored now."""
    return {
        what: Known(house.version(decisive), house.digest(decisive))
        for what, decisive in DECISIVE.items()
    }


def stored() -> dict[str, Known]:
    """What is stored."""
    found = re.findall(r"^(\w+) (\d+) (\w+)$", STORED.read_text(encoding="utf-8"), re.MULTILINE)
    return {what: Known(int(version), digest) for what, version, digest in found}


def told(what: str, before: Known, now: Known) -> str:
    """What to do about a thing that is not as it is stored; nothing if it is."""
    if before == now:
        return ""
    module, name = DECISIVE[what].version.split(":")
    store = "`python -m tests.versions` stores how it is now"
    if now.version != before.version:
        return f"{name} has been counted up: {store}"
    return (
        f"{DECISIVE[what].changed}: if anybody can see or hear that, count up {name} in "
        f"coach/{module.replace('.', '/')}.py; then {store}"
    )


if __name__ == "__main__":
    lines = [f"{what} {known.version} {known.digest}" for what, known in today(House()).items()]
    STORED.write_text("\n".join(lines) + "\n", encoding="utf-8")
