// Everything that the form shows, and how it changes when an item is opened, changed or left.
import { key, withValue } from "./form_values.js";

const KEPT = "briefing-new-items";
const DRAFTS = "briefing-drafts";

export const state = {
  forms: {},
  lists: null,
  section: "events",
  query: "",
  showsAll: false,
  open: null, // The item in the form: {file, where, item, problems} or {isNew, section, item}.
  typed: new Map(), // Texts that are not saved, by path.
  bases: new Map(), // The saved texts from which people began to type, by path.
  pending: new Map(), // New parts that are not complete: {kind, value}, by path.
  notes: new Map(), // Answers of the server about texts, by path.
  roles: {},
  history: { undo: 0, redo: 0 },
  isLeaving: false, // Whether a person has been warned about text that is not saved.
  opening: 0, // The number of forms that have been opened, to recognise answers for an earlier one.
  kept: JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"), // New items that are not added yet, by section.
  imported: keptDrafts(), // The drafts from a file, even after a reload.
  showsDrafts: false, // Whether the drafts from a file are shown.
  status: "",
  failure: "", // The last status that gives the reason for a failure.
};

// Show the item in an answer from the server.
export function showItem(answer) {
  if (!answer.item) return;
  const { file, where, item, problems } = answer;
  state.open = { file, where, item, problems };
  if (answer.undo !== undefined) setHistory(answer);
}

export function setHistory({ undo, redo }) {
  state.history = { undo, redo };
}

export function clear() {
  state.opening += 1;
  state.typed.clear();
  state.bases.clear();
  state.pending.clear();
  state.notes.clear();
  state.roles = {};
  state.status = "";
  state.showsDrafts = false;
}

// A new item of each section that is not added yet survives a reload of the page.
export function keep() {
  if (!state.open?.isNew) return;
  const { section, item, id, event, actors, sources, kinds, copy, from } = state.open;
  const isBlank = !Object.keys(item).length && !state.typed.size && !id && !event;
  const draft = { item, id, event, actors, sources, kinds, copy, from, typed: [...state.typed], pending: [...state.pending] };
  setKept(section, isBlank ? undefined : draft);
}

export function setKept(section, draft) {
  state.kept = withValue(state.kept, [section], draft) ?? {};
  sessionStorage.setItem(KEPT, JSON.stringify(state.kept));
}

// The drafts from a file survive a reload of the page too, unless they are too large.
export function keepDrafts() {
  const { imported } = state;
  sessionStorage.removeItem(DRAFTS);
  if (!imported) return;
  const lists = { left: [...imported.left], taken: [...imported.taken], ticked: [...imported.ticked] };
  try {
    sessionStorage.setItem(DRAFTS, JSON.stringify({ ...imported, ...lists }));
    imported.isKept = true;
  } catch {
    imported.isKept = false;
  }
}

function keptDrafts() {
  const kept = JSON.parse(sessionStorage.getItem(DRAFTS) ?? "null");
  if (!kept) return null;
  const sets = { left: new Set(kept.left), taken: new Map(kept.taken), ticked: new Set(kept.ticked) };
  return { ...kept, ...sets, next: "", isKept: true, isReloaded: true };
}

export function discardText(place) {
  state.typed.delete(place);
  state.bases.delete(place);
}

// Texts and notes of a part that has been saved or removed no longer apply. Those of the other rows of its list move
// with their rows, so that nothing that is typed there is lost.
export function forget({ kind, path, by = 0 }) {
  if (!path.length && kind === "move") return;
  if (kind !== "move") deleteFrom(kind === "remove" ? allOf(state) : [state.typed, state.bases], path);
  const row = path.at(-1);
  if (typeof row !== "number" || kind === "set" || kind === "insert") return;
  const to = (n) => (kind === "remove" ? (n > row ? n - 1 : n) : n === row ? row + by : n === row + by ? row : n);
  for (const map of allOf(state)) renumber(map, path.slice(0, -1), to);
}

function renumber(map, list, to) {
  const entries = [...map].map(([place, value]) => {
    const path = JSON.parse(place);
    const isInside = startsWith(path, list) && typeof path[list.length] === "number";
    return [isInside ? key([...list, to(path[list.length]), ...path.slice(list.length + 1)]) : place, value];
  });
  map.clear();
  for (const [place, value] of entries) map.set(place, value);
}

// Remove a part that is not saved, and everything in it.
export function dropAll(place) {
  deleteFrom(allOf(state), JSON.parse(place));
}

const allOf = ({ typed, bases, notes, pending }) => [typed, bases, notes, pending];

const startsWith = (path, start) => start.every((step, n) => path[n] === step);

function deleteFrom(maps, start) {
  for (const map of maps) {
    for (const each of [...map.keys()]) if (startsWith(JSON.parse(each), start)) map.delete(each);
  }
}

// The places of text and parts that are not saved. New items are kept, so they have none.
export function unsaved() {
  if (!state.open || state.open.isNew) return [];
  const started = [...state.pending].filter(([, { value }]) => value && Object.keys(value).length);
  return [...new Set([...state.typed.keys(), ...started.map(([place]) => place)])];
}

// The place of the new part that a path leads into, and the part.
export function pendingAt(path) {
  for (let n = path.length; n > 0; n -= 1) {
    const place = key(path.slice(0, n));
    if (state.pending.has(place)) return [place, state.pending.get(place)];
  }
  return [null, null];
}
