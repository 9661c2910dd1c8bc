// The form beside the briefing: it shows an item of the record, and saves each change of a field.
// This module has its buttons and events. `state` in form_state.js has everything that is shown.
import { importActions, importFile, tick } from "./form_importing.js";
import { undecided } from "./form_drafts.js";
import { checkNew, explain } from "./form_explaining.js";
import { fieldAt, isRead, sectionNow } from "./form_fields.js";
import { addNamed, saveNew } from "./form_new.js";
import { back, openItem, openNew, reload, setLists } from "./form_opening.js";
import { commit, commitTyped, put, save, typed } from "./form_saving.js";
import { fail, focus, focusIn, render, root, say, shownNow } from "./form_screen.js";
import { ask, inTurn, settled, track } from "./form_server.js";
import { clear, discardText, dropAll, forget, keep, setHistory, setKept, state, unsaved } from "./form_state.js";
import { at, idOf, isEmpty, key, listOf, withValue } from "./form_values.js";
import { capitalised, nounOf, singular } from "./form_view.js";

const UNDOING = new Set(["undo", "redo"]);
const LEAVING = new Set(["section", "open", "back", "new", "read-as", "drafts"]);

// Buttons, by the name in `data-do`.

const actions = {
  ...importActions,
  section: ({ section }) => {
    clear();
    Object.assign(state, { section, open: null, query: "", showsAll: false });
    const [first, ...others] = state.lists.items.record;
    return section === "record" && !others.length ? openItem(first.file, []) : render();
  },
  all: () => { state.showsAll = true; render(); },
  open: async ({ file, where, at }) => { await openItem(file, JSON.parse(where)); if (at) focusIn(at); },
  back,
  top: () => focus(`form-tab-${state.section}`),
  new: () => {
    const kept = state.kept[state.section];
    openNew(state.section, kept);
    state.open.isChecked = Boolean(kept);
    if (kept) checkNew();
    commitTyped(() => true);
  },
  discard: ({ section }) => { setKept(section); back(); },
  another: ({ at }) => { state.pending.set(at, { kind: "set", value: "" }); render(); focus(idOf([...JSON.parse(at), "ref"])); },
  same: ({ at }) => { dropAll(at); render(); },
  save: () => saveNew(),
  fill: ({ at }) => { state.pending.set(at, { kind: "set", value: {} }); render(); focusIn(at); },
  add: ({ at }) => { state.pending.set(at, { kind: "insert", value: "" }); render(); focusIn(at); },
  drop: ({ at }) => { dropAll(at); render(); focus(`${idOf(JSON.parse(at).slice(0, -1))}-add`); },
  remove: ({ at }) => change("remove", JSON.parse(at)),
  up: ({ at }) => moved(JSON.parse(at), -1),
  down: ({ at }) => moved(JSON.parse(at), 1),
  move: ({ by }) => save({ kind: "move", path: [], by: Number(by) }),
  delete: async () => {
    const section = sectionNow(state);
    if (await save({ kind: "remove", path: [] })) { back(); say(`Deleted the ${singular(section)}. To get it back, use Undo.`); }
  },
  undo: () => restore("undo"),
  redo: () => restore("redo"),
  choose: ({ at, value }) => {
    const path = JSON.parse(at);
    const meaning = state.notes.get(at)?.options?.[value];
    state.notes.delete(at);
    if (["date", "time"].includes(fieldAt(state, path)?.control)) {
      // The field gets the focus before the choice is saved, and must not ask about the old text again.
      state.typed.set(at, value);
      state.notes.set(at, { value, meaning });
    }
    put(path, value);
    focus(idOf(path));
  },
  "add-named": ({ at, section, name, family }) => addNamed(JSON.parse(at), section, name, family),
  reverse: () => actions.add({ at: key(["reverses", listOf(state.open.item.reverses).length]) }),
  force: ({ at }) => { const { change: again } = state.notes.get(at); state.notes.delete(at); save({ ...again, force: true }); },
  theirs: ({ at }) => { state.notes.delete(at); discardText(at); render(); focus(idOf(JSON.parse(at))); },
  mine: ({ at }) => {
    const { change: again } = state.notes.get(at);
    state.notes.delete(at);
    state.bases.delete(at);
    return again ? save(again) : commit(document.getElementById(idOf(JSON.parse(at))));
  },
  import: () => document.getElementById("form-file").click(),
};

// Remove a part of the item in the form.
function change(kind, path) {
  if (!state.open.isNew) return save({ kind, path });
  state.open.item = withValue(state.open.item, path, undefined) ?? {};
  forget({ kind, path });
  keep();
  render();
  return checkNew();
}

async function moved(path, by) {
  const to = [...path.slice(0, -1), path.at(-1) + by];
  if (state.open.isNew) {
    const items = [...listOf(at(state.open.item, path.slice(0, -1)))];
    items.splice(to.at(-1), 0, ...items.splice(path.at(-1), 1));
    state.open.item = withValue(state.open.item, path.slice(0, -1), items);
    forget({ kind: "move", path, by });
    keep();
    render();
  } else await save({ kind: "move", path, by });
  const same = document.getElementById(`${idOf(to)}-${by < 0 ? "up" : "down"}`);
  (same ?? document.getElementById(`${idOf(to)}-${by < 0 ? "down" : "up"}`))?.focus();
}

function restore(name) {
  return inTurn(async () => {
    const answer = await ask(name, {});
    if (answer.ok) setHistory(answer);
    state.status = answer.ok ? (name === "undo" ? "Undone." : "Redone.") : answer.error;
    state.typed.clear();
    state.bases.clear();
    state.notes.clear();
    await reload();
  });
}

function which(element) {
  const path = JSON.parse(element.dataset.which);
  state.pending.set(key(path), { kind: "set", value: {}, id: element.value });
  render();
  focus(idOf([...path, element.value]));
}

// Events of the page

let choices = Promise.resolve();

// Buttons take effect one at a time, so that each one starts after the last has finished.
root.addEventListener("click", (event) => {
  const element = event.target.closest("[data-do]");
  if (!element) return;
  const data = { ...element.dataset };
  choices = choices.then(() => choose(data)).catch((error) => say(`Not done: ${error.message}`));
});

// The name of a part that is not saved, with its empty fields. Other reasons are shown beside the field.
function unfinished(place) {
  const path = JSON.parse(place);
  const [name, n] = path;
  const whole = fieldAt(state, [name]);
  const row = typeof n === "number" ? `${capitalised(nounOf(whole))} ${n + 1}` : whole?.label ?? name;
  const part = state.pending.get(place);
  const missing = part ? (fieldAt(state, path)?.fields ?? []).filter((field) => field.is_required && isEmpty(part.value[field.key])) : [];
  return missing.length ? `${row} (without “${missing.map(({ label }) => label).join("” and “")}”)` : row;
}

async function choose(data) {
  await settled();
  // An element must be on the page before it can get the focus.
  await track(shownNow());
  const left = LEAVING.has(data.do) ? unsaved() : UNDOING.has(data.do) && state.typed.size ? [...state.typed.keys()] : [];
  if (left.length && !state.isLeaving) {
    state.isLeaving = true;
    fail(`Some text is not saved yet: ${[...new Set(left.map(unfinished))].join("; ")}. Complete or correct it, or do the same again to continue without it.`);
    return;
  }
  state.isLeaving = false;
  actions[data.do]?.(data);
}

// Text that the server need not interpret is saved when the page is hidden or closed. A new item is kept.
const isPlain = (path) => !isRead(state, path) && !state.notes.get(key(path))?.problem && !state.notes.get(key(path))?.conflict;

document.addEventListener("visibilitychange", () => {
  if (document.hidden && state.open && !state.open.isNew) commitTyped(isPlain);
});

window.addEventListener("beforeunload", (event) => {
  const isLost = unsaved().some((place) => state.pending.has(place) || !isPlain(JSON.parse(place)));
  const { imported } = state;
  if (isLost || (imported && undecided(imported) && !imported.isKept)) event.preventDefault();
});

root.addEventListener("input", ({ target }) => {
  if (target.dataset.path) typed(target);
  else if (target.id === "form-search") { state.query = target.value; render(); }
  else if (target.dataset.newId !== undefined) { state.open.id = target.value.trim(); keep(); }
});

root.addEventListener("change", ({ target }) => {
  if (target.dataset.path) commit(target);
  else if (target.dataset.which) which(target);
  else if (target.dataset.event !== undefined) { const [file, where] = JSON.parse(target.value || "[null]"); state.open.event = file ? { file, where } : null; keep(); }
  else if (target.dataset.tick) tick(target.dataset.tick, target.checked);
  else if (target.id === "form-file" && target.files[0]) importFile(target.files[0]);
});

root.addEventListener("focusin", ({ target }) => {
  const { path, control } = target.dataset;
  if (path && ["date", "time"].includes(control) && target.value && !state.notes.has(path)) explain(JSON.parse(path), target.value).catch(() => {});
});

root.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key === "Enter" && target.matches("input[data-path]")) { event.preventDefault(); commit(target); }
  if (event.key === "Enter" && event.ctrlKey && state.open?.isNew) { commit(target); settled().then(() => saveNew()); }
});

// Ctrl+Z undoes what is being typed in a field, as in every program, and the last saved change otherwise.
document.addEventListener("keydown", (event) => {
  const { target, ctrlKey, metaKey, shiftKey, altKey } = event;
  const name = event.key.toLowerCase();
  const isUndo = name === "z" && !shiftKey;
  const isRedo = (name === "z" && shiftKey) || name === "y";
  if (!(ctrlKey || metaKey) || altKey || !(isUndo || isRedo) || edit.hidden || !state.lists) return;
  if (target !== document.body && !root.contains(target)) return;
  const isTyping = target.matches("input, textarea") && (state.open?.isNew || target.value !== target.dataset.shown);
  if (isTyping) return;
  event.preventDefault();
  if (state.history[isUndo ? "undo" : "redo"]) choices = choices.then(() => choose({ do: isUndo ? "undo" : "redo" }));
});

// The panel, which is closed at first

const edit = document.getElementById("edit");
const toggle = document.getElementById("edit-toggle");
let isStarted = false;

function show(isOpen) {
  edit.hidden = !isOpen;
  edit.parentElement.classList.toggle("editing", isOpen);
  toggle.setAttribute("aria-expanded", String(isOpen));
  toggle.textContent = isOpen ? "Close the form" : "Edit";
  sessionStorage.editing = isOpen ? "yes" : "";
  if (isOpen && !isStarted) start();
}

function start() {
  isStarted = true;
  inTurn(async () => {
    setLists(await (await fetch("/api/form")).json());
    render();
  });
  new EventSource("/api/events").addEventListener("change", () => { if (state.lists) inTurn(reload); });
}

toggle.addEventListener("click", () => show(edit.hidden));

document.addEventListener("briefing-edit", () => show(true));

fetch("/api/state").then((answer) => answer.json()).then(({ readOnly }) => {
  toggle.hidden = readOnly;
  if (sessionStorage.editing && !readOnly) show(true);
});
