"""What an operator sets: where each value comes from, and what is said about one that cannot be used."""

import re
from pathlib import Path

import pytest

from bots.settings import Settings, check_discord, check_slack, load_settings
from core.errors import ConfigurationError
from core.vault import parse_master_keys

ROOT = Path(__file__).parents[2]
CANARY = "canary7f3a"
ALIASES = {str(field.alias): name for name, field in Settings.model_fields.items()}
# base64 of a decimal number, and two more parts: the shape of a Discord token that opens nothing
DISCORD_SHAPED = "MTIzNDU2Nzg5.abc.def"
LOOPBACK = {
    "SLACK_API_URL": "http://127.0.0.1:4001/api/",
    "DISCORD_API_URL": "http://localhost:4002/api/v10",
    "DISCORD_GATEWAY_URL": "ws://[::1]:4003/",
}


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for alias in ALIASES:
        monkeypatch.delenv(alias, raising=False)


@pytest.fixture
def settings(tmp_path: Path):
    """Return a function that reads settings from a ``.env`` file with the variables it is given."""

    def read(**variables: str) -> Settings:
        env = tmp_path / ".env"
        env.write_text("".join(f"{name}='{value}'\n" for name, value in variables.items()), "utf-8")
        return load_settings(env)

    return read


def refusal(check, *args) -> str:
    """Return the one line with which *check* refuses; it never repeats what was set."""
    with pytest.raises(ConfigurationError) as caught:
        check(*args)
    said = str(caught.value)
    assert "\n" not in said
    assert CANARY not in said
    return said


def test_the_example_names_every_variable_and_no_other():
    """``.env.example`` has each variable once, with its default, and none that the settings do not read."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    named = [tuple(line.removeprefix("#").split("=", 1)) for line in lines if re.match(r"#?[A-Z_]+=", line)]
    assert sorted(name for name, _ in named) == sorted(ALIASES)
    defaults = load_settings(None)
    for name, value in named:
        default = getattr(defaults, ALIASES[name])
        secret = getattr(default, "get_secret_value", None)
        assert value == ("" if default is None else secret() if secret else str(default)), name


def test_the_example_as_it_stands_is_a_valid_env_file():
    """Copied and not yet filled in, it gives the defaults."""
    assert load_settings(ROOT / ".env.example") == load_settings(None)


def test_the_environment_wins_over_the_file(settings, monkeypatch: pytest.MonkeyPatch):
    """A variable that is exported counts, whatever ``.env`` says."""
    monkeypatch.setenv("ENOUGH_OPERATOR", "The night desk")
    assert settings(ENOUGH_OPERATOR="Somebody").operator == "The night desk"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENOUGH_LOG_LEVEL", CANARY),
        ("ENOUGH_LOG_FORMAT", CANARY),
        ("ENOUGH_WEB_PORT", CANARY),
        ("ENOUGH_WEB_PORT", "65536"),
        ("ENOUGH_OPERATOR", CANARY * 9),
        ("ENOUGH_OPERATOR", ""),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_not_repeated(settings, name: str, value: str):
    """One line names the variable."""
    said = refusal(lambda: settings(**{name: value}))
    assert said.startswith(f"{name}: ")
    assert not value or value not in said


@pytest.mark.parametrize("bot", ["", CANARY, f"xapp-{CANARY}"])
def test_a_slack_bot_token_that_is_missing_or_malformed(settings, bot: str):
    """The line names the variable and the page that shows the token."""
    said = refusal(check_slack, settings(SLACK_BOT_TOKEN=bot, SLACK_APP_TOKEN=f"xapp-{CANARY}"))
    assert said.startswith("SLACK_BOT_TOKEN ")
    assert "api.slack.com/apps" in said
    assert "OAuth & Permissions" in said


@pytest.mark.parametrize("app", ["", CANARY, f"xoxb-{CANARY}"])
def test_a_slack_app_token_that_is_missing_or_malformed(settings, app: str):
    """The line names the variable, the page that shows the token, and the scope it needs."""
    said = refusal(check_slack, settings(SLACK_BOT_TOKEN=f"xoxb-{CANARY}", SLACK_APP_TOKEN=app))
    assert said.startswith("SLACK_APP_TOKEN ")
    assert "api.slack.com/apps" in said
    assert "connections:write" in said


@pytest.mark.parametrize("token", ["", CANARY, f"{CANARY}.a.b", f"MTIz.{CANARY}", f"ZW5vdWdo.{CANARY}.b"])
def test_a_discord_token_that_is_missing_or_malformed(settings, token: str):
    """The line names the variable and the page that shows the token; the first part has to be a number in base64."""
    said = refusal(check_discord, settings(DISCORD_BOT_TOKEN=token))
    assert said.startswith("DISCORD_BOT_TOKEN ")
    assert "discord.com/developers/applications" in said


def test_well_formed_tokens_pass(settings):
    """Rotating Slack tokens begin with xoxe., and are tokens too."""
    check_discord(settings(DISCORD_BOT_TOKEN=DISCORD_SHAPED))
    for bot in ("xoxb-1", "xoxe.xoxb-1"):
        check_slack(settings(SLACK_BOT_TOKEN=bot, SLACK_APP_TOKEN="xapp-1"))


def test_a_platform_is_wanted_when_one_of_its_tokens_is_set(settings):
    """Half a pair counts, so that the missing half is named and not passed over in silence."""
    assert (settings().has_slack, settings().has_discord) == (False, False)
    assert settings(SLACK_APP_TOKEN="xapp-1").has_slack
    assert settings(SLACK_BOT_TOKEN="xoxb-1").has_slack
    assert settings(DISCORD_BOT_TOKEN=DISCORD_SHAPED).has_discord


def test_missing_master_keys_are_named_with_the_command_that_makes_one(settings):
    """The line names the variable and `enough keys new`; blanks are no key."""
    for blank in ("", "  "):
        said = refusal(settings(ENOUGH_MASTER_KEYS=blank).key_text)
        assert said.startswith("ENOUGH_MASTER_KEYS ")
        assert "enough keys new" in said


@pytest.mark.parametrize("keys", [CANARY, f"a:{CANARY}", f"a b:{CANARY}", f"a:,{CANARY}"])
def test_malformed_master_keys_are_named_with_the_command_that_makes_one(settings, keys: str):
    """A key that was cut, or has no id, is not repeated."""
    said = refusal(parse_master_keys, settings(ENOUGH_MASTER_KEYS=keys).key_text())
    assert said.startswith("ENOUGH_MASTER_KEYS")
    assert "enough keys new" in said


def test_a_key_file_wins_over_the_variable(settings, tmp_path: Path):
    """The text of the file is taken without the line break an editor adds, and people are told where the key is."""
    file = tmp_path / "keys"
    file.write_text("from-file:key\n", "utf-8")
    read = settings(ENOUGH_MASTER_KEYS="from-variable:key", ENOUGH_MASTER_KEYS_FILE=str(file))
    assert read.key_text() == "from-file:key"
    assert read.keys_in() == "a file"
    assert settings(ENOUGH_MASTER_KEYS="a:key").keys_in() == "the program’s settings"


def test_a_key_file_that_cannot_be_read_is_named(settings, tmp_path: Path):
    """It may be missing, a folder, or no text; the line names the variable and the path."""
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\xfa")
    for path in (tmp_path / "nowhere", tmp_path, binary):
        said = refusal(settings(ENOUGH_MASTER_KEYS_FILE=str(path)).key_text)
        assert said.startswith("ENOUGH_MASTER_KEYS_FILE: ")
        assert str(path) in said


def test_secrets_do_not_print(settings):
    """Settings may end up in a traceback: secrets in them are masked."""
    read = settings(
        SLACK_BOT_TOKEN=f"xoxb-{CANARY}",
        SLACK_APP_TOKEN=f"xapp-{CANARY}",
        DISCORD_BOT_TOKEN=CANARY,
        ENOUGH_MASTER_KEYS=CANARY,
        ENOUGH_CLOCK_SECRET=CANARY,
    )
    assert CANARY not in f"{read!r} {read}"


def test_the_clock_may_be_steered_where_every_address_is_this_machine(settings):
    """All three have to be loopback, in any of its spellings."""
    assert settings(**LOOPBACK).all_loopback
    assert not settings().all_loopback


@pytest.mark.parametrize("name", sorted(LOOPBACK))
@pytest.mark.parametrize(
    "url",
    [
        "https://slack.com/api/",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "127.0.0.1:4001",
        "http://[::1/",
        "",
    ],
)
def test_one_address_elsewhere_leaves_the_clock_alone(settings, name: str, url: str):
    """A real service, a name or address that looks like loopback, and one that cannot be read: the clock stays real."""
    assert not settings(**{**LOOPBACK, name: url}).all_loopback
