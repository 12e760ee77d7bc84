"""Words that wait for their form: they came with a command, or a crisis page came before the form could take them.

They lie sealed in the state that every person has, one form's at a time, and count for an hour: after that nobody
expects them there, and they stay out of sight until the next ones replace them.
"""

from datetime import datetime, timedelta

from core.exercises.model import Answers
from core.exercises.state import answers_from_json, answers_to_json
from core.private import Private
from core.services.run import THOUGHT
from core.services.visit import Visit
from core.storage import Json, Owner, UnitOfWork
from core.tokens import ActionToken, Verb

WAITING = "waiting"
WAITS_FOR = timedelta(hours=1)
KEPT_FOR = frozenset({Verb.PUT, Verb.ENTRY})  # an exercise keeps its own; what is searched for is kept nowhere


async def keep(visit: Visit, work: UnitOfWork, owner: Owner, token: ActionToken, answers: Answers) -> Owner:
    """Let *answers* wait for the form of *token*."""
    waiting: Json = {
        "at": visit.now.isoformat(),
        "verb": token.verb.value,
        "subject": _subject(token),
        "answers": answers_to_json(answers),
    }
    return await work.people.save_private(owner, Private({**owner.private.reveal(), WAITING: waiting}))


def waiting_for(owner: Owner | None, token: ActionToken, now: datetime) -> Answers:
    """Return what waits for the form of *token*; nothing waits for any other."""
    held = _held(owner, now)
    if held.get("verb") != token.verb.value or held.get("subject") != _subject(token):
        return {}
    return answers_from_json(held.get("answers"))


def form_of(visit: Visit) -> ActionToken | None:
    """Return the token of the form that words wait for, or None."""
    held = _held(visit.owner, visit.now)
    if held.get("verb") not in KEPT_FOR:  # words of a step that is past have no form any more
        return None
    step = "edit" if held["verb"] == Verb.ENTRY.value else ""
    return visit.token.to(Verb(str(held["verb"])), subject=str(held["subject"]), step=step)


def without(private: Json) -> Json:
    """Return a person's sealed state with nothing waiting in it."""
    return {key: value for key, value in private.items() if key != WAITING}


def all_words(owner: Owner) -> tuple[str, ...]:
    """Return whatever words lie in the sealed state, in time for a form or not: they are the person's all the same."""
    private = owner.private.reveal()
    thought, held = private.get(THOUGHT), private.get(WAITING)
    begun_from = [str(thought["text"])] if isinstance(thought, dict) else []
    answers = answers_from_json(held.get("answers")) if isinstance(held, dict) else {}
    return (*begun_from, *(words for words in answers.values() if isinstance(words, str)))


def _held(owner: Owner | None, now: datetime) -> Json:
    held = owner.private.reveal().get(WAITING) if owner else None
    if not isinstance(held, dict) or now - datetime.fromisoformat(str(held["at"])) > WAITS_FOR:
        return {}
    return held


def _subject(token: ActionToken) -> str:
    return token.subject if token.verb in {Verb.ENTRY, Verb.RUN} else ""
