// Answers what `generators.script` asks, line by line: the rules as data are in the file named first, the engine in the folder named second.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [file, engine] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(name).href);
const { default: data } = await load(file);
const { Book } = await load(`${engine}/book.js`);
const { Household } = await load(`${engine}/household.js`);
const { Knowledge } = await load(`${engine}/knowledge.js`);
const { OPERATIONS } = await load(`${engine}/operations.js`);
const { directions } = await load(`${engine}/signs.js`);

const book = new Book(data);
const written = (_, value) => {
  if (typeof value === "bigint") return value.toString();
  if (ArrayBuffer.isView(value)) return [...value];
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
};
const household = ({ benefit, ...told }) => new Household(book.benefit(benefit), told);
const spanOf = ({ key, levels, low, high, directed, openWorst }) => [key, levels, low, high, directed, openWorst];

const ANSWERS = {
  operations: () => Object.keys(OPERATIONS),
  /** Of many households, each input a column (null where it is missing), what results can be. */
  judged({ benefit, day, roles, count, columns, ranges }) {
    const ends = {};
    for (let row = 0; row < count; row++) {
      const given = Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, values[row]]));
      const some = Object.entries(ranges).map(([key, [low, high]]) => [key, [low[row], high[row]]]);
      const judged = new Knowledge(household({ benefit, day, roles, given, ranges: Object.fromEntries(some) })).judged();
      for (const [name, both] of Object.entries(judged)) both.forEach((end, at) => ((ends[name] ??= [[], []])[at][row] = end[0]));
    }
    return ends;
  },
  /** The same of one, and the unknowns that it comes upon. */
  noted(told) {
    const knowledge = new Knowledge(household(told), { noting: true });
    return { ends: knowledge.judged(), met: [...knowledge.met.values()].map(spanOf) };
  },
  boxes: ({ count, narrowed, only, ...told }) =>
    new Knowledge(household(told), { count, narrowed: new Map(Object.entries(narrowed)), only }).judged(),
  directions: ({ tracked, ...told }) => directions(household(told), tracked.map((key) => ({ key }))),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...asked } = JSON.parse(line);
  const answer = JSON.stringify(ANSWERS[ask](asked), written);
  process.stdout.write(`${answer.replace(/"(-?Infinity|NaN)"/g, "$1")}\n`); // as Python reads numbers that JSON has not
}
