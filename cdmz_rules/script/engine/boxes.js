/**
 * Boxes: what is known of unknowns, side by side. Together the boxes of a household leave nothing out that can be.
 *
 * Of each unknown that is named, `spans` holds its ends box by box (of a choice its bits, and null); ends of length one say it of all boxes.
 */

/** Boxes of which so much is known. */
export function boxesOf(spans = new Map(), count = 1) {
  return { spans, count };
}

/** Boxes in which one unknown after the other is each of its pieces, and the others all that they can be. */
export function boxesAlone(pieces) {
  const total = [...pieces.values()].reduce((sum, parts) => sum + parts.length, 0);
  const spans = new Map();
  let first = 0;
  for (const [key, parts] of pieces) {
    const ends = [0, 1].map((end) => {
      if (parts[0][end] === null) return null;
      const filled = new Array(total).fill(endOfAll(parts, end));
      parts.forEach((part, place) => (filled[first + place] = part[end][0]));
      return filled;
    });
    spans.set(key, ends);
    first += parts.length;
  }
  return boxesOf(spans, total);
}

/** An end of what pieces are together, in whatever order they stand. */
function endOfAll(parts, end) {
  const ends = parts.map((part) => part[end][0]);
  if (parts[0][1] === null) return ends.reduce((bits, each) => bits | each, 0);
  return end ? Math.max(...ends) : Math.min(...ends);
}

/** Boxes for every combination of pieces: of the first unknowns, as long as there are no more boxes than so many. */
export function boxesProduct(pieces, most) {
  const chosen = [];
  let count = 1;
  for (const [key, parts] of pieces) {
    if (parts.length > 1 && count * parts.length <= most) {
      chosen.push([key, parts]);
      count *= parts.length;
    }
  }
  const spans = new Map();
  let step = count;
  for (const [key, parts] of chosen) {
    step /= parts.length;
    const place = Array.from({ length: count }, (_, box) => Math.floor(box / step) % parts.length);
    const sure = parts.every(([low, high]) => low === high);
    const low = place.map((part) => parts[part][0][0]);
    spans.set(key, [low, parts[0][1] === null ? null : sure ? low : place.map((part) => parts[part][1][0])]);
  }
  return boxesOf(spans, count);
}

/** The same boxes, in all of which something more is known. */
export function withKnown(boxes, spans) {
  return boxesOf(new Map([...spans, ...boxes.spans]), boxes.count);
}

/** Some of the boxes. */
export function takeBoxes(boxes, places) {
  const spans = new Map();
  for (const [key, [low, high]] of boxes.spans) {
    const taken = taking(low, places);
    spans.set(key, [taken, high === low ? taken : taking(high, places)]);
  }
  return boxesOf(spans, places.length);
}

function taking(end, places) {
  return end && end.length > 1 ? places.map((place) => end[place]) : end;
}

/** How much of all that an unknown can be the widest box leaves open; of what has no bound, by its size, as it is parted. */
export function openShare(boxes, unknown, whole, { wide }) {
  const [low, high] = boxes.spans.get(unknown.key) ?? whole;
  const least = whole[0][0];
  const width = whole[1][0] - least;
  const bySize = !unknown.isDay && width > wide;
  const share = bySize ? (end) => Math.log1p(Math.max(end - least, 0)) : (end) => end;
  const total = bySize ? Math.log1p(width) : width;
  return Math.max(...Array.from(low, (end, box) => (share(high[box]) - share(end)) / total));
}

/** Every box in parts by one number or day. */
export function partedBoxes(boxes, unknown, whole, parts, limits) {
  const ends = boxes.spans.get(unknown.key) ?? whole;
  const split = unknown.isDay ? partedDays : partedNumbers;
  const low = [];
  const high = [];
  for (let box = 0; box < boxes.count; box++) {
    for (const [begin, until] of split(endAt(ends[0], box), endAt(ends[1], box), parts, limits)) {
      low.push(begin);
      high.push(until);
    }
  }
  const spans = new Map();
  for (const [key, [one, other]] of boxes.spans) {
    const wide = repeated(one, boxes.count, parts);
    spans.set(key, [wide, other === one ? wide : repeated(other, boxes.count, parts)]);
  }
  spans.set(unknown.key, [low, high]);
  return boxesOf(spans, boxes.count * parts);
}

function endAt(end, box) {
  return end.length > 1 ? end[box] : end[0];
}

function repeated(end, count, parts) {
  return end && end.length > 1 ? Array.from({ length: count * parts }, (_, place) => end[Math.floor(place / parts)]) : end;
}

function partedDays(low, high, parts) {
  const edge = (part) => low + Math.floor((part * (high - low + 1)) / parts);
  return Array.from({ length: parts }, (_, part) => {
    const until = edge(part + 1) - 1;
    return [Math.max(Math.min(edge(part), until), low), Math.max(until, low)];
  });
}

/** Even parts; those of a wide span grow by a factor, from a small part of it: a thousand yuan tell more than a tenth of a billion. */
function partedNumbers(low, high, parts, { wide, small }) {
  const width = high - low;
  const power = Math.log10(Math.max(width, 1)) / 12;
  const share = (part) => {
    if (width <= wide) return (part / parts) * width;
    const scale = part ? small ** (1 - (part - 1) / (parts - 1)) : 0;
    return Math.min(scale ** power * width, width);
  };
  const edges = Array.from({ length: parts + 1 }, (_, part) => (part === parts ? high : low + share(part)));
  return edges.slice(1).map((edge, part) => [edges[part], edge]);
}

/** Spans one after the other: of each boxes, what it says of an unknown, box by box; `otherwise` where it says nothing. */
export function sideBySide(several, key, otherwise) {
  const spans = several.map((boxes) => boxes.spans.get(key) ?? otherwise);
  const [low, high] = [0, 1].map((end) => {
    if (spans[0][end] === null) return null;
    const joined = [];
    spans.forEach((span, place) => {
      for (let box = 0; box < several[place].count; box++) joined.push(endAt(span[end], box));
    });
    return joined;
  });
  return [low, spans.every((span) => span[0] === span[1]) ? low : high];
}

/** The unknowns of which several boxes say something, in the order in which they first do. */
export function keysOf(several) {
  return [...new Set(several.flatMap((boxes) => [...boxes.spans.keys()]))];
}
