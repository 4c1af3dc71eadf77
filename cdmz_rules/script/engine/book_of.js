/** A book of rules with what is said of its benefits and inputs beside formulas and law. */
import { Book } from "./book.js";
import { isoDay } from "./calendar.js";
import { LAST_DAY } from "./requests.js";

/** The book of some programs and metadata. */
export function bookOf(programs, metadata) {
  const book = Object.assign(new Book(programs), metadata);
  const kept = new Map();
  const inputs = book.inputNames.map((name) => book.inputs[name]);
  metadata.asking.forEach(([unit, label, question, about, choices = []], place) => {
    const info = inputs[place];
    const words = choices.map((each, choice) => [info.members[info.choices[choice]], each]);
    Object.assign(info, { unit: metadata.units[unit], label, question: question || label, about, words });
  });
  /** Words as a part of an answer. */
  book.text = (words) => ({ [book.language]: words });
  /** The rules of a benefit, with its label and inputs, unit and label of its `figures`, within what these lie, and labels of its conditions. */
  book.rules = (id) => {
    if (!kept.has(id)) {
      const asked = metadata.asked[id];
      const rules = book.benefit(id);
      const figures = Object.fromEntries(rules.amounts.map((name, place) => [name, asked.figures[place]]));
      const inputs = asked.inputs.map((place) => book.inputNames[place]);
      kept.set(id, Object.assign(rules, { within: {} }, asked, { inputs, figures }));
    }
    return kept.get(id);
  };
  const lists = Object.values(book.counts).map(({ listed }) => listed);
  /** Of a benefit label and kind of money, whether it asks about a spouse, and which inputs ask whether all members are listed. */
  const benefit = (id) => {
    const { label, flow, inputs: asked } = book.rules(id);
    const spouse = asked.some((name) => concernsSpouse(book.inputs[name]));
    return { id, label, flow, spouse, lists: asked.filter((name) => lists.includes(name)) };
  };
  /** Whose law it is: its hash, the day on which this was made, the days that can be decided for, the language, and the benefits. */
  book.law = {
    hash: book.hash,
    made: book.made,
    from: isoDay(book.since),
    until: isoDay(LAST_DAY),
    language: book.language,
    benefits: book.benefits.map(benefit),
  };
  return book;
}

function concernsSpouse({ personal, roles }) {
  return Boolean(personal) && (roles === null || roles.includes("spouse"));
}
