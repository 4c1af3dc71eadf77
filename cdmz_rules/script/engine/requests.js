/** A request as it is sent: held against what is asked of one, with every mistake and its place. */
import { isoDay, realDay, todayInChina } from "./calendar.js";
import { isMapping, situationOf } from "./checking.js";
import { cut, InputProblems, problemOf, shownValue } from "./problems.js";
import { readDay } from "./reading.js";

const FIELDS = ["benefits", "case", "date"];
/** No later day is decided for. */
export const LAST_DAY = realDay(2100, 12, 31);

/** The benefits, the day, the checked case and the keys of what somebody does not know. */
export function requestOf(book, request, more = []) {
  if (!isMapping(request)) refuse(book, "wrong_type", "", ["not_a_request"]);
  const unknown = Object.keys(request).find((name) => ![...FIELDS, ...more].includes(name));
  if (unknown !== undefined) refuse(book, "unknown_field", cut(unknown), ["no_field"]);
  const benefits = benefitsOf(book, request.benefits);
  const day = dayOf(book, request.date);
  const situation = situationOf(book, request.case, day);
  return { benefits, day, situation, skipped: skippedOf(book, situation, request.skipped ?? []) };
}

function refuse(book, code, pointer, words, more) {
  throw new InputProblems([problemOf(book, code, pointer, words, more)]);
}

function textsOf(book, raw, pointer, most) {
  if (!Array.isArray(raw)) refuse(book, raw === undefined ? "missing" : "wrong_type", pointer, ["not_a_list"]);
  if (raw.length > most) refuse(book, "too_many", pointer, ["too_long_a_list", { most }]);
  const place = raw.findIndex((each) => typeof each !== "string");
  if (place >= 0) refuse(book, "wrong_type", `${pointer}[${place}]`, ["no_text"]);
  return raw;
}

function benefitsOf(book, raw) {
  const names = textsOf(book, raw, "benefits", book.limits.benefits);
  if (!names.length) refuse(book, "too_few", "benefits", ["no_benefits"]);
  const found = names.flatMap((name) => (Object.hasOwn(book.scopes, name) ? book.scopes[name].map((place) => book.benefits[place]) : [name]));
  const none = found.find((name) => !book.benefits.includes(name));
  if (none !== undefined) refuse(book, "not_found", "benefit", ["no_benefit", { name: cut(none) }]);
  if (new Set(found).size < found.length) refuse(book, "given_twice", "benefits", ["benefit_twice"]);
  return found;
}

function dayOf(book, raw) {
  if (raw === undefined || raw === null) return served(book, todayInChina());
  const day = readDay(raw);
  if (day === null) refuse(book, "not_a_date", "date", ["not_a_date", { value: shownValue(book, raw) }]);
  return served(book, day);
}

/** A script knows the law from some day on: earlier ones are left to the service. */
function served(book, day) {
  if (day >= book.since && day <= LAST_DAY) return day;
  const [low, high] = [isoDay(book.since), isoDay(LAST_DAY)];
  return refuse(book, "out_of_range", "date", ["not_within", { value: isoDay(day), low, high }], { expected: `${low}–${high}` });
}

function skippedOf(book, situation, raw) {
  const problems = [];
  const keys = textsOf(book, raw, "skipped", book.limits.skipped).map((name, place) => {
    const member = /^members\[(\d{1,2})\]\.(\w+)$/.exec(name);
    const written = member ? member[2] : name;
    const input = Object.hasOwn(book.aliases, written) ? book.aliases[written].input : written;
    const info = Object.hasOwn(book.inputs, input) ? book.inputs[input] : null;
    if (!info || !info.personal !== !member || (member && Number(member[1]) >= situation.roles.length)) {
      problems.push(problemOf(book, "unknown_field", `skipped[${place}]`, ["no_input", { name: name.slice(0, 80) }]));
    }
    return member ? `${Number(member[1])}.${input}` : input;
  });
  if (problems.length) throw new InputProblems(problems);
  return new Set(keys);
}
