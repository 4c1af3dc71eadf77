/** What is known of a household box by box, and what follows: the bounds of every result. */

import { ENDED, KNOWN, NO_ITEM } from "./law.js";
import { certain, choiceBits, isCertain, members, numbersOf, ZERO } from "./spans.js";
import { ofLaw } from "./unknowns.js";

export const SURE = "sure"; // that every clause holds
export const DOUBT = "doubt"; // that one fails that the office judges

const endIn = (array, row) => array[array.length > 1 ? row : 0];
const longest = (arrays) => Math.max(...arrays.map((array) => array.length));
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
    this.reached = new Map();
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
        [low[row], high[row]] = this.of(cell, row);
      }
    }
    return [low, high];
  }

  /** Where the choices or the day are not certain. */
  joined(way, [, able], instead, days, listed, parts) {
    const keys = parts.map(choiceBits);
    if (way.dated) keys.push(...days.map((ends) => ends.map((day) => way.grid.interval(day))));
    if (listed) keys.push(choiceBits(listed));
    const patterns = [];
    for (let row = 0; row < longest([...keys, able]); row++) {
      const last = patterns[row - 1];
      const same = last && keys.every((key, place) => last.pattern[place] === endIn(key, row));
      patterns.push(same ? last : this.pattern(way, keys.map((key) => endIn(key, row)), listed));
    }
    const open = [...new Set(patterns)].flatMap((pattern) => pattern.open);
    const count = longest([patterns, ...(way.ends ? instead : []), ...this.narrowedTo(open)]);
    const low = new Array(count).fill(0);
    const high = new Array(count).fill(0);
    for (let row = 0; row < count; row++) {
      if (!endIn(able, row)) continue;
      const pattern = endIn(patterns, row);
      let [least, most] = [pattern.low, pattern.high];
      for (const cell of pattern.open) {
        if (way.ends && cell.state === ENDED) {
          least = Math.min(least, endIn(instead[0], row));
          most = Math.max(most, endIn(instead[1], row));
        } else {
          this.come(way, cell);
          const [lowest, highest] = this.of(cell, row);
          least = Math.min(least, lowest);
          most = Math.max(most, highest);
        }
      }
      // Rows that no item of the law is for: nobody reads them.
      [low[row], high[row]] = least > most ? [0, 0] : [least, most];
    }
    return [low, high];
  }

  /** What is known of some cells, box by box. */
  narrowedTo(cells) {
    return this.narrowed.size ? cells.map((cell) => this.narrowed.get(cell.key)?.[0] ?? ZERO[0]) : [];
  }

  /** What a look-up can come upon: the least and greatest of what is known, and the cells that are not. */
  pattern(way, pattern, listed) {
    const { grid, strides } = way;
    const known = way.patterns(this.household.day);
    const name = pattern.join();
    if (known.has(name)) return known.get(name);
    const dated = way.dated ? pattern.slice(strides.length, strides.length + 2) : [0, 0];
    const days = way.dated ? grid.starts.slice(dated[0], dated[1] + 1) : [this.household.day];
    let indices = [way.offset];
    strides.forEach((stride, place) => {
      indices = indices.flatMap((index) => members(pattern[place]).map((member) => index + member * stride));
    });
    const cells = new Set(indices.filter((index) => index < grid.size).flatMap((index) => days.map((day) => grid.cell(index, day))));
    const made = { pattern, low: Infinity, high: -Infinity, open: [] };
    for (const cell of cells) {
      const { state, value, listed: bits } = way.taken(cell);
      if (state === KNOWN) {
        for (const each of listed ? members(pattern[pattern.length - 1]).map((member) => (bits >> member) & 1) : [value]) {
          made.low = Math.min(made.low, each);
          made.high = Math.max(made.high, each);
        }
      } else if (state !== NO_ITEM) made.open.push(cell);
    }
    made.open.sort((a, b) => a.number - b.number);
    known.set(name, made);
    return made;
  }

  /** What an unknown value of the law can be in a box. */
  of(cell, row) {
    const narrowed = this.narrowed.get(cell.key);
    if (narrowed) return narrowed.map((end) => endIn(end, row));
    const { directed, openWorst, levels, span } = cell.item;
    const best = directed && (this.lawAtBest === "all" || (this.lawAtBest === "open" && openWorst));
    return best ? [levels[0], levels[0]] : span;
  }

  /** Note that a look-up came upon an unknown value of the law. */
  come(way, cell) {
    if (this.count > 1) return;
    if (this.noting && !this.cells.has(cell.key)) this.cells.set(cell.key, ofLaw(cell));
    if (!this.reached.has(way.look)) this.reached.set(way.look, new Set());
    this.reached.get(way.look).add(cell.key);
  }
}
