// Answers what `generators.script` asks, line by line: the rules as data are in the file named first, the engine in the folder named second.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [file, engine] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(name).href);
const { default: data } = await load(file);
const { Book } = await load(`${engine}/book.js`);
const { Household } = await load(`${engine}/household.js`);
const { Knowledge } = await load(`${engine}/knowledge.js`);
const { directions } = await load(`${engine}/signs.js`);

const book = new Book(data);
const written = (_, value) => {
  if (typeof value === "bigint") return value.toString();
  if (ArrayBuffer.isView(value)) return [...value];
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
};

const ANSWERS = {
  judged: (household) => new Knowledge(household).judged(),
  noted(household) {
    const knowledge = new Knowledge(household, { noting: true });
    const ends = knowledge.judged();
    const met = [...knowledge.met.values()];
    return { ends, met: met.map(({ key, levels, low, high, directed, openWorst }) => [key, levels, low, high, directed, openWorst]) };
  },
  directions: (household, { tracked }) => directions(household, tracked.map((key) => ({ key }))),
  boxes: (household, { count, narrowed, only }) =>
    new Knowledge(household, { count, narrowed: new Map(Object.entries(narrowed)), only }).judged(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, benefit, ...asked } = JSON.parse(line);
  const answer = ANSWERS[ask](new Household(book.benefit(benefit), asked), asked);
  process.stdout.write(`${JSON.stringify(answer, written)}\n`);
}
