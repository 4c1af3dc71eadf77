/**
 * What values can be, row by row: a pair of arrays, the least and the greatest. Arrays of length one say it of all rows. Where both are
 * one and the same array, the value is certain. A choice is a pair of its numbers, or, where it is not certain, of bits (one for each
 * member that it can be) and null.
 */

/** A value that is known. */
export const certain = (ends) => [ends, ends];
export const isCertain = (span) => span[0] === span[1];
export const ZERO = certain([0]);

/** Of one array what a function makes of each element. */
export function mapped(f, a) {
  const count = a.length;
  if (count === 1) return [f(a[0])];
  const result = new Float64Array(count);
  for (let row = 0; row < count; row++) result[row] = f(a[row]);
  return result;
}

/** Of two arrays what a function makes of each row. */
export function paired(f, a, b) {
  const one = a.length;
  const other = b.length;
  if (one === 1 && other === 1) return [f(a[0], b[0])];
  const count = Math.max(one, other);
  const result = new Float64Array(count);
  if (one === 1) for (let row = 0, x = a[0]; row < count; row++) result[row] = f(x, b[row]);
  else if (other === 1) for (let row = 0, y = b[0]; row < count; row++) result[row] = f(a[row], y);
  else for (let row = 0; row < count; row++) result[row] = f(a[row], b[row]);
  return result;
}

/** Of several arrays what a function makes of each row. */
export function combined(f, ...arrays) {
  const count = Math.max(...arrays.map((array) => array.length));
  const result = count === 1 ? [0] : new Float64Array(count);
  const steps = arrays.map((array) => (array.length > 1 ? 1 : 0));
  for (let row = 0; row < count; row++) result[row] = f(...arrays.map((array, place) => array[row * steps[place]]));
  return result;
}

/** The element of the first array where a condition holds, elsewhere of the other. */
export function chosen(condition, a, b) {
  const count = Math.max(condition.length, a.length, b.length);
  if (count === 1) return [condition[0] ? a[0] : b[0]];
  const result = new Float64Array(count);
  const [c, i, j] = [condition, a, b].map((array) => (array.length > 1 ? 1 : 0));
  for (let row = 0; row < count; row++) result[row] = condition[row * c] ? a[row * i] : b[row * j];
  return result;
}

export const holdsSomewhere = (truths) => truths.some((truth) => truth);
export const holdsEverywhere = (truths) => truths.every((truth) => truth);

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
