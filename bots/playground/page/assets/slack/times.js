// When something was said, in the person's own zone and words.

function parts(ts, me, options) {
  return new Intl.DateTimeFormat(me.locale, {timeZone: me.zone, ...options}).format(new Date(Number(ts) * 1000));
}

/** The time of day of a message. */
export function timeOf(ts, me) {
  return parts(ts, me, {hour: "numeric", minute: "2-digit"});
}

/** The whole date and time, for whoever points at the time of day. */
export function momentOf(ts, me) {
  return parts(ts, me, {weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit"});
}

/** A key that is the same for all messages of a day. */
export function dayOf(ts, me) {
  return new Intl.DateTimeFormat("en-CA", {timeZone: me.zone}).format(new Date(Number(ts) * 1000));
}

/** The line between two days: "Today", "Yesterday" or the date. *now* is in milliseconds. */
export function dayName(ts, me, now) {
  const day = dayOf(ts, me);
  if (day === dayOf(now / 1000, me)) return "Today";
  if (day === dayOf(now / 1000 - 86400, me)) return "Yesterday";
  return parts(ts, me, {weekday: "long", day: "numeric", month: "long"});
}
