/** What is certain of a household of which something is unknown: one run of bounds, and narrowing where it may say too little. */
import { DOUBT, Knowledge, SURE } from "./knowledge.js";
import { Narrowing, targetOf } from "./narrowing.js";
import { lawDecides } from "./settings.js";

/** Ends are held against what is reached to the fen. */
export const TO_THE_FEN = 0.006;

/**
 * What is certain of a household: the `unknowns` that a run with nothing narrowed came upon; the `bounds` of every result; what amounts can
 * be where unknown law is at its best (`hopeful`: of whoever is entitled, all of it; of others, what is open at its worst); whether unknown
 * law decides on entitlement however missing inputs turn out; and the `narrowing` that told on what results depend, if an end was open.
 */
export function certaintyOf(household) {
  const { rules } = household;
  const knowledge = new Knowledge(household, { noting: true });
  const bounds = knowledge.judged();
  const unknowns = [...knowledge.met.values()];
  if (!unknowns.length) return { unknowns, bounds, hopeful: {}, lawDecides: false, narrowing: null };
  const wanted = farEnds(household, unknowns, bounds);
  let narrowing = null;
  if (wanted.length) {
    narrowing = new Narrowing(household, unknowns, bounds);
    narrowing.narrow(wanted);
  }
  if (bounds[SURE][0][0] === 1) for (const name of [...rules.clauses, rules.eligible]) bounds[name][0][0] = 1;
  return { unknowns, bounds, hopeful: atBest(household, unknowns, bounds), lawDecides: lawDecides(household, unknowns, bounds), narrowing };
}

/** The ends of results that with everything unknown at its best, and at its worst, are not reached: they may lie closer. */
function farEnds(household, unknowns, bounds) {
  const open = endsOf(household.rules).filter(({ name }) => bounds[name][0][0] !== bounds[name][1][0]);
  if (!open.length) return open;
  const narrowed = new Map();
  for (const unknown of unknowns) {
    const [best, worst] = [unknown.levels[0], unknown.levels[unknown.levels.length - 1]];
    const pair = unknown.isChoice ? [1 << best, 1 << worst] : [best, worst];
    narrowed.set(unknown.key, [pair, unknown.isChoice ? null : pair]);
  }
  const tried = new Knowledge(household, { count: 2, narrowed, only: open.map(({ name }) => name) }).judged();
  return open.filter(({ name, end }) => {
    const limit = bounds[name][end][0];
    const reached = (value) => (end ? value >= limit - TO_THE_FEN : value <= limit + TO_THE_FEN);
    return !Array.from(tried[name][end], (value) => value || 0).some(reached);
  });
}

function endsOf(rules) {
  const judged = rules.judged.length ? [targetOf(DOUBT, 0), targetOf(DOUBT, 1)] : [];
  const amounts = rules.amounts.flatMap((name) => [targetOf(name, 0), targetOf(name, 1)]);
  return [targetOf(rules.eligible, 1), targetOf(SURE, 0), ...judged, ...amounts];
}

/** What amounts can be where unknown law is at its best: what comes down to nothing only by it, no text says how low it is. */
function atBest(household, unknowns, bounds) {
  const { amounts } = household.rules;
  const hopeful = Object.fromEntries(amounts.map((name) => [name, bounds[name]]));
  if (amounts.every((name) => bounds[name][0][0] > 0)) return hopeful;
  const entitled = bounds[SURE][0][0] === 1;
  const law = unknowns.filter((unknown) => unknown.isLaw && unknown.directed && (entitled || unknown.openWorst));
  if (!law.length) return hopeful;
  const found = new Knowledge(household, { lawAtBest: entitled ? "all" : "open", only: amounts }).judged();
  return Object.fromEntries(amounts.map((name) => [name, found[name]]));
}
