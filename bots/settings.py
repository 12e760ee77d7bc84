"""What an operator sets, from the environment and ``.env``. Every variable is in ``.env.example``."""

import base64
import binascii
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bots.loopback import is_loopback
from core.errors import ConfigurationError
from core.wording import mark

SLACK_API_URL = "https://slack.com/api/"
DISCORD_API_URL = "https://discord.com/api/v10"
DISCORD_GATEWAY_URL = "wss://gateway.discord.gg/"


class Settings(BaseSettings):
    """All settings. A field's alias is the name of its variable."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    slack_bot_token: SecretStr = Field(SecretStr(""), alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr = Field(SecretStr(""), alias="SLACK_APP_TOKEN")
    slack_api_url: str = Field(SLACK_API_URL, alias="SLACK_API_URL")
    discord_bot_token: SecretStr = Field(SecretStr(""), alias="DISCORD_BOT_TOKEN")
    discord_api_url: str = Field(DISCORD_API_URL, alias="DISCORD_API_URL")
    discord_gateway_url: str = Field(DISCORD_GATEWAY_URL, alias="DISCORD_GATEWAY_URL")
    database_url: str = Field("sqlite:///enough.db", alias="DATABASE_URL")
    master_keys: SecretStr = Field(SecretStr(""), alias="ENOUGH_MASTER_KEYS")
    master_keys_file: Path | None = Field(None, alias="ENOUGH_MASTER_KEYS_FILE")
    operator: str = Field("Whoever installed me", alias="ENOUGH_OPERATOR", min_length=1, max_length=80)
    content_dir: Path | None = Field(None, alias="ENOUGH_CONTENT_DIR")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", alias="ENOUGH_LOG_LEVEL")
    log_format: Literal["json", "console"] = Field("json", alias="ENOUGH_LOG_FORMAT")
    web_host: str = Field("127.0.0.1", alias="ENOUGH_WEB_HOST")
    web_port: int | None = Field(None, alias="ENOUGH_WEB_PORT", ge=0, le=65535)
    clock_secret: SecretStr = Field(SecretStr(""), alias="ENOUGH_CLOCK_SECRET")
    clock_start: AwareDatetime | None = Field(None, alias="ENOUGH_CLOCK_START")

    @property
    def has_slack(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value() or self.slack_app_token.get_secret_value())

    @property
    def has_discord(self) -> bool:
        return bool(self.discord_bot_token.get_secret_value())

    @property
    def all_loopback(self) -> bool:
        """Whether every base URL points at this machine: the one case in which the clock may be steered."""
        return all(is_loopback(url) for url in (self.slack_api_url, self.discord_api_url, self.discord_gateway_url))

    def key_text(self) -> str:
        """Return the master keys as text, from the variable or the file.

        Raises ConfigurationError when there are none or the file cannot be read.
        """
        if self.master_keys_file:
            try:
                return self.master_keys_file.read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = error.strerror if isinstance(error, OSError) else "it is no text"
                raise ConfigurationError(
                    f"ENOUGH_MASTER_KEYS_FILE: cannot read {self.master_keys_file}: {why}"
                ) from None
        text = self.master_keys.get_secret_value().strip()
        if not text:
            raise ConfigurationError(
                "ENOUGH_MASTER_KEYS is not set: make one with `enough keys new` and put it in .env"
            )
        return text

    def content_folders(self) -> tuple[Path, ...]:
        """Return the folders with an operator's own content. Raises ConfigurationError for one that is not there."""
        if self.content_dir is None:
            return ()
        if not self.content_dir.is_dir():
            raise ConfigurationError(f"ENOUGH_CONTENT_DIR: there is no folder {self.content_dir}")
        return (self.content_dir,)

    def keys_in(self) -> str:
        """Return where the master key is, in words, for "Who can read this?"."""
        return mark("a file") if self.master_keys_file else mark("the program’s settings")


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings. Raises ConfigurationError that names the variable; never repeats its value."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise ConfigurationError(f"{first['loc'][0]}: {first['msg']}") from None


def check_slack(settings: Settings) -> None:
    """Raise ConfigurationError when a Slack token is missing or of the wrong kind."""
    bot, app = settings.slack_bot_token.get_secret_value(), settings.slack_app_token.get_secret_value()
    if not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        raise ConfigurationError(
            "SLACK_BOT_TOKEN is missing or malformed: it starts with xoxb- and stands under "
            "api.slack.com/apps, your app, OAuth & Permissions"
        )
    if not app.startswith("xapp-"):
        raise ConfigurationError(
            "SLACK_APP_TOKEN is missing or malformed: it starts with xapp- and stands under "
            "api.slack.com/apps, your app, Basic Information, App-Level Tokens (scope connections:write)"
        )


def check_discord(settings: Settings) -> None:
    """Raise ConfigurationError when the Discord token is missing or malformed."""
    parts = settings.discord_bot_token.get_secret_value().split(".")
    if len(parts) != 3 or not _is_base64_number(parts[0]):
        raise ConfigurationError(
            "DISCORD_BOT_TOKEN is missing or malformed: it has three parts with dots between them and stands under "
            "discord.com/developers/applications, your application, Bot, Reset Token"
        )


def _is_base64_number(text: str) -> bool:
    """Whether *text* is the base64 of a decimal number: the application's id, the first part of a Discord token."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("ascii").isdecimal()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return False
