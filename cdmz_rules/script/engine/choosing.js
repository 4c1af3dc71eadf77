/** Which question comes next: what decides for most benefits first, with what belongs on the same screen. */
import { STAGES } from "./standing.js";

/**
 * The missing inputs that can still change an answer, by key, without those that somebody does not know: of each what it `settles`, by
 * benefit; the first `stage` at which it can change something; its `gain`, summed over the benefits; and its `place` among the inputs of the
 * first of these.
 */
export function candidatesOf(standings, skipped) {
  const found = new Map();
  for (const standing of standings) {
    for (const [key, unknown] of standing.every) {
      if (skipped.has(key)) continue;
      const place = standing.rules.inputs.indexOf(unknown.name);
      if (!found.has(key)) found.set(key, { unknown, settles: {}, stage: STAGES.length, gain: 0, place });
      const candidate = found.get(key);
      const settles = standing.settles(key);
      candidate.settles[standing.rules.id] = settles;
      candidate.stage = Math.min(candidate.stage, stageOf(standing, settles));
    }
  }
  return found;
}

/** The next one to three of some candidates: the one that settles most, and what is asked together with it. */
export function chosenOf(book, standings, found) {
  const { counts, groups, limits } = book;
  const lists = new Set(Object.values(counts).map((count) => count.listed));
  const others = new Map([...found].filter(([, each]) => !lists.has(each.unknown.name)));
  if (!others.size) return [...found.values()].slice(0, limits.together);
  const turns = [...others.values()].map((each) => turnOf(book, each, others));
  const first = Math.min(...turns);
  const best = [...others.values()].filter((_, place) => turns[place] === first);
  if (best.length > 1) weigh(standings, best);
  const asked = before(book, totalFirst(book, best.reduce((a, b) => (ranksBefore(b, a) ? b : a)), others), others);
  const near = new Map([...others].filter(([, each]) => before(book, each, others) === each));
  const screen = [asked, ...besideIt(book, groups, asked, near)].slice(0, limits.together);
  // Whoever has listed all members need not count them.
  return [...new Set(screen.map((each) => found.get(counts[each.unknown.name]?.listed) ?? each))];
}

/** Where a rule that no text gives keeps open who is entitled, whatever is answered, figures are asked for at once. */
function stageOf(standing, settles) {
  return standing.outcome === "rule_unknown" && settles === "amount" ? 0 : STAGES.indexOf(settles);
}

/**
 * What decides who is entitled before figures, of either places first, as they say whose rule applies; then what is asked early. A place of
 * what may not be there is no place yet.
 */
function turnOf(book, asked, found) {
  const { name } = asked.unknown;
  const soon = book.early.includes(name) && asked.stage < STAGES.length - 1;
  const place = book.whereabouts.includes(name) && before(book, asked, found) === asked;
  return (soon ? 0 : 4 * asked.stage) + (place ? 0 : 2) + (soon ? 0 : 1);
}

/** Whether an input is not asked of a household, as what it told stands. */
export function isMoot(book, name, told) {
  return Object.entries(book.moot[name] ?? {}).some(([other, value]) => told[other] === value);
}

/** In place of what may be moot the input that says so, if it can still be asked. */
function before(book, asked, found) {
  const name = Object.keys(book.moot[asked.unknown.name] ?? {}).find((other) => found.has(other));
  return name === undefined ? asked : found.get(name);
}

/** Sum up what candidates settle over the benefits that are open. */
function weigh(standings, some) {
  for (const standing of standings) {
    const gains = standing.gains(some.filter((each) => standing.rules.id in each.settles).map((each) => each.unknown));
    for (const each of some) each.gain += gains.get(each.unknown.key) ?? 0;
  }
}

/** What settles most; of those that settle nothing alone, what bears on most benefits. */
function ranksBefore(a, b) {
  const rank = ({ unknown, settles, gain, place }) => [-Number(gain.toFixed(6)), -Object.keys(settles).length, place, `${unknown.member ?? "None"} ${unknown.name}`];
  const [one, other] = [rank(a), rank(b)];
  const differs = one.findIndex((each, place) => each !== other[place]);
  return differs >= 0 && one[differs] < other[differs];
}

/** In place of what may follow from another input that input, if it can still be asked. */
function totalFirst(book, asked, found) {
  const { name, member } = asked.unknown;
  const keys = Object.keys(book.follows[name] ?? {}).map((other) => (member === null ? other : `${member}.${other}`));
  const total = keys.find((key) => found.has(key));
  return total === undefined ? asked : totalFirst(book, found.get(total), found);
}

/**
 * The other candidates of the group of a question, about the same person or the household, in the order of the group. What can change less
 * than the question itself waits, and so does what may follow from its answer. A place stands alone: whose rule applies says what else
 * matters.
 */
function besideIt(book, groups, asked, found) {
  const { name, member } = asked.unknown;
  if (book.whereabouts.includes(name)) return [];
  const group = groups.find(({ inputs }) => inputs.includes(name))?.inputs ?? [];
  const near = [...found.values()].filter((each) => {
    const { name: other, member: of } = each.unknown;
    const follows = name in (book.follows[other] ?? {});
    return each !== asked && each.stage === asked.stage && !follows && (member === null || of === null || of === member) && group.includes(other);
  });
  return near.sort((a, b) => group.indexOf(a.unknown.name) - group.indexOf(b.unknown.name));
}
