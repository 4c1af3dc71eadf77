/** Days of the calendar as whole numbers: counted since 1970, as the tables of the law count them. */

/** The number of a day of the calendar. */
export function dayNumber(year, month, ofMonth) {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const inEra = shifted - era * 400;
  const inYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + ofMonth - 1;
  return era * 146097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear - 719468;
}

/** Year, month and day of the month of a day's number. */
export function calendarDay(number) {
  const shifted = number + 719468;
  const era = Math.floor(shifted / 146097);
  const inEra = shifted - era * 146097;
  const years = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36524) - Math.floor(inEra / 146096)) / 365);
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const shiftedMonth = Math.floor((5 * inYear + 2) / 153);
  const ofMonth = inYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return [years + era * 400 + (month < 3 ? 1 : 0), month, ofMonth];
}

/** The number of a day, or null if there is no such day in the calendar. */
export function realDay(year, month, ofMonth) {
  const number = dayNumber(year, month, ofMonth);
  const [sameYear, sameMonth, sameDay] = calendarDay(number);
  return year > 0 && sameYear === year && sameMonth === month && sameDay === ofMonth ? number : null;
}

/** A day as answers write it: 2026-01-31. */
export function isoDay(number) {
  const [year, month, ofMonth] = calendarDay(number);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(ofMonth).padStart(2, "0")}`;
}

/** The month in which a day lies, counted since January 1970. */
export function monthOf(number) {
  const shifted = number + 719468;
  const era = Math.floor(shifted / 146097);
  const inEra = shifted - era * 146097;
  const years = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36524) - Math.floor(inEra / 146096)) / 365);
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  return (era * 400 + years) * 12 + Math.floor((5 * inYear + 2) / 153) - 23638;
}

/** The first day of a month. */
export function firstOf(month) {
  const year = Math.floor(month / 12);
  return dayNumber(1970 + year, month - 12 * year + 1, 1);
}

/** The same day so many months later, or the last of that month if it is shorter. */
export function addMonths(number, months) {
  const month = monthOf(number);
  const target = month + months;
  return firstOf(target) + Math.min(number - firstOf(month), firstOf(target + 1) - firstOf(target) - 1);
}

/** Completed months from one day to another: complete on the same day of a month, or on its last if it has no such day. */
export function monthsBetween(start, end) {
  const [first, last] = [monthOf(start), monthOf(end)];
  const short = end - firstOf(last) < start - firstOf(first) && monthOf(end + 1) === last;
  return last - first - (short ? 1 : 0);
}

/** The first and last day from which so many months, and less than `length` more, are complete on a day. */
export function startsBetween(end, months, length) {
  let last = addMonths(end, -months);
  let first = addMonths(end, -(months + length)) + 1;
  for (let turn = 0; turn < 4; turn++) {
    if (monthsBetween(last + 1, end) >= months) last++;
    if (monthsBetween(last, end) < months) last--;
    if (monthsBetween(first - 1, end) < months + length) first--;
    if (monthsBetween(first, end) >= months + length) first++;
  }
  return [first, last];
}

/** Today in China, whatever zone the machine is set to. */
export function todayInChina() {
  return Math.floor((Date.now() + 8 * 3600000) / 86400000);
}
