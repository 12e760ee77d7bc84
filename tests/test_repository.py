"""The repository around the code: what the documents, the image and the lock file say is true of what is there."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from core.db.tables import OPEN, metadata
from core.services.care import REMEMBERED_FOR
from core.services.erase import WAIT_SECONDS
from schedules.reap import KEEP

ROOT = Path(__file__).parents[1]
FOLDERS = {"core", "schedules", "bots", "tests", "docs"}
FILES = [
    "pyproject.toml",
    "uv.lock",
    "Makefile",
    "Dockerfile",
    "compose.yaml",
    ".env.example",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ".ci/run",
    ".dockerignore",
    "docs/PROTOCOL.md",
    "docs/privacy.md",
    "docs/deploy.md",
    "docs/slack.md",
    "docs/discord.md",
    "bots/__main__.py",
    "bots/cli.py",
    "bots/bootstrap.py",
    "bots/settings.py",
    "bots/logs.py",
    "bots/web.py",
    "schedules/runner.py",
]
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def stages() -> list[list[tuple[str, str]]]:
    """Return the instructions of the Dockerfile by stage, continued lines joined."""
    text = "\n".join(line for line in read("Dockerfile").splitlines() if not line.startswith("#"))
    found: list[list[tuple[str, str]]] = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.partition(" ")
            if word == "FROM":
                found.append([])
            found[-1].append((word, rest.strip()))
    return found


def arguments(stage: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for instruction, rest in stage if instruction == word]


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^ *```.*?^ *```", "", text, flags=re.M | re.S))


# ------------------------------------------------------------------------------------------- layout


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_people_look_for_is_where_they_look(path: str) -> None:
    """The layout is the one that the README draws."""
    assert (ROOT / path).is_file()


def test_there_is_no_folder_beside_the_known_ones() -> None:
    """Three packages in their order, tests and documents: a fourth layer would have to be decided first."""
    hidden_or_built = {"dist", "build", "htmlcov"}
    there = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert there - hidden_or_built == FOLDERS


def test_each_adapter_has_the_same_files() -> None:
    """Twins: whoever knows one finds their way in the other."""
    shared = {"app.py", "handlers.py", "inbound.py", "render.py", "forms.py", "bounds.py", "messenger.py", "ids.py"}
    for platform in ("slack", "discord"):
        assert shared <= {path.name for path in (ROOT / "bots" / platform).iterdir()}, platform


# ------------------------------------------------------------------------------------------- documents


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    """A relative link points at a file or folder that exists, also where it names a heading in it."""
    for link in LINK.findall(without_code(document.read_text("utf-8"))):
        url = urlsplit(link)
        if not url.scheme and url.path:
            assert (document.parent / unquote(url.path)).exists(), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(document: Path) -> None:
    """A path in backticks, such as `core/vault.py`, is still there."""
    named = re.findall(
        r"`((?:core|bots|schedules|tests|docs)/[\w./-]*\w\.(?:py|yaml|md|toml|json|po))`", document.read_text("utf-8")
    )
    placeholders = re.compile(r"ID|NNNN|LANGUAGE")
    for path in named:
        assert placeholders.search(path) or (ROOT / path).is_file(), path


def test_every_decision_is_listed_once_and_in_order() -> None:
    """The index has each page, its number is free of gaps, and its heading is the number's."""
    pages = sorted(path.name for path in (ROOT / "docs/adr").glob("[0-9]*.md"))
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", read("docs/adr/README.md")) == pages
    for number, page in enumerate(pages, start=1):
        assert page.startswith(f"{number:04}-")
        assert read(f"docs/adr/{page}").startswith(f"# {number}. ")


def test_a_decision_is_short_and_whole() -> None:
    """At most 60 lines, with what was decided, what follows, and what was rejected."""
    for page in (ROOT / "docs/adr").glob("[0-9]*.md"):
        lines = page.read_text("utf-8").splitlines()
        assert len(lines) <= 60, page.name
        headings = [line for line in lines if line.startswith("## ")]
        assert headings == ["## Context", "## Decision", "## Consequences", "## Rejected"], page.name


def test_the_commands_that_documents_name_are_targets_of_make() -> None:
    """`make day` in a document is something that make knows."""
    targets = set(re.findall(r"^([\w-]+):", read("Makefile"), flags=re.M))
    for document in DOCUMENTS:
        named = re.findall(r"(?:`|^)make ([\w-]+)", document.read_text("utf-8"), flags=re.M)
        assert set(named) <= targets, document.name


def test_privacy_lists_every_table_and_whether_anything_in_it_is_sealed() -> None:
    """A table that is added is declared; one with a sealed column says what is in it, one without says nothing."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|[^|]*\|([^|]*)\|$", read("docs/privacy.md"), flags=re.M)
    sealed = {
        table.name: any(column.name not in OPEN[table.name] for column in table.columns)
        for table in metadata.sorted_tables
    }
    assert {name: bool(said.strip()) for name, said in rows} == sealed


def test_the_documents_state_the_times_of_the_code() -> None:
    """How long a delivery and a note after a crisis answer are kept, and how long erase waits."""
    privacy, protocol = read("docs/privacy.md"), read("docs/PROTOCOL.md")
    assert f"Deliveries are deleted {KEEP.days} days after they were due" in privacy
    assert f"for {REMEMBERED_FOR.days} days at most" in protocol
    assert f"waits up to {WAIT_SECONDS:.0f} s for one that is being sent" in privacy


# ------------------------------------------------------------------------------------------- lock file


def test_the_lock_file_names_public_hosts_only() -> None:
    """Whoever installs from it needs nothing but the public index; nothing comes from a path or from git."""
    lock = tomllib.loads(read("uv.lock"))
    urls = re.findall(r"[a-z][a-z+]*://[^\"\s]+", read("uv.lock"))
    assert urls
    assert {urlsplit(url).scheme for url in urls} == {"https"}
    assert {urlsplit(url).hostname for url in urls} == PUBLIC_HOSTS
    assert "file:" not in read("uv.lock")
    sources = {package["name"]: package["source"] for package in lock["package"]}
    assert sources.pop("enough") == {"editable": "."}
    assert all(source == {"registry": "https://pypi.org/simple"} for source in sources.values())


def test_every_artefact_in_the_lock_file_has_its_hash() -> None:
    """What is installed is what was locked."""
    for package in tomllib.loads(read("uv.lock"))["package"]:
        for artefact in [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]:
            assert artefact["hash"].startswith("sha256:"), package["name"]


# ------------------------------------------------------------------------------------------- image


def test_the_image_is_made_in_two_stages_from_the_same_base() -> None:
    """The environment's interpreter has to be at the same place in both; the second builds nothing."""
    first, second = stages()
    assert first[0] == ("FROM", "python:3.11-slim AS build")
    assert second[0] == ("FROM", "python:3.11-slim")
    assert "uv" not in " ".join(arguments(second, "RUN"))


def test_the_image_copies_what_exists_and_what_is_let_through() -> None:
    """Each path that the first stage copies is in the repository and in .dockerignore's list of exceptions; the second
    takes one folder of the first."""
    first, second = stages()
    copied = [path.rstrip("/") for rest in arguments(first, "COPY") for path in rest.split()[:-1]]
    assert all((ROOT / path).exists() for path in copied)
    ignored = [line for line in read(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert ignored[0] == "*"
    assert sorted(line.removeprefix("!") for line in ignored if line.startswith("!")) == sorted(copied)
    assert arguments(second, "COPY") == ["--from=build /opt/enough /opt/enough"]


def test_the_image_holds_all_packages_of_the_wheel() -> None:
    """A package that is added to the wheel is added to the image."""
    packages = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    first, _ = stages()
    assert {f"{name}/ {name}/" for name in packages} <= set(arguments(first, "COPY"))


def test_the_image_installs_from_the_lock_file_with_bytecode() -> None:
    """Exactly what was locked, without what is only for development, compiled, and no link back to the sources."""
    first, _ = stages()
    syncs = [run for run in arguments(first, "RUN") if run.startswith("uv sync")]
    assert all("--frozen" in run and "--no-dev" in run for run in syncs)
    assert "--no-editable" in syncs[-1]
    assert "UV_COMPILE_BYTECODE=1" in " ".join(arguments(first, "ENV"))


def test_the_image_and_make_install_with_the_same_uv() -> None:
    """One version reads the lock file everywhere."""
    pinned = {match for name in ("Dockerfile", "Makefile") for match in re.findall(r'"uv(==[^"]+)"', read(name))}
    assert len(pinned) == 1


def test_the_image_runs_as_nobody_in_particular_and_writes_to_its_volume_alone() -> None:
    """A numeric user that is not root (so that an orchestrator can check), no bytecode written, data in /data."""
    _, second = stages()
    user = arguments(second, "USER")
    assert len(user) == 1
    assert all(int(number) > 0 for number in user[0].split(":"))
    assert [word for word, _ in second].index("USER") > [word for word, _ in second].index("RUN")
    environment = dict(pair.split("=", 1) for pair in shlex.split(" ".join(arguments(second, "ENV"))))
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert environment["DATABASE_URL"] == "sqlite:////data/enough.db"
    assert arguments(second, "VOLUME") == arguments(second, "WORKDIR") == ["/data"]


def test_the_image_runs_the_command_of_the_package() -> None:
    """`docker run enough` is `enough run`, and another word is another command."""
    _, second = stages()
    assert json.loads(arguments(second, "ENTRYPOINT")[0]) == ["enough"]
    assert json.loads(arguments(second, "CMD")[0]) == ["run"]
    assert "enough" in tomllib.loads(read("pyproject.toml"))["project"]["scripts"]


def test_the_health_check_is_quiet_without_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """No port, no web server, nothing to ask; with a port that nobody listens on it is unhealthy."""
    _, second = stages()
    _, _, command = arguments(second, "HEALTHCHECK")[0].partition("CMD ")
    python, flag, code = json.loads(command)
    assert (python, flag) == ("python", "-c")
    monkeypatch.delenv("ENOUGH_WEB_PORT", raising=False)
    exec(code, {})  # noqa: S102  (the very line of the Dockerfile)
    monkeypatch.setenv("ENOUGH_WEB_PORT", "1")
    with pytest.raises(OSError, match="refused"):
        exec(code, {})  # noqa: S102


def test_compose_keeps_the_root_read_only_and_waits_for_a_graceful_stop() -> None:
    """Enough drains for 20 s; compose waits longer, and gives it no more than its volume. PostgreSQL is asked for."""
    services = yaml.safe_load(read("compose.yaml"))["services"]
    enough = services["enough"]
    assert enough["read_only"] is True
    assert enough["cap_drop"] == ["ALL"]
    assert enough["volumes"] == ["data:/data"]
    assert int(enough["stop_grace_period"].removesuffix("s")) > 20
    assert enough["depends_on"]["postgres"]["required"] is False
    assert services["postgres"]["profiles"] == ["postgres"]
