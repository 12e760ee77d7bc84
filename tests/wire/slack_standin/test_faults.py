"""The record of calls and the faults that both stand-ins share."""

from bots.playground.wire import ApplyThenDrop, Faults, RateLimit, RecordedCall, Recorder


def call(method: str, status: int | None = 200, response: object = None, fault: str = "") -> RecordedCall:
    return RecordedCall(0.0, method, f"/api/{method}", {"text": "hi"}, status, response, fault)


def test_a_fault_acts_as_often_as_asked_and_only_on_its_method() -> None:
    """Faults are used up one call at a time, in the order in which they were added."""
    faults = Faults()
    faults.rate_limit("chat.*", retry_after=2, times=2)
    faults.apply_then_drop("chat.postMessage")
    assert faults.take("views.open") is None
    taken = [faults.take("chat.postMessage") for _ in range(4)]
    assert taken == [RateLimit(2), RateLimit(2), ApplyThenDrop(), None]


def test_calls_are_found_by_pattern() -> None:
    """A shell pattern over method names picks calls, oldest first."""
    calls = Recorder()
    for method in ("views.open", "chat.update", "views.update"):
        calls.add(call(method))
    assert [each.method for each in calls("views.*")] == ["views.open", "views.update"]
    assert len(calls) == len(calls()) == 3


def test_a_call_reads_as_one_line() -> None:
    """The line holds the method, what was sent, what came back and what stood in the way."""
    dropped = call("chat.postMessage", None, {"ok": True}, "ApplyThenDrop")
    assert str(dropped) == 'chat.postMessage {"text": "hi"} -> dropped (ApplyThenDrop)'
    refused = call("views.open", 200, {"ok": False, "error": "invalid_arguments"})
    assert str(refused) == 'views.open {"text": "hi"} -> 200 invalid_arguments'


def test_a_call_knows_whether_it_had_its_effect() -> None:
    """Applied then dropped counts; dropped before, refused or limited does not."""
    assert call("x", 200, {"ok": True}).applied
    assert call("x", 204).applied
    assert call("x", None, {"ok": True}, "ApplyThenDrop").applied
    assert not call("x", None, None, "DropBefore").applied
    assert not call("x", None, {"ok": False}, "ApplyThenDrop").applied
    assert not call("x", 200, {"ok": False}).applied
    assert not call("x", 429, {"ok": False}).applied
