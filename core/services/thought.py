"""Starting from a thought: it goes into a form, is sealed, and stands at both ends of the exercise that follows."""

from core.errors import FieldErrors
from core.exercises.engine import NEEDED, TOO_LONG
from core.exercises.offer import is_at_work
from core.pages import OPENING_CHARS, Action, OwnWords, Page, Paragraph, TextField, Tone
from core.private import Private
from core.services.run import THOUGHT, plain
from core.services.visit import HeardAnswers, Visit
from core.services.when import local_time
from core.tokens import Verb


async def put(visit: Visit) -> Page:
    """Open the form, with the words that came with the command in it."""
    async with visit.work() as work:
        await visit.known(work)
    return _form(visit)


async def form(visit: Visit) -> Page:
    """Return the form that the token names, from the token alone."""
    return _form(visit)


def _form(visit: Visit) -> Page:
    t = visit.t
    typed = next(iter(visit.typed), None)
    return Page(
        token=visit.token.to(Verb.PUT),
        title=t("A thought"),
        body=(Paragraph(t("What is the thought? One sentence is enough. Only you see it.")),),
        fields=(
            TextField(
                id=THOUGHT,
                label=t("The thought"),
                hint=t("Such as: “I am doing everything badly.”"),
                max_chars=OPENING_CHARS,
                value=Private(typed.reveal()[:OPENING_CHARS]) if typed and typed.reveal().strip() else None,
            ),
        ),
        submit=t("Next"),
        actions=visit.always(),
    )


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Keep the thought, sealed, and offer doors for it. Nothing is named and nothing is decided for them."""
    thought = plain(answers).get(THOUGHT)
    if not isinstance(thought, str) or not thought.strip():
        raise FieldErrors({THOUGHT: NEEDED})
    if len(thought) > OPENING_CHARS:
        raise FieldErrors({THOUGHT: TOO_LONG})
    async with visit.work() as work:
        owner = await visit.known(work)
        await work.people.save_private(owner, Private({**owner.private.reveal(), THOUGHT: thought.strip()}))
        await work.commit()
    t = visit.t
    doors = [
        ("trace", t("It may be a rule somebody handed you: look at it")),
        ("kind", t("It may sound different about a friend: try it")),
        ("closing", t("It may be the day that pulls: close it")),
    ]
    if is_at_work(local_time(visit.now, owner.zone)):
        doors = [each for each in doors if not visit.house.catalog[each[0]].tender]
    return Page(
        token=visit.token,
        title=t("A thought"),
        body=(OwnWords(Private(thought.strip())), *(Paragraph(f"{why}.") for _, why in doors)),
        actions=(
            *(
                Action(t(visit.house.catalog[each].title), visit.token.to(Verb.START, subject=each), Tone.PRIMARY)
                for each, _ in doors
            ),
            visit.button(t("None of these"), "home"),
            visit.button(t("It is the load"), "load"),
            visit.button(t("Talk to a person"), "talk"),
            *visit.always(),
        ),
    )
