"""Risk that is told rather than stated, and heavy words whose object makes them harmless: lines of this suite's own."""

import pytest

from core.safety.screen import prepare, screen
from core.safety.verdict import Level, Route

LOOP = Route("closing", "loop")
ANY = (Level.CRISIS, Level.GENTLE)


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    prepare()


@pytest.mark.parametrize(
    "line",
    [
        "quiero morirme hace meses",
        "me quiero matar hace como cinco años y nadie lo sabe",
        "pienso en suicidarme desde hace tiempo",
        "no te puedo jurar que no me quiero morir",
        "no digo que no piense en matarme",
        "I'm not going to pretend I don't want to die",
        "I am not saying I don't want to kill myself",
        "i cant promise i wont kill myself",
        "i want 2 die",
        "need 2 sleep 4ever, 2nite",
        "parked behind the depot with a loaded revolver on my knees. My brother thinks I am at work",
        "a welder, a husband, a coach, and I have the muzzle of the gun in my mouth",
        "cortando el pan agarré la navaja y me la pasé por la muñeca, despacio, y después serví la mesa",
        "I took the box cutter from the bench and held it against my wrist until the bell",
        "I keep counting my dad's tablets and they are not for him",
        "guardo las ampollas de mi abuela y no son para ella",
        "used to burn myself, at college. Last night, after the review, I went back",
        "De joven me cortaba. Ayer, después del turno, otra vez",
    ],
)
def test_what_is_told_in_a_scene_or_after_a_past_is_explicit(line: str) -> None:
    """A wish that has lasted, a "no" that says yes, short spelling, a weapon in a scene, a habit come back."""
    assert screen(line, LOOP).level is Level.CRISIS


@pytest.mark.parametrize(
    "line",
    [
        "Tried twice. Next time I'll do it right.",
        "Lo intenté dos veces. La tercera no fallo.",
        "I tried it two winters ago. Now I am thinking about it every night",
        "Hace dos años lo intenté. Ahora vuelvo a pensarlo cada noche",
        "There is a beam in the barn and I have looked at it too many times",
        "en el galpón hay un gancho y lo miro demasiado",
        "I am going to do it. I'm not scared any more.",
        "Ya no tengo miedo. Lo voy a hacer.",
        "goodbye",
        "They pumped my stomach",
        "They pumped my stomach in 2016 and nobody at work knows",
        "me lavaron el estómago a los 19",
    ],
)
def test_what_is_told_and_not_spelled_out_is_answered(line: str) -> None:
    """Counted tries, a look at a beam, an "it" that is not named: at least the question."""
    assert screen(line, LOOP).level in ANY


@pytest.mark.parametrize("line", ["goodbye", "Goodbye everyone", "bye"])
def test_a_goodbye_alone_is_asked_about_at_most(line: str) -> None:
    """Who types "goodbye" may be leaving the page."""
    assert screen(line, LOOP).level is not Level.CRISIS


@pytest.mark.parametrize(
    "line",
    [
        "I can't go on with three jobs, one has to go",
        "can't face Monday, stocktake and the area manager",
        "I can't do this anymore, the Morris account calls all day",
        "Nobody would notice if I didn't file the minutes",
        "I'm a burden on the crew while I'm on crutches",
        "The club is better off without me as secretary",
        "I want to disappear. To a lighthouse. For a fortnight.",
        "I don't want to be here. I want to be in bed",
        "kms on the odometer and kms in the log never match",
        "We are tired of living in hotels, the build runs late",
        "my dissertation is about suicide in old novels",
        "an overdose of tinsel at the school fair",
        "there is no hope for this photocopier",
        "ready to walk into the sea with an ice cream",
        "he beat the final boss without dying",
        "me voy a matar dos pájaros con una visita",
        "harta de vivir en un hotel por las obras",
        "sobredosis de confeti en la oficina",
        "ya no quiero seguir. Con la dieta, digo",
        "no hay esperanza con esta cafetera",
        "mejor sin mí de tesorero",
        "matarse trabajando para que otro cobre",
        "me arrastro hasta el sábado",
        "mi tesis trata de suicidio en la novela negra",
    ],
)
def test_the_object_makes_heavy_words_harmless(line: str) -> None:
    """A job, an office, a place, kilometres, glitter or a printer after the phrase is no life."""
    assert screen(line, LOOP).level is Level.NONE


@pytest.mark.parametrize(
    "line",
    [
        "I can't go on",
        "can't face tomorrow",
        "Nobody would notice if I didn't wake up",
        "I'm a burden on everyone",
        "They are better off without me",
        "I want to disappear. For good.",
        "I don't want to be here. I want it to be over",
        "kms",
        "kms tonight",
        "I am tired of living",
        "I want to walk into the sea",
        "there is no hope for me",
        "ya no quiero seguir",
        "no hay esperanza",
        "mejor sin mí",
        "harta de vivir",
        "tomé una sobredosis",
    ],
)
def test_without_the_object_they_keep_their_weight(line: str) -> None:
    """The same words alone, or about a life, are answered as before."""
    assert screen(line, LOOP).level in ANY


def test_what_hangs_on_work_once_more_is_asked_about_at_most() -> None:
    """After the phrase as before it; a loss, or life itself, is no small thing."""
    for saying in (
        "me pego un tiro si me vuelven a cambiar el turno",
        "I'll shoot myself if they move the audit again",
    ):
        assert screen(saying, LOOP).level is not Level.CRISIS
    for meant in ("I'll kill myself if I lose this job again", "I'll kill myself if work is like this another day"):
        assert screen(meant, LOOP).level is Level.CRISIS


def test_a_past_that_is_over_stays_over() -> None:
    """What does not come back is no risk of today."""
    assert screen("I wanted to die years ago. Now I have a garden and I am glad.", LOOP).level is Level.NONE
    assert screen("hace años me quería morir y hoy estoy bien", LOOP).level is Level.NONE
