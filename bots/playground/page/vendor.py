"""Fetch the page's libraries anew: ``python -m bots.playground.page.vendor`` (needs npm; nobody else does).

A newcomer has neither Node nor, perhaps, a network, so the files lie in the repository as they were published. Only two
things are changed: the name of a sibling becomes a path, since a browser knows no packages, and the comment that names
a source map goes, since no map is shipped. Each archive is held to the checksum that its registry published with it.
"""

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "assets" / "vendor"
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")


@dataclass(frozen=True)
class Package:
    """One archive: what it is held to, and which of its files lie here under which names."""

    name: str
    version: str
    sha512: str  # in base64, as registries write it
    files: dict[str, str]


PACKAGES = (
    Package(
        "preact",
        "10.29.8",
        "ej2aVZ+vZ8WO7tvlQWRM9N63A0KzF9q4mWJfDUHgYaIofWY9hu74QdnQrjoPMmZi2/nZ5gN0bJCQF49xQqx09Q==",
        {
            "dist/preact.module.js": "preact.js",
            "hooks/dist/hooks.module.js": "hooks.js",
            "LICENSE": "preact.LICENSE.txt",
        },
    ),
    Package(
        "htm",
        "3.1.1",
        "983Vyg8NwUE7JkZ6NmOqpCZ+sh1bKv2iYTlUkzlWmA5JD2acKoxd4KVxbMmxX/85mtfdnDmTFoNKcg5DGAvxNQ==",
        {"dist/htm.module.js": "htm.js", "LICENSE": "htm.LICENSE.txt"},
    ),
)


class Altered(Exception):
    """An archive is not the one that was looked at."""


def unpack(package: Package, archive: bytes) -> dict[str, str]:
    """Return the files of *package* by their names here. Raises Altered for another archive than the one named."""
    if base64.b64encode(hashlib.sha512(archive).digest()).decode() != package.sha512:
        raise Altered(f"{package.name} {package.version} has another checksum")
    with tempfile.TemporaryFile() as file:
        file.write(archive)
        file.seek(0)
        with tarfile.open(fileobj=file) as tar:
            return {here: adapted(_member(tar, f"package/{there}")) for there, here in package.files.items()}


def adapted(text: str) -> str:
    """Return *text* for a browser that knows no package names, and without its source map."""
    text = text.replace('from"preact"', 'from"./preact.js"')
    return _SOURCE_MAP.sub("", text).rstrip("\n") + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            fetched = subprocess.run(  # noqa: S603 - the names above
                ["npm", "pack", "--silent", f"{package.name}@{package.version}"],  # noqa: S607 - whichever npm is there
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
            )
            for name, text in unpack(package, (Path(folder) / fetched.stdout.strip()).read_bytes()).items():
                (FOLDER / name).write_text(text, "utf-8")
                sys.stdout.write(f"{name}: {package.name} {package.version}\n")


def _member(tar: tarfile.TarFile, name: str) -> str:
    member = tar.extractfile(name)
    if member is None:
        raise Altered(f"{name} is not a file")
    return member.read().decode("utf-8")


if __name__ == "__main__":
    main()
