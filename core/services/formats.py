"""One person's belongings as Markdown, JSON and CSV. Pure; ``docs/export.md`` states all three for whoever reads them.

What a person wrote comes back unchanged: from Markdown by taking "> " off its lines, from JSON as it is, from CSV by
taking off one apostrophe in front.
"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.rhythm.week import Hours
from core.rhythm.wishes import Wishes
from core.safety.lines import countries
from core.services.belongings import DRAFTED, KEPT, SET, WORDS, Answered, Belongings, Record
from core.services.week_words import minute_label, week_lines
from core.services.when import local_label, span_label
from core.storage import NudgePlan, Owner, WeeklyTime
from core.wording import Voice

VERSION = 1  # of the JSON and the CSV; raised when something in them means something else, or is gone
COLUMNS = ("record", "exercise", "title", "status", "at", "field", "question", "kind", "values", "answer")
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes "mañana" for something else
_LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Format:
    """One form the export comes in: the ``step`` of the token that asks for it, and the name of the file."""

    step: str
    filename: str
    write: Callable[[Belongings, Voice], str]


def as_markdown(all_of_it: Belongings, t: Voice) -> str:
    """Return it as a text to read: own words are quotations, everything else is Enough's."""
    parts = ["# " + t("Your words"), _settings(all_of_it.owner, t), _calendar(all_of_it.wishes, t)]
    times = [
        t("I write at {time}, by the clock {zone}", time=minute_label(time.minute), zone=time.zone)
        for plan in all_of_it.messages
        if plan.enabled
        for time in plan.times
    ]
    parts += dict.fromkeys(times)  # plans may share one, and a plan may have it for several weekdays
    parts += [_section(record, t) for record in all_of_it.records]
    return "\n\n".join(parts) + "\n"


def as_json(all_of_it: Belongings, t: Voice) -> str:  # noqa: ARG001 - the labels in it were translated before
    """Return it as data, complete and stable."""
    owner = all_of_it.owner
    zone = ZoneInfo(owner.zone or "UTC")
    whole = {
        "format": "enough-export",
        "version": VERSION,
        "taken_at": all_of_it.taken_at.isoformat(),
        "settings": {
            "country": owner.country or None,
            "language": owner.language,
            "zone": owner.zone,
            "quiet_until": owner.quiet_until.astimezone(zone).isoformat() if owner.quiet_until else None,
        },
        "rhythm": _rhythm(all_of_it.wishes),
        "messages": [_message(plan) for plan in all_of_it.messages],
        "records": [
            {
                "id": record.id or None,
                "exercise": record.exercise or None,
                "title": record.title,
                "status": record.status,
                "at": record.at.isoformat() if record.at else None,
                "answers": [
                    {
                        "field": each.field_id,
                        "question": each.question,
                        "kind": each.kind,
                        "values": list(each.values),
                        "answer": each.said,
                    }
                    for each in record.answers
                ],
            }
            for record in all_of_it.records
        ],
        "coming_back": [
            {"record": each.record, "exercise": each.exercise, "due_on": each.due_on.isoformat()}
            for each in all_of_it.coming_back
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_csv(all_of_it: Belongings, t: Voice) -> str:  # noqa: ARG001 - the labels in it were translated before
    """Return it as a table, one row for each answered question."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for record in all_of_it.records:
        at = record.at.isoformat() if record.at else ""
        about = (record.id, record.exercise, record.title, record.status, at)
        table.writerows([harmless(cell) for cell in (*about, *_cells(each))] for each in record.answers)
    return BYTE_ORDER_MARK + written.getvalue()


FORMATS = (
    Format("show", "enough.md", as_markdown),
    Format("json", "enough.json", as_json),
    Format("csv", "enough.csv", as_csv),
)


def harmless(cell: str) -> str:
    """Return *cell* so that no spreadsheet runs it: one apostrophe in front of what would be a formula. One that
    begins with an apostrophe gets another, so that taking one off always gives the words back."""
    return f"'{cell}" if cell.lstrip(" ").startswith(("'", *_LEADS_A_FORMULA)) else cell


def _cells(each: Answered) -> tuple[str, ...]:
    values = "" if each.kind == WORDS else " ".join(each.values)
    return (each.field_id, each.question, each.kind, values, each.said)


def _settings(owner: Owner, t: Voice) -> str:
    country = t(dict(countries()).get(owner.country, "not said"))
    lines = [t("Country: {country}", country=country), t("Clock: {zone}", zone=owner.zone or t("not said"))]
    if owner.quiet_until:
        lines.append(t("Quiet until: {until}", until=local_label(owner.quiet_until, owner.zone or "UTC", t)))
    return "\n".join(f"- {line}" for line in lines)


def _calendar(wishes: Wishes, t: Voice) -> str:
    """Return the week, the days off and the quiet hours."""
    week = wishes.week
    names = (t("Week A"), t("Week B")) if week.other else (t("My week"),)
    parts = [f"{name}\n\n{week_lines(days, t)}" for name, days in zip(names, week.both, strict=True)]
    if wishes.days_off:
        parts.append("\n".join([t("Days off"), "", *(span_label(each, t) for each in wishes.days_off)]))
    if wishes.quiet_hours:
        begins, ends = map(minute_label, wishes.quiet_hours)
        parts.append(t("Nothing comes from {begins} to {ends}.", begins=begins, ends=ends))
    return "\n\n".join(parts)


def _section(record: Record, t: Voice) -> str:
    when = [local_label(record.at, str(record.at.tzinfo), t)] if record.at and record.status == KEPT else []
    marks = (
        [] if record.status in (KEPT, SET) else [t("not sent yet") if record.status == DRAFTED else t("not finished")]
    )
    lines = [
        f"{each.question}\n\n{_quoted(each.said)}" if each.kind == WORDS else f"{each.question}\n\n{each.said}"
        for each in record.answers
    ]
    return "\n\n".join([" · ".join([f"## {record.title}", *when, *marks]), *lines])


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in words.split("\n"))


def _rhythm(wishes: Wishes) -> dict[str, object]:
    quiet = wishes.quiet_hours
    return {
        "weeks": [[None if hours is None else _hours(hours) for hours in days] for days in wishes.week.both],
        "days_off": [[each.first.isoformat(), each.last.isoformat()] for each in wishes.days_off],
        "public_holidays": wishes.holidays,
        "region": wishes.region or None,
        "quiet_hours": [minute_label(each) for each in quiet] if quiet else None,
    }


def _hours(hours: Hours) -> dict[str, object]:
    begins, ends = minute_label(hours.begins), minute_label(hours.ends)
    return {"begins": begins, "ends": ends, "next_day": hours.ends >= 24 * 60}


def _message(plan: NudgePlan) -> dict[str, object]:
    return {"kind": plan.kind, "enabled": plan.enabled, "times": [_time(time) for time in plan.times]}


def _time(time: WeeklyTime) -> dict[str, object]:
    return {
        "time": minute_label(time.minute),
        "next_day": time.minute >= 24 * 60,
        "zone": time.zone,
        "weekdays": sorted(day + 1 for day in time.weekdays),
    }
