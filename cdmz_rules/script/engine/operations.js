/** What each operation makes of what its arguments can be; see spans.js. */

import { addMonths, firstOf, monthOf, monthsBetween } from "./calendar.js";
import { annuityFactor, instalment, remainderOf, repaid, rint, rounded, roundedBetween, timesWithin, withSign } from "./numbers.js";
import { certain, choiceBits, chosen, combined, holdsSomewhere, isCertain, mapped, ZERO, numbersOf, paired } from "./spans.js";

const OPEN = 1e18; // an end that large says that there is no bound; finite, so that nothing times it is nothing
const MOST = 30; // the last member that bits have room for

const plus = (a, b) => a + b;
const minus = (a, b) => a - b;
const times = (a, b) => a * b;
const over = (a, b) => a / b;
const and = (a, b) => a & b;
const or = (a, b) => a | b;
const not = (a) => 1 - a;
const below = (a, b) => +(a < b);
const notAbove = (a, b) => +(a <= b);
const same = (a, b) => +(a === b);
const least = (ends) => ends.reduce((a, b) => paired(Math.min, a, b));
const most = (ends) => ends.reduce((a, b) => paired(Math.max, a, b));
const products = (f, a, b) => [paired(f, a[0], b[0]), paired(f, a[0], b[1]), paired(f, a[1], b[0]), paired(f, a[1], b[1])];

/** A function that never falls as its argument rises. */
const rising = (f) => (a) => {
  const low = mapped(f, a[0]);
  return isCertain(a) ? certain(low) : [low, mapped(f, a[1])];
};

/** The same of two arguments, or of one that falls with the second. */
const towards = (f, down) => (a, b) => {
  const low = paired(f, a[0], b[down]);
  return isCertain(a) && isCertain(b) ? certain(low) : [low, paired(f, a[1], b[1 - down])];
};
const rising2 = (f) => towards(f, 0);
const rest = (f) => towards(f, 1);

/** Of operations that go one way with each argument: 1 if they never fall as it rises, -1 if they never rise; 0 if one does not know. */
export const DIRECTIONS = {
  months_between: [-1, 1],
  years_between: [-1, 1],
  years_begun: [-1, 1],
  calendar_months_after: [-1, 1],
  add_months: [1, 1],
  annuity_factor: [-1, 1],
  instalment: [1, 1, -1],
  repaid: [1, -1, -1, 1],
  interest_of_equal_principal: [1, 1, 1],
  interest_of_instalments: [1, 1, 1],
  interest_of_first: [1, 1, 1, 1],
  round_down: [1, 0],
  round_half_up: [1, 0],
  round_up: [1, 0],
  subtract: [1, -1],
  excess: [1, -1],
  greater: [1, -1],
  greater_equal: [1, -1],
  less: [-1, 1],
  less_equal: [-1, 1],
  negative: [-1],
  invert: [-1],
  at_most: [1],
  at_least: [1],
};
const NEVER_FALLING = [
  "given add minimum maximum floor ceil rint sqrt expm1 log1p bitwise_and bitwise_or logical_and logical_or",
  "whole truth month_of first_of year_of new_year month_start month_end",
];
for (const name of NEVER_FALLING.join(" ").split(" ")) DIRECTIONS[name] = [1, 1];

/** One that goes with each argument in its own direction. */
function composed(f, directions) {
  const at = directions.map((direction) => (direction > 0 ? 0 : 1));
  if (directions.length === 2) {
    return (a, b) => {
      const low = paired(f, a[at[0]], b[at[1]]);
      return isCertain(a) && isCertain(b) ? certain(low) : [low, paired(f, a[1 - at[0]], b[1 - at[1]])];
    };
  }
  const of = (args, end) => combined(f, ...args.map((arg, place) => arg[at[place] ^ end]));
  return (...args) => (args.every(isCertain) ? certain(of(args, 0)) : [of(args, 0), of(args, 1)]);
}

/** An amount rounded to a unit, in a direction. */
const rounding = (direction) => (amount, unit) => {
  const ends = [...amount, ...unit];
  if (isCertain(unit)) {
    return towards((x, y) => rounded(x, y, direction), 0)(amount, unit);
  }
  return [0, 1].map((end) => combined((...each) => roundedBetween(...each, direction)[end], ...ends));
};

/** The same, but with one value on either side the other side is what comes of it, unchanged. */
const unlessNothing = (f, nothing) => {
  const changes = ([low, high]) => low !== high || low.length > 1 || low[0] !== nothing;
  return (a, b) => (changes(b) ? (changes(a) ? f(a, b) : b) : a);
};

function where(condition, a, b) {
  const [sure, able] = condition;
  if (sure === able) {
    if (sure.length === 1) return sure[0] ? a : b;
    const low = chosen(sure, a[0], b[0]);
    return isCertain(a) && isCertain(b) ? certain(low) : [low, chosen(sure, a[1], b[1])];
  }
  const low = chosen(sure, a[0], chosen(able, paired(Math.min, a[0], b[0]), b[0]));
  return [low, chosen(sure, a[1], chosen(able, paired(Math.max, a[1], b[1]), b[1]))];
}

function chosenWhere(condition, a, b) {
  const [sure, able] = condition;
  if (sure === able) {
    if (sure.length === 1) return sure[0] ? a : b;
    if (a[1] && b[1]) return certain(chosen(sure, a[0], b[0]));
  }
  const mine = choiceBits(a);
  const other = choiceBits(b);
  return [chosen(sure, mine, chosen(able, paired(or, mine, other), other)), null];
}

function multiply(a, b) {
  if (isCertain(a) && isCertain(b)) return certain(paired(times, a[0], b[0]));
  const negative = (end) => end < 0;
  if (!a[0].some(negative) && !b[0].some(negative)) return [paired(times, a[0], b[0]), paired(times, a[1], b[1])];
  const ends = products(times, a, b);
  return [least(ends), most(ends)];
}

/** The quotient; where the divisor can be nothing, there is no bound on the side to which it goes. */
function divide(a, b) {
  if (isCertain(a) && isCertain(b)) return certain(paired(over, a[0], b[0]));
  const ends = products(over, a, b);
  const low = least(ends);
  const high = most(ends);
  const [b0, b1] = b;
  const through = paired((x, y) => +(x <= 0 && y >= 0), b0, b1);
  if (!holdsSomewhere(through)) return [low, high];
  const bounded = (amounts, holds, open) =>
    combined((amount, first, last) => (first >= 0 && holds(amount) ? amount / (last > 0 ? last : 1) : open), amounts, b0, b1);
  return [
    chosen(through, bounded(a[0], (amount) => amount >= 0, -OPEN), low),
    chosen(through, bounded(a[1], (amount) => amount <= 0, OPEN), high),
  ];
}

function remainder(a, b) {
  const low = paired(remainderOf, a[0], b[0]);
  if (isCertain(a) && isCertain(b)) return certain(low);
  const once = paired(same, paired(timesWithin, a[0], b[0]), paired(timesWithin, a[1], b[1]));
  return [chosen(once, low, mapped((x) => x * 0, low)), chosen(once, paired(remainderOf, a[1], b[1]), b[1])];
}

function excess(a, b) {
  if (isCertain(a) && isCertain(b)) return certain(paired((x, y) => x - Math.min(x, y), a[0], b[0]));
  const above = (x, y) => Math.max(x - y, 0);
  return [paired(above, a[0], b[1]), paired(above, a[1], b[0])];
}

function absolute(a) {
  if (isCertain(a)) return certain(mapped(Math.abs, a[0]));
  const size = (f) => (x, y) => f(Math.abs(x), Math.abs(y));
  return [paired((x, y) => (x <= 0 && y >= 0 ? 0 : size(Math.min)(x, y)), ...a), paired(size(Math.max), ...a)];
}

function copysign(a, b) {
  if (isCertain(a) && isCertain(b)) return certain(paired(withSign, a[0], b[0]));
  const [low, high] = absolute(a);
  const minusLow = mapped((x) => -x, low);
  return [
    chosen(mapped((x) => +(x >= 0), b[0]), low, mapped((x) => -x, high)),
    chosen(mapped((x) => +(x < 0), b[1]), minusLow, high),
  ];
}

function isfinite(a) {
  if (isCertain(a)) return certain(mapped((x) => +Number.isFinite(x), a[0]));
  const bounded = (x) => Math.abs(x) < OPEN / 10;
  return [
    paired((x, y) => +(bounded(x) && bounded(y)), ...a),
    paired((x, y) => +(bounded(x) || bounded(y) || (x < 0 && y > 0)), ...a),
  ];
}

/** Whether one compares so with another: the later argument's greatest decides whether it does for sure. */
const comparing = (f) => (a, b) => {
  const low = paired(f, a[1], b[0]);
  return isCertain(a) && isCertain(b) ? certain(low) : [low, paired(f, a[0], b[1])];
};
const less = comparing(below);
const lessEqual = comparing(notAbove);

function equal(a, b) {
  const [a0, a1] = a;
  const [b0, b1] = b;
  if (isCertain(a) && isCertain(b)) return certain(paired(same, a0, b0));
  const low = [paired(same, a0, a1), paired(same, b0, b1), paired(same, a0, b0)].reduce((x, y) => paired(and, x, y));
  return [low, paired(and, paired(notAbove, a0, b1), paired(notAbove, b0, a1))];
}

function chosenEqual(a, b) {
  if (a[1] && b[1]) return certain(paired(same, a[0], b[0]));
  const [mine, other] = [choiceBits(a), choiceBits(b)];
  const single = (bits) => !(bits & (bits - 1));
  return [paired((x, y) => +((x & y) !== 0 && single(x) && single(y)), mine, other), paired((x, y) => +((x & y) !== 0), mine, other)];
}

function invert(a) {
  const low = mapped(not, a[1]);
  return isCertain(a) ? certain(low) : [low, mapped(not, a[0])];
}

function choiceNumbered(a) {
  if (isCertain(a)) return certain(mapped((x) => x & 255, a[0]));
  const clipped = (x) => Math.min(Math.max(Math.trunc(x), 0), MOST);
  return [paired((x, y) => 2 ** (clipped(y) + 1) - 2 ** clipped(x), ...a), null];
}

/** The entry of a constant table for a choice. */
function entry(a, [table]) {
  if (a[1]) return certain(mapped((number) => table[number], a[0]));
  const end = (bits, f, none) => table.reduce((sum, value, number) => ((bits >> number) & 1 ? f(sum, value) : sum), none);
  const ends = (f, none) => mapped((bits) => end(bits, f, none), a[0]);
  return [ends(Math.min, Math.max(...table)), ends(Math.max, Math.min(...table))];
}

/** A choice where it is one of some members; where it cannot be, nobody reads it. */
function among(a, [[some]], when) {
  if (a[1]) return a;
  return [paired((bits, told) => (told && bits & some) || bits, a[0], when[0]), null];
}

/** A value where `scale` times it is known to exceed another by no more than `slack`, for sure where `when` holds for sure. */
function atMost(a, b, [[slack]], [[scale]], when) {
  if (isCertain(a)) return a;
  const high = combined((low, own, other) => Math.max(Math.min(own, (other + slack) / scale), low), ...a, b[1]);
  return [a[0], chosen(when[0], high, a[1])];
}

/** A value where it is known to fall short of another by no more; see `atMost`. */
function atLeast(a, b, [[slack]], [[scale]], when) {
  if (isCertain(a)) return a;
  const low = combined((own, high, other) => Math.min(Math.max(own, (other - slack) / scale), high), ...a, b[0]);
  return [chosen(when[0], low, a[0]), a[1]];
}

/** A number as a whole one; no day or count is without end. */
const whole = (x) => (Math.abs(x) < 2 ** 63 ? Math.trunc(x) : NaN);

/** An operation that takes the numbers of choices. */
function onNumbers(f) {
  if (f.length === 1) return (a) => f(numbersOf(a));
  if (f.length === 2) return (a, b) => f(numbersOf(a), numbersOf(b));
  return (...args) => f(...args.map(numbersOf));
}

/** Operations on choices, which take them as they are. */
const ON_CHOICES = {
  among,
  entry,
  chosen_where: chosenWhere,
  chosen_equal: chosenEqual,
  chosen_not_equal: (a, b) => invert(chosenEqual(a, b)),
  chosen_number: numbersOf,
};

const ON_NUMBERS = {
  absolute,
  copysign,
  divide,
  equal,
  excess,
  invert,
  isfinite,
  less,
  multiply,
  remainder,
  where,
  add: unlessNothing(rising2(plus), 0),
  subtract: rest(minus),
  minimum: rising2(Math.min),
  maximum: rising2(Math.max),
  bitwise_and: unlessNothing(rising2(and), 1),
  bitwise_or: unlessNothing(rising2(or), 0),
  logical_and: rising2((a, b) => +(a && b && 1)),
  logical_or: rising2((a, b) => +!!(a || b)),
  negative: (a) => rest(minus)(ZERO, a),
  less_equal: lessEqual,
  greater: (a, b) => less(b, a),
  greater_equal: (a, b) => lessEqual(b, a),
  not_equal: (a, b) => invert(equal(a, b)),
  floor: rising(Math.floor),
  ceil: rising(Math.ceil),
  rint: rising(rint),
  sqrt: rising(Math.sqrt),
  expm1: rising(Math.expm1),
  log1p: rising(Math.log1p),
  whole: rising(whole),
  truth: rising((x) => +(x !== 0)),
  month_of: rising(monthOf),
  first_of: rising(firstOf),
  year_of: rising((day) => Math.floor(monthOf(day) / 12)),
  new_year: rising((year) => firstOf(12 * year)),
  choice_numbered: choiceNumbered,
  at_most: atMost,
  at_least: atLeast,
  month_start: rising((day) => firstOf(monthOf(day))),
  month_end: rising((day) => firstOf(monthOf(day) + 1) - 1),
  round_down: rounding(-1),
  round_half_up: rounding(0),
  round_up: rounding(1),
};

const yearsBetween = (start, end) => Math.floor(monthsBetween(start, end) / 12);

function yearsBegun(start, end) {
  const years = yearsBetween(start, end);
  return addMonths(start, 12 * years) === end ? years : years + 1;
}

const COMPOSED = {
  months_between: monthsBetween,
  years_between: yearsBetween,
  years_begun: yearsBegun,
  calendar_months_after: (start, end) => monthOf(end) - monthOf(start),
  add_months: (day, months) => addMonths(day, whole(months)),
  annuity_factor: annuityFactor,
  instalment,
  repaid,
  interest_of_equal_principal: (loan, monthly, months) => (loan * monthly * (months + 1)) / 2,
  interest_of_instalments: (loan, monthly, months) => instalment(loan, monthly, months) * months - loan,
  interest_of_first: (loan, monthly, months, first) =>
    first * instalment(loan, monthly, months) - repaid(loan, monthly, months, first),
};

/** By name, every operation that a step can be. */
export const OPERATIONS = { ...ON_CHOICES };
for (const [name, f] of Object.entries(COMPOSED)) ON_NUMBERS[name] = composed(f, DIRECTIONS[name]);
for (const [name, f] of Object.entries(ON_NUMBERS)) OPERATIONS[name] = onNumbers(f);
