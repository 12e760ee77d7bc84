// Times as Discord's client writes them: in the zone and the language its device is set to.

const STYLES = {
  t: {timeStyle: "short"},
  T: {timeStyle: "medium"},
  d: {dateStyle: "short"},
  D: {dateStyle: "long"},
  f: {dateStyle: "long", timeStyle: "short"},
  F: {dateStyle: "full", timeStyle: "short"},
};
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
const made = new Map();

/** Making one of these takes a millisecond, and every message has several. */
function format(language, options) {
  const key = language + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(language, options));
  return made.get(key);
}

export function styled(instant, style, {zone, language}) {
  return format(language, {...STYLES[style], timeZone: zone}).format(instant);
}

export function full(instant, ctx) {
  return styled(instant, "F", ctx);
}

export function relative(instant, now, language) {
  const seconds = (instant - now) / 1000;
  const [unit, length] = UNITS.find((each) => Math.abs(seconds) >= each[1]) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, {numeric: "auto"}).format(Math.round(seconds / length), unit);
}

/** The day, to compare and to head a day's messages with. */
export function day(instant, {zone}) {
  return format("en-GB", {dateStyle: "long", timeZone: zone}).format(instant);
}

/** What stands beside a message's author. */
export function stamp(instant, ctx) {
  const at = styled(instant, "t", ctx);
  if (day(instant, ctx) === day(ctx.now, ctx)) return at;
  if (day(instant, ctx) === day(new Date(ctx.now.getTime() - 86_400_000), ctx)) return `Yesterday at ${at}`;
  return `${styled(instant, "d", ctx)}, ${at}`;
}
