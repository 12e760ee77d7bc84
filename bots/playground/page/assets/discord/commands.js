// Slash commands as the client offers them. Pure.

const SUBCOMMAND = 1;
const GROUP = 2;
const [INTEGER, BOOLEAN, NUMBER] = [4, 5, 10];
const MOST_CHARACTERS = 6000; // of an option that names no bound

/** Return every command that can be sent in *place* ("guild" or "dm"), subcommands each for itself. */
export function offers(commands, place, locale) {
  return commands.filter((each) => each.places.includes(place)).flatMap((each) => leaves(each, [], [], locale));
}

function leaves(part, names, shown, locale) {
  const path = [...names, part.name];
  const label = [...shown, part.name_localizations?.[locale] ?? part.name];
  const nested = (part.options ?? []).filter((each) => each.type === SUBCOMMAND || each.type === GROUP);
  if (nested.length) return nested.flatMap((each) => leaves(each, path, label, locale));
  const description = part.description_localizations?.[locale] ?? part.description;
  const options = (part.options ?? []).map((each) => option(each, locale));
  return [{path: path.join(" "), label: label.join(" "), description, options}];
}

function option(part, locale) {
  return {
    ...part,
    label: part.name_localizations?.[locale] ?? part.name,
    description: part.description_localizations?.[locale] ?? part.description,
    choices: choicesOf(part, locale),
    max_length: part.max_length ?? MOST_CHARACTERS,
  };
}

function choicesOf(part, locale) {
  if (part.type === BOOLEAN) return [{name: "True", value: true}, {name: "False", value: false}];
  return (part.choices ?? []).map(({name, name_localizations: names, value}) => ({name: names?.[locale] ?? name, value}));
}

/** Return the offers that *typed* (without its slash) may mean: first those that begin so, then by any word. */
export function meant(all, typed) {
  const sought = typed.trimStart().toLowerCase();
  const begin = all.filter((each) => each.label.startsWith(sought));
  const within = all.filter((each) => each.label.split(" ").some((word) => word.startsWith(sought)));
  return [...new Set([...begin, ...within])];
}

/** Return the offer that *typed* names in full, or undefined. */
export function exactly(all, typed) {
  const sought = typed.trim().toLowerCase();
  return all.find((each) => each.label === sought || each.path === sought);
}

/** Return the value that is sent for what stands in an option; undefined for none of its choices, or no number. */
export function valueOf(option, text) {
  if (option.choices.length) return option.choices.find((each) => each.name === text)?.value;
  if (option.type !== INTEGER && option.type !== NUMBER) return text;
  const number = Number(text);
  return Number.isNaN(number) || (option.type === INTEGER && !Number.isInteger(number)) ? undefined : number;
}
