"""What the REST side says when it refuses, worded and shaped as Discord does.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes, shape of field errors:
https://docs.discord.com/developers/reference#error-messages.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]


class Refusal(Exception):
    """One refused request: an HTTP status and Discord's JSON body."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


class Problems:
    """Collects what is wrong with the fields of one form."""

    def __init__(self) -> None:
        self._found: list[tuple[Path, str, str]] = []

    def add(self, path: Path, code: str, message: str) -> None:
        self._found.append((path, code, message))

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self, prefix: Path = ()) -> None:
        """Raise the 50035 that lists everything found, under *prefix*; return when nothing was found."""
        if self._found:
            raise invalid_form([((*prefix, *path), code, message) for path, code, message in self._found])


def invalid_form(found: Iterable[tuple[Path, str, str]]) -> Refusal:
    """Return the 50035: field errors nested by path, each list under ``_errors``."""
    tree: Json = {}
    for path, code, message in found:
        node = tree
        for part in path:
            node = node.setdefault(str(part), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    return Refusal(400, 50035, "Invalid Form Body", tree)


def bad_field(path: Path, code: str, message: str) -> Refusal:
    return invalid_form([(path, code, message)])


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, 0, "404: Not Found")


def wrong_method() -> Refusal:
    return Refusal(405, 0, "405: Method Not Allowed")


def bad_json() -> Refusal:
    return Refusal(400, 50109, "The request body contains invalid JSON.")


def unknown_channel() -> Refusal:
    return Refusal(404, 10003, "Unknown Channel")


def unknown_application() -> Refusal:
    return Refusal(404, 10002, "Unknown Application")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_user() -> Refusal:
    return Refusal(404, 10013, "Unknown User")


def unknown_webhook() -> Refusal:
    return Refusal(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


def already_acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def too_many_follow_ups() -> Refusal:
    return Refusal(400, 40094, "This interaction has reached the maximum number of follow-up messages")


def token_expired() -> Refusal:
    return Refusal(401, 50027, "Invalid Webhook Token")


def empty_message() -> Refusal:
    return Refusal(400, 50006, "Cannot send an empty message")


def not_yours() -> Refusal:
    return Refusal(403, 50005, "Cannot edit a message authored by another user")


def dms_closed() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def no_shared_server() -> Refusal:
    return Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def opening_too_fast() -> Refusal:
    return Refusal(403, 40003, "You are opening direct messages too fast.")


def too_large() -> Refusal:
    return Refusal(413, 40005, "Request entity too large")


def internal() -> Refusal:
    return Refusal(500, 0, "500: Internal Server Error")
