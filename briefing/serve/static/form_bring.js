// Bring in a file: show its drafts, to take or leave one by one.
import { button, h } from "./form_elements.js";
import { addBrought, fail, openNew, render, say, state } from "./form.js";

// The file, the way to read it, the answers about its dates, and what is in it.
let file = null;

export async function bring(chosen, way = "", answers = []) {
  file = chosen;
  say(`Reading ${file.name}…`);
  const query = new URLSearchParams({ name: file.name, way, answers: JSON.stringify(answers) });
  const answer = await send(`bring?${query}`);
  if (!answer.ok) return say(answer.error);
  state.brought = { ...answer, answers, left: new Set(), taken: new Map(), ticked: new Set() };
  state.status = "";
  showDrafts();
}

function showDrafts() {
  state.open = null;
  state.isBringing = true;
  render();
  const heading = document.getElementById("form-heading");
  heading?.focus();
  heading?.scrollIntoView({ block: "start" });
}

export const undecided = ({ drafts, left, taken }) => drafts.length - left.size - taken.size;

async function send(name) {
  const answer = await fetch(`/api/form/${name}`, { method: "POST", body: file });
  const text = await answer.text();
  try {
    return { ok: answer.ok, ...JSON.parse(text) };
  } catch {
    return { ok: false, error: text.trim() || "The server does not answer." };
  }
}

// Keep the document as the copy of its source, after the event has been added.
export async function keepCopy(source, name) {
  if (!file || !source || file.name !== name) return "";
  const answer = await send(`keep?${new URLSearchParams({ name: file.name, source })}`);
  if (!answer.ok) return ` No copy was kept. ${answer.error}`;
  return answer.kept ? ` A copy is kept in ${answer.kept}.` : "";
}

export function bringing({ brought }) {
  const { name, way, drafts, notes, questions, left } = brought;
  const other = way === "table" ? ["document", "Read it as a document instead"] : ["table", "Read it as a table instead"];
  return h("section", { "aria-labelledby": "form-heading" },
    h("p", {}, button("All events", "back", { class: "back" })),
    h("h2", { id: "form-heading", tabindex: "-1" }, `Drafts from ${name}`),
    h("p", { class: "hint" }, "Nothing is added until you take it. Check each draft against the file."),
    notes.map((note) => h("p", { class: "problem" }, note)),
    questions.map(question),
    h("p", {}, button(other[1], "read-as", { "data-way": other[0] })),
    h("p", {}, `${undecided(brought)} of ${drafts.length} left to decide.`),
    h("ol", {}, drafts.map((draft, n) => (left.has(n) ? null : card(brought, draft, n)))));
}

function question({ key, text, number, readings }) {
  return h("fieldset", {},
    h("legend", {}, text),
    number > 1 ? h("p", { class: "hint" }, `${number.toLocaleString("en")} dates are like this.`) : null,
    h("p", { class: "options" }, readings.map((reading, n) => button(reading, "reading", { "data-key": JSON.stringify(key), "data-value": n }))));
}

function card(brought, draft, n) {
  const { item } = draft;
  const title = item.title || "(without a title)";
  if (brought.taken.has(n)) return h("li", { id: `draft-${n}`, class: "card" }, h("p", {}, h("b", {}, title), ` ${brought.taken.get(n)}`));
  const details = Object.entries(item).filter(([key]) => !["title", "date"].includes(key));
  return h("li", { id: `draft-${n}`, class: "card" },
    h("h3", {}, title),
    h("p", {}, draft.date || "No date yet", " ", h("span", { class: "hint" }, draft.origin)),
    h("dl", {}, details.map(([key, value]) => [h("dt", {}, key), h("dd", {}, words(value))])),
    draft.passage ? h("blockquote", {}, draft.passage) : null,
    draft.reasons.length ? h("ul", { class: "reasons" }, draft.reasons.map((reason) => h("li", { class: "hint" }, reason))) : null,
    parts(brought, draft, n, "quotes", ({ text }) => `“${text}”`),
    parts(brought, draft, n, "figures", ({ value, label }) => `${value} ${label}`),
    h("p", { class: "tools" },
      draft.is_complete && draft.way !== "document" && !draft.quotes ? button("Take it", "take", { "data-n": n, class: "main", "aria-label": `Take ${title}` }) : null,
      button(draft.quotes ? "Continue in the form" : "Take it into the form", "take-open", { "data-n": n, class: draft.quotes ? "main" : null, "aria-label": `Take ${title} into the form` }),
      button("Leave it", "leave", { "data-n": n, "aria-label": `Leave ${title}` })));
}

function parts(brought, draft, n, key, name) {
  const all = draft[key] ?? [];
  if (!all.length) return null;
  return h("fieldset", {},
    h("legend", {}, key === "quotes" ? "Quotes to take" : "Figures to take"),
    all.map(({ value, passage, reasons }, m) => {
      const id = `draft-${n}-${key}-${m}`;
      return h("div", { class: "tick" },
        h("input", { type: "checkbox", id, "data-tick": `${n}/${key}/${m}`, checked: brought.ticked.has(`${n}/${key}/${m}`), "aria-describedby": `${id}-h` }),
        h("label", { for: id }, name(value), value.by ? ` ${draft.actors[value.by]?.name ?? state.lists.names.actors[value.by] ?? value.by}` : ""),
        h("p", { class: "hint", id: `${id}-h` }, passage, " ", reasons.join(". ")));
    }));
}

function words(value) {
  if (Array.isArray(value)) return value.map(words).join(", ");
  if (value && typeof value === "object") return Object.values(value).map(words).join(", ");
  return String(value);
}

function itemOf(n) {
  const { drafts, ticked } = state.brought;
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

export const bringActions = {
  "read-as": ({ way }) => bring(file, way, state.brought.answers),
  reading: ({ key, value }) => bring(file, "table", [...state.brought.answers, [JSON.parse(key), Number(value)]]),
  leave: ({ n }) => { state.brought.left.add(Number(n)); render(); focusOn(Number(n)); },
  take: async ({ n }) => {
    const number = Number(n);
    const answer = await addBrought(itemOf(number));
    state.brought.taken.set(number, answer);
    render();
    focusOn(number);
  },
  "take-open": ({ n }) => {
    const { item, actors, sources, kinds } = itemOf(Number(n));
    if (state.kept.events) return fail("Another new event is not added yet. First add or discard that one: choose All events.");
    const { drafts, left, name } = state.brought;
    left.add(Number(n));
    openNew("events", { item, actors, sources, kinds, copy: drafts[Number(n)].source ?? "", from: name });
  },
  drafts: showDrafts,
  "discard-drafts": () => { state.brought = null; render(); },
};

function focusOn(n) {
  const next = document.querySelector(`#draft-${n} button`) ?? document.querySelector(".card button") ?? document.getElementById("form-heading");
  next?.focus();
}

export function tick(name, isTicked) {
  state.brought.ticked[isTicked ? "add" : "delete"](name);
}

// A file that is dropped anywhere in the window.
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
  bring(dropped);
});
