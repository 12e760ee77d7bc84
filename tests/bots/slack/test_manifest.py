"""The manifest that operators paste, held against what the code listens to."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bots.playground.slack.api import DEFAULT_SCOPES
from bots.slack import ids

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DOCS / "slack-app-manifest.yaml").read_text())
    return loaded


def test_the_manifest_asks_for_what_the_stand_in_grants(manifest: dict[str, Any]) -> None:
    """No scope more than the tests run with, and the guide explains each."""
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert set(scopes) == DEFAULT_SCOPES
    guide = (DOCS / "slack.md").read_text()
    assert all(f"`{scope}`" in guide for scope in scopes)


def test_the_manifest_names_what_the_adapter_listens_to(manifest: dict[str, Any]) -> None:
    """The shortcut, the Home tab, and Socket Mode; nobody types to the bot in a message."""
    features, settings = manifest["features"], manifest["settings"]
    assert [each["callback_id"] for each in features["shortcuts"]] == [ids.SHORTCUT]
    assert features["app_home"]["messages_tab_read_only_enabled"] is True
    assert features["app_home"]["home_tab_enabled"] is True
    assert settings["event_subscriptions"]["bot_events"] == ["app_home_opened"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"]["is_enabled"] is True


def test_the_manifest_fits_slack(manifest: dict[str, Any]) -> None:
    """https://docs.slack.dev/reference/app-manifest: names and descriptions have lengths."""
    assert len(manifest["display_information"]["description"]) <= 140
    assert all(
        len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in manifest["features"]["shortcuts"]
    )
