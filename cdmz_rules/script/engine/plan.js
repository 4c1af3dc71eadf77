/** A benefit's formulas as steps, run on what values can be: what no row needs is not looked at. */

import { OPERATIONS } from "./operations.js";
import { LookUp } from "./law.js";
import { listed, numbersIn } from "./digits.js";
import { certain, holdsEverywhere, holdsSomewhere, recycling, ZERO } from "./spans.js";

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
    const look = numbersIn(looks);
    while (look.more()) this.looks.push(new LookUp(book, look, this.looks[this.looks.length - 1] ?? { look: 0, number: 0 }));
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
    const step = { name, operation: OPERATIONS[name], number: numbered ? this.read() : -1, lists: [] };
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
    setBit(words, place);
    return words;
  }

  /** By step, the inputs and, after these, the ways of looking the law up on which it rests, as bits. */
  get rests() {
    if (this.restsOn) return this.restsOn;
    const words = (this.asked.length + this.looks.length + 31) >> 5;
    this.restsOn = [];
    for (const { name, number, args, way } of this.steps) {
      const mine = new Uint32Array(words);
      for (const arg of args) if (isStep(arg)) this.restsOn[arg].forEach((word, at) => (mine[at] |= word));
      if (name === "input" || way) setBit(mine, way ? this.asked.length + number : number);
      this.restsOn.push(mine);
    }
    return this.restsOn;
  }

  /** Of each step whether it rests on none of some inputs and unknown values of the law. */
  apartFrom(keys, cells) {
    const words = new Uint32Array(this.rests[0].length);
    this.asked.forEach((_, asked) => keys(asked) && setBit(words, asked));
    this.looks.forEach(({ grid }, look) => cells.some(({ item }) => grid.items.includes(item)) && setBit(words, this.asked.length + look));
    const touched = [...words.keys()].filter((at) => words[at]);
    return this.rests.map((mine) => touched.every((at) => !(mine[at] & words[at])));
  }

  /** The numbers of the steps that some steps need in any case, but for those that another does. */
  list(steps, but = []) {
    const sets = steps.filter(isStep).map((step) => this.always[step]);
    const has = (words, step) => (words[step >> 5] >>> (step & 31)) & 1;
    return [...this.steps.keys()].filter((step) => sets.some((words) => has(words, step)) && !has(but, step));
  }

  /** The steps that only one side of a choice needs, or what a look-up takes where it applies. */
  side(place, ...args) {
    const { lists } = this.steps[place];
    return (lists[args[0]] ??= this.list(args.map((arg) => this.steps[place].args[arg]), this.always[place]));
  }

  /** The steps that some results need in any case. */
  whole(names) {
    const key = names.join();
    if (!this.lists.has(key)) this.lists.set(key, this.list(names.map((name) => this.results[name])));
    return this.lists.get(key);
  }

  /**
   * What steps can be on the rows of a frame: those that some results need.
   *
   * @param frame Says what is known of inputs and the law; and in `before`, with `apart`, what steps are that are the same in several runs.
   * @param names The results.
   * @returns What each of them can be.
   */
  run(frame, names) {
    const { before, apart } = frame;
    const values = before ? before.map((value, place) => (apart[place] ? value : undefined)) : new Array(this.steps.length);
    const of = (arg) => (isStep(arg) ? values[arg] : arg);
    const compute = (list) => {
      for (const place of list) {
        if (values[place]) continue;
        values[place] = value(place, this.steps[place]);
        if (before && apart[place]) before[place] = values[place];
      }
    };
    const found = (place, arg) => {
      compute(this.side(place, arg));
      return of(this.steps[place].args[arg]);
    };
    const value = (place, { name, operation, number, args, sides, way }) => {
      if (name === "input") return frame.ask(number);
      if (name === "day") return frame.day;
      if (name === "there") return frame.there(number);
      if (name === "given") return frame.known(number) ?? found(place, 0);
      if (sides) {
        const condition = of(args[0]);
        const one = holdsSomewhere(condition[1]) ? found(place, 1) : ZERO;
        return operation(condition, one, holdsEverywhere(condition[0]) ? ZERO : found(place, 2));
      }
      if (way) {
        const applies = of(args[0]);
        const instead = of(args[1]);
        if (!holdsSomewhere(applies[1])) return instead;
        compute(this.side(place, ...args.keys()));
        const looked = frame.join(way, applies, instead, args.slice(2).map(of));
        return isStep(args[0]) ? OPERATIONS.where(applies, looked, instead) : looked;
      }
      if (args.length === 2) return operation(of(args[0]), of(args[1]));
      return operation(...args.map(of));
    };
    const results = names.map((name) => this.results[name]);
    this.values = values;
    return recycling(() => {
      compute(this.whole(names));
      return results.map(of);
    });
  }
}

const setBit = (words, bit) => (words[bit >> 5] |= 1 << (bit & 31));
const isStep = (arg) => typeof arg === "number";

/** A constant of the data as a span. */
export const constant = (written) => certain([written].flat());
