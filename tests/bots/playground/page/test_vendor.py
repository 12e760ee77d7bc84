"""The libraries of the page: as published, made fit for a browser that knows no packages, and complete."""

import re
from pathlib import Path

import pytest

from bots.playground.page import vendor

ASSETS = vendor.FOLDER.parent
IMPORTED = re.compile(r"""(?:from\s*|import\s*\(?\s*)["']([^"']+)["']""")


def test_a_sibling_is_found_by_its_path_and_no_map_is_looked_for() -> None:
    """Nothing else of a file is changed."""
    published = 'import{options as n}from"preact";export{n};\n//# sourceMappingURL=hooks.module.js.map\n'
    assert vendor.adapted(published) == 'import{options as n}from"./preact.js";export{n};\n'


def test_an_altered_archive_is_refused() -> None:
    """It is held to the checksum that was published with it."""
    with pytest.raises(vendor.Altered, match="preact"):
        vendor.unpack(vendor.PACKAGES[0], b"something else")


def test_every_file_lies_here_with_its_licence() -> None:
    """What the table names is what is in the folder."""
    named = {here for package in vendor.PACKAGES for here in package.files.values()}
    assert named == {each.name for each in vendor.FOLDER.iterdir()}
    for package in vendor.PACKAGES:
        assert any(here.endswith("LICENSE.txt") for here in package.files.values())


@pytest.mark.parametrize("script", sorted(ASSETS.rglob("*.js")), ids=lambda path: str(path.relative_to(ASSETS)))
def test_a_script_imports_only_files_that_are_there(script: Path) -> None:
    """By relative path: the page needs no network, no package and no build."""
    for name in IMPORTED.findall(script.read_text("utf-8")):
        assert name.startswith("."), name
        assert (script.parent / name).is_file(), name


def test_no_asset_names_another_address() -> None:
    """Nothing is loaded from elsewhere; a link in a comment of a library is not loaded."""
    for path in ASSETS.rglob("*.*"):
        if path.parent != vendor.FOLDER and path.suffix in (".css", ".html"):
            assert not re.search(r"(https?:)?//[a-z]", path.read_text("utf-8")), path.name
