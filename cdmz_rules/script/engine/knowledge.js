/** What is known of a household box by box, and what follows: the bounds of every result. */

import { ENDED } from "./law.js";
import { certain, choiceBits, fresh, isCertain, mapped, numbersOf, paired } from "./spans.js";
import { ofLaw } from "./unknowns.js";

export const SURE = "sure"; // that every clause holds
export const DOUBT = "doubt"; // that one fails that the office judges

const endIn = (array, row) => array[array.length > 1 ? row : 0];
function longest(arrays) {
  let most = 1;
  for (const { length } of arrays) if (length > most) most = length;
  return most;
}

const TRUE = certain([1]);
const FALSE = certain([0]);

export class Knowledge {
  /**
   * @param household The household.
   * @param count How many boxes.
   * @param narrowed By key, what is known of some unknowns beyond what they can be at all, box by box.
   * @param lawAtBest Which unknown values of the law are at their best: all, or those open at their worst.
   * @param noting Whether to note what the run comes upon; of one box.
   * @param only The results that are wanted; null for all.
   */
  constructor(household, { count = 1, narrowed = new Map(), lawAtBest = "none", noting = false, only = null } = {}) {
    Object.assign(this, { household, count, narrowed, lawAtBest, noting, only });
    this.day = certain([household.day]);
    this.inputs = new Map();
    this.cells = new Map();
    if (narrowed.size && !noting) [this.before, this.apart] = household.apart(lawAtBest, narrowed);
  }

  /** The least and greatest of each result in each box; of choices and days their numbers. */
  results(names = this.only ?? Object.keys(this.household.plan.results)) {
    const found = this.household.plan.run(this, names);
    return Object.fromEntries(names.map((name, place) => [name, numbersOf(found[place]).map((end) => this.wide(end))]));
  }

  /** The same, and what the clauses come to together. */
  judged() {
    const { clauses, judged } = this.household.rules;
    const only = this.only && this.only.flatMap((name) => (name === SURE ? clauses : name === DOUBT ? judged : [name]));
    const found = this.results(only ? [...new Set(only)] : undefined);
    const together = (names, end, f, start) => this.wide(names.reduce((sum, name) => paired(f, sum, found[name][end]), [start]));
    const all = (end) => together(clauses, end, Math.min, 1);
    const fails = (end) => together(judged, 1 - end, (sum, holds) => Math.max(sum, 1 - holds), 0);
    if (!this.only || this.only.includes(SURE)) found[SURE] = [all(0), all(1)];
    if (!this.only || this.only.includes(DOUBT)) found[DOUBT] = [fails(0), fails(1)];
    return found;
  }

  wide(end) {
    return end.length === this.count ? end : new Float64Array(this.count).fill(end[0]);
  }

  /** The unknowns that the run came upon. */
  get met() {
    return new Map([...this.inputs, ...this.cells]);
  }

  // What a plan asks.

  there(place) {
    return this.household.there(place) ? TRUE : FALSE;
  }

  known(asked) {
    return this.household.column(asked).value;
  }

  ask(asked) {
    const { key, value } = this.household.column(asked);
    if (value) return value;
    const narrowed = this.narrowed.get(key);
    if (narrowed && !this.noting) return narrowed;
    const unknown = this.household.unknown(asked);
    if (this.noting) this.inputs.set(key, unknown);
    return narrowed ?? this.household.spanOf(unknown);
  }

  /** A look-up of the law: of all that it can come upon, the least and the greatest. */
  join(way, [, able], instead, args) {
    const days = way.dated ? args[0] : this.day;
    const choices = args.slice(way.dated ? 1 : 0);
    const keys = choices.map(choiceBits);
    if (way.dated) keys.push(...days.map((ends) => mapped((day) => way.grid.interval(day), ends)));
    const [patterns, which] = way.find(keys, this.household.day);
    const found = patterns.map((pattern) => this.found(way, pattern, instead));
    const settled = isCertain(days) && choices.every((choice) => choice[1]) && patterns.every(({ open }) => !open.length);
    const [low, high] = [0, 1].map((end) => {
      const ends = found.map((each) => each.ends[end]);
      return ends.length > 1 ? mapped((each) => ends[each], which) : ends;
    });
    if (settled) return certain(low);
    return found.some(({ also }) => also.length) ? this.widened(way, found, which, able, [low, high]) : [low, high];
  }

  /** The least and greatest that a look-up can come upon, and what lies elsewhere from box to box. */
  found(way, { known, open }, instead) {
    let [low, high] = known;
    const also = [];
    for (const cell of open) {
      const ended = way.ends && cell.state === ENDED;
      if (!ended) this.come(way, cell);
      const ends = ended ? instead : this.narrowed.get(cell.key);
      if (ends) also.push(ends);
      else {
        const [least, most] = this.atBest(cell);
        low = Math.min(low, least);
        high = Math.max(high, most);
      }
    }
    if (also.length) return { also, ends: [low, high] };
    if (low > high) low = high = 0; // no item of the law is for such rows: nobody reads them
    return { also, ends: way.grid.truths ? [+(low !== 0), +(high !== 0)] : [low, high] };
  }

  /** What a look-up comes upon, with what lies elsewhere from box to box. */
  widened(way, found, which, able, ends) {
    const count = longest([which, able, ...found.flatMap((each) => each.also.map(([end]) => end))]);
    return ends.map((own, end) => {
      const further = end ? Math.max : Math.min;
      const result = fresh(count);
      for (let row = 0; row < count; row++) {
        let value = own[own.length > 1 ? row : 0];
        for (const other of found[which[which.length > 1 ? row : 0]].also) {
          const array = other[end];
          value = further(value, array[array.length > 1 ? row : 0]);
        }
        result[row] = way.grid.truths ? +(value !== 0) : value;
      }
      return result;
    });
  }

  /** What an unknown value of the law can be, as long as nothing is known of it. */
  atBest({ item }) {
    const best = item.directed && (this.lawAtBest === "all" || (this.lawAtBest === "open" && item.openWorst));
    return best ? item.best : item.span;
  }

  /** Note that a look-up came upon an unknown value of the law. */
  come(way, cell) {
    if (this.noting && !this.cells.has(cell.key)) this.cells.set(cell.key, ofLaw(cell));
    this.reached?.(way.look, cell.key);
  }
}
