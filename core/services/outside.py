"""Two pages that lead outside: "It is the load" and "Talk to a person". They answer without storage."""

from core.pages import Heading, Page, Paragraph
from core.services.about import locate
from core.services.visit import Visit


async def load(visit: Visit) -> Page:
    """When it is not in the head: who decides, what can move, leave and flexible hours, an ally, rights."""
    await locate(visit)
    t = visit.t
    return Page(
        token=visit.go("load"),
        title=t("It is the load"),
        body=(
            Paragraph(
                t(
                    "Sometimes nothing in you needs to change. There is more to do than one person can do. Then it is "
                    "about the load, and these are places to start."
                )
            ),
            Heading(t("Who decides?")),
            Paragraph(
                t(
                    "For each thing on your plate, somebody decided that it is yours. Who was it? A question to "
                    "them: “These three do not fit into this week. Which one may wait?” If asking is risky, begin with "
                    "an ally."
                )
            ),
            Heading(t("What can move?")),
            Paragraph(
                t(
                    "Later, smaller, someone else, or not at all. At home too: what happens if it is not done this "
                    "week? Often less than it feels like."
                )
            ),
            Heading(t("Leave and flexible hours")),
            Paragraph(
                t(
                    "Many places have leave for care, for illness, or fewer hours for a while. The staff handbook or "
                    "HR says what there is. You need not say why you look."
                )
            ),
            Heading(t("An ally")),
            Paragraph(
                t(
                    "One person who knows: a colleague, a union or works council, someone at home. It is easier to ask "
                    "with someone beside you."
                )
            ),
            Heading(t("Your rights")),
            Paragraph(
                t(
                    "They differ by country, and I do not know them well enough to name them. A union or a public "
                    "labour office does. In most places, asking there is free."
                )
            ),
        ),
        actions=(
            visit.button(t("Talk to a person"), "talk"),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


async def talk(visit: Visit) -> Page:
    """Between an exercise and a crisis: a therapist, a doctor, employer assistance with its caveat."""
    await locate(visit)
    t = visit.t
    return Page(
        token=visit.go("talk"),
        title=t("Talk to a person"),
        body=(
            Paragraph(
                t(
                    "A program has its limits. If it has been heavy for two weeks or more, or little reaches you any "
                    "more, a person can do what I cannot."
                )
            ),
            Heading(t("A doctor")),
            Paragraph(
                t(
                    "A good first door. Sleep, energy, appetite and mood belong there. One sentence is enough to "
                    "begin: “I have been low for a while and it does not lift.”"
                )
            ),
            Heading(t("A therapist")),
            Paragraph(
                t(
                    "Waiting lists can be long. Ask to be put on more than one, and ask your health insurance or your "
                    "doctor who has room."
                )
            ),
            Heading(t("Help through your employer")),
            Paragraph(
                t(
                    "Some employers pay for a few talks with an outside service. Before the first one, ask: who learns "
                    "that I called, and what is passed on? You may decide after you have the answer."
                )
            ),
            Heading(t("Somebody near you")),
            Paragraph(t("Not to solve it. “Can I tell you how it is, for ten minutes?” is a whole question.")),
        ),
        actions=(visit.button(t("Back to start"), "open"), *visit.always()),
    )
