// What a client keeps while another person is looked at: the place, a draft, what was read. Gone when the page is.
import {useState} from "../page/html.js";

const kept = new Map();

/** As useState, under a *key* that outlives the component. */
export function useKept(key, initial) {
  const [, again] = useState(0);
  const value = kept.has(key) ? kept.get(key) : initial;
  const set = (next) => {
    kept.set(key, typeof next === "function" ? next(kept.has(key) ? kept.get(key) : initial) : next);
    again((count) => count + 1);
  };
  return [value, set];
}
