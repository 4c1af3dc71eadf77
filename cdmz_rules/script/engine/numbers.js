/** Arithmetic as the law's formulas do it elsewhere: the same bits come out. */

const WHOLE = 2 ** 52; // from here on every number is a whole one
const FEN = 0.01;
const QUOTIENT_SLACK = 2 ** -48; // a quotient this close to a whole number, in proportion, is that number

/** To the nearest whole number, halves to the even one. */
export function rint(x) {
  return x >= 0 ? (x < WHOLE ? x + WHOLE - WHOLE : x) : x > -WHOLE ? x - WHOLE + WHOLE : x;
}

/** What is left of a division, with the sign of the divisor. */
export function remainderOf(a, b) {
  const left = a % b;
  return left && left < 0 !== b < 0 ? left + b : left;
}

/** How often one number goes into another. */
export function timesWithin(a, b) {
  return rint((a - remainderOf(a, b)) / b);
}

/** The size of one number with the sign of another. */
export function withSign(a, b) {
  return b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a);
}

function snapped(count, direction) {
  const slack = QUOTIENT_SLACK * Math.abs(count);
  if (!direction) return withSign(Math.floor(Math.abs(count) + 0.5 + slack), count);
  const nearest = rint(count);
  return Math.abs(count - nearest) <= slack ? nearest : direction < 0 ? Math.floor(count) : Math.ceil(count);
}

/** An amount in whole multiples of a unit: the nearest (0), those below (-1) or above (1). */
export function rounded(amount, unit, direction) {
  const perYuan = rint(1 / unit);
  return Math.abs(perYuan * unit - 1) <= 1e-12
    ? snapped(amount * perYuan, direction) / perYuan
    : snapped(amount / unit, direction) * unit;
}

/** The least and greatest that an amount can be, rounded to a unit of which one knows no more than between what it lies. */
export function roundedBetween(low, high, finest, coarsest, direction) {
  if (finest === coarsest) return [rounded(low, finest, direction), rounded(high, finest, direction)];
  const down = (1 - direction) / 2;
  const top = direction < 0 ? rounded(high, FEN, direction) : high; // a unit is so many whole fen
  const least = low - coarsest * down;
  const most = top + coarsest * (1 - down);
  return [low >= 0 ? Math.max(least, 0) : least, top <= 0 ? Math.min(most, 0) : most];
}

/** What one yuan a month repays over the months at a monthly rate. */
export function annuityFactor(monthly, months) {
  return monthly > 0 ? -Math.expm1(-months * Math.log1p(monthly)) / monthly : months;
}

/** The equal monthly instalment of a loan; 0 for no months. */
export function instalment(loan, monthly, months) {
  const factor = annuityFactor(monthly, months);
  return loan / (factor > 0 ? factor : 1);
}

/** The principal that the first so many equal instalments repay. */
export function repaid(loan, monthly, months, first) {
  const growth = monthly > 0 ? Math.expm1(first * Math.log1p(monthly)) / monthly : first;
  return (instalment(loan, monthly, months) - loan * monthly) * growth;
}
