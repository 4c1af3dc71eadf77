/**
 * Which missing inputs can still change an answer, proven by bounds: none can, and the answer is settled.
 *
 * An end of a result is fixed where the formulas leave no missing input a way to it; or where, under some law that can be, it is reached
 * however the missing inputs turn out: then no input takes it away, and none can bring it further out than all that can be.
 */
import { boxesProduct, withKnown } from "./boxes.js";
import { reportedAmounts } from "./interpret.js";
import { DOUBT, SURE } from "./knowledge.js";
import { judgedIn, targetOf } from "./narrowing.js";
import { BOUNDLESS } from "./law.js";
import { ofInput } from "./unknowns.js";

/** The missing inputs that can still change an answer, by what they can change; each by its key. */
export function opennessOf(household, certainty, outcome) {
  const open = openInputs(household, certainty, outcome);
  for (const some of Object.values(open)) withLists(household, some);
  return open;
}

/**
 * Beside a count whether all members are listed: if they are, the list says it. Whoever has listed nobody else has made no list: to be asked
 * for the count itself is as short.
 */
function withLists({ rules, roles, given, day }, some) {
  if (roles.length < 2) return;
  const { counts, inputs } = rules.book;
  for (const { name } of [...some.values()]) {
    const listed = counts[name]?.listed;
    if (listed && !(listed in given)) some.set(listed, ofInput(inputs[listed], listed, null, day, null));
  }
}

function openInputs(household, certainty, outcome) {
  const nothing = () => new Map();
  const { rules } = household;
  const { bounds, unknowns } = certainty;
  if (unknowns.every((unknown) => unknown.isLaw)) return { outcome: nothing(), amount: nothing(), reported: nothing() };
  const reach = new Reach(certainty.narrowing);
  const [main, ...beside] = reportedAmounts(rules, outcome);
  const ofOutcome = outcomeEnds(rules, bounds);
  const ofAmount = [...amountEnds(rules, bounds, [main]), ...doubtEnd(rules, bounds)];
  const moved = reach.moved([...ofOutcome, ...ofAmount]);
  // While the main amount is open, what else can matter is an estimate, and one from above: it is enough that an amount is not certain.
  certainty.bringCloser(moved.length ? beside.filter((name) => !certainty.differs(name)) : beside);
  const further = amountEnds(rules, bounds, beside);
  return {
    outcome: reach.movers(moved, ofOutcome),
    amount: reach.movers(moved, ofAmount),
    reported: reach.movers(moved.length ? further : reach.moved(further), further),
  };
}

/** The ends that decide on the outcome and may still move; of one who is refused, or entitled for sure, none. */
function outcomeEnds(rules, bounds) {
  if (bounds[rules.eligible][1][0] === 0 || bounds[SURE][0][0] === 1) return [];
  const ends = [targetOf(rules.eligible, 1)];
  if (bounds[DOUBT][0][0] === 0) {
    ends.push(targetOf(SURE, 0));
    if (rules.judged.length) ends.push(targetOf(DOUBT, 0));
  }
  return ends;
}

function amountEnds(rules, bounds, names) {
  const within = names.map((name) => rules.within[name]).filter(Boolean);
  const open = [...new Set([...names, ...within])].filter((name) => bounds[name][0][0] !== bounds[name][1][0]);
  return open.flatMap((name) => [targetOf(name, 0), targetOf(name, 1)]);
}

/** The end that says whether the office may say no, and the amount be nothing, while that is open. */
function doubtEnd(rules, bounds) {
  const [low, high] = bounds[DOUBT].map((end) => end[0]);
  const open = rules.judged.length && bounds[rules.id][1][0] > 0 && bounds[SURE][0][0] === 0 && low < high;
  return open ? [targetOf(DOUBT, 1)] : [];
}

/** How far inputs reach: the ends of results of one household that they can move. */
class Reach {
  constructor(narrowing) {
    this.narrowing = narrowing;
    this.untracked = narrowing.unknowns.filter((unknown) => !narrowing.tracked.includes(unknown));
  }

  /** The missing inputs on which a result can depend. */
  inputsBehind(name) {
    const tracked = this.narrowing.waysOf(name).map(({ unknown }) => unknown);
    return [...tracked, ...this.untracked].filter((unknown) => !unknown.isLaw);
  }

  /** The missing inputs that can move those of some ends that can be moved. */
  movers(moved, targets) {
    const inputs = new Map();
    for (const target of targets) {
      if (!moved.some((each) => each.name === target.name && each.end === target.end)) continue;
      for (const unknown of this.inputsBehind(target.name)) inputs.set(unknown.key, unknown);
    }
    return inputs;
  }

  /** Those of some ends that missing inputs can move, as far as the opposite is not proven. */
  moved(targets) {
    const open = targets.filter((target) => this.inputsBehind(target.name).length);
    if (!open.length) return [];
    const laws = open.map((target) => this.laws(target));
    const { household, bounds, tracked } = this.narrowing;
    const spans = new Map(tracked.map((unknown) => [unknown.key, [unknown.low, unknown.high]]));
    const { tolerance } = household.rules.book.limits;
    const several = open.map(({ name }, place) => ({ name, boxes: laws[place] }));
    const found = judgedIn(household, several, (key) => spans.get(key));
    return open.filter(({ name, end }, place) => !reaches(found[place][1 - end], bounds[name][end][0], end, tolerance));
  }

  /** Laws that can be, side by side: what drives the end one way at its own end, the rest at some of its values. */
  laws(target) {
    const pinned = new Map();
    const left = new Map();
    for (const { unknown, rises, falls } of this.narrowing.waysOf(target.name)) {
      if (!unknown.isLaw) continue;
      if (rises && falls) left.set(unknown.key, points(unknown));
      else {
        const value = [unknown.low, unknown.high][rises ? target.end : 1 - target.end];
        pinned.set(unknown.key, [value, value]);
      }
    }
    return withKnown(boxesProduct(left, this.narrowing.limits.split), pinned);
  }
}

/** Whether in one of some boxes a result comes as far out as an end, whatever else is unknown. */
function reaches(near, limit, end, tolerance) {
  if (Math.abs(limit) >= BOUNDLESS / 1e3) return near.some((each) => Math.abs(each) >= BOUNDLESS / 1e3);
  return near.some((each) => (end ? each >= limit - tolerance : each <= limit + tolerance));
}

/** Single values that an unknown of the law can have. */
function points(unknown) {
  const parts = unknown.pieces([unknown.low, unknown.high]);
  const ends = parts.length > 1 ? parts.map(([low]) => low) : [unknown.low, unknown.high].filter(Boolean);
  return ends.map((end) => [end, end]);
}
