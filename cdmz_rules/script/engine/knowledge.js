/** What is known of a household box by box, and what follows: the bounds of every result. */

import { ENDED, KNOWN, NO_ITEM } from "./law.js";
import { certain, choiceBits, isCertain, mapped, numbersOf, ZERO } from "./spans.js";
import { ofLaw } from "./unknowns.js";

export const SURE = "sure"; // that every clause holds
export const DOUBT = "doubt"; // that one fails that the office judges

const endIn = (array, row) => array[array.length > 1 ? row : 0];
function longest(arrays) {
  let most = 1;
  for (const { length } of arrays) if (length > most) most = length;
  return most;
}

const asTruths = ([low, high]) => [low.map((x) => +(x !== 0)), high.map((x) => +(x !== 0))];
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
  }

  /** The least and greatest of each result in each box; of choices and days their numbers. */
  results(names = this.only ?? Object.keys(this.household.plan.results)) {
    const found = Object.entries(this.household.plan.run(this, names));
    return Object.fromEntries(found.map(([name, span]) => [name, numbersOf(span).map((end) => this.wide(end))]));
  }

  /** The same, and what the clauses come to together. */
  judged() {
    const { clauses, judged } = this.household.rules;
    const only = this.only && this.only.flatMap((name) => (name === SURE ? clauses : name === DOUBT ? judged : [name]));
    const found = this.results(only ? [...new Set(only)] : undefined);
    const each = (names, f) => Float64Array.from({ length: this.count }, (_, row) => f(names.map((name) => found[name]), row));
    const all = (end) => each(clauses, (ends, row) => Math.min(...ends.map((both) => both[end][row])));
    const fails = (end) => each(judged, (ends, row) => Math.max(0, ...ends.map((both) => 1 - both[1 - end][row])));
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
  join(way, applies, instead, keys) {
    const days = way.dated ? keys[0] : this.day;
    const listed = way.listed ? keys[way.dated ? 1 : 0] : null;
    const parts = keys.slice(!!way.dated + !!way.listed);
    const sure = isCertain(days) && (!listed || listed[1]) && parts.every((part) => part[1]);
    const found = sure ? this.taken(way, applies, instead, days, listed, parts) : this.joined(way, applies, instead, days, listed, parts);
    return way.grid.truths && !isCertain(found) ? asTruths(found) : found;
  }

  /** Where every row is certain which value it takes, though some of these may not be known. */
  taken(way, [, able], instead, [days], listed, parts) {
    const { grid } = way;
    const rows = longest([days, ...(listed ? [listed[0]] : []), ...parts.map((part) => part[0])]);
    const cells = Array.from({ length: rows }, (_, row) => {
      const index = parts.reduce((sum, part, place) => sum + endIn(part[0], row) * way.strides[place], way.offset);
      return grid.cell(index, endIn(days, row));
    });
    const value = (cell, row) => (listed ? (way.taken(cell).listed >> endIn(listed[0], row)) & 1 : way.taken(cell).value);
    if (cells.every((cell) => way.taken(cell).state === KNOWN)) {
      const values = cells.map(value);
      return certain(values.every((each) => each === values[0]) ? values.slice(0, 1) : values);
    }
    const count = longest([cells, able, ...(way.ends ? instead : []), ...this.narrowedTo(cells)]);
    const low = new Array(count);
    const high = new Array(count);
    for (let row = 0; row < count; row++) {
      const cell = endIn(cells, row);
      if (way.taken(cell).state === KNOWN || !endIn(able, row)) low[row] = high[row] = value(cell, row);
      else if (cell.state === NO_ITEM) low[row] = high[row] = 0;
      else if (way.ends && cell.state === ENDED) [low[row], high[row]] = instead.map((end) => endIn(end, row));
      else {
        this.come(way, cell);
        const ends = this.narrowed.get(cell.key) ?? this.atBest(cell);
        [low[row], high[row]] = [endIn(ends[0], row), endIn(ends[1], row)];
      }
    }
    return [low, high];
  }

  /** Where the choices or the day are not certain. */
  joined(way, [, able], instead, days, listed, parts) {
    const keys = parts.map(choiceBits);
    if (way.dated) keys.push(...days.map((ends) => mapped((day) => way.grid.interval(day), ends)));
    if (listed) keys.push(choiceBits(listed));
    const patterns = this.patterns(way, keys);
    const count = longest([patterns, able, ...(way.ends ? instead : []), ...this.narrowedTo(patterns.flatMap(({ open }) => open))]);
    const low = new Array(count).fill(0);
    const high = new Array(count).fill(0);
    for (let row = 0; row < count; row++) {
      if (!endIn(able, row)) continue;
      const pattern = endIn(patterns, row);
      let [least, most] = pattern.known;
      for (const cell of pattern.open) {
        const ended = way.ends && cell.state === ENDED;
        if (!ended) this.come(way, cell);
        const ends = ended ? instead : (this.narrowed.get(cell.key) ?? this.atBest(cell));
        least = Math.min(least, endIn(ends[0], row));
        most = Math.max(most, endIn(ends[1], row));
      }
      // Rows that no item of the law is for: nobody reads them.
      if (least <= most) [low[row], high[row]] = [least, most];
    }
    return [low, high];
  }

  /** Row by row, what a look-up can come upon. */
  patterns(way, keys) {
    const rows = longest(keys);
    const patterns = [];
    for (let row = 0; row < rows; row++) {
      const last = patterns[row - 1];
      patterns.push(last && keys.every((key, place) => last.key[place] === endIn(key, row)) ? last : way.pattern(keys, row, this.household.day));
    }
    return patterns;
  }

  /** What is known of some cells, box by box. */
  narrowedTo(cells) {
    return this.count > 1 ? cells.map((cell) => this.narrowed.get(cell.key)?.[0] ?? ZERO[0]) : [];
  }

  /** What an unknown value of the law can be, as long as nothing is known of it. */
  atBest({ item }) {
    const best = item.directed && (this.lawAtBest === "all" || (this.lawAtBest === "open" && item.openWorst));
    return best ? item.best : item.ends;
  }

  /** Note that a look-up came upon an unknown value of the law. */
  come(way, cell) {
    if (this.noting && !this.cells.has(cell.key)) this.cells.set(cell.key, ofLaw(cell));
    this.reached?.(way.look, cell.key);
  }
}
