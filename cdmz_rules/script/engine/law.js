/** The law's tables: what stands where on which day, and what an unknown value can be. */

import { listed, signed } from "./digits.js";
import { members } from "./spans.js";

export const BOUNDLESS = 1e15; // stands for an open end: no amount of money comes near it
export const KNOWN = 0;
const UNKNOWN = 1;
export const ENDED = 2;
export const NO_ITEM = 4;
const FIRST_MARK = 48;
const MANY = 2 ** 32; // more than the members that a choice can be, as bits
const STATES = { u: UNKNOWN, n: ENDED };

/** A legal item: its places' timelines, each a list of first days and cells, ascending; and what an unknown value of it can be. */
export class Item {
  constructor(book, number, [facts, map, cells, grades, ...timelines]) {
    Object.assign(this, { number, ...book.facts[facts] });
    const made = [];
    const cell = (place) => (made[place] ??= book.addCell(written(this, cells[place], +grades[place])));
    const lines = timelines.map((line) => (Array.isArray(line) ? line : [line]));
    this.timelines = Array.from(map, (mark, place) => {
      if (mark === " ") return [-Infinity, book.addCell({ item: this, place, state: UNKNOWN, value: 0, grade: 0 })];
      const line = [-Infinity, ...lines[mark.charCodeAt(0) - FIRST_MARK]];
      return line.map((each, at) => (at % 2 ? cell(each) : each));
    });
  }
}

/** What items of the law have in common: what an unknown value can be, and which way it is favourable. */
export function factsOf([kind, favours, low, high, choices]) {
  const chosen = kind === "choice";
  const span = chosen ? [0, choices - 1] : [low ?? -BOUNDLESS, high ?? BOUNDLESS];
  const directed = !chosen && favours !== "none";
  const levels = chosen ? listed(choices, (number) => number) : favours === "higher" ? [span[1], span[0]] : span;
  const openWorst = directed && (favours === "higher" ? low : high) === null;
  return { kind, favours, low, high, choices, span, directed, levels, openWorst, best: [levels[0], levels[0]] };
}

function written(item, cell, grade) {
  if (typeof cell === "string") return { item, grade, state: STATES[cell[0]], place: +cell.slice(1), value: 0 };
  const listed = Array.isArray(cell) ? cell.reduce((bits, place) => bits | (1 << place), 0) : 0;
  return { item, grade, state: KNOWN, value: Array.isArray(cell) ? 0 : cell, listed };
}

/** The items behind one path of a formula, by the choices that pick one of them. */
export class Grid {
  constructor(book, items) {
    this.places = book.places.length;
    this.items = items.map((number) => book.items[number]);
    this.nothing = { state: NO_ITEM, value: 0, grade: 0, listed: 0 };
    this.truths = ["boolean", "places"].includes(this.items.find((item) => item).kind);
  }

  /** First days between which nothing changes. */
  get starts() {
    if (!this.days) {
      const lines = this.items.flatMap((item) => item?.timelines ?? []);
      this.days = [...new Set(lines.flatMap((line) => line.filter((_, at) => at % 2 === 0)))].sort((a, b) => a - b);
    }
    return this.days;
  }

  /** The interval in which a day lies. */
  interval(day) {
    const { starts } = this;
    let found = starts.length - 1;
    while (found && starts[found] > day) found--;
    return found;
  }

  /** The cell at an index of item and place on a day. */
  cell(index, day) {
    const item = this.items[Math.floor(index / this.places)];
    if (!item) return this.nothing;
    const line = item.timelines[index % this.places];
    let at = line.length - 2;
    while (line[at] > day) at -= 2;
    return line[at + 1];
  }

  /** How many indices there are. */
  get size() {
    return this.items.length * this.places;
  }
}

/** Numbers of rows that are alike, told apart once more by a key: row by row the new number, and the first row of each. */
function apart(which, key, rows) {
  const numbers = new Map();
  const firsts = [];
  const result = new Uint16Array(rows);
  for (let row = 0, last = -1, before = -1, value; row < rows; row++) {
    if (which[row] !== before || key[row] !== value) {
      before = which[row];
      value = key[row];
      const pair = before * MANY + value;
      last = numbers.get(pair) ?? -1;
      if (last < 0) {
        last = firsts.push(row) - 1;
        numbers.set(pair, last);
      }
    }
    result[row] = last;
  }
  return [result, firsts];
}

/** How a step looks the law up. */
export class LookUp {
  /** Read one; which look-up and grid it is, is said by how far it lies from the one before. */
  constructor(book, next, before) {
    this.look = before.look + signed(next());
    this.number = before.number + signed(next());
    this.grid = book.grids[this.number];
    const flags = next();
    this.dated = flags & 1;
    this.listed = flags & 2;
    this.ends = flags & 4;
    this.always = flags & 8;
    this.end = book.constants[next() - 1]?.[0][0] ?? null;
    this.offset = next();
    this.strides = listed(next(), next);
    this.patterns = new Map();
  }

  /** A cell as this look-up takes it: where it is not in force, what stands there instead may be one figure for all. */
  taken(cell) {
    return cell.state === ENDED && this.end !== null ? { state: KNOWN, value: this.end, listed: 0 } : cell;
  }

  /**
   * What it can come upon: each the least and greatest of what is known, and the cells that are not; and row by row, which of these.
   *
   * @param keys The members that each choice can be, as bits; before them, of a list, the places looked for; last, of a row with a day of
   *   its own, the first and last interval in which it can lie.
   */
  find(keys, day) {
    const varied = keys.filter((key) => key.length > 1);
    if (!varied.length) return [[this.pattern(keys.map(([key]) => key), day)], [0]];
    const rows = varied[0].length;
    let which = new Uint16Array(rows);
    let firsts = [0];
    for (const key of varied) [which, firsts] = apart(which, key, rows);
    return [firsts.map((row) => this.pattern(keys.map((key) => key[key.length > 1 ? row : 0]), day)), which];
  }

  pattern(key, day) {
    if (!this.dated && this.day !== day) {
      this.day = day;
      this.patterns.clear();
    }
    const name = key.length === 1 ? key[0] : key.join();
    if (!this.patterns.has(name)) this.patterns.set(name, this.comeUpon(key, day));
    return this.patterns.get(name);
  }

  comeUpon(key, day) {
    const { grid, strides } = this;
    const listed = this.listed ? 1 : 0;
    const [first, last] = key.slice(-2);
    const days = this.dated ? grid.starts.slice(first, last + 1) : [day];
    let indices = [this.offset];
    strides.forEach((stride, place) => {
      indices = indices.flatMap((index) => members(key[place + listed]).map((member) => index + member * stride));
    });
    const cells = new Set(indices.filter((index) => index < grid.size).flatMap((index) => days.map((each) => grid.cell(index, each))));
    const known = [];
    const open = [];
    for (const cell of cells) {
      const { state, value, listed: bits } = this.taken(cell);
      if (state !== KNOWN) {
        if (state !== NO_ITEM) open.push(cell);
      } else if (this.listed) known.push(...members(key[0]).map((member) => (bits >> member) & 1));
      else known.push(value);
    }
    return { key, known: [Math.min(...known), Math.max(...known)], open: open.sort((a, b) => a.number - b.number) };
  }
}
