/** A rulebook as a page holds it: inputs, law and benefits. */

import { listed, numbersIn } from "./digits.js";
import { factsOf, Grid, Item } from "./law.js";
import { constant, Plan } from "./plan.js";

const NUMBERED = new Set(["input", "there", "given", "join"]);

export class Book {
  constructor(data) {
    this.data = data;
    this.since = data.since;
    this.places = data.places;
    this.roles = data.roles; // the role of each place that a household has for a member
    this.facts = data.facts.map(factsOf);
    this.inputs = Object.fromEntries(Object.entries(data.inputs).map(([name, written]) => [name, inputOf(data, name, written)]));
    this.inputNames = Object.keys(data.inputs);
    this.operations = Object.entries(data.operations).map(([name, arity]) => ({ name, arity, numbered: NUMBERED.has(name) }));
    this.constants = data.constants.map(constant);
    this.cells = [];
    this.items = [];
    data.items.forEach((item, number) => this.items.push(new Item(this, number, item)));
    this.grids = this.gridsOf(numbersIn(data.grids));
    this.benefits = Object.keys(data.benefits);
  }

  gridsOf(next) {
    let items = 0;
    const item = (code) => (code ? code - 2 : items++);
    return listed(next(), () => new Grid(this, listed(next(), () => item(next()))));
  }

  /** Number a cell: its key names it among unknowns. */
  addCell(cell) {
    cell.number = this.cells.length;
    cell.key = `#${cell.number}`;
    this.cells.push(cell);
    return cell;
  }

  benefit(id) {
    return new Rules(this, id, this.data.benefits[id]);
  }
}

/** A benefit: what an answer about it rests on. */
export class Rules {
  constructor(book, id, { clauses, judged, eligible, payer, reports, within, programs }) {
    Object.assign(this, { book, id, clauses, judged, eligible, payer, programs });
    this.strict = clauses.filter((clause) => !judged.includes(clause));
    this.amounts = [id, ...reports];
    this.outputs = [...new Set([id, eligible, payer, ...reports, ...within, ...clauses])];
    this.plans = [];
  }

  /** The formulas in force on a day. */
  plan(day) {
    if (!(day >= this.book.since)) throw new RangeError("the law of that day is not in this book");
    const number = this.programs.findIndex(({ until }) => until === undefined || day < until);
    return (this.plans[number] ??= new Plan(this.book, this.outputs, this.programs[number]));
  }
}

const KINDS = ["number", "money", "yes_no", "date", "choice"];
const WAYS = ["none", "higher", "lower"];

function inputOf(data, name, [kind, ways, low, high, example, more]) {
  return {
    name,
    kind: KINDS[kind],
    favours: WAYS[ways],
    low,
    high,
    example,
    personal: false,
    derived: false,
    future: false,
    presumed: null,
    roles: null,
    dated: null,
    ...more,
    members: more?.members === 0 ? data.places : more?.members,
  };
}
