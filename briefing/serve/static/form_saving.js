// Saves each field when it is left, and shows the reason beside it if the server refuses.
import { checkNew, explain, explainItem, fieldPath, prove, showRoles } from "./form_explaining.js";
import { fieldAt, isRead, isSource, sectionNow } from "./form_fields.js";
import { openNew } from "./form_opening.js";
import { render, say, shownNow } from "./form_screen.js";
import { ask, inTurn, later, stop, track } from "./form_server.js";
import { discardText, forget, keep, pendingAt, setHistory, showItem, state } from "./form_state.js";
import { at, idFrom, idOf, isComplete, isEmpty, key, simplest, withValue } from "./form_values.js";

const pathOf = (element) => JSON.parse(element.dataset.path);

// Show what the text in a field means while it is typed.
export function typed(element) {
  const path = pathOf(element);
  if (!state.bases.has(key(path))) state.bases.set(key(path), element.dataset.shown);
  state.typed.set(key(path), element.value);
  if (element.value === element.dataset.shown) discardText(key(path));
  keep();
  later("explain", () => explain(path, element.value).catch(() => {}));
  if (["quotes", "figures"].includes(path[0])) later("prove", () => prove(path[0], path[1]), 500);
}

export function commit(element) {
  return track(commitField(element).catch((error) => say(`Not saved: ${error.message}`)));
}

// Save the text of the wanted fields, even if one of them still has the focus.
export function commitTyped(isWanted) {
  for (const place of [...state.typed.keys()]) {
    const element = document.getElementById(idOf(JSON.parse(place)));
    if (element?.dataset.path === place && isWanted(JSON.parse(place))) commit(element);
  }
}

async function commitField(element) {
  const path = pathOf(element);
  let text = element.value;
  stop("explain");
  if (text === element.dataset.shown) {
    discardText(key(path));
    if (!state.notes.get(key(path))?.meaning) state.notes.delete(key(path));
    return render();
  }
  state.typed.set(key(path), text);
  if (isOutdated(path)) return noteConflict(path, text);
  const field = fieldAt(state, path);
  if (isRead(state, path) && text.trim()) {
    const answer = await ask("read", { path: fieldPath(path), text });
    if (!answer.ok) return note(path, { problem: answer.error });
    if (answer.problem && !isNewSource(path, text)) return note(path, { ...answer, text });
    note(path, answer.problem ? {} : { ...answer, text });
    text = answer.problem ? text : answer.value;
  } else if (field?.control === "line") text = text.trim();
  await put(path, text);
}

// Whether somebody else has changed a field since this person started to type in it.
function isOutdated(path) {
  const element = document.getElementById(idOf(path));
  const base = state.bases.get(key(path));
  return !state.open.isNew && base !== undefined && element?.dataset.path === key(path) && base !== element.dataset.shown;
}

function noteConflict(path, text) {
  const { shown } = document.getElementById(idOf(path)).dataset;
  note(path, { conflict: { theirs: shownValue(shown), mine: shownValue(text) } });
}

export function note(path, value) {
  state.notes.set(key(path), value);
  render();
}

// A title or an address that the record does not have describes a new source.
function isNewSource(path, text) {
  return isSource(state, path) && (text.trim().includes(" ") || text.includes("://"));
}

// Give a field a value: in a new item, in a part that is not complete yet, or in the record.
export async function put(path, value) {
  const { open } = state;
  const [place, waiting] = pendingAt(path);
  if (isSource(state, path)) {
    // The text in a citation can be an id, an address or a title.
    const text = String(value).trim();
    const whole = !text ? "" : text.includes("://") || !text.includes(" ") ? text : { title: text };
    const before = at(open.item, path.slice(0, -1));
    const keepsPlace = before && typeof before === "object" && before.ref && typeof whole === "string" && whole;
    if (!keepsPlace) {
      discardText(key(path));
      path = path.slice(0, -1);
      value = whole;
    }
  }
  if (open.isNew) {
    open.item = withValue(open.item, cleaned(path, value), value) ?? {};
    discardText(key(path));
    if (place) state.pending.delete(place);
    keep();
    render();
    checkNew();
    return after(path);
  }
  if (waiting) {
    const inner = path.slice(JSON.parse(place).length);
    waiting.value = inner.length ? withValue(waiting.value || {}, inner, value) ?? {} : value;
    discardText(key(path));
    const field = fieldAt(state, path.slice(0, path.length - inner.length));
    if (field.key === "commitments" && waiting.value.title && !waiting.value.id) waiting.value.id = idFrom(waiting.value.title, "commitment");
    if (!isComplete(field, waiting.value)) return render();
    const whole = typeof waiting.value === "string" ? waiting.value : simplest(field, waiting.value);
    return save({ kind: waiting.kind, path: JSON.parse(place), value: whole }, place);
  }
  return save({ kind: isEmpty(value) ? "remove" : "set", path, value });
}

// The path in a new item: its groups in short form are written in full.
function cleaned(path, value) {
  const { open } = state;
  path.forEach((step, n) => {
    const here = at(open.item, path.slice(0, n));
    if (typeof here === "string" && typeof step === "string") {
      const field = fieldAt(state, path.slice(0, n));
      const short = field.control === "citation" && (here.includes("://") || here.includes(" ")) ? "url" : field.short;
      open.item = withValue(open.item, path.slice(0, n), { [short]: here });
    }
  });
  return path;
}

export function save(change, place = null) {
  const { opening } = state;
  return inTurn(async () => {
    if (state.opening !== opening) return false;
    // Somebody else's change may have arrived while this one was waiting.
    await shownNow();
    if (isOutdated(change.path)) return noteConflict(change.path, state.typed.get(key(change.path)));
    const { file, where, item } = state.open;
    state.status = "Saving…";
    render();
    const answer = await ask("change", { file, where, shown: item, ...change });
    const at = key(change.path);
    if (answer.ok) {
      forget(change);
      if (place) state.pending.delete(place);
      if (answer.item) showItem(answer);
      setHistory(answer);
      state.status = "Saved.";
    } else await refuse(change, answer, at);
    render();
    if (answer.ok) await after(change.path);
    return answer.ok;
  });
}

async function refuse(change, answer, at) {
  state.status = "Not saved.";
  if (answer.conflict) {
    const { theirs, where } = answer.conflict;
    const mine = shownValue(change.value);
    if (!where) {
      const item = change.path.length ? withValue(state.open.item, change.path, change.value) : state.open.item;
      openNew(sectionNow(state), { item, typed: [...state.typed], pending: [...state.pending] });
      state.status = "Not saved: this has been deleted or changed so much that it cannot be found. Your version is below. Add it again, or discard it.";
      return;
    }
    const now = await ask("item", { file: state.open.file, where });
    if (now.ok) showItem(now);
    state.notes.set(at, { conflict: { theirs: shownValue(theirs), mine }, change });
    if (!change.path.length) state.status = "Not deleted, because somebody else has changed it. This is the current version.";
  } else if (answer.status === 423) {
    state.notes.set(at, { problem: answer.error, can_force: true, change });
  } else {
    const reasons = (answer.problems ?? []).map(({ message, hint }) => `${message}${hint ? ` (${hint})` : ""}`);
    const [place, waiting] = pendingAt(change.path);
    // A new part waits until the rest of it is filled in.
    const problem = reasons.length ? `Not saved${waiting ? " yet" : ""}: ${reasons.join("; ")}.` : answer.error;
    state.notes.set(waiting ? place : at, { problem, change });
    if (change.kind !== "set" || !fieldShown(change.path)) state.status = problem;
  }
}

const fieldShown = (path) => document.getElementById(idOf(path))?.matches("input, textarea, select");

function shownValue(value) {
  if (isEmpty(value)) return "(nothing)";
  return typeof value === "object" ? Object.values(value).map(shownValue).join(", ") : String(value);
}

async function after(path) {
  if (sectionNow(state) !== "events") return;
  if (path[0] === "date") await showRoles();
  if (["quotes", "figures"].includes(path[0]) && path.length > 1) await prove(path[0], path[1]);
  if (["source", "sources"].includes(path[0])) await explainItem();
}
