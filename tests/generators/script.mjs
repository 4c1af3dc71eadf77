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
  /** Of each of some households what results can be. */
  judged: ({ benefit, households }) => households.map((told) => new Knowledge(household({ benefit, ...told })).judged()),
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
  process.stdout.write(`${JSON.stringify(ANSWERS[ask](asked), written)}\n`);
}
