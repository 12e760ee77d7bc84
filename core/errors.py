"""The one tree of errors that Enough raises on purpose.

::

    EnoughError
    ├── ConfigurationError        an operator has to change a setting; the message names it      (exit code 2)
    ├── BadToken                  a button or form that is malformed, foreign or of another time (kind reply)
    ├── FieldErrors               what was typed cannot be used; keyed by field id               (shown at the field)
    ├── StorageDown               the database cannot be reached or did not answer in time       ("not saved")
    ├── SealBroken                a sealed value does not open: wrong key, wrong row, or altered
    └── DeliveryError             what a Messenger may raise
        ├── RecipientGone         this person cannot be written to (closed DMs, left, removed the app); never retried
        ├── Refused               the platform will not take this message; never retried
        ├── RateLimited           not sent; may be sent after ``retry_after`` seconds
        └── Ambiguous             may have been delivered: nobody knows

No message of these holds a person's words: they reach logs.
"""

from collections.abc import Mapping


class EnoughError(Exception):
    """Base of all expected errors."""


class ConfigurationError(EnoughError):
    """A setting is missing or malformed. The message names the variable and where to get a value."""


class BadToken(EnoughError):
    """A button, form or command that no longer (or never) meant anything to this person."""


class FieldErrors(EnoughError):
    """Typed input that cannot be used. ``errors`` maps a field id to a sentence that lists accepted forms."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("input refused in: " + ", ".join(sorted(errors)))
        self.errors = dict(errors)


class StorageDown(EnoughError):
    """The database could not be reached, was locked too long, or answered too late. Nothing was saved."""


class SealBroken(EnoughError):
    """A sealed value did not open."""


class DeliveryError(EnoughError):
    """Base of what a Messenger raises. ``reason`` is a short platform code, never text of a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RecipientGone(DeliveryError):
    """The recipient cannot be reached, now or later. The address is marked and never retried."""


class Refused(DeliveryError):
    """The platform refuses this message. It is not retried; the address stays good."""


class RateLimited(DeliveryError):
    """Not sent. ``retry_after`` is in seconds; nothing of this tenant is sent before."""

    def __init__(self, reason: str, *, retry_after: float) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Ambiguous(DeliveryError):
    """The connection broke after the request left: it may have been delivered."""
