// How figures are said: the units of amounts and inputs, and how much of an amount is certain.

const UNITS = {
  CNY: ["元", "yuan"],
  "CNY/month": ["元/月", "yuan a month"],
  "CNY/year": ["元/年", "yuan a year"],
  "CNY/visit": ["元/次", "yuan a visit"],
  "CNY/m2/month": ["元/平方米·月", "yuan a m² and month"],
  ratio: ["%", "%"],
  annual_rate: ["%", "% a year"],
  multiple: ["倍", "times"],
  years: ["年", "years", "year"],
  age: ["岁", "years", "year"],
  months: ["个月", "months", "month"],
  days: ["天", "days", "day"],
  "days/month": ["天/月", "days a month", "day a month"],
  "visits/month": ["次/月", "visits a month", "visit a month"],
  m2: ["平方米", "m²"],
  points: ["分", "points", "point"],
  stars: ["星", "stars", "star"],
  count: ["", ""],
  number: ["", ""],
};
const PERCENT = ["ratio", "annual_rate"];
const TEN_THOUSAND = 10_000;

export const isShare = (unit) => PERCENT.includes(unit);
/** Whether figures of a unit are said at all: those that only order or name something are not. */
export const isSaid = (unit) => unit in UNITS;
export const unitWords = (unit, lang) => (UNITS[unit] ?? ["", ""])[lang === "zh" ? 0 : 1];

const grouped = (value, least, most) => value.toLocaleString("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });
const money = (value) => grouped(value, 2, 2).replace(/\.00$/, "");

/** A value with its unit, large sums in 万元 where that is shorter and just as exact. */
export function quantity(value, unit, lang) {
  if (isShare(unit)) return `${grouped(Number((value * 100).toFixed(6)), 0, 6)}${unitWords(unit, lang)}`;
  const isMoney = unit.startsWith("CNY");
  const inTenThousands = lang === "zh" && /^CNY(\/month|\/year)?$/.test(unit) && Math.abs(value) >= TEN_THOUSAND && Number((value / 100).toFixed(6)) % 1 === 0;
  if (inTenThousands) return `${grouped(value / TEN_THOUSAND, 0, 2)} 万${unitWords(unit, lang)}`;
  const text = isMoney ? money(value) : grouped(value, 0, 6);
  const words = lang === "en" && text === "1" ? UNITS[unit]?.[2] : null;
  return `${text} ${words ?? unitWords(unit, lang)}`.trim();
}

/** Whether a figure says anything: that it is at least nothing does not. */
export const tells = ({ lower, upper }) => upper !== null || Boolean(lower);

/** A figure as far as it is certain; a range from nothing says no more than its upper end. */
export function amount({ bound, value, lower, upper, unit }, lang, say) {
  const write = (number) => quantity(number, unit, lang);
  if (bound === "exact" && value !== null) return write(value);
  if (upper === null) return lower ? say("at least {amount}", { amount: write(lower) }) : say("no upper limit known");
  if (!lower && upper) return say("at most {amount}", { amount: write(upper) });
  if (lower === null || lower === upper) return write(upper);
  return say("{low} to {high}", { low: withoutUnit(write(lower), write(upper)), high: write(upper) });
}

/** The lower end of a range: its unit stands behind the upper end, if it is the same. */
function withoutUnit(low, high) {
  const [figure, unit] = low.split(/ (.*)/s);
  return unit && unit === high.split(/ (.*)/s)[1] ? figure : low;
}
