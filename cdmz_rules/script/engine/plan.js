/** A benefit's formulas as steps, run on what values can be: what no row needs is not looked at. */

import { OPERATIONS } from "./operations.js";
import { LookUp } from "./law.js";
import { listed, numbersIn } from "./digits.js";
import { certain, holdsEverywhere, holdsSomewhere, ZERO } from "./spans.js";

const SIDES = new Set(["where", "chosen_where"]);

export class Plan {
  /**
   * @param book Where operations, constants and grids stand.
   * @param outputs The names of its results.
   * @param written What the data holds of it.
   */
  constructor(book, outputs, { asked, looks, steps: [operations, args], results }) {
    const input = numbersIn(asked);
    this.asked = listed(input(), () => ({ name: book.inputNames[input()], place: input() - 1 }));
    this.looks = [];
    for (const look = numbersIn(looks); look.more(); ) this.looks.push(new LookUp(book, look));
    const next = numbersIn(operations);
    this.read = numbersIn(args);
    this.steps = listed(next(), (place) => this.step(book, place, next()));
    const result = numbersIn(results);
    this.results = Object.fromEntries(outputs.map((name) => [name, this.argument(book, 0, result())]));
    this.always = [];
    this.steps.forEach((step, place) => this.always.push(this.needs(step, place)));
    this.lists = new Map();
  }

  argument(book, place, code) {
    return code & 1 ? book.constants[code >> 1] : Math.abs(place - (code >> 1));
  }

  step(book, place, code) {
    const { name, arity, numbered } = book.operations[code];
    const step = { name, operation: OPERATIONS[name], number: numbered ? this.read() : -1 };
    let count = arity;
    if (name === "join") {
      step.way = this.looks[step.number];
      count = 2 + step.way.strides.length + !!step.way.dated + !!step.way.listed;
    }
    step.args = listed(count, () => this.argument(book, place, this.read()));
    step.sides = SIDES.has(name);
    step.sure = step.sides ? 1 : name === "given" ? 0 : step.way && !step.way.always ? 2 : count;
    return step;
  }

  /** The steps that a step needs in any case, itself among them, as bits. What both sides of a choice need, it does. */
  needs(step, place) {
    const words = new Uint32Array((this.steps.length + 31) >> 5);
    const bits = (arg) => (isStep(arg) ? this.always[arg] : []);
    step.args.slice(0, step.sure).forEach((arg) => bits(arg).forEach((word, at) => (words[at] |= word)));
    if (step.sides) {
      const other = bits(step.args[2]);
      bits(step.args[1]).forEach((word, at) => (words[at] |= word & (other[at] ?? 0)));
    }
    words[place >> 5] |= 1 << (place & 31);
    return words;
  }

  /** The numbers of the steps that some steps need in any case. */
  list(...steps) {
    const key = steps.join();
    if (!this.lists.has(key)) {
      const numbers = [];
      const sets = steps.filter(isStep).map((step) => this.always[step]);
      for (let step = 0; step < this.steps.length; step++) {
        if (sets.some((words) => (words[step >> 5] >>> (step & 31)) & 1)) numbers.push(step);
      }
      this.lists.set(key, numbers);
    }
    return this.lists.get(key);
  }

  /**
   * What steps can be on the rows of a frame: those that some results need.
   *
   * @param frame Says what is known of inputs and the law.
   * @param names The results.
   */
  run(frame, names) {
    const values = new Array(this.steps.length);
    const of = (arg) => (isStep(arg) ? values[arg] : arg);
    const found = (...some) => {
      compute(this.list(...some));
      return some.map(of);
    };
    const compute = (list) => {
      for (const place of list) if (!values[place]) values[place] = value(this.steps[place]);
    };
    const value = ({ name, operation, number, args, sides, sure, way }) => {
      if (name === "input") return frame.ask(number);
      if (name === "day") return frame.day;
      if (name === "there") return frame.there(number);
      if (name === "given") return frame.known(number) ?? found(args[0])[0];
      if (sides) {
        const condition = of(args[0]);
        const [one] = holdsSomewhere(condition[1]) ? found(args[1]) : [ZERO];
        const [other] = holdsEverywhere(condition[0]) ? [ZERO] : found(args[2]);
        return operation(condition, one, other);
      }
      if (way) {
        const applies = of(args[0]);
        if (!holdsSomewhere(applies[1])) return of(args[1]);
        const looked = frame.join(way, applies, of(args[1]), found(...args.slice(2)));
        return isStep(args[0]) ? OPERATIONS.where(applies, looked, of(args[1])) : looked;
      }
      return operation(...args.map(of));
    };
    compute(this.list(...names.map((name) => this.results[name])));
    this.values = values;
    return Object.fromEntries(names.map((name) => [name, of(this.results[name])]));
  }
}

const isStep = (arg) => typeof arg === "number";

/** A constant of the data as a span. */
export const constant = (written) => certain([written].flat());
