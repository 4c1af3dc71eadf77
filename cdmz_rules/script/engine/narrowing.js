/**
 * Narrowing what is certain of a household: pins where the graph proves a direction, then splits, within a budget of boxes.
 *
 * A box says of every unknown what it can be. What is certain of the household is what all boxes together leave possible.
 */
import { boxesAlone, boxesOf, boxesProduct, keysOf, openShare, partedBoxes, sideBySide, takeBoxes, withKnown } from "./boxes.js";
import { Knowledge } from "./knowledge.js";
import { directions } from "./signs.js";
import { BOUNDLESS } from "./law.js";

/** An end of a result that may lie closer: its least (0) or greatest (1). */
export function targetOf(name, end) {
  return { name, end };
}

/**
 * What a household can come to in several boxes: by boxes and in their order the ends of the one result that is wanted of each. Those of
 * which the same is wanted are run together, so that nothing else is computed for them.
 */
export function judgedIn(household, several, spanOf) {
  const found = several.map(() => null);
  for (const wanted of new Set(several.map(({ name }) => name))) {
    const places = [...several.keys()].filter((place) => several[place].name === wanted);
    const ends = judgedTogether(household, places.map((place) => several[place].boxes), spanOf, [wanted])[wanted];
    let first = 0;
    for (const place of places) {
      const { count } = several[place].boxes;
      found[place] = ends.map((end) => Array.from(end.slice(first, first + count)));
      first += count;
    }
  }
  return found;
}

/** By result, what it can be in several boxes, these one after the other. */
export function judgedTogether(household, several, spanOf, only) {
  const narrowed = new Map();
  for (const key of keysOf(several)) narrowed.set(key, sideBySide(several, key, spanOf(key)));
  const count = several.reduce((sum, boxes) => sum + boxes.count, 0);
  return new Knowledge(household, { count, narrowed, only }).judged();
}

/** A household of which something is unknown, with what is certain of each of its results so far. */
export class Narrowing {
  constructor(household, unknowns, bounds) {
    this.household = household;
    this.limits = household.rules.book.limits;
    this.unknowns = unknowns;
    this.bounds = bounds;
    this.depends = null;
    /** The unknowns of which it is proven which way results go with them: inputs, law that is one of several readings, other law. */
    this.tracked = [...unknowns].sort((a, b) => a.isLaw - b.isLaw || a.directed - b.directed).slice(0, this.limits.tracked);
    this.byKey = new Map(unknowns.map((unknown) => [unknown.key, unknown]));
  }

  /** Of each result, the unknowns with which it can rise and fall, as bits in the order of those tracked. */
  get ways() {
    this.depends ??= directions(this.household, this.tracked);
    return this.depends;
  }

  /** The unknowns tracked on which a result can depend, each with whether it can rise and fall with it. */
  waysOf(name) {
    this.found ??= new Map();
    if (!this.found.has(name)) {
      const { up, down } = this.ways[name];
      const ways = this.tracked.map((unknown, place) => ({ unknown, rises: isSet(up, place), falls: isSet(down, place) }));
      this.found.set(name, ways.filter(({ rises, falls }) => rises || falls));
    }
    return this.found.get(name);
  }

  /** Bring ends closer. */
  narrow(targets) {
    let jobs = targets.map((target) => this.job(target));
    const found = this.run(jobs.map((job) => [job, boxesOf(job.pinned)]));
    jobs.forEach((job, place) => this.closer(job, found[place][job.target.end][0]));
    jobs = jobs.filter((job) => job.left.length);
    const pieces = this.bestPieces(jobs);
    let tried = jobs.map((job, place) => [job, withKnown(boxesProduct(pieces[place], this.limits.split), job.pinned)]);
    for (let turn = 0; turn < this.limits.rounds && tried.length; turn++) tried = this.round(tried);
  }

  /**
   * One end of one result: the unknowns `pinned` at the values at which it is reached whatever else is unknown; those `left`, with which it
   * can go one way and the other; how far `beyond` it lies for sure, or may lie in boxes that are not looked at again.
   */
  job(target) {
    const pinned = new Map();
    const left = [];
    for (const { unknown, rises, falls } of this.waysOf(target.name)) {
      if ((rises && falls) || unknown.isChoice) left.push(unknown);
      else {
        const value = this.household.spanOf(unknown)[rises ? target.end : 1 - target.end];
        pinned.set(unknown.key, [value, value]);
      }
    }
    return { target, pinned, left, beyond: -Infinity };
  }

  closer({ target: { name, end } }, found) {
    const ends = this.bounds[name][end];
    ends[0] = end ? Math.min(ends[0], found) : Math.max(ends[0], found);
  }

  /** Look at boxes, and split those again that keep an end from being as close as it may be. */
  round(tried) {
    const found = this.run(tried);
    const again = [];
    tried.forEach(([job, boxes], at) => {
      const { end } = job.target;
      const turn = end ? 1 : -1;
      const [near, far] = [1 - end, end].map((each) => found[at][each].map((value) => value * turn));
      // Whatever is unknown, one box comes as far out as its near end: none that stays below it matters.
      const reached = Math.max(...near, job.beyond);
      const bound = Math.max(...far, job.beyond);
      this.closer(job, bound * turn);
      const order = [...far.keys()].sort((a, b) => ascending(far[b], far[a])).filter((box) => far[box] > reached + this.limits.near);
      // What no choice bounds, no smaller part of a number will.
      const splits = order.length && Math.abs(bound) < BOUNDLESS / 1e3;
      const most = this.limits.frontier;
      const deeper = splits ? this.deeper(job, takeBoxes(boxes, order.slice(0, most))) : null;
      if (deeper) again.push([{ ...job, beyond: Math.max(reached, ...order.slice(most).map((box) => far[box])) }, deeper]);
    });
    return again;
  }

  /** Boxes split once more, by the number or day of which they leave the greatest part open; null if there is none. */
  deeper(job, boxes) {
    let widest = null;
    let most = this.limits.closed;
    for (const unknown of job.left.filter((each) => each.isCounted)) {
      const share = openShare(boxes, unknown, this.household.spanOf(unknown), this.limits);
      if (share > most) [widest, most] = [unknown, share];
    }
    if (!widest) return null;
    const parts = Math.min(this.limits.parts, Math.floor(this.limits.parted / boxes.count));
    return partedBoxes(boxes, widest, this.household.spanOf(widest), parts, this.limits);
  }

  /** What is possible in the boxes of each job, one job after the other. */
  run(tried) {
    const several = tried.map(([{ target }, boxes]) => ({ name: target.name, boxes }));
    return judgedIn(this.household, several, (key) => this.household.spanOf(this.byKey.get(key)));
  }

  /** For each job the pieces of its unknowns, those first that bring the end closest when each is tried alone. */
  bestPieces(jobs) {
    const every = jobs.map((job) => new Map(job.left.map((each) => [each.key, each.pieces(this.household.spanOf(each))])));
    const found = this.run(jobs.map((job, place) => [job, withKnown(boxesAlone(every[place]), job.pinned)]));
    return jobs.map(({ target: { end } }, place) => {
      const turn = end ? 1 : -1;
      let first = 0;
      const ranked = [...every[place]].map(([key, parts]) => {
        const ends = found[place][end].slice(first, first + parts.length).map((each) => each * turn);
        first += parts.length;
        return { key, parts, furthest: Math.max(...ends), mean: sum(ends) / ends.length };
      });
      ranked.sort((a, b) => ascending(a.furthest, b.furthest) || ascending(a.mean, b.mean));
      return new Map(ranked.map(({ key, parts }) => [key, parts]));
    });
  }
}

function isSet(bits, place) {
  return ((bits >> BigInt(place)) & 1n) === 1n;
}

/** How two numbers are sorted, infinite ones too. */
function ascending(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The sum as NumPy's reduceat forms it, of a few numbers: so that equal means are equal in both. */
function sum([first, ...rest]) {
  if (rest.length < 8) return first + rest.reduce((total, each) => total + each, 0);
  const parts = rest.slice(0, 8);
  const even = rest.length - (rest.length % 8);
  for (let place = 8; place < even; place++) parts[place % 8] += rest[place];
  const [a, b, c, d, e, f, g, h] = parts;
  return first + rest.slice(even).reduce((total, each) => total + each, a + b + (c + d) + (e + f + (g + h)));
}

