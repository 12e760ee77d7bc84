"""What is said about each concern that is not the person's own risk of suicide."""

from dataclasses import dataclass
from typing import assert_never

from core.safety.verdict import Concern
from core.wording import Voice


@dataclass(frozen=True)
class Words:
    """The lines of one concern's page. ``with_line`` adds the country's crisis line."""

    title: str
    lines: tuple[str, ...]
    emergency: str
    with_line: bool = False


def concern_words(concern: Concern, t: Voice) -> Words:
    """Return what to say about *concern*."""
    match concern:
        case Concern.FRIEND:
            return Words(
                t("Someone you worry about"),
                (
                    t("It is hard to see someone in that place. You do not have to carry it alone."),
                    t("Asking them openly does no harm: “Are you thinking about suicide?” It often brings relief."),
                    t("If you can, stay with them and call a line together. You can also call for yourself."),
                ),
                t("If they might act on it now:"),
                with_line=True,
            )
        case Concern.PARTNER:
            return Words(
                t("Your safety first"),
                (
                    t("Nobody has a right to hurt or frighten you at home. It is not your fault."),
                    t(
                        "This device may be watched. A phone that nobody at home can look into is safer for a call. "
                        "I send you nothing about this later."
                    ),
                ),
                t("If you are in danger now:"),
            )
        case Concern.HARASSMENT:
            return Words(
                t("This is not on you"),
                (
                    t("What you describe is not okay, whoever does it."),
                    t("Telling me is not a report: I am a program, and nobody at work hears of it from me."),
                    t(
                        "A note of day, place and words can help later. Keep it away from work devices. A union, a "
                        "lawyer or a doctor can be the first person you talk to."
                    ),
                ),
                t("If you are in danger now:"),
            )
        case Concern.BABY:
            return Words(
                t("Frightening thoughts"),
                (
                    t("Frightening thoughts about a baby are common. Many parents have them."),
                    t("Having such a thought is different from wanting to do it."),
                    t("A doctor or midwife knows these thoughts. Please talk to one soon."),
                ),
                t("If it may really happen: lay the baby somewhere safe, go to another room, and call:"),
                with_line=True,
            )
        case Concern.MEDICAL:
            return Words(
                t("Your body first"),
                (
                    t("This may need a doctor now. I am a program and cannot judge it."),
                    t("About a medicine that was stopped, changed or mixed up: a doctor or pharmacist can tell you."),
                ),
                t("If it is strong, new or getting worse:"),
            )
        case Concern.REALITY:
            return Words(
                t("You are not alone in it"),
                (
                    t("What you describe can be very frightening. It happens to many people, and it can be treated."),
                    t("Please talk to a doctor today. Is there someone you trust who can be with you now?"),
                ),
                t("If you are in danger, or afraid of what may happen:"),
                with_line=True,
            )
        case Concern.HARM:
            return Words(
                t("A pause first"),
                (
                    t("Thoughts of hurting someone can come up when it is all too much."),
                    t("For now, go where the other person is not. Talking to someone keeps you both safe."),
                ),
                t("If it may happen, or has happened:"),
                with_line=True,
            )
        case _:
            assert_never(concern)
