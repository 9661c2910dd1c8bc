// Everything that the form shows, and how it changes when an item is opened, changed or left.
import { key, withValue } from "./form_values.js";

const KEPT = "briefing-new-items";

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
  notes: new Map(), // What the server says about a text, by path.
  roles: {},
  history: { undo: 0, redo: 0 },
  isLeaving: false, // Whether a person has been warned about text that is not saved.
  opening: 0, // The number of forms that have been opened, to know answers for an earlier one.
  kept: JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"), // New items that are not added yet, by section.
  brought: null, // The drafts from a file.
  isBringing: false, // Whether the drafts from a file are shown.
  status: "",
  failure: "", // The last status that says why something was not done.
};

// The item in an answer of the server is the one in the form.
export function take(answer) {
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
  state.isBringing = false;
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

export function untype(place) {
  state.typed.delete(place);
  state.bases.delete(place);
}

// Texts and notes of a part that has been saved, moved or removed no longer apply.
export function forget({ kind, path }) {
  const isList = kind !== "set" || !path.length;
  const start = key(isList ? path.slice(0, -1) : path).slice(0, -1);
  deleteFrom(isList ? allOf(state) : [state.typed, state.bases], start);
}

// A part that is left out takes everything in it with it.
export function dropAll(place) {
  deleteFrom(allOf(state), place.slice(0, -1));
}

const allOf = ({ typed, bases, notes, pending }) => [typed, bases, notes, pending];

function deleteFrom(maps, start) {
  for (const map of maps) {
    for (const each of [...map.keys()]) if (each.startsWith(start)) map.delete(each);
  }
}

// The place of the new part that a path leads into, and the part.
export function pendingAt(path) {
  for (let n = path.length; n > 0; n -= 1) {
    const place = key(path.slice(0, n));
    if (state.pending.has(place)) return [place, state.pending.get(place)];
  }
  return [null, null];
}
