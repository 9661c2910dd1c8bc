// The form beside the briefing: it shows an item of the record, and saves each change of a field.
// `state` has everything that is shown. The elements are made from it again after each change.
import { bring, bringActions, keepCopy, tick, undecided } from "./form_bring.js";
import { morph } from "./form_morph.js";
import { at, idFrom, idOf, isComplete, isEmpty, key, listOf, namesShown, simplest, withValue } from "./form_values.js";
import { fieldAt, panel, sectionOf, singular, suggestions } from "./form_view.js";

const root = document.getElementById("form");
const suggested = document.getElementById("form-suggestions");
const client = (sessionStorage.client ??= [...crypto.getRandomValues(new Uint32Array(4))].join("-"));
const KEPT = "briefing-new-items";
const LEAVING = new Set(["section", "open", "back", "new", "read-as", "drafts"]);
const READ = new Set(["date", "time", "number", "reference"]);

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
  shownAt,
};

// The server

async function ask(name, body) {
  const content = JSON.stringify({ client, ...body });
  const answer = await fetch(`/api/form/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: content,
    // Browsers send at most 64 KiB from a page that is being closed.
    keepalive: document.hidden && content.length < 20000,
  });
  const text = await answer.text();
  let result;
  try {
    result = JSON.parse(text);
  } catch {
    result = { error: text.trim() || "The server does not answer." };
  }
  return { status: answer.status, ok: answer.ok, ...result };
}

// What is being read or saved.
const running = new Set();

function track(promise) {
  running.add(promise);
  root.setAttribute("aria-busy", "true");
  return promise.finally(() => {
    running.delete(promise);
    if (!running.size) root.removeAttribute("aria-busy");
  });
}

// Wait for all that is being read or saved, because a button can be chosen before that.
async function settled() {
  while (running.size) await Promise.allSettled([...running]);
}

let queue = Promise.resolve();
// One request after another, so that each begins with the result of the last one.
export const inTurn = (action) => (queue = track(queue.then(action).catch((error) => say(`Not saved: ${error.message}`))));

function say(text) {
  state.status = text;
  render();
}

function fail(text) {
  state.failure = text;
  say(text);
}

function takeLists(answer) {
  const { forms, ...lists } = answer;
  if (forms) state.forms = forms;
  lists.shown = Object.fromEntries(Object.entries(lists.names).map(([section, known]) => [section, namesShown(known)]));
  state.lists = lists;
  suggested.replaceChildren(...suggestions(state));
}

async function reload() {
  const answer = await ask("lists", {});
  if (answer.ok) takeLists(answer);
  if (state.open && !state.open.isNew) await refreshItem();
  render();
}

async function refreshItem() {
  const { file, where, item: shown } = state.open;
  const answer = await ask("item", { file, where, shown });
  if (!answer.ok) return;
  const isSame = JSON.stringify(answer.item) === JSON.stringify(shown);
  take(answer);
  if (!isSame) explainItem();
}

// Rendering

export function render() {
  if (!state.lists) return;
  if (pressing.isDown) {
    pressing.isDue = true;
    return;
  }
  const places = placesOf(document.activeElement);
  const next = root.cloneNode(false);
  next.append(...panel(state).flat(9).filter(Boolean));
  morph(root, next);
  if (places.length && !root.contains(document.activeElement)) focusNear(places);
}

// Between the press of a button and its release, nothing may move: the browser would lose the click. The field that
// loses the focus at the press can show more or less than before.
const pressing = { isDown: false, isDue: false };

function release() {
  pressing.isDown = false;
  if (pressing.isDue) render();
  pressing.isDue = false;
}

// Wait until the page shows the state.
async function shownNow() {
  while (pressing.isDown) await new Promise((resolve) => { setTimeout(resolve, 10); });
}

// The ids of an element, of the field that it is about, and of all around them, the nearest first.
function placesOf(element) {
  if (!root.contains(element) || element === root) return [];
  const path = JSON.parse(element.dataset.path ?? element.dataset.at ?? "[]");
  const fields = path.flatMap((_, n) => [idOf(path.slice(0, path.length - n)), `${idOf(path.slice(0, path.length - n))}-row`]);
  const around = [];
  for (let each = element; each !== root; each = each.parentElement) around.push(each.id);
  return [element.id, ...fields, ...around, "form-heading"].filter(Boolean);
}

// Give the focus to the nearest place that is still there, if the element that had it is gone.
function focusNear(places) {
  for (const id of places) {
    const place = document.getElementById(id);
    const controls = place ? [place, ...place.querySelectorAll("input, select, textarea, button, summary")] : [];
    for (const each of controls) {
      each.focus();
      if (document.activeElement === each) return;
    }
  }
}

function focus(id) {
  const element = document.getElementById(id);
  element?.focus();
  return element;
}

// The place at which a problem is shown: the deepest field of the form on its path.
function shownAt({ path, inside }) {
  for (let n = path.length; inside !== false && n > 0; n -= 1) {
    if (fieldAt(state, path.slice(0, n))) return key(path.slice(0, n));
  }
  return null;
}

// Opening

function take(answer) {
  if (!answer.item) return;
  const { file, where, item, problems } = answer;
  state.open = { file, where, item, problems };
  if (answer.undo !== undefined) state.history = { undo: answer.undo, redo: answer.redo };
}

function clear() {
  state.opening += 1;
  state.typed.clear();
  state.bases.clear();
  state.pending.clear();
  state.notes.clear();
  state.roles = {};
  state.status = "";
  state.isBringing = false;
}

async function openItem(file, where) {
  const answer = await ask("item", { file, where });
  if (!answer.ok) return say(answer.error);
  clear();
  take(answer);
  state.section = sectionOf(where);
  render();
  focus("form-heading")?.scrollIntoView({ block: "start" });
  explainItem();
}

function openNew(section, { item = {}, typed: texts = [], pending = [], ...more } = {}) {
  clear();
  state.section = section;
  state.open = { isNew: true, section, item, problems: [], ...more };
  state.typed = new Map(texts);
  state.pending = new Map(pending);
  keep();
  render();
  focus("form-heading")?.scrollIntoView({ block: "start" });
  commitTyped(() => true);
  explainItem();
}

function back() {
  clear();
  state.open = null;
  render();
  focus("form-heading");
}

// A new item of each section that is not added yet survives a reload of the page.
function keep() {
  if (!state.open?.isNew) return;
  const { section, item, id, event, actors, sources, kinds, copy, from } = state.open;
  const isBlank = !Object.keys(item).length && !state.typed.size && !id && !event;
  const draft = { item, id, event, actors, sources, kinds, copy, from, typed: [...state.typed], pending: [...state.pending] };
  setKept(section, isBlank ? undefined : draft);
}

function setKept(section, draft) {
  state.kept = withValue(state.kept, [section], draft) ?? {};
  sessionStorage.setItem(KEPT, JSON.stringify(state.kept));
}

// What people type

const timers = new Map();
function later(name, action, delay = 250) {
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(action, delay));
}

const pathOf = (element) => JSON.parse(element.dataset.path);
const fieldPath = (path) => (state.open.isNew ? [...newPlace(), ...path] : [...state.open.where, ...path]);

function newPlace() {
  const { section } = state.open;
  if (section === "events") return ["events", 0];
  return section === "commitments" ? ["events", 0, "commitments", 0] : [section, "*"];
}

function isRead(path) {
  const field = fieldAt(state, path);
  return READ.has(field?.control) || ["kind"].includes(field?.key) || path.at(-1) === "ref";
}

// Show the meaning of a text, or the proof of a quote, while it is typed.
async function explain(path, text) {
  const { opening } = state;
  if (isRead(path) && text.trim()) {
    const answer = await ask("read", { path: fieldPath(path), text });
    if (!answer.ok || state.opening !== opening || state.typed.get(key(path)) === undefined && state.notes.has(key(path))) return;
    const isStart = isPart(path, text);
    state.notes.set(key(path), isStart ? {} : { ...answer, text });
    render();
  }
}

// Whether a text can still become the name of an item of the record.
function isPart(path, text) {
  const field = fieldAt(state, path);
  const wanted = text.toLowerCase();
  const known = field?.control === "reference" ? Object.values(state.lists.shown[field.section]) : [];
  return known.some((name) => name.toLowerCase().startsWith(wanted) && name.toLowerCase() !== wanted);
}

function typed(element) {
  const path = pathOf(element);
  if (!state.bases.has(key(path))) state.bases.set(key(path), element.dataset.shown);
  state.typed.set(key(path), element.value);
  keep();
  later("explain", () => explain(path, element.value).catch(() => {}));
  if (["quotes", "figures"].includes(path[0])) later("prove", () => prove(path[0], path[1]), 500);
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

async function prove(field, n) {
  const { open, opening } = state;
  const claim = open && sectionNow() === "events" ? claimAt(field, n) : null;
  if (!claim) return;
  const answer = await ask("prove", { claim, field, event: open.item });
  if (!answer.ok || state.opening !== opening) return;
  const place = key([field, n, field === "quotes" ? "text" : "value"]);
  state.notes.set(place, { ...state.notes.get(place), proof: answer.proof });
  render();
}

const sectionNow = () => (state.open?.isNew ? state.open.section : sectionOf(state.open?.where ?? []));

// Show the roles of the day and the proofs of the item in the form.
async function explainItem() {
  const { open, opening } = state;
  if (!open || sectionNow() !== "events") return;
  await showRoles();
  for (const field of ["quotes", "figures"]) {
    for (let n = 0; n < Math.min(20, listOf(open.item[field]).length); n += 1) {
      if (state.opening !== opening) return;
      await prove(field, n);
    }
  }
}

async function showRoles() {
  const { open, opening } = state;
  const date = Array.isArray(open.item.date) ? `[${open.item.date[0]}]` : open.item.date;
  if (!date) return;
  const answer = await ask("roles", { date });
  if (answer.ok && state.opening === opening) {
    state.roles = answer.roles;
    render();
  }
}

function untype(place) {
  state.typed.delete(place);
  state.bases.delete(place);
}

// Saving a field

function commit(element) {
  return track(commitField(element).catch((error) => say(`Not saved: ${error.message}`)));
}

// Save the texts that are typed in some of the fields, although the focus is still in them.
function commitTyped(isWanted) {
  for (const place of [...state.typed.keys()]) {
    const element = document.getElementById(idOf(JSON.parse(place)));
    if (element?.dataset.path === place && isWanted(JSON.parse(place))) commit(element);
  }
}

async function commitField(element) {
  const path = pathOf(element);
  let text = element.value;
  clearTimeout(timers.get("explain"));
  if (text === element.dataset.shown) {
    untype(key(path));
    if (!state.notes.get(key(path))?.meaning) state.notes.delete(key(path));
    return render();
  }
  state.typed.set(key(path), text);
  if (isOutdated(path)) return noteConflict(path, text);
  const field = fieldAt(state, path);
  if (isRead(path) && text.trim()) {
    const answer = await ask("read", { path: fieldPath(path), text });
    if (!answer.ok) return note(path, { problem: answer.error });
    if (answer.problem && !isNewSource(path, text)) return note(path, { ...answer, text });
    note(path, answer.problem ? {} : { ...answer, text });
    text = answer.problem ? text : answer.value;
  } else if (field?.control === "line") text = text.trim();
  await put(path, text);
}

// Whether somebody else has changed a field since a person began to type in it.
function isOutdated(path) {
  const element = document.getElementById(idOf(path));
  const base = state.bases.get(key(path));
  return !state.open.isNew && base !== undefined && element?.dataset.path === key(path) && base !== element.dataset.shown;
}

function noteConflict(path, text) {
  const { shown } = document.getElementById(idOf(path)).dataset;
  note(path, { conflict: { theirs: shownValue(shown), mine: shownValue(text) } });
}

function note(path, value) {
  state.notes.set(key(path), value);
  render();
}

// A title or an address that the record does not have describes a new source.
function isNewSource(path, text) {
  const isCitation = path.at(-1) === "ref" && fieldAt(state, path.slice(0, -1))?.control === "citation";
  return isCitation && (text.trim().includes(" ") || text.includes("://"));
}

export async function put(path, value) {
  const { open } = state;
  const [place, waiting] = pendingAt(path);
  const isCitation = path.at(-1) === "ref" && fieldAt(state, path.slice(0, -1))?.control === "citation";
  if (isCitation) {
    // The text in a citation can be an id, an address or a title.
    const text = String(value).trim();
    const whole = !text ? "" : text.includes("://") || !text.includes(" ") ? text : { title: text };
    const before = at(open.item, path.slice(0, -1));
    const keepsPlace = before && typeof before === "object" && before.ref && typeof whole === "string" && whole;
    if (!keepsPlace) {
      untype(key(path));
      path = path.slice(0, -1);
      value = whole;
    }
  }
  if (open.isNew) {
    open.item = withValue(open.item, cleaned(path, value), value) ?? {};
    untype(key(path));
    if (place) state.pending.delete(place);
    keep();
    render();
    checkNew();
    return after(path);
  }
  if (waiting) {
    const inner = path.slice(JSON.parse(place).length);
    waiting.value = inner.length ? withValue(waiting.value || {}, inner, value) ?? {} : value;
    untype(key(path));
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

function pendingAt(path) {
  for (let n = path.length; n > 0; n -= 1) {
    const place = key(path.slice(0, n));
    if (state.pending.has(place)) return [place, state.pending.get(place)];
  }
  return [null, null];
}

export function save(change, place = null) {
  const { opening } = state;
  return inTurn(async () => {
    if (state.opening !== opening) return false;
    // The change of somebody else can have come while this one waited for its turn.
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
      if (answer.item) take(answer);
      state.history = { undo: answer.undo, redo: answer.redo };
      state.status = "Saved.";
    } else await refuse(change, answer, at);
    render();
    if (answer.ok) await after(change.path);
    return answer.ok;
  });
}

// Texts and notes of a part that has been saved, moved or removed no longer apply.
function forget({ kind, path }) {
  const isList = kind !== "set" || !path.length;
  const start = key(isList ? path.slice(0, -1) : path).slice(0, -1);
  for (const map of isList ? [state.typed, state.bases, state.notes, state.pending] : [state.typed, state.bases]) {
    for (const each of [...map.keys()]) if (each.startsWith(start)) map.delete(each);
  }
}

async function refuse(change, answer, at) {
  state.status = "Not saved.";
  if (answer.conflict) {
    const { theirs, where } = answer.conflict;
    const mine = shownValue(change.value);
    if (!where) {
      state.status = "Not saved: this has been deleted or changed so much that it cannot be found. Your version is below. Add it again, or discard it.";
      const section = sectionNow();
      const item = change.path.length ? withValue(state.open.item, change.path, change.value) : state.open.item;
      const status = state.status;
      openNew(section, { item });
      state.status = status;
      return;
    }
    const now = await ask("item", { file: state.open.file, where });
    if (now.ok) take(now);
    state.notes.set(at, { conflict: { theirs: shownValue(theirs), mine }, change });
    if (!change.path.length) state.status = "Not deleted, because somebody else has changed it meanwhile. This is how it is now.";
  } else if (answer.status === 423) {
    state.notes.set(at, { problem: answer.error, can_force: true, change });
  } else {
    const reasons = (answer.problems ?? []).map(({ message, hint }) => `${message}${hint ? ` (${hint})` : ""}`);
    const problem = reasons.length ? `Not saved: ${reasons.join("; ")}.` : answer.error;
    const [place, waiting] = pendingAt(change.path);
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
  if (sectionNow() !== "events") return;
  if (path[0] === "date") await showRoles();
  if (["quotes", "figures"].includes(path[0]) && path.length > 1) await prove(path[0], path[1]);
  if (["source", "sources"].includes(path[0])) await explainItem();
}

// New items

function checkNew() {
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

// The first field that is marked as wrong gets the focus.
function refuseNew(text) {
  fail(text);
  const wrong = root.querySelector("[aria-invalid]");
  if (!wrong) return;
  fail(`${text} See “${wrong.labels[0].textContent}”.`);
  wrong.focus();
}

function saveNew(force = false) {
  if ([...state.notes.values()].some(({ problem }) => problem)) return refuseNew("Not added. First correct the fields that are marked.");
  return inTurn(async () => {
    const { open, opening } = state;
    const { section, item, id = "", actors = {}, sources = {}, kinds = [], copy = "", from = "" } = open;
    let answer;
    if (section === "commitments") {
      if (!open.event) return fail("Not added. Choose the event at which the commitment was made.");
      const event = await ask("item", { file: open.event.file, where: open.event.where });
      if (!event.ok) return say(event.error);
      const made = { id: idFrom(item.title ?? "", "commitment"), ...item };
      const path = ["commitments", listOf(event.item.commitments).length];
      answer = await ask("change", { ...open.event, shown: event.item, kind: "insert", path, value: made, force });
    } else answer = await ask("add", { section, item, id, actors, sources, kinds, force });
    if (answer.ok) {
      state.history = { undo: answer.undo, redo: answer.redo };
      setKept(section);
    }
    if (state.opening !== opening) return say(answer.ok ? `Added the ${singular(section)}.` : answer.error);
    if (!answer.ok) {
      open.problems = answer.problems ?? open.problems;
      return refuseNew(answer.error);
    }
    clear();
    take(answer);
    state.status = `Added the ${singular(section)}.${await keepCopy(copy, from)}`;
    if (from && from === state.brought?.name && undecided(state.brought)) {
      state.open = null;
      state.isBringing = true;
    }
    render();
    focus("form-heading")?.scrollIntoView({ block: "start" });
    explainItem();
  });
}

// Add an event from a file, and return the result in words.
export async function addBrought({ item, actors, sources, kinds }) {
  let result = "";
  await inTurn(async () => {
    const answer = await ask("add", { section: "events", item, actors, sources, kinds });
    const reasons = (answer.problems ?? []).map(({ message }) => message).join("; ");
    result = answer.ok ? "is in the record now." : `was not added. ${answer.error} ${reasons}`;
    if (answer.ok) state.history = { undo: answer.undo, redo: answer.redo };
  });
  return result;
}

async function addNamed(path, section, name) {
  await inTurn(async () => {
    const item = section === "actors" || section === "areas" ? { name } : { title: name };
    const answer = await ask("add", { section, item, id: "" });
    if (!answer.ok) return note(path, { problem: `${answer.error} ${(answer.problems ?? []).map(({ message }) => message).join(" ")}` });
    state.history = { undo: answer.undo, redo: answer.redo };
    takeLists(await ask("lists", {}));
    state.notes.delete(key(path));
    state.chosen = answer.where.at(-1);
  });
  if (state.chosen) {
    const id = state.chosen;
    state.chosen = null;
    await put(path, id);
  }
}

// Buttons

const actions = {
  ...bringActions,
  section: ({ section }) => { clear(); Object.assign(state, { section, open: null, query: "", showsAll: false }); if (section === "record" && state.lists.items.record.length === 1) return openItem(state.lists.items.record[0].file, []); return render(); },
  all: () => { state.showsAll = true; render(); },
  open: ({ file, where }) => openItem(file, JSON.parse(where)),
  back,
  new: () => openNew(state.section, state.kept[state.section]),
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
    const section = sectionNow();
    if (await save({ kind: "remove", path: [] })) { back(); say(`Deleted the ${singular(section)}. To get it back, use Undo.`); }
  },
  undo: () => restore("undo"),
  redo: () => restore("redo"),
  choose: ({ at, value }) => { const path = JSON.parse(at); state.notes.delete(at); put(path, value); focus(idOf(path)); },
  "add-named": ({ at, section, name }) => addNamed(JSON.parse(at), section, name),
  force: ({ at }) => { const { change: again } = state.notes.get(at); state.notes.delete(at); save({ ...again, force: true }); },
  theirs: ({ at }) => { state.notes.delete(at); untype(at); render(); focus(idOf(JSON.parse(at))); },
  mine: ({ at }) => {
    const { change: again } = state.notes.get(at);
    state.notes.delete(at);
    state.bases.delete(at);
    return again ? save(again) : commit(document.getElementById(idOf(JSON.parse(at))));
  },
  bring: () => document.getElementById("form-file").click(),
};

function dropAll(place) {
  for (const map of [state.typed, state.bases, state.notes, state.pending]) {
    for (const each of [...map.keys()]) if (each.startsWith(place.slice(0, -1))) map.delete(each);
  }
}

function focusIn(place) {
  const path = JSON.parse(place);
  const element = document.getElementById(`${idOf(path)}-row`) ?? document.getElementById(idOf(path)) ?? document.getElementById(`${idOf(path)}-which`);
  (element?.matches("input, select") ? element : element?.querySelector("input, textarea, select"))?.focus();
}

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
    forget({ kind: "move", path });
    keep();
    render();
  } else await save({ kind: "move", path, by });
  const same = document.getElementById(`${idOf(to)}-${by < 0 ? "up" : "down"}`);
  (same ?? document.getElementById(`${idOf(to)}-${by < 0 ? "down" : "up"}`))?.focus();
}

function restore(name) {
  return inTurn(async () => {
    const answer = await ask(name, {});
    if (answer.ok) state.history = { undo: answer.undo, redo: answer.redo };
    state.status = answer.ok ? (name === "undo" ? "Undone." : "Done again.") : answer.error;
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

root.addEventListener("pointerdown", () => { pressing.isDown = true; }, true);
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => setTimeout(release));

let choices = Promise.resolve();
// One choice after another, so that none meets what an earlier one has only half done.
root.addEventListener("click", (event) => {
  const element = event.target.closest("[data-do]");
  if (!element) return;
  const data = { ...element.dataset };
  choices = choices.then(() => choose(data)).catch((error) => say(`Not done: ${error.message}`));
});

async function choose(data) {
  await settled();
  if (LEAVING.has(data.do) && state.typed.size && !state.open?.isNew && !state.isLeaving) {
    state.isLeaving = true;
    say("Some text is not saved yet. To leave without it, choose again.");
    return;
  }
  state.isLeaving = false;
  actions[data.do]?.(data);
}

// A text that needs no answer of the server is saved when the page is hidden or closed. A new item is kept.
const isPlain = (path) => !isRead(path) && !state.notes.get(key(path))?.problem && !state.notes.get(key(path))?.conflict;
document.addEventListener("visibilitychange", () => {
  if (document.hidden && state.open && !state.open.isNew) commitTyped(isPlain);
});
window.addEventListener("beforeunload", (event) => {
  if (state.open && !state.open.isNew && [...state.typed.keys()].some((place) => !isPlain(JSON.parse(place)))) event.preventDefault();
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
  else if (target.id === "form-file" && target.files[0]) bring(target.files[0]);
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

export { fail, openNew, say };

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
    takeLists(await (await fetch("/api/form")).json());
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
