/** What is wrong with what was sent: problems in the shape of the service, in the language of the script. */

const MAX_SHOWN = 100;
const LONGEST = 60;

/** What was sent cannot be used. */
export class InputProblems extends Error {
  constructor(problems) {
    super(problems.map((problem) => problem.code).join(", "));
    this.problems = problems;
  }
}

/** One problem; `words` are a phrase of the script and what stands in it. */
export function problemOf(book, code, pointer, [phrase, values = {}], { expected = null, others = [] } = {}) {
  const message = filled(book.phrases[phrase], values);
  return { code, pointer, [`message_${book.language}`]: message, expected, did_you_mean: null, others };
}

/** The same mistakes, in something that stands at a place itself. */
export function problemsBelow(place, problems) {
  const joined = (pointer) => (pointer ? `${place}${pointer.startsWith("[") ? "" : "."}${pointer}` : place);
  return problems.map((each) => ({ ...each, pointer: joined(each.pointer), others: each.others.map(joined) }));
}

/** A phrase with what stands in it: `{name}`. */
export function filled(phrase, values) {
  return phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** So much of a name as is repeated in the place of a mistake. */
export function cut(name) {
  return String(name).slice(0, MAX_SHOWN);
}

/** A raw value in words, as it was written and not too long. */
export function shownValue(book, raw) {
  if (raw !== null && typeof raw === "object") return book.phrases[Array.isArray(raw) ? "list" : "mapping"];
  const text = typeof raw === "string" ? raw.trim() : String(raw);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;
}

/** A number with its thousands set apart. */
export function inThousands(number) {
  const [whole, part] = String(number).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}
