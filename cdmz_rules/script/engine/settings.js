/** Whether unknown law decides: it does where in none of some settings of the missing inputs one is entitled whatever the law says. */
import { DOUBT, Knowledge, SURE } from "./knowledge.js";

/** Whether unknown law decides about a household, of which so much is unknown. */
export function lawDecides(household, unknowns, bounds) {
  if (bounds[household.rules.eligible][1][0] !== 1 || bounds[SURE][0][0] || bounds[DOUBT][0][0]) return false;
  const inputs = unknowns.filter((unknown) => !unknown.isLaw).sort(settingOrder);
  const law = unknowns.filter((unknown) => unknown.isLaw);
  if (!inputs.length) return true;
  const settings = hopefulSettings(household, inputs, law);
  return !entitled(household, inputs, settings);
}

/** Choices first, as they are the first to be combined with all others. */
function settingOrder(a, b) {
  const [one, other] = [a, b].map(({ member }) => member ?? -1);
  return b.isChoice - a.isChoice || (a.name < b.name ? -1 : a.name > b.name ? 1 : one - other);
}

/** Whether in one of some settings the household is entitled whatever the law says. */
function entitled(household, inputs, settings) {
  const narrowed = pinnedTo(inputs, settings);
  return new Knowledge(household, { count: settings.length, narrowed, only: [SURE] }).judged()[SURE][0].some((sure) => sure === 1);
}

function pinnedTo(inputs, settings) {
  const narrowed = new Map();
  inputs.forEach((unknown, column) => {
    const values = settings.map((setting) => unknown.levels[setting[column]]);
    narrowed.set(unknown.key, unknown.isChoice ? [values.map((value) => 1 << value), null] : [values, values]);
  });
  return narrowed;
}

/**
 * Settings in which the household is entitled if the law is at its best. Where none of the first ones is such, those next to the one with
 * most conditions met are tried, and so on.
 */
function hopefulSettings(household, inputs, law) {
  const limits = household.rules.book.limits;
  const sizes = inputs.map((unknown) => unknown.levels.length);
  const combined = sizes.reduce((total, size) => total * size, 1) <= limits.combined;
  let tried = combined ? everySetting(sizes) : singleChanges(inputs, sizes, limits.discovering);
  const most = Math.min(limits.settings, tried.length);
  for (let step = 0; step < (combined ? 1 : limits.steps); step++) {
    const met = conditionsMet(household, inputs, law, tried);
    const hopeful = tried.filter((_, place) => met[place] === household.rules.clauses.length);
    if (hopeful.length) return spread(hopeful, most);
    tried = neighbours(tried[met.indexOf(Math.max(...met))], sizes);
  }
  return [sizes.map(() => 0)];
}

/** How many conditions are met with the law at its best, by setting. */
function conditionsMet(household, inputs, law, settings) {
  const { clauses } = household.rules;
  const narrowed = pinnedTo(inputs, settings);
  for (const unknown of law) {
    const best = [unknown.levels[0]];
    narrowed.set(unknown.key, [best, best]);
  }
  const found = new Knowledge(household, { count: settings.length, narrowed, only: clauses }).results();
  return settings.map((_, place) => clauses.reduce((met, name) => met + found[name][0][place], 0));
}

function everySetting(sizes) {
  const total = sizes.reduce((product, size) => product * size, 1);
  return Array.from({ length: total }, (_, number) => {
    const setting = new Array(sizes.length);
    for (let column = sizes.length - 1, rest = number; column >= 0; column--) {
      setting[column] = rest % sizes[column];
      rest = Math.floor(rest / sizes[column]);
    }
    return setting;
  });
}

/**
 * The settings in which one unknown after the other takes each of its levels. The others are all best, all worst, and both of these with
 * each level of each that has no direction: what bites only in one city, or for one kind of home, shows itself there.
 */
function singleChanges(unknowns, sizes, most) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const ends = [sizes.map(() => 0), sizes.map((size) => size - 1)];
  const settings = [...ends];
  unknowns.forEach((unknown, column) => {
    const more = unknown.directed ? 0 : 2 * sizes[column];
    if (!more || (settings.length + more) * total > most) return;
    for (const end of ends) for (let level = 0; level < sizes[column]; level++) settings.push(changed(end, column, level));
  });
  const distinct = new Map();
  for (const setting of settings) {
    for (const each of neighbours(setting, sizes)) {
      const text = String.fromCharCode(...each);
      if (!distinct.has(text)) distinct.set(text, each);
    }
  }
  return [...distinct.values()];
}

function changed(setting, column, level) {
  const copy = [...setting];
  copy[column] = level;
  return copy;
}

/** A setting with each input at each of its levels, one input at a time. */
function neighbours(setting, sizes) {
  return sizes.flatMap((size, column) => Array.from({ length: size }, (_, level) => changed(setting, column, level)));
}

/** So many of some settings, from all over, as each city has its own law. */
function spread(found, count) {
  const last = found.length - 1;
  const step = count > 1 ? last / (count - 1) : 0;
  return Array.from({ length: count }, (_, place) => found[place && place === count - 1 ? last : Math.floor(place * step)]);
}
