/** An interview: what is certain of a household so far, and what to ask it next. There is no session: a call says all that is known. */
import { isoDay } from "./calendar.js";
import { candidatesOf, chosenOf, isMoot } from "./choosing.js";
import { filled } from "./problems.js";
import { requestOf } from "./requests.js";
import { Standing } from "./standing.js";

/** What `POST /v1/interviews` answers to the same request, in the script's language; throws `InputProblems` where it refuses. */
export function interviewed(book, request) {
  const { benefits, day, situation, skipped } = requestOf(book, request, ["skipped"]);
  const standings = benefits.map((name) => new Standing(book.rules(name), situation, day));
  const every = candidatesOf(standings, skipped);
  const found = new Map([...every].filter(([, each]) => !isMoot(book, each.unknown.name, situation.told)));
  const questions = chosenOf(book, standings, found);
  const open = new Map(standings.flatMap((standing) => [...standing.every].filter(([key]) => skipped.has(key))));
  const settled = standings.filter((standing) => standing.settled).map((standing) => standing.rules.id);
  return {
    date: isoDay(day),
    reform: book.reform,
    answers: standings.map((standing) => soFar(book, standing)),
    certain: settled,
    heading: headingOf(book, questions),
    questions: questions.map((each) => asked(book, situation, each)),
    may_matter: [...found.values()].map((each) => nameOf(each.unknown)),
    left_open: [...open.values()].map((unknown) => ({ name: nameOf(unknown), label: labelOf(book, situation, unknown) })),
    progress: {
      answered: Object.keys(situation.told).length + Object.keys(situation.ranges).length,
      left: found.size,
      settled: settled.length,
      benefits: standings.length,
    },
  };
}

function soFar(book, standing) {
  const { id, label } = standing.rules;
  const status = standing.settled ? "settled" : "open";
  return { benefit: id, label: book.text(label), status, outcome: standing.outcome, amount: standing.amount };
}

function headingOf(book, questions) {
  if (questions.length < 2) return null;
  const names = questions.map((each) => each.unknown.name);
  return book.text(book.groups.find(({ inputs }) => inputs.some((name) => names.includes(name))).words);
}

/** An unknown input as one would write it. */
function nameOf({ name, member }) {
  return member === null ? name : `members[${member}].${name}`;
}

/** The name of a missing input, with whose it is. */
function labelOf(book, situation, { name, member }) {
  const { label } = book.inputs[name];
  return book.text(member === null ? label : filled(book.phrases.of, { whose: book.roleWords[situation.roles[member]], label }));
}

function asked(book, situation, { unknown, settles }) {
  const info = book.inputs[unknown.name];
  return {
    name: nameOf(unknown),
    input: info.name,
    question: book.text(info.question),
    label: labelOf(book, situation, unknown),
    about: info.about ? book.text(info.about) : null,
    why: Object.entries(settles).map(([id, stage]) => ({ benefit: id, label: book.text(book.rules(id).label), settles: stage })),
    kind: info.kind,
    unit: info.unit,
    bounds: boundsOf(info),
    choices: info.kind === "choice" ? Object.fromEntries(info.words.map(([name, word]) => [name, book.text(word)])) : null,
    instead: Object.entries(book.aliases)
      .filter(([, alias]) => alias.input === info.name)
      .map(([name, alias]) => ({ name, label: book.text(alias.words), most: alias.most })),
  };
}

function boundsOf({ kind, low, high }) {
  if (kind === "date") return [isoDay(low), isoDay(high)];
  if (kind === "yes_no") return [false, true];
  return kind === "choice" ? [null, null] : [low, high];
}
