/** How one benefit stands while a household is asked: what is certain so far, and which missing inputs can still change it. */
import { Certainty } from "./certainty.js";
import { deduced } from "./deduced.js";
import { Household } from "./household.js";
import { figureOf, outcomeOf } from "./interpret.js";
import { opennessOf } from "./openness.js";
import { gainsOf } from "./readings.js";

/** What a question can change, the most important first: whoever is refused is asked for no figures. */
export const STAGES = ["outcome", "amount", "reported"];

export class Standing {
  constructor(rules, situation, day) {
    this.rules = rules;
    this.household = householdOf(rules, situation, day);
    this.certainty = new Certainty(this.household);
    this.outcome = outcomeOf(rules, this.certainty);
    this.open = opennessOf(this.household, this.certainty, this.outcome);
  }

  /** The main amount, as far as it is certain. */
  get amount() {
    return figureOf(this.rules, this.rules.id, this.certainty, this.outcome);
  }

  /** The missing inputs that can still change it, by key. */
  get every() {
    return new Map([...this.open.reported, ...this.open.amount, ...this.open.outcome]);
  }

  /** Whether no further input can change outcome or bounds. */
  get settled() {
    return !this.every.size;
  }

  /** What an input can still change; undefined if nothing. */
  settles(key) {
    return STAGES.find((stage) => this.open[stage].has(key));
  }

  /** How much of outcome and main amount each of some missing inputs settles, by key. */
  gains(unknowns) {
    const mine = unknowns.filter(({ key }) => this.open.outcome.has(key) || this.open.amount.has(key));
    return gainsOf(this.household, this.certainty, this.outcome, mine);
  }
}

/** A household as one benefit knows it: what that does not ask for says nothing. */
export function householdOf(rules, situation, day) {
  const { follows } = rules.book;
  const asked = new Set(rules.inputs.flatMap((name) => [name, ...Object.keys(follows[name] ?? {})]));
  const told = (values) => Object.fromEntries(Object.entries(values).filter(([key]) => asked.has(key.slice(key.indexOf(".") + 1))));
  const mine = { roles: situation.roles, told: told(situation.told), ranges: told(situation.ranges) };
  const known = deduced(rules.book, mine, day);
  return new Household(rules, { day, roles: known.roles, given: known.told, ranges: known.ranges });
}
