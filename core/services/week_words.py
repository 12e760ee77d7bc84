"""Days of the week, hours and weeks, in words."""

from collections.abc import Collection, Sequence
from typing import Final

from core.rhythm.kinds import Kind
from core.rhythm.occurrence import DAY_MINUTES
from core.rhythm.week import Days, Hours
from core.wording import Voice, mark

KIND_SAID: Final = {
    Kind.OPENING: mark("start of day"),
    Kind.CHECKIN: mark("check-in"),
    Kind.CLOSING: mark("end of day"),
    Kind.CROSSING: mark("crossing"),
    Kind.REVIEW: mark("look at the week"),
    Kind.FOLLOWUP: mark("a question comes back"),
}
DAY_FORMS: Final = mark("I read days such as mon-thu, weekdays, tue and thu, mon-sun.")
HOUR_FORMS: Final = mark("I read hours such as 9-5, 8:30-17:00, 22:00-06:00, or off.")
DATE_FORMS: Final = mark("I read days such as 24 Dec, 24.12., 2026-12-24, tomorrow, Friday.")
EARLIEST_TO_SAY: Final = 3  # days in a row from which on "Monday to Wednesday" is shorter than a list


def weekday_names(t: Voice) -> tuple[str, ...]:
    """Return the names of the days, Monday first."""
    return (t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday"))


def days_label(weekdays: Collection[int], t: Voice) -> str:
    """Return days such as "Monday to Thursday, Saturday"."""
    if len(weekdays) == 7:
        return t("every day")
    names = weekday_names(t)
    said: list[str] = []
    for run in _runs(sorted(weekdays)):
        if len(run) >= EARLIEST_TO_SAY:
            said.append(t("{first} to {last}", first=names[run[0]], last=names[run[-1]]))
        else:
            said += [names[day] for day in run]
    return ", ".join(said)


def minute_label(minute: int) -> str:
    """Return the clock at *minute* of a working day; what comes after midnight is the next day's clock."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def hours_label(hours: Hours | None, t: Voice) -> str:
    """Return hours such as "09:00 to 17:00"."""
    if hours is None:
        return t("off")
    begins, ends = minute_label(hours.begins), minute_label(hours.ends)
    if hours.ends > DAY_MINUTES:
        return t("{begins} to {ends} the next day", begins=begins, ends=ends)
    return t("{begins} to {ends}", begins=begins, ends=ends)


def week_lines(days: Days, t: Voice) -> str:
    """Return a whole week, a line for the days that are alike and follow each other."""
    lines: list[str] = []
    weekday = 0
    while weekday < 7:
        alike = weekday
        while alike < 7 and days[alike] == days[weekday]:
            alike += 1
        said = days_label(range(weekday, alike), t)
        lines.append(f"{said[:1].upper()}{said[1:]}: {hours_label(days[weekday], t)}")
        weekday = alike
    return "\n".join(lines)


def _runs(days: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
