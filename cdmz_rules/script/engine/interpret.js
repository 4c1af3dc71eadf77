/** What a household is entitled to: outcome and the bounds of each amount. */
import { DOUBT, SURE } from "./knowledge.js";
import { BOUNDLESS } from "./law.js";
import { rounded } from "./numbers.js";

/** Less than this does not tell two amounts apart. */
const SAME = 1e-9;

/** About eligibility, by precedence. */
export function outcomeOf(rules, { bounds, lawDecides }) {
  if (bounds[rules.eligible][1][0] === 0) return "not_eligible";
  if (bounds[DOUBT][0][0] === 1) return "needs_a_person";
  if (bounds[SURE][0][0] === 1) return "eligible";
  return lawDecides ? "rule_unknown" : "undetermined";
}

/** The amounts that an answer gives: of those who are refused only the main one. */
export function reportedAmounts(rules, outcome) {
  return outcome === "not_eligible" ? rules.amounts.slice(0, 1) : rules.amounts;
}

/** What is certain of the main amount, or of a further result, as an answer gives it. */
export function figureOf(rules, name, certainty, outcome) {
  const { bounds, unknowns } = certainty;
  const [unit] = rules.figures[name];
  const money = unit.startsWith("CNY");
  let [lower, upper] = certainEnds(name, certainty, money);
  const most = rules.within[name];
  if (most && unknowns.length) {
    const other = certainEnds(most, certainty, money)[1];
    upper = upper === null ? other : other === null ? upper : Math.min(upper, other);
  }
  const undecided = unknowns.length && rules.judged.length && bounds[DOUBT][1][0] === 1 && isUndecided(outcome);
  if (name === rules.id && (outcome === "needs_a_person" || undecided) && lower !== null) lower = Math.min(lower, 0);
  const bound = boundOf(lower, upper);
  return { id: name, unit, bound, value: bound === "exact" ? lower : null, lower, upper };
}

/** Whether an outcome leaves it open who is entitled. */
export function isUndecided(outcome) {
  return outcome === "undetermined" || outcome === "rule_unknown";
}

function boundOf(lower, upper) {
  if (lower === null) return upper === null ? "not_bounded" : "at_most";
  if (upper === null) return "at_least";
  return lower === upper ? "exact" : "range";
}

/**
 * The ends of a result, null where nothing is known; money to the fen. The least is not told where only unknown law brings an amount down to
 * nothing: no text says how low it can be.
 */
function certainEnds(name, { bounds, hopeful }, money) {
  const [low, high] = bounds[name].map((end) => end[0]);
  const shown = (end, told) => (!told ? null : money ? rounded(end, 0.01, 0) : end);
  const bounded = (end) => Math.abs(end) < BOUNDLESS / 1e3;
  if (low === high && bounded(low)) return [shown(low, true), shown(low, true)];
  const unsaid = hopeful[name] && low <= 0 && hopeful[name][0][0] > low + SAME;
  return [shown(low, bounded(low) && !unsaid), shown(high, bounded(high))];
}
