/** A case as it is sent: checked strictly, every mistake with its place, then as plain numbers by key. */
import { isoDay, startsBetween } from "./calendar.js";
import { cut, InputProblems, inThousands, problemOf, problemsBelow, shownValue } from "./problems.js";
import { readChoice, readDay, readMoney, readNumber, readYesNo, saysNothing } from "./reading.js";
import { Stated } from "./stated.js";

/** Units in which only whole numbers are given, and those that may be written in percent. */
const WHOLE_UNITS = ["count", "months", "stars"];
const SHARES = ["ratio", "annual_rate"];
/** What files say within a case, and requests beside it. */
const BESIDE_CASE = ["date", "benefit"];

/**
 * A checked case: the `roles` of its members; what is `told`, by key; of inputs known in part, the `ranges`, and under which alias they were
 * `written`.
 *
 * @throws {InputProblems} with every mistake and its place.
 */
export function situationOf(book, sent, day) {
  const checking = new Checking(book, day);
  checking.read(sent);
  if (checking.problems.length) throw new InputProblems(problemsBelow("case", checking.problems));
  return checking.situation;
}

/** An object as JSON has it. */
export function isMapping(raw) {
  return raw !== null && typeof raw === "object" && !Array.isArray(raw);
}

class Checking {
  constructor(book, day) {
    this.book = book;
    this.day = day;
    this.problems = [];
    this.situation = { roles: [], told: {}, ranges: {}, written: {} };
  }

  fault(code, pointer, words, more) {
    this.problems.push(problemOf(this.book, code, pointer, words, more));
  }

  read(sent) {
    if (!isMapping(sent)) return void this.fault("not_a_case", "", ["not_a_case"], { expected: "members: […]" });
    const beside = BESIDE_CASE.find((name) => name in sent);
    if (beside) return void this.fault("wrong_value", beside, ["beside_case"]);
    const members = this.members(sent.members);
    const { members: _, title: __, ...household } = sent;
    this.values(household, null);
    members.forEach(({ role: _, ...told }, member) => this.values(told, member));
    this.situation.roles = members.map((member) => member.role);
    if (this.situation.roles.includes(this.book.roles[0])) this.contradictions();
    return undefined;
  }

  members(members) {
    const { roleWords, limits } = this.book;
    const roles = Object.keys(roleWords);
    if (!Array.isArray(members) || !members.length) {
      this.fault("missing", "members", ["no_members"], { expected: "members: [{role: applicant, …}]" });
      return [];
    }
    if (members.length > limits.members) {
      this.fault("too_many", "members", ["too_many_members", { most: limits.members }]);
      return [];
    }
    const before = this.problems.length;
    const read = members.map((member, place) => this.member(member, `members[${place}]`));
    if (this.problems.length > before) return [];
    const named = (role) => roleWords[role];
    for (const role of this.book.singleRoles) {
      const places = read.flatMap((member, place) => (member.role === role ? [`members[${place}]`] : []));
      if (places.length > 1) this.fault("too_many", "members", ["only_one", { role: named(role) }], { others: places });
    }
    if (!read.some((member) => member.role === roles[0])) {
      this.fault("missing", "members", ["no_role_of", { role: named(roles[0]) }], { expected: `role: ${roles[0]}` });
    }
    return read;
  }

  member(member, pointer) {
    const { roleWords } = this.book;
    const roles = Object.keys(roleWords);
    if (!isMapping(member)) return void this.fault("wrong_type", pointer, ["not_a_member"], { expected: "{role: applicant, …}" });
    const { role } = member;
    if (roles.includes(role)) return member;
    if (role === null || role === undefined) return void this.fault("missing", `${pointer}.role`, ["no_role"], { expected: roles.join(", ") });
    const read = readChoice(role, roles.map((each) => [each, roleWords[each]]));
    if (read === null) return void this.notAChoice(`${pointer}.role`, role, roles);
    return { ...member, role: read };
  }

  notAChoice(pointer, raw, names) {
    return void this.fault("unknown_value", pointer, ["not_a_choice", { value: shownValue(this.book, raw) }], { expected: names.join(", ") });
  }

  /** What is said of the household, or of one member. */
  values(given, member) {
    const { inputs, aliases } = this.book;
    const { told, ranges } = this.situation;
    for (const [written, raw] of Object.entries(given)) {
      const pointer = member === null ? cut(written) : `members[${member}].${cut(written)}`;
      const alias = member === null || !Object.hasOwn(aliases, written) ? null : aliases[written];
      const name = alias ? alias.input : written;
      const info = Object.hasOwn(inputs, name) ? inputs[name] : null;
      const key = member === null ? name : `${member}.${name}`;
      if (!info || !info.personal !== (member === null)) this.unknownField(info, written, pointer);
      else if (saysNothing(raw)) continue;
      else if (key in told || key in ranges) this.fault("given_twice", pointer, ["given_twice", { name }]);
      else if (alias) this.alias(key, written, alias, raw, pointer);
      else this.value(key, info, raw, pointer);
    }
  }

  unknownField(info, written, pointer) {
    const name = written.slice(0, 80);
    if (info) this.fault("wrong_place", pointer, [info.personal ? "belongs_to_member" : "belongs_to_household", { name }]);
    else this.fault("unknown_field", pointer, ["no_input", { name }]);
  }

  value(key, info, raw, pointer) {
    const read = { date: readDay, yes_no: readYesNo, money: readMoney }[info.kind];
    if (info.kind === "choice") {
      const name = readChoice(raw, info.words);
      if (name === null) this.notAChoice(pointer, raw, info.words.map(([each]) => each));
      else this.situation.told[key] = info.members.indexOf(name);
      return;
    }
    const value = read ? read(raw) : readNumber(raw, SHARES.includes(info.unit));
    const fault = value === null ? this.notOfKind(info, raw) : info.kind === "date" ? this.misfitDay(info, value) : this.misfitNumber(info, value, raw);
    if (fault) this.fault(fault[0], pointer, fault[1], { expected: fault[2] });
    else this.situation.told[key] = value;
  }

  notOfKind(info, raw) {
    const value = shownValue(this.book, raw);
    if (info.kind === "date") return ["not_a_date", ["not_a_date", { value }], "2026-01-31, 2026/1/31, 2026年1月31日, 20260131"];
    if (info.kind === "yes_no") return ["wrong_type", ["not_yes_no", { value }], "是/否, yes/no, true/false, 1/0"];
    return ["wrong_type", ["not_a_number", { value }], spanOfInput(info)];
  }

  misfitNumber(info, value, raw) {
    if (info.kind === "yes_no") return null;
    const shown = shownValue(this.book, raw);
    const expected = spanOfInput(info);
    if (!Number.isFinite(value)) return ["not_finite", ["not_finite", { value: shown }], expected];
    if (value < info.low) return ["out_of_range", ["below", { value: shown, limit: inThousands(info.low) }], expected];
    if (value > info.high) return ["out_of_range", ["over", { value: shown, limit: inThousands(info.high) }], expected];
    const fen = value * 100;
    if (info.kind === "money" && Math.abs(Math.round(fen) - fen) > 1e-4) return ["too_fine", ["too_fine"], "0.01"];
    if (WHOLE_UNITS.includes(info.unit) && !Number.isInteger(value)) return ["wrong_type", ["not_whole", { value: shown }], expected];
    return null;
  }

  misfitDay(info, value) {
    const [low, high] = [isoDay(info.low), isoDay(info.high)];
    if (value < info.low || value > info.high) return ["out_of_range", ["not_within", { value: isoDay(value), low, high }], `${low}–${high}`];
    const decided = isoDay(this.day);
    if (value > this.day && !info.future) return ["in_the_future", ["in_the_future", { value: isoDay(value), day: decided }], `≤ ${decided}`];
    return null;
  }

  /** Another way to give a day, as a whole number of years or months: it leaves days open. */
  alias(key, written, { words, most, months }, raw, pointer) {
    const count = readNumber(raw);
    const value = shownValue(this.book, raw);
    const expected = { expected: `0–${most}` };
    if (count === null) this.fault("wrong_type", pointer, ["not_a_number", { value }], expected);
    else if (!Number.isFinite(count)) this.fault("not_finite", pointer, ["not_finite", { value }], expected);
    else if (count < 0) this.fault("out_of_range", pointer, ["below", { value, limit: "0" }], expected);
    else if (count > most) this.fault("out_of_range", pointer, ["over", { value, limit: String(most) }], expected);
    else if (!Number.isInteger(count)) this.fault("wrong_type", pointer, ["alias_not_whole", { value, words }], expected);
    else {
      this.situation.ranges[key] = startsBetween(this.day, count * months, months);
      this.situation.written[key] = written;
    }
  }

  /** What is said and cannot be: each contradiction names both places. */
  contradictions() {
    const { roles, told, ranges } = this.situation;
    const stated = new Stated(this.book, this.situation, this.day);
    const keys = [...Object.keys(told), ...Object.keys(ranges)];
    const order = (key) => (key in ranges ? roles.length + 1 : key.includes(".") ? Number.parseInt(key, 10) + 1 : 0);
    for (const key of keys.sort((a, b) => order(a) - order(b))) {
      const [name, member] = key.includes(".") ? [key.slice(key.indexOf(".") + 1), Number.parseInt(key, 10)] : [key, null];
      for (const never of this.book.nevers[name] ?? []) this[never.kind](stated, name, member, never);
    }
  }

  contradiction(stated, name, member, { words }, expected, others) {
    const place = (each) => this.placed(stated, each, member);
    this.fault("contradiction", place(name), ["contradiction", { words }], { expected, others: others.map((each) => (each.includes("[") ? each : place(each))) });
  }

  /** An input as a case names it. */
  placed(stated, name, member) {
    const key = stated.key(name, member);
    const written = this.situation.written[key] ?? name;
    return key === name ? written : `members[${Number.parseInt(key, 10)}].${written}`;
  }

  /** Less than its parts together; of parts that may hold one another the largest counts. */
  below(stated, name, member, never) {
    const least = (each) => stated.end(each, member, 0);
    const said = never.parts.map((part) => part.filter((each) => least(each) !== null)).filter((part) => part.length);
    const largest = said.map((part) => part.reduce((a, b) => (least(b) > least(a) ? b : a)));
    const total = largest.reduce((sum, each) => sum + least(each), 0);
    if (!said.length || stated.end(name, member, 1) >= total - 0.005) return;
    this.contradiction(stated, name, member, never, `≥ ${inThousands(Number(total.toFixed(2)))}`, largest.filter(least));
  }

  before(stated, name, member, never) {
    const [earliest, latest] = [stated.end(never.day, member, 0), stated.end(name, member, 1)];
    if (earliest === null || latest === null || latest >= earliest) return;
    this.contradiction(stated, name, member, never, `≥ ${isoDay(earliest)}`, [never.day]);
  }

  fewer(stated, name, member, never) {
    const [listed, most] = [stated.fewest(never), stated.most(never)];
    const members = stated.counted(never, true).map((place) => `members[${place}]`);
    if (stated.end(name, member, 1) < listed) {
      this.contradiction(stated, name, member, never, `≥ ${listed}`, never.besides ? [never.besides, ...members] : members);
    } else if (most !== null && stated.end(name, member, 0) > most) this.contradiction(stated, name, member, never, `≤ ${most}`, [never.listed]);
  }

  beside(stated, name, member, never) {
    if (!stated.end(name, member, 1) || !stated.says(never.name, member, never.value)) return;
    this.contradiction(stated, name, member, never, null, [never.name]);
  }
}

function spanOfInput({ low, high }) {
  return `${inThousands(low)}–${inThousands(high)}`;
}
