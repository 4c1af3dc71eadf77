/**
 * What values can be, row by row: a pair of arrays, the least and the greatest. Arrays of length one say it of all rows. Where both are
 * one and the same array, the value is certain. A choice is a pair of its numbers, or, where it is not certain, of bits (one for each
 * member that it can be) and null.
 */

/** A value that is known. */
export const certain = (ends) => [ends, ends];
export const isCertain = (span) => span[0] === span[1];
export const ZERO = certain([0]);
const ONE_ROW = [0];

let made = [];
const spare = new Map();

/** An array for so many rows, to be filled: one that a run before has left, if there is one. */
export function fresh(count) {
  if (count === 1) return [0];
  const array = spare.get(count)?.pop() ?? new Float64Array(count);
  made.push(array);
  return array;
}

/** What a run makes; of its arrays only those of the spans that it gives are kept, others serve the next run. */
export function recycling(run) {
  made = [];
  const given = run();
  const kept = new Set(given.flat());
  for (const array of made) {
    if (kept.has(array)) continue;
    if (!spare.has(array.length)) spare.set(array.length, []);
    spare.get(array.length).push(array);
  }
  made = [];
  return given;
}

/** Of one array what a function makes of each element. */
export function mapped(f, a) {
  const count = a.length;
  if (count === 1) return [f(a[0])];
  const result = fresh(count);
  for (let row = 0; row < count; row++) result[row] = f(a[row]);
  return result;
}

/** Of two arrays what a function makes of each row. */
export function paired(f, a, b) {
  const one = a.length;
  const other = b.length;
  if (one === 1 && other === 1) return [f(a[0], b[0])];
  const count = one > other ? one : other;
  const result = fresh(count);
  if (one === 1) for (let row = 0, x = a[0]; row < count; row++) result[row] = f(x, b[row]);
  else if (other === 1) for (let row = 0, y = b[0]; row < count; row++) result[row] = f(a[row], y);
  else for (let row = 0; row < count; row++) result[row] = f(a[row], b[row]);
  return result;
}

/** Of up to four arrays what a function makes of each row. */
export function combined(f, a, b = ONE_ROW, c = ONE_ROW, d = ONE_ROW) {
  const count = Math.max(a.length, b.length, c.length, d.length);
  const result = fresh(count);
  const [i, j, k, l] = [+(a.length > 1), +(b.length > 1), +(c.length > 1), +(d.length > 1)];
  for (let row = 0; row < count; row++) result[row] = f(a[row * i], b[row * j], c[row * k], d[row * l]);
  return result;
}

/** The element of the first array where a condition holds, elsewhere of the other. */
export function chosen(condition, a, b) {
  const count = Math.max(condition.length, a.length, b.length);
  if (count === 1) return [condition[0] ? a[0] : b[0]];
  const result = fresh(count);
  const [k, i, j] = [+(condition.length > 1), +(a.length > 1), +(b.length > 1)];
  for (let row = 0; row < count; row++) result[row] = condition[row * k] ? a[row * i] : b[row * j];
  return result;
}

/** Whether a truth holds on some row, and whether on every. */
export const holdsSomewhere = (truths) => (truths.length === 1 ? truths[0] : truths.includes(1));
export const holdsEverywhere = (truths) => (truths.length === 1 ? truths[0] : !truths.includes(0));

/** The numbers of the bits that are set. */
export function members(bits) {
  const numbers = [];
  for (let number = 0; bits >> number; number++) if ((bits >> number) & 1) numbers.push(number);
  return numbers;
}

/** The members that a choice can be, as bits. */
export const choiceBits = (span) => (span[1] ? mapped((number) => 1 << number, span[0]) : span[0]);

const lowestMember = (bits) => 31 - Math.clz32(bits & -bits);
const highestMember = (bits) => 31 - Math.clz32(bits);

/** A choice as numbers are computed with; anything else as it is. */
export const numbersOf = (span) => (span[1] ? span : [mapped(lowestMember, span[0]), mapped(highestMember, span[0])]);
