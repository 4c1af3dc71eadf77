/** A book of rules with what is said of its benefits and inputs beside formulas and law. */
import { Book } from "./book.js";

/** The book of some programs and metadata. */
export function bookOf(programs, metadata) {
  const book = Object.assign(new Book(programs), metadata);
  const kept = new Map();
  for (const [name, unit] of Object.entries(metadata.units)) book.inputs[name].unit = unit;
  /** Words as a part of an answer. */
  book.text = (words) => ({ [book.language]: words });
  /** The rules of a benefit, with its inputs, the units of its amounts and what these lie `within`. */
  book.rules = (id) => {
    if (!kept.has(id)) kept.set(id, Object.assign(book.benefit(id), metadata.asked[id]));
    return kept.get(id);
  };
  return book;
}
