/** A household as its formulas take it: each input as given, as what holds if nobody says, or as missing. */

import { certain } from "./spans.js";
import { ofInput } from "./unknowns.js";

export class Household {
  /**
   * @param rules The benefit asked for.
   * @param day The day decided for.
   * @param roles The role of each member.
   * @param given By key, what is given: `name` of the household, `0.name` of its first member.
   * @param ranges By key, the least and greatest of what is not given exactly.
   */
  constructor(rules, { day, roles, given, ranges = {} }) {
    Object.assign(this, { rules, day, roles, given, ranges });
    this.plan = rules.plan(day);
    const members = rules.book.roles.map(() => -1);
    roles.forEach((role, member) => {
      members[rules.book.roles.findIndex((other, place) => other === role && members[place] < 0)] = member;
    });
    this.members = members;
    this.columns = [];
    this.unknowns = new Map();
    this.before = {};
  }

  /** Whether somebody is at a place. */
  there(place) {
    return this.members[place] >= 0;
  }

  /** An input of the plan: its key, and its value where it is not missing. */
  column(asked) {
    return (this.columns[asked] ??= this.read(this.plan.asked[asked]));
  }

  read({ name, place }) {
    const info = this.rules.book.inputs[name];
    const member = place < 0 ? null : this.members[place];
    const key = member === null ? name : `${member}.${name}`;
    const value = this.given[key] ?? this.unasked(info, place);
    return { info, member, key, value: value === null ? null : certain([value]) };
  }

  /** What holds if nobody says: what is presumed; the example for whoever is not asked, for nothing depends on it. */
  unasked(info, place) {
    if (info.presumed !== null) return info.presumed;
    if (place < 0) return null;
    if (!this.there(place)) return info.example;
    const asked = info.roles === null || info.derived || info.roles.includes(this.rules.book.roles[place]);
    return asked ? null : info.example;
  }

  /** What steps were in runs before, and which of them are the same whatever some unknowns are. */
  apart(lawAtBest, narrowed) {
    const { plan } = this;
    const cells = [...narrowed.keys()].filter((key) => key[0] === "#").map((key) => this.rules.book.cells[+key.slice(1)]);
    this.before[lawAtBest] ??= Array.from(plan.steps, () => undefined);
    return [this.before[lawAtBest], plan.apartFrom((asked) => narrowed.has(this.column(asked).key), cells)];
  }

  /** What is unknown of a missing input. */
  unknown(asked) {
    const { info, member, key } = this.column(asked);
    if (!this.unknowns.has(key)) this.unknowns.set(key, ofInput(info, key, member, this.day, this.within(key)));
    return this.unknowns.get(key);
  }

  /** What is known of an input that is not given exactly; null if nothing is. */
  within(key) {
    return this.ranges[key] ?? null;
  }

  /** All that something unknown can be. */
  spanOf(unknown) {
    const within = unknown.isLaw ? null : this.within(unknown.key);
    return within ? [[within[0]], [within[1]]] : unknown.span;
  }
}
