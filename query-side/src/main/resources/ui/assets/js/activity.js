// How many calls of each function ended in each minute of the last hour, and how many of them failed.
import { changed, shownNow } from './state.js';

export const MINUTES = 60;

const functions = new Map();

export function begin(all) {
  functions.clear();
  add(all);
}

/** Counts are absolute: to be told again changes nothing. */
export function add(changes) {
  for (const [name, minutes] of Object.entries(changes)) {
    const known = functions.get(name) ?? new Map();
    functions.set(name, known);
    for (const minute of minutes) known.set(minute.at, minute);
  }
  changed();
}

/** One entry for each of the last 60 minutes, the oldest first. */
export function hour(name) {
  const last = Math.floor(shownNow() / 60_000);
  const known = functions.get(name) ?? new Map();
  return Array.from({ length: MINUTES }, (_, index) => {
    const at = last - MINUTES + 1 + index;
    return known.get(at) ?? { at, ended: 0, failed: 0 };
  });
}

export function sum(minutes) {
  return minutes.reduce(
    (all, minute) => ({ ended: all.ended + minute.ended, failed: all.failed + minute.failed }),
    { ended: 0, failed: 0 },
  );
}

export function names() {
  return [...functions.keys()];
}
