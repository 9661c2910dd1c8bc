// The server explains what people type: the meaning of a date, the proof of a quote, the role of
// an actor and the problems of a new item.
import { fieldAt, isRead, sectionNow } from "./form_fields.js";
import { render } from "./form_screen.js";
import { ask, later } from "./form_server.js";
import { state } from "./form_state.js";
import { key, listOf } from "./form_values.js";

export const fieldPath = (path) => (state.open.isNew ? [...newPlace(), ...path] : [...state.open.where, ...path]);

function newPlace() {
  const { section } = state.open;
  if (section === "events") return ["events", 0];
  return section === "commitments" ? ["events", 0, "commitments", 0] : [section, "*"];
}

// Show the meaning of a text, or the proof of a quote, while it is typed.
export async function explain(path, text) {
  const { opening } = state;
  if (isRead(state, path) && text.trim()) {
    const answer = await ask("read", { path: fieldPath(path), text });
    const now = state.typed.get(key(path));
    const isOld = now === undefined ? state.notes.has(key(path)) : now !== text;
    if (!answer.ok || state.opening !== opening || isOld) return;
    const isStart = isPart(path, text);
    state.notes.set(key(path), isStart ? {} : { ...answer, text });
    render();
  }
}

// Whether a text may be the start of the name of an item of the record.
function isPart(path, text) {
  const field = fieldAt(state, path);
  const wanted = text.toLowerCase();
  const known = field?.control === "reference" ? Object.values(state.lists.shown[field.section]) : [];
  return known.some((name) => name.toLowerCase().startsWith(wanted) && name.toLowerCase() !== wanted);
}

function claimAt(field, n) {
  const value = state.pending.get(key([field, n]))?.value ?? listOf(state.open.item[field])[n];
  if (!value) return null;
  const claim = { ...value };
  for (const name of Object.keys(claim)) claim[name] = state.typed.get(key([field, n, name])) ?? claim[name];
  for (const name of ["text", "value", "label", "of"]) {
    const text = state.typed.get(key([field, n, name]));
    if (text) claim[name] = text;
  }
  return claim;
}

export async function prove(field, n) {
  const { open, opening } = state;
  const claim = open && sectionNow(state) === "events" ? claimAt(field, n) : null;
  if (!claim) return;
  const answer = await ask("prove", { claim, field, event: open.item });
  if (!answer.ok || state.opening !== opening) return;
  const place = key([field, n, field === "quotes" ? "text" : "value"]);
  state.notes.set(place, { ...state.notes.get(place), proof: answer.proof });
  render();
}

// Show the roles of actors on the date of the item in the form, and its proofs.
export async function explainItem() {
  const { open, opening } = state;
  if (!open || sectionNow(state) !== "events") return;
  await showRoles();
  for (const field of ["quotes", "figures"]) {
    for (let n = 0; n < Math.min(20, listOf(open.item[field]).length); n += 1) {
      if (state.opening !== opening) return;
      await prove(field, n);
    }
  }
}

export async function showRoles() {
  const { open, opening } = state;
  const date = Array.isArray(open.item.date) ? `[${open.item.date[0]}]` : open.item.date;
  if (!date) return;
  const answer = await ask("roles", { date });
  if (answer.ok && state.opening === opening) {
    state.roles = answer.roles;
    render();
  }
}

export function checkNew() {
  later("check", async () => {
    const { open, opening } = state;
    if (!open?.isNew || open.section === "commitments") return;
    const answer = await ask("check", { section: open.section, item: open.item, id: open.id ?? "" });
    if (!answer.ok || state.opening !== opening) return;
    open.problems = answer.problems;
    open.missing = answer.missing ?? "";
    render();
  }, 300);
}
