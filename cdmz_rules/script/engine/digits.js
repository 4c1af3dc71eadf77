/** Numbers and lists of the data. */

/** So many things, made one after the other. */
export const listed = (length, make) => Array.from({ length }, (_, place) => make(place));

/** A number below zero is written as an odd one. */
export const signed = (number) => (number & 1 ? -(number + 1) / 2 : number / 2);

/** Reads the whole numbers of a text: the last digit of each is one of sixty, those before it one of thirty-one. */
export function numbersIn(text) {
  let at = 0;
  const digit = () => {
    const code = text.charCodeAt(at++);
    return code - (code > 92 ? 36 : 35);
  };
  const next = () => {
    let number = 0;
    let last = digit();
    for (; last >= 60; last = digit()) number = number * 31 + last - 60;
    return number * 60 + last;
  };
  next.more = () => at < text.length;
  return next;
}
