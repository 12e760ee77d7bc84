"""Rules and model together: what a text comes to, from what was found in it. Pure, and the one place for the order."""

from collections.abc import Iterable, Mapping

from core.safety.look import Look
from core.safety.model import ANSWER, CONCERN, RISK, Scores
from core.safety.rulebook import CRISIS, GENTLE, SPOKEN, WEAK
from core.safety.verdict import CLEAR, Concern, Level, Verdict

UNREAD = "screen.unread"
WEAK_TOGETHER = "screen.weak-together"
# One weak sign is everyday talk: it leaves this id, and the third text in a row of texts that has one is answered.
WEAK_SIGN = "screen.weak"
WEAK_OVER_TIME = "screen.weak-over-time"
MODEL = "model."
_TOO_MANY_WEAK = 3
# Whoever names somebody ("my brother Tom") has told of no concern: the model alone needs more to go by.
_SAID_FOR_CONCERN = 2
_UNHEARD = float("-inf")

# Where two concerns are named, the one whose answer is the more urgent.
_URGENCY = (
    Concern.MEDICAL,
    Concern.FRIEND,
    Concern.BABY,
    Concern.PARTNER,
    Concern.HARM,
    Concern.REALITY,
    Concern.HARASSMENT,
)


def decide(look: Look, scores: Scores, bounds: Mapping[str, float], recent: Iterable[str] = ()) -> Verdict:
    """Return the verdict on a text. *recent* are the rule ids of this person's last texts."""
    if look.moment:  # too little for the model, which has met such words in heavier company
        scores = dict.fromkeys(scores, _UNHEARD)
    crisis = _rules(look, CRISIS)
    if crisis:
        return Verdict(Level.CRISIS, crisis)
    concern = _likeliest_concern(scores, bounds) if look.said >= _SAID_FOR_CONCERN else None
    if scores[RISK] >= bounds["crisis"] and concern is None and not _rules(look, SPOKEN):
        return Verdict(Level.CRISIS, (MODEL + RISK,))
    gentle = _gentle(look, scores, bounds, heard_as_concern=concern is not None)
    if gentle:
        return Verdict(Level.GENTLE, gentle)
    named = _named_concern(look)
    if named is not None:
        return Verdict(Level.OTHER, _rules(look, named), named)
    if concern is not None:
        return Verdict(Level.OTHER, (MODEL + concern,), concern)
    weak = bool(_rules(look, WEAK)) or scores[ANSWER] >= bounds["weak"]
    if weak and 1 + list(recent).count(WEAK_SIGN) >= _TOO_MANY_WEAK:
        return Verdict(Level.GENTLE, (WEAK_OVER_TIME,))
    if not look.whole:
        return Verdict(Level.GENTLE, (UNREAD,))
    return Verdict(Level.NONE, (WEAK_SIGN,)) if weak else CLEAR


def _gentle(look: Look, scores: Scores, bounds: Mapping[str, float], *, heard_as_concern: bool) -> tuple[str, ...]:
    """Return the reasons for the question, if there are any. The model can wave off a rule, and only far below."""
    rules = _rules(look, GENTLE) + _rules(look, SPOKEN)
    weak = _rules(look, WEAK)
    if not rules and len(weak) > 1:
        rules = (WEAK_TOGETHER, *weak)
    if rules and (look.moment or scores[ANSWER] >= bounds["veto"]):
        return rules
    if scores[ANSWER] >= bounds["gentle"] and not heard_as_concern:
        return (MODEL + ANSWER,)
    return ()


def concern_of(scores: Scores) -> tuple[Concern, float]:
    """Return the likeliest concern, and how clearly one is heard."""
    concern = max(Concern, key=lambda each: scores[each])
    return concern, scores[CONCERN] + scores[concern] / 2


def _likeliest_concern(scores: Scores, bounds: Mapping[str, float]) -> Concern | None:
    """Return the concern that the model hears, where it hears it more clearly than the person's own risk."""
    concern, heard = concern_of(scores)
    beyond = heard - bounds["other"]
    return concern if beyond >= max(0.0, scores[ANSWER] - bounds["gentle"]) else None


def _named_concern(look: Look) -> Concern | None:
    levels = {hit.level for hit in look.hits}
    return next((each for each in _URGENCY if each in levels), None)


def _rules(look: Look, level: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.rule for hit in look.hits if hit.level == level))
