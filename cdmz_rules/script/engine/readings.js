/** What an answer comes to for each thing that something unknown can be: one box for each, all in one run of bounds. */
import { boxesAlone } from "./boxes.js";
import { isUndecided } from "./interpret.js";
import { DOUBT, SURE } from "./knowledge.js";
import { judgedTogether } from "./narrowing.js";
import { BOUNDLESS } from "./law.js";

/**
 * How much of the answer each of some unknowns settles, between 0 and 1: of the outcome, and of how far apart the bounds of the amount are.
 * By key.
 */
export function gainsOf(household, certainty, outcome, unknowns) {
  if (!unknowns.length) return new Map();
  const { rules } = household;
  const pieces = new Map(unknowns.map((unknown) => [unknown.key, settlingPieces(unknown, household.spanOf(unknown))]));
  const found = judgedTogether(household, [boxesAlone(pieces)], () => null, [rules.eligible, SURE, DOUBT, rules.id]);
  const whole = certainty.bounds[rules.id].map((end) => end[0]);
  const gains = new Map();
  let first = 0;
  for (const [key, parts] of pieces) {
    const readings = parts.map((_, place) => readingIn(rules, found, whole, first + place));
    first += parts.length;
    gains.set(key, gainOf(readings, whole, outcome));
  }
  return gains;
}

/** Its members or versions; of a figure that is said to have a direction, all but its best, and its best alone. */
function settlingPieces(unknown, span) {
  const parts = unknown.pieces(span);
  if (parts.length > 1 || !unknown.directed || !span[1]) return parts;
  const [best, worst] = unknown.levels[0] > unknown.levels[unknown.levels.length - 1] ? [span[1], span[0]] : span;
  return [[best, best], [worst, worst]];
}

/** Whether one knows in a box whether one is entitled, and between what the amount lies there. */
function readingIn(rules, found, whole, box) {
  const [least, greatest] = found[rules.id];
  const [doubt, mayDoubt] = found[DOUBT];
  const sure = found[SURE][0][box] === 1;
  let low = Math.max(least[box], whole[0]);
  const high = Math.min(greatest[box], whole[1]);
  if (mayDoubt[box] === 1 && !sure) low = Math.min(low, 0);
  const bounded = (end, otherwise) => (Math.abs(end) < BOUNDLESS / 1e3 ? end : otherwise);
  const decided = found[rules.eligible][1][box] === 0 || doubt[box] === 1 || sure;
  return { decided, width: bounded(high, BOUNDLESS) - bounded(low, -BOUNDLESS) };
}

/** Half for what it settles of the outcome, half for how much closer it brings the bounds, each on the average of its readings. */
function gainOf(readings, whole, outcome) {
  const width = Math.min(whole[1], BOUNDLESS) - Math.max(whole[0], -BOUNDLESS);
  const mean = (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const closer = width > 0 ? 1 - Math.min(mean(readings.map((each) => each.width)) / width, 1) : 0;
  const settled = isUndecided(outcome) ? mean(readings.map((each) => (each.decided ? 1 : 0))) : 0;
  return (settled + closer) / 2;
}
