"""Starting from a thought: it goes into a form, is sealed, and stands at both ends of the exercise that follows."""

from core.errors import FieldErrors
from core.exercises.engine import NEEDED, TOO_LONG
from core.exercises.model import Answers
from core.exercises.offer import is_at_work
from core.pages import OPENING_CHARS, Action, OwnWords, Page, Paragraph, TextField, Tone
from core.private import Private
from core.services import waiting
from core.services.run import THOUGHT, plain
from core.services.visit import HeardAnswers, Visit
from core.services.when import local_time
from core.tokens import Verb


async def put(visit: Visit) -> Page:
    """Open the form, with the words that came with the command in it. On Discord a form opens from its button, and is
    built anew: so they wait there."""
    visit.token = visit.token.to(Verb.PUT)
    typed = next((each.reveal().strip() for each in visit.typed), "")[:OPENING_CHARS]
    async with visit.work() as work:
        owner = await visit.known(work)
        if typed:
            visit.owner = await waiting.keep(visit, work, owner, visit.token, {THOUGHT: typed})
            await work.commit()
    return _form(visit)


async def form(visit: Visit) -> Page:
    """Return the form, with what waits for it."""
    async with visit.work() as work:
        await visit.find(work)
    return _form(visit)


def _form(visit: Visit) -> Page:
    t = visit.t
    words = waiting.waiting_for(visit.owner, visit.token, visit.now).get(THOUGHT)
    return Page(
        token=visit.token,
        title=t("A thought"),
        body=(Paragraph(t("What is the thought? One sentence is enough. Only you see it.")),),
        fields=(
            TextField(
                id=THOUGHT,
                label=t("The thought"),
                hint=t("Such as: “I am doing everything badly.”"),
                max_chars=OPENING_CHARS,
                value=Private(words) if isinstance(words, str) else None,
            ),
        ),
        submit=t("Next"),
        actions=visit.always(),
    )


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Keep the thought, sealed, and offer doors for it. Nothing is named and nothing is decided for them."""
    return await take(visit, plain(answers))


async def take(visit: Visit, answers: Answers) -> Page:
    """Do what :func:`submit` does, with words that were heard before. Raises FieldErrors."""
    thought = answers.get(THOUGHT)
    if not isinstance(thought, str) or not thought.strip():
        raise FieldErrors({THOUGHT: NEEDED})
    if len(thought) > OPENING_CHARS:
        raise FieldErrors({THOUGHT: TOO_LONG})
    async with visit.work() as work:
        owner = await visit.known(work)
        begun_from = {"text": thought.strip(), "at": visit.now.isoformat()}
        private = {**waiting.without(owner.private.reveal()), THOUGHT: begun_from}
        visit.owner = await work.people.save_private(owner, Private(private))
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
            visit.button(t("None of these"), "open"),
            visit.button(t("It is the load"), "load"),
            visit.button(t("Talk to a person"), "talk"),
            *visit.always(),
        ),
    )
