// The elements that show the drafts from a file, made from the state.
import { button, h } from "./elements.js";
import { state } from "./form_state.js";

// The number of drafts that are neither taken nor left out.
export const undecided = ({ drafts, left, taken }) => drafts.length - left.size - taken.size;

export function draftsView({ imported }) {
  const { name, way, drafts, notes, questions, left, isReloaded, next } = imported;
  const other = way === "table" ? ["document", "Read it as a document instead"] : ["table", "Read it as a table instead"];
  return h("section", { "aria-labelledby": "form-heading" },
    h("p", {}, button("All events", "back", { class: "back" })),
    h("h2", { id: "form-heading", tabindex: "-1" }, `Drafts from ${name}`),
    next ? h("div", { class: "next", role: "group", "aria-label": `Import ${next}` },
      h("p", {}, h("b", {}, `${next} is not imported yet. `), `These drafts are from ${name}, and you have not decided about ${undecided(imported)} of them.`),
      h("p", { class: "tools" }, button(`Discard them and import ${next}`, "import-next", { class: "main" }), button("Keep these drafts", "keep-drafts"))) : null,
    h("p", { class: "hint" }, "Nothing is added until you take it. Check each draft against the file."),
    notes.map((note) => h("p", { class: "problem" }, note)),
    isReloaded ? h("p", { class: "hint" }, `This page has been reloaded. To read ${name} in another way, import it again.`) : [
      questions.map(question),
      h("p", {}, button(other[1], "read-as", { "data-way": other[0] })),
    ],
    h("p", {}, `${undecided(imported)} of ${drafts.length} left to decide.`),
    h("ol", {}, drafts.map((draft, n) => (left.has(n) ? null : card(imported, draft, n)))));
}

function question({ key, text, number, readings }) {
  return h("fieldset", {},
    h("legend", {}, text),
    number > 1 ? h("p", { class: "hint" }, `${number.toLocaleString("en")} dates are like this.`) : null,
    h("p", { class: "options" }, readings.map((reading, n) => button(reading, "reading", { "data-key": JSON.stringify(key), "data-value": n }))));
}

function card(imported, draft, n) {
  const { item } = draft;
  const title = item.title || "(without a title)";
  if (imported.taken.has(n)) return h("li", { id: `draft-${n}`, class: "card" }, h("p", {}, h("b", {}, title), ` ${imported.taken.get(n)}`));
  const details = Object.entries(item).filter(([key]) => !["title", "date"].includes(key));
  return h("li", { id: `draft-${n}`, class: "card" },
    h("h3", {}, title),
    h("p", {}, draft.date || "No date yet", " ", h("span", { class: "hint" }, draft.origin)),
    h("dl", {}, details.map(([key, value]) => [h("dt", {}, labelOf(key)), h("dd", {}, words(value, draft))])),
    draft.passage ? h("blockquote", {}, draft.passage) : null,
    draft.reasons.length ? h("ul", { class: "reasons" }, draft.reasons.map((reason) => h("li", { class: "hint" }, reason))) : null,
    parts(imported, draft, n, "quotes", ({ text }) => `“${text}”`),
    parts(imported, draft, n, "figures", ({ value, label }) => `${value} ${label}`),
    h("p", { class: "tools" },
      draft.is_complete && draft.way !== "document" && !draft.quotes ? button("Take it", "take", { "data-n": n, class: "main", "aria-label": `Take ${title}` }) : null,
      button(draft.quotes ? "Continue in the form" : "Take it into the form", "take-open", { "data-n": n, class: draft.quotes ? "main" : null, "aria-label": `Take ${title} into the form` }),
      button("Leave it", "leave", { "data-n": n, "aria-label": `Leave ${title}` })));
}

function parts(imported, draft, n, key, name) {
  const all = draft[key] ?? [];
  if (!all.length) return null;
  return h("fieldset", {},
    h("legend", {}, key === "quotes" ? "Quotes to take" : "Figures to take"),
    all.map(({ value, passage, reasons }, m) => {
      const id = `draft-${n}-${key}-${m}`;
      return h("div", { class: "tick" },
        h("input", { type: "checkbox", id, "data-tick": `${n}/${key}/${m}`, checked: imported.ticked.has(`${n}/${key}/${m}`), "aria-describedby": `${id}-h` }),
        h("label", { for: id }, name(value), value.by ? ` ${draft.actors[value.by]?.name ?? state.lists.names.actors[value.by] ?? value.by}` : ""),
        h("p", { class: "hint", id: `${id}-h` }, passage, " ", reasons.join(". ")));
    }));
}

const labelOf = (key) => state.forms.events.find((field) => field.key === key)?.label ?? key;

// A value in words: actors and sources by their names.
function words(value, draft) {
  if (Array.isArray(value)) return value.map((each) => words(each, draft)).join(", ");
  if (value && typeof value === "object") return Object.values(value).map((each) => words(each, draft)).join(", ");
  const { names } = state.lists;
  return draft.actors[value]?.name ?? draft.sources[value]?.title ?? names.actors[value] ?? names.sources[value] ?? String(value);
}
