// Imports a file: shows its drafts, which people take or leave one by one.
import { undecided } from "./form_drafts.js";
import { openNew } from "./form_opening.js";
import { fail, focusHeading, render, say } from "./form_screen.js";
import { ask, inTurn, send } from "./form_server.js";
import { keepDrafts, setHistory, state } from "./form_state.js";

// The file, the way to read it, the answers about its dates, and what is in it.
let file = null;
// A file that waits until a person has decided about the drafts from the one before.
let next = null;

export async function importFile(chosen, way = "", answers = [], replaces = false) {
  const { imported } = state;
  if (imported && !replaces && imported.name !== chosen.name && undecided(imported)) {
    next = chosen;
    imported.next = chosen.name;
    showDrafts();
    return fail(`${chosen.name} is not imported yet. Choose what to do with the drafts from ${imported.name}.`);
  }
  const before = file;
  file = chosen;
  say(`Reading ${file.name}…`);
  const query = new URLSearchParams({ name: file.name, way, answers: JSON.stringify(answers) });
  const answer = await send(`import?${query}`, { body: file });
  if (!answer.ok) {
    // The drafts that are shown are still those of the file before.
    file = before;
    return fail(answer.error);
  }
  state.imported = { ...answer, answers, left: new Set(), taken: new Map(), ticked: new Set() };
  state.status = "";
  keepDrafts();
  showDrafts();
}

function showDrafts() {
  state.open = null;
  state.showsDrafts = true;
  render();
  focusHeading();
}

// After the event has been added, keep the document as the copy of its source.
export async function keepCopy(source, name) {
  if (!source) return "";
  if (!file || file.name !== name) return ` No copy of ${name} was kept, because this page has been reloaded. To keep one, put the file in the sources folder and name it ${source}.`;
  const answer = await send(`keep?${new URLSearchParams({ name: file.name, source })}`, { body: file });
  if (!answer.ok) return ` No copy was kept. ${answer.error}`;
  return answer.kept ? ` A copy is kept in ${answer.kept}.` : "";
}

// Add an event from a file, and return the result in words.
async function addImported({ item, actors, sources, kinds }) {
  let result = "";
  await inTurn(async () => {
    const answer = await ask("add", { section: "events", item, actors, sources, kinds });
    const reasons = (answer.problems ?? []).map(({ message }) => message).join("; ");
    result = answer.ok ? "has been added to the record." : `was not added. ${answer.error} ${reasons}`;
    if (answer.ok) setHistory(answer);
  });
  return result;
}

function itemOf(n) {
  const { drafts, ticked } = state.imported;
  const draft = drafts[n];
  const item = { ...draft.item };
  for (const key of ["quotes", "figures"]) {
    const chosen = (draft[key] ?? []).filter((_, m) => ticked.has(`${n}/${key}/${m}`)).map(({ value }) => value);
    if (chosen.length) item[key] = chosen;
  }
  return { item, actors: usedIn(draft.actors, item), sources: draft.sources, kinds: draft.kinds ?? [] };
}

// The actors that an event names. The others are left out.
function usedIn(actors, item) {
  const text = JSON.stringify(item);
  return Object.fromEntries(Object.entries(actors).filter(([id]) => text.includes(JSON.stringify(id))));
}

export const importActions = {
  "read-as": ({ way }) => importFile(file, way, state.imported.answers),
  reading: ({ key, value }) => importFile(file, "table", [...state.imported.answers, [JSON.parse(key), Number(value)]]),
  leave: ({ n }) => { state.imported.left.add(Number(n)); keepDrafts(); render(); focusOn(Number(n)); },
  take: async ({ n }) => {
    const number = Number(n);
    const answer = await addImported(itemOf(number));
    state.imported.taken.set(number, answer);
    keepDrafts();
    render();
    focusOn(number);
  },
  "take-open": ({ n }) => {
    const { item, actors, sources, kinds } = itemOf(Number(n));
    if (state.kept.events) return fail("You have not added your other new event yet. Add or discard that one first: choose All events.");
    const { drafts, left, name } = state.imported;
    left.add(Number(n));
    keepDrafts();
    openNew("events", { item, actors, sources, kinds, copy: drafts[Number(n)].source ?? "", from: name });
  },
  drafts: showDrafts,
  "import-next": () => importFile(next, "", [], true),
  "keep-drafts": () => { state.imported.next = ""; state.status = ""; render(); focusHeading(); },
  "discard-drafts": () => { state.imported = null; keepDrafts(); render(); },
};

function focusOn(n) {
  const next = document.querySelector(`#draft-${n} button`) ?? document.querySelector(".card button") ?? document.getElementById("form-heading");
  next?.focus();
}

export function tick(name, isTicked) {
  state.imported.ticked[isTicked ? "add" : "delete"](name);
  keepDrafts();
}

// Import a file that is dropped anywhere in the window.
const root = document.getElementById("edit");
document.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files") || document.getElementById("edit-toggle").hidden) return;
  event.preventDefault();
  root.classList.add("drop");
});
document.addEventListener("dragleave", ({ relatedTarget }) => { if (!relatedTarget) root.classList.remove("drop"); });
document.addEventListener("drop", (event) => {
  root.classList.remove("drop");
  const [dropped] = event.dataTransfer.files;
  if (!dropped) return;
  event.preventDefault();
  if (document.getElementById("edit-toggle").hidden) return;
  document.dispatchEvent(new CustomEvent("briefing-edit"));
  importFile(dropped);
});
