/** A household with what follows from what is said: counts of the members listed, and what is nothing because of other inputs. */
import { Stated } from "./stated.js";

/** `situation` ({roles, told, ranges}) with what follows from it. */
export function deduced(book, situation, day) {
  return withNothing(book, withCounts(book, situation, day), day);
}

/** None is fewer than the members listed, and none more if all are. */
function withCounts(book, situation, day) {
  const stated = new Stated(book, situation, day);
  const [told, ranges] = [{ ...situation.told }, { ...situation.ranges }];
  for (const [name, count] of Object.entries(book.counts)) {
    if (name in told) continue;
    const [low, high] = [book.inputs[name].low, book.inputs[name].high];
    const listed = situation.roles.filter((role) => count.role === null || role === count.role).length;
    if (listed <= low && !(count.listed in told)) continue;
    const [fewest, most] = [stated.fewest(count), stated.most(count)];
    if (most === null && fewest <= low) continue;
    const span = [Math.max(fewest, low), most === null ? high : Math.min(most, high)];
    if (span[0] === span[1]) told[name] = span[0];
    else ranges[name] = span;
  }
  return { ...situation, told, ranges };
}

/** A part is nothing where its total is, and what is never true beside a value is not where that is said. */
function withNothing(book, situation, day) {
  const stated = new Stated(book, situation, day);
  const told = { ...situation.told };
  for (const [name, others] of Object.entries(book.follows)) {
    for (const member of book.inputs[name].personal ? situation.roles.keys() : [null]) {
      const key = stated.key(name, member);
      const nothing = Object.entries(others).some(([other, value]) => stated.says(other, member, value));
      if (nothing && !(key in told)) told[key] = 0;
    }
  }
  return { ...situation, told };
}
