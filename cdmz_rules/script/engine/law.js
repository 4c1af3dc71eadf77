/** The law's tables: what stands where on which day, and what an unknown value can be. */

import { listed } from "./digits.js";

export const BOUNDLESS = 1e15; // stands for an open end: no amount of money comes near it
export const KNOWN = 0;
const UNKNOWN = 1;
export const ENDED = 2;
export const NO_ITEM = 4;
const STATES = { u: UNKNOWN, n: ENDED };

/** A legal item: its places' timelines, each a list of [first day, cell], ascending. */
export class Item {
  constructor(book, number, [facts, map, cells, grades, ...timelines]) {
    [this.kind, this.favours, this.low, this.high, this.choices] = book.facts[facts];
    this.number = number;
    const made = [];
    const cell = (place) => (made[place] ??= book.addCell(written(this, cells[place], +grades[place])));
    const nothing = (place) => book.addCell({ item: this, place, state: UNKNOWN, value: 0, grade: 0 });
    this.timelines = Array.from(map, (mark, place) => {
      if (mark === " ") return [[-Infinity, nothing(place)]];
      const line = [timelines[mark.charCodeAt(0) - 97]].flat();
      return Array.from({ length: (line.length + 1) / 2 }, (_, at) => [at ? line[2 * at - 1] : -Infinity, cell(line[2 * at])]);
    });
  }

  /** The least and greatest that an unknown value of it can be. */
  get span() {
    const [low, high] = this.kind === "choice" ? [0, this.choices - 1] : [this.low, this.high];
    return [low ?? -BOUNDLESS, high ?? BOUNDLESS];
  }

  /** Whether values are said to have a direction. */
  get directed() {
    return this.kind !== "choice" && this.favours !== "none";
  }

  /** The most favourable, then the least. */
  get levels() {
    const [low, high] = this.span;
    if (this.kind === "choice") return Array.from({ length: this.choices }, (_, number) => number);
    return this.favours === "higher" ? [high, low] : [low, high];
  }

  /** Whether the least favourable stands for an open end. */
  get openWorst() {
    return this.directed && (this.favours === "higher" ? this.low : this.high) === null;
  }
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
    const lines = this.items.flatMap((item) => item?.timelines ?? []);
    this.starts = [...new Set(lines.flatMap((line) => line.map(([start]) => start)))].sort((a, b) => a - b);
    this.truths = ["boolean", "places"].includes(this.items.find((item) => item).kind);
  }

  /** The interval in which a day lies. */
  interval(day) {
    let found = 0;
    while (found + 1 < this.starts.length && this.starts[found + 1] <= day) found++;
    return found;
  }

  /** The cell at an index of item and place on a day. */
  cell(index, day) {
    const item = this.items[Math.floor(index / this.places)];
    if (!item) return this.nothing;
    const line = item.timelines[index % this.places];
    let at = line.length - 1;
    while (at && line[at][0] > day) at--;
    return line[at][1];
  }

  /** How many indices there are. */
  get size() {
    return this.items.length * this.places;
  }
}

/** How a step looks the law up. */
export class LookUp {
  constructor(book, next) {
    this.look = next();
    this.grid = book.grids[next()];
    const flags = next();
    this.dated = flags & 1;
    this.listed = flags & 2;
    this.ends = flags & 4;
    this.always = flags & 8;
    this.end = book.constants[next() - 1]?.[0][0] ?? null;
    this.offset = next();
    this.strides = listed(next(), next);
    this.known = new Map();
  }

  /** A cell as this look-up takes it: where it is not in force, what stands there instead may be one figure for all. */
  taken(cell) {
    return cell.state === ENDED && this.end !== null ? { state: KNOWN, value: this.end, listed: 0 } : cell;
  }

  /** What it can come upon, kept by what its choices can be, and of what goes by the day decided for by that day. */
  patterns(day) {
    if (!this.dated && this.day !== day) {
      this.day = day;
      this.known.clear();
    }
    return this.known;
  }
}
