/** What is unknown, inputs and law alike, and what it can be. */

import { addMonths } from "./calendar.js";
import { BOUNDLESS } from "./law.js";
import { certain, members } from "./spans.js";

const PROBED_YEARS = [1, 4, 30]; // how long ago a day without a direction is tried
const READINGS = ["choice", "boolean", "places"];

/**
 * Something nobody said or no text gives.
 *
 * levels: values at which it is tried, best and worst first if it is directed; low, high: all that it can be, in arrays of length one.
 */
export class Unknown {
  constructor(key, levels, [low, high], more) {
    Object.assign(this, { key, levels, low, high, directed: false, openWorst: false, item: null, cell: null }, more);
    this.isLaw = this.item !== null;
    this.isChoice = high === null;
    this.isReading = this.isLaw && READINGS.includes(this.item.kind);
    this.isTruth = this.kind === "yes_no";
    this.isDay = this.kind === "date";
    this.isCounted = !this.isChoice && !this.isTruth && !this.isReading;
  }

  get span() {
    return [this.low, this.high];
  }

  /** Of a value of the law that is said to have a direction, its most favourable. */
  get best() {
    return certain([this.levels[0]]);
  }

  /** Parts of all that it can be, together all of it, in their order. */
  pieces([[low], high]) {
    if (this.isChoice) return members(low).map((member) => [[1 << member], null]);
    const top = high[0];
    if (this.isTruth || this.isReading) {
      const count = Math.trunc(top) - Math.trunc(low) + 1;
      return Array.from({ length: count }, (_, place) => certain([Math.trunc(low) + place]));
    }
    const inside = this.levels.filter((level) => level > low && level < top);
    const points = [...new Set([low, ...inside])].sort((a, b) => a - b);
    // Days do not overlap; of numbers the ends belong to both sides.
    return points.map((point, place) => [[point], [place + 1 < points.length ? points[place + 1] - this.isDay : top]]);
  }
}

/** An unknown value of the law. */
export function ofLaw(cell) {
  const { item } = cell;
  const { directed, openWorst, levels, span } = item;
  cell.unknown ??= new Unknown(cell.key, levels, [[span[0]], [span[1]]], { directed, openWorst, item, cell, name: null, member: null });
  return cell.unknown;
}

/** An input that nobody gave, or of which one knows no more than that it lies within some values. */
export function ofInput(info, key, member, day, within) {
  const { name, kind, favours } = info;
  const of = (levels, span, directed) => new Unknown(key, levels, span, { directed, name, member, kind });
  if (kind === "choice") return of(info.choices, [[info.choices.reduce((bits, each) => bits | (1 << each), 0)], null], false);
  let [low, high] = within ?? [info.low, kind === "money" ? BOUNDLESS : info.high];
  if (kind === "date") {
    if (!info.future) high = Math.min(high, day);
    if (info.dated !== null) {
      const days = info.versions.filter((point) => point <= high).map((point) => Math.max(point, low));
      return of(days.length ? [...new Set(days)] : [high], [[low], [high]], false);
    }
  }
  const span = kind === "yes_no" ? [[0], [1]] : [[low], [high]];
  if (favours === "none") {
    const middle = kind === "date" ? PROBED_YEARS.map((years) => addMonths(day, -12 * years)) : (info.lines ?? []);
    const between = [...new Set([...middle, info.example])].filter((value) => low < value && value < high);
    return of([low, ...between.sort((a, b) => a - b), high], span, false);
  }
  return of(favours === "higher" ? [high, low] : [low, high], span, true);
}
