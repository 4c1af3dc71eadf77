/** What is certain of a household of which something is unknown: one run of bounds, and narrowing where it may say too little. */
import { DOUBT, Knowledge, SURE } from "./knowledge.js";
import { Narrowing, targetOf } from "./narrowing.js";
import { lawDecides } from "./settings.js";

/** Two results that lie further apart than this are not one. */
const APART = 0.01;

/**
 * What is certain of a household: the `unknowns` that a run with nothing narrowed came upon; the `bounds` of every result; and what the main
 * amount can be where unknown law is at its best (`hopeful`). Amounts come as close as they may be once they are asked for.
 */
export class Certainty {
  constructor(household) {
    const { rules } = household;
    const knowledge = new Knowledge(household, { noting: true });
    this.household = household;
    this.bounds = knowledge.judged();
    this.unknowns = [...knowledge.met.values()];
    this.narrowing = new Narrowing(household, this.unknowns, this.bounds);
    this.close = new Set();
    this.hopeful = {};
    if (!this.unknowns.length) return;
    const judged = rules.judged.length ? [targetOf(DOUBT, 0), targetOf(DOUBT, 1)] : [];
    this.bring([targetOf(rules.eligible, 1), targetOf(SURE, 0), ...judged]);
    this.bringCloser([rules.id]);
    if (this.bounds[SURE][0][0] === 1) for (const name of [...rules.clauses, rules.eligible]) this.bounds[name][0][0] = 1;
  }

  /** Bring both ends of some amounts as close as they may be. */
  bringCloser(names) {
    const open = names.filter((name) => !this.close.has(name) && this.unknowns.length);
    open.forEach((name) => this.close.add(name));
    this.bring(open.flatMap((name) => [targetOf(name, 0), targetOf(name, 1)]));
    Object.assign(this.hopeful, this.atBest(open));
  }

  /** Bring ends closer that with everything unknown at its best, and at its worst, are not reached. */
  bring(targets) {
    const open = targets.filter(({ name }) => this.bounds[name][0][0] !== this.bounds[name][1][0]);
    const { tolerance } = this.household.rules.book.limits;
    const far = open.filter(({ name, end }) => {
      const limit = this.bounds[name][end][0];
      return !this.tried[name][end].some((value) => (end ? value >= limit - tolerance : value <= limit + tolerance));
    });
    if (far.length) this.narrowing.narrow(far);
  }

  /** Whether a result is one thing with everything unknown at its best, and another with it at its worst. */
  differs(name) {
    const [best, worst] = this.tried[name][0];
    return this.unknowns.length > 0 && Math.abs(best - worst) > APART;
  }

  /** What comes of it with everything unknown at its best, and with everything at its worst. */
  get tried() {
    if (!this.worlds) {
      const narrowed = new Map();
      for (const { key, levels, isChoice } of this.unknowns) {
        const pair = [levels[0], levels[levels.length - 1]].map((level) => (isChoice ? 1 << level : level));
        narrowed.set(key, [pair, isChoice ? null : pair]);
      }
      const found = new Knowledge(this.household, { count: 2, narrowed }).judged();
      this.worlds = Object.fromEntries(Object.entries(found).map(([name, ends]) => [name, ends.map((end) => Array.from(end, (value) => value || 0))]));
    }
    return this.worlds;
  }

  /** Whether unknown law decides on entitlement, however missing inputs turn out. */
  get lawDecides() {
    this.decides ??= lawDecides(this.household, this.unknowns, this.bounds);
    return this.decides;
  }

  /**
   * What amounts can be where unknown law is at its best: of whoever is entitled, all of it; of others, what is open at its worst. What comes
   * down to nothing only by it, no text says how low it is.
   */
  atBest(names) {
    const low = names.filter((name) => this.bounds[name][0][0] <= 0);
    const entitled = this.bounds[SURE][0][0] === 1;
    const law = this.unknowns.some((unknown) => unknown.isLaw && unknown.directed && (entitled || unknown.openWorst));
    return low.length && law ? new Knowledge(this.household, { lawAtBest: entitled ? "all" : "open", only: low }).judged() : {};
  }
}
