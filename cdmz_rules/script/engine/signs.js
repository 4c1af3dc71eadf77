/** Which way results go with each unknown, as proven by the steps where everything lies within bounds; of one household. */

import { Knowledge, DOUBT, SURE } from "./knowledge.js";
import { DIRECTIONS } from "./operations.js";
import { isCertain, ZERO } from "./spans.js";

const STILL = { up: 0n, down: 0n };

const all = (parts) => parts.reduce((one, other) => ({ up: one.up | other.up, down: one.down | other.down }), STILL);
const turned = ({ up, down }) => ({ up: down, down: up });
const both = ({ up, down }) => ({ up: up | down, down: up | down });
const rises = (part, rising, falling) => (rising ? part : falling ? turned(part) : both(part));

/** Of the one where a condition holds, else of the other; and of the condition, which way it goes if one is never less. */
function either(condition, [sure, able], [one, oneSpan], [other, otherSpan]) {
  const sides = all([able[0] ? one : STILL, sure[0] ? STILL : other]);
  if (!able[0] || sure[0]) return sides;
  const compared = oneSpan[1] && otherSpan[1];
  return all([sides, rises(condition, compared && oneSpan[0][0] >= otherSpan[1][0], compared && oneSpan[1][0] <= otherSpan[0][0])]);
}

/**
 * Which way each result goes with each unknown.
 *
 * @param household The household.
 * @param tracked The unknowns, no more than 64: bit by bit.
 * @returns By result, the unknowns with which it can rise (`up`) and fall (`down`).
 */
export function directions(household, tracked) {
  const knowledge = new Knowledge(household);
  const reached = [];
  knowledge.reached = (look, key) => {
    const before = reached[look] ?? 0n;
    reached[look] = before | (bits.get(key) ?? 0n);
  };
  const { plan, rules } = household;
  const names = Object.keys(plan.results);
  const bits = new Map(tracked.map(({ key }, place) => [key, 1n << BigInt(place)]));
  plan.run(knowledge, names);
  const known = [];
  const of = (arg) => known[arg] ?? STILL;
  const span = (arg) => (typeof arg === "number" ? (plan.values[arg] ?? ZERO) : arg);

  const way = ({ name, args, number, way: look }, value) => {
    const parts = args.map(of);
    const spans = args.map(span);
    if (name === "input") {
      const { info, key } = household.column(number);
      const bit = bits.get(key) ?? 0n;
      return { up: bit, down: info.kind === "choice" ? bit : 0n };
    }
    if (look) {
      const found = all([{ up: reached[look.look] ?? 0n, down: 0n }, ...parts.slice(2).map(both)]);
      if (look.always) return all([found, parts[1]]);
      return either(parts[0], spans[0], [found, value], [parts[1], spans[1]]);
    }
    if (name === "where" || name === "chosen_where") return either(parts[0], spans[0], [parts[1], spans[1]], [parts[2], spans[2]]);
    const [[low, high], [from, to]] = spans.map(([a, b]) => [a[0], b?.[0]]).concat([[], []]);
    if (name === "multiply") return all([rises(parts[0], from >= 0, to <= 0), rises(parts[1], low >= 0, high <= 0)]);
    if (name === "divide") {
      const oneSided = from > 0 || to < 0;
      return all([rises(parts[0], from >= 0, to <= 0), rises(turned(parts[1]), oneSided && low >= 0, oneSided && high <= 0)]);
    }
    const ways = DIRECTIONS[name];
    if (!ways) return all(parts.map(both));
    return all(ways.map((direction, place) => rises(parts[place] ?? STILL, direction > 0, direction < 0)));
  };

  plan.steps.forEach((step, place) => {
    const value = plan.values[place];
    const still = !value || isCertain(value) || (value[1] && value[0][0] === value[1][0]);
    known.push(still ? STILL : way(step, value));
  });
  const found = Object.fromEntries(names.map((name) => [name, of(plan.results[name])]));
  const { clauses, judged } = rules;
  found[SURE] = all(clauses.map((name) => found[name]));
  found[DOUBT] = turned(all(judged.map((name) => found[name])));
  return found;
}
