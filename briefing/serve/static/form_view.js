// The elements of the form, made from the state. No text is parsed as HTML.
import { draftsView, undecided } from "./form_drafts.js";
import { button, h } from "./elements.js";
import { fieldAt, sectionOf, shownAt } from "./form_fields.js";
import { firstText, at, idOf, isEmpty, key, listOf, part, textOf } from "./form_values.js";
import { counted } from "./tools.js";

const SINGULAR = {
  events: "event", sources: "source", actors: "actor", asks: "ask", questions: "question",
  commitments: "commitment",
  areas: "area", editions: "edition", record: "record",
};
const TITLES = { record: "This record" };
export const singular = (section) => SINGULAR[section];
const titleOf = (section) => TITLES[section] ?? capitalised(section);
const article = (noun) => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
export const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const MOST_LISTED = 100;

// The whole panel

export function panel(state) {
  const { lists, open } = state;
  return [
    h("div", { id: "form-top" },
      h("div", { class: "tools" },
        button("Undo", "undo", { disabled: !state.history.undo, "aria-keyshortcuts": "Control+Z", title: "Undo the last change that was saved (Ctrl+Z)" }),
        button("Redo", "redo", { disabled: !state.history.redo, "aria-keyshortcuts": "Control+Shift+Z", title: "Make the change again (Ctrl+Shift+Z)" }),
        button("Import a file", "import"),
        h("input", { type: "file", id: "form-file", "aria-label": "File to import", hidden: true }),
        h("p", { id: "form-status", role: "status", class: state.status && state.status === state.failure ? "failed" : null }, state.status)),
      h("nav", { "aria-label": "Parts of the record" }, Object.keys(lists.items).map((section) =>
        button(titleOf(section), "section", { id: `form-tab-${section}`, "data-section": section, "aria-current": section === state.section ? "true" : null })))),
    lists.unreadable.map((file) => h("p", { class: "problem error" }, `${file} cannot be read, so its items are not shown. Fix the error in it first.`)),
    state.showsDrafts ? draftsView(state) : open ? (open.isNew ? newItem(state) : item(state)) : list(state),
  ];
}

function list(state) {
  const { section, query, lists } = state;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const all = lists.items[section];
  const found = all.filter(({ name, detail, where }) => {
    const text = `${name} ${detail} ${where.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const shown = state.showsAll ? found : found.slice(0, MOST_LISTED);
  return h("section", { id: `list-${section}`, "aria-labelledby": "form-heading" },
    h("h2", { id: "form-heading", tabindex: "-1" }, titleOf(section)),
    section === "record" ? null : h("p", {}, button(`Add ${article(SINGULAR[section])}`, "new", { class: "main" })),
    state.kept[section] ? h("div", { class: "kept" },
      h("p", {}, h("b", {}, "Not added yet: "), nameOf(state.kept[section]) || `a new ${SINGULAR[section]}`),
      h("p", { class: "tools" }, button("Continue", "new"), button("Discard", "discard", { "data-section": section }))) : null,
    state.imported && undecided(state.imported) ? h("div", { class: "kept" },
      h("p", {}, h("b", {}, `${undecided(state.imported)} left to decide: `), `drafts from ${state.imported.name}`),
      h("p", { class: "tools" }, button("Show the drafts", "drafts"), button("Discard the drafts", "discard-drafts"))) : null,
    all.length > 8 ? h("p", {}, h("label", { for: "form-search" }, "Search"), h("input", { type: "search", id: "form-search", value: query })) : null,
    h("ul", { class: "items" }, shown.map((each) => h("li", {},
      h("button", { type: "button", "data-do": "open", "data-file": each.file, "data-where": key(each.where), "data-at": each.at ? key(each.at) : null },
        h("b", {}, each.name || "(without a title)"),
        h("small", {}, each.detail, each.problems ? h("span", { class: "count" }, `${each.detail ? " · " : ""}${counted(each.problems, "problem")}`) : null))))),
    found.length > shown.length ? button(`Show all ${found.length.toLocaleString("en")}`, "all") : null,
    all.length && !found.length ? h("p", {}, "Nothing matches.") : null);
}

function nameOf({ item: { title, name }, typed }) {
  return new Map(typed).get(key(["title"])) ?? title ?? name;
}

function item(state) {
  const { open, forms } = state;
  const section = sectionOf(open.where);
  const fields = forms[section];
  const known = new Set(fields.map((field) => field.key));
  const others = Object.keys(open.item).filter((name) => !known.has(name) && !(section === "record" && state.lists.items[name]));
  return h("section", { id: `item-${open.file}-${open.where.join("-")}`, "data-where": key(open.where), "aria-labelledby": "form-heading" },
    h("p", {}, button(`All ${section === "record" ? "events" : section}`, "back", { class: "back" })),
    heading(state, section),
    problemsAt(state, null),
    fieldsOf(state, fields, [], open.item),
    others.length ? h("p", { class: "hint" }, `Not in this form, and left as they are: ${others.join(", ")}.`) : null,
    section === "record" ? null : h("p", { class: "tools" },
      button("Move up in the file", "move", { id: "form-move-up", "data-by": "-1" }),
      button("Move down in the file", "move", { id: "form-move-down", "data-by": "1" }),
      button(`Delete this ${SINGULAR[section]}`, "delete", { class: "alert" })),
    toTop());
}

// After a long form, the tabs would otherwise be many steps back for people who use the keyboard.
const toTop = () => h("p", {}, button("Back to the tabs", "top", { class: "back" }));

function newItem(state) {
  const { open, forms } = state;
  const { section } = open;
  const noun = SINGULAR[section];
  const hasKey = !["events", "commitments"].includes(section);
  return h("section", { id: `new-${section}`, "aria-labelledby": "form-heading" },
    h("p", {}, button(`All ${section}`, "back", { class: "back" })),
    h("h2", { id: "form-heading", tabindex: "-1" }, `New ${noun}`),
    state.kept[section] ? h("p", { class: "kept" }, h("b", {}, "Not added yet. "), "It is kept in this tab until you add or discard it.") : null,
    section === "commitments" ? eventChoice(state) : null,
    section === "editions" && state.lists.built_in.length ? h("p", { class: "hint" }, keptEditions(state.lists.built_in)) : null,
    fieldsOf(state, forms[section], [], open.item),
    hasKey ? h("div", { class: "field" },
      h("label", { for: "form-new-id" }, "Short name"),
      h("p", { class: "hint", id: "form-new-id-h" }, section === "editions" ? "The name of its files, such as members. Default: made from its title." : "The name that other items in the record use for it, such as park-vote. Default: made from its name."),
      h("input", { id: "form-new-id", "data-new-id": "", "aria-describedby": "form-new-id-h", value: open.id ?? "" })) : null,
    open.missing && open.isChecked ? h("p", { class: "hint" }, open.missing) : null,
    problemsAt(state, null),
    h("p", { class: "tools" }, button(`Add the ${noun}`, "save", { class: "main" }), button("Discard", "discard", { "data-section": section })),
    toTop());
}

function keptEditions(names) {
  return `The record also has editions that the file does not list: ${names.join(", ")}. If the new edition would replace them, they are written into the file too, and you can delete them there.`;
}

function eventChoice(state) {
  const events = state.lists.items.events;
  const chosen = state.open.event ? key([state.open.event.file, state.open.event.where]) : "";
  return h("div", { class: "field" },
    h("label", { for: "form-event" }, "The event at which it was made"),
    h("select", { id: "form-event", "data-event": "", value: chosen },
      h("option", { value: "" }, "Choose an event"),
      events.map((event) => {
        const value = key([event.file, event.where]);
        return h("option", { value, selected: value === chosen }, `${event.name} (${event.detail})`);
      })));
}

function heading(state, section) {
  const { open } = state;
  const name = firstText(open.item.title) || firstText(open.item.name) || open.where.at(-1) || "";
  return [
    h("h2", { id: "form-heading", tabindex: "-1" }, section === "record" ? "This record" : capitalised(SINGULAR[section])),
    h("p", { class: "hint" }, section === "record" ? open.file : `${["events", "commitments"].includes(section) ? name : open.where.at(-1)}, in ${open.file}`),
  ];
}

// Fields

function fieldsOf(state, fields, path, value) {
  const views = fields.map((field) => {
    const here = [...path, field.key];
    const inside = path.length ? part(parentField(state, path), value, field.key) : value?.[field.key];
    return { isShown: field.is_first || !isEmpty(inside) || hasPending(state, here) || hasProblem(state, here), view: () => fieldView(state, field, here, inside) };
  });
  const more = views.filter(({ isShown }) => !isShown);
  return [
    views.filter(({ isShown }) => isShown).map(({ view }) => view()),
    more.length ? h("details", { class: "more", id: `${idOf(path)}-more` },
      h("summary", {}, path.length ? "More about it" : "More fields"), more.map(({ view }) => view())) : null,
  ];
}

const hasPending = (state, path) => [...state.pending.keys(), ...state.typed.keys()].some((each) => path.every((step, n) => JSON.parse(each)[n] === step));

const hasProblem = (state, path) => (state.open.problems ?? []).some((problem) => problem.inside !== false && isDue(state, problem) && path.every((step, n) => problem.path[n] === step));

// The field of the group at a path, which can be in a list.
function parentField(state, path) {
  return fieldAt(state, path.filter((step) => typeof step === "string"));
}

function fieldView(state, field, path, value) {
  if (field.control === "moves") return moves(state, field, path, value ?? {});
  if (field.is_list) return listView(state, field, path, value);
  if (field.control === "citation") return citation(state, field, path, value);
  if (field.control === "group") return group(state, field, path, value);
  return control(state, field, path, value);
}

function control(state, field, path, value, label = field.label) {
  if (value && typeof value === "object" && !Array.isArray(value)) return byLanguage(state, field, path, value, label);
  const id = idOf(path);
  const shown = textOf(field, value, state.lists.shown);
  const text = state.typed.get(key(path)) ?? shown;
  const note = state.notes.get(key(path)) ?? {};
  const problems = problemsAt(state, path);
  const isWrong = Boolean(note.problem || note.conflict || problems.some(({ dataset }) => dataset.severity === "error"));
  const attributes = {
    id, "data-path": key(path), "data-shown": shown, "data-control": field.control,
    "aria-describedby": `${id}-h ${id}-n`, "aria-invalid": isWrong ? "true" : null,
    "aria-required": field.is_required ? "true" : null, value: text,
  };
  return h("div", { class: isWrong ? "field wrong" : "field" },
    h("label", { for: id }, label),
    h("p", { class: "hint", id: `${id}-h` }, field.help, field.example && !field.help.includes("such as") ? ` For example: ${field.example}${/[.?!]$/.test(field.example) ? "" : "."}` : ""),
    input(field, attributes, text),
    h("div", { id: `${id}-n`, class: "notes", "aria-live": "polite" }, meaning(state, field, path, value, note), noteView(note, path)),
    problems);
}

// A text in several languages, with a control for each.
function byLanguage(state, field, path, value, label) {
  const names = new Intl.DisplayNames("en", { type: "language" });
  const one = { ...field, help: "", example: "", is_required: false };
  return h("fieldset", { id: idOf(path) },
    h("legend", {}, label),
    field.help ? h("p", { class: "hint" }, field.help) : null,
    Object.entries(value).map(([code, text]) => control(state, one, [...path, code], text, names.of(code))),
    problemsAt(state, path));
}

function input(field, attributes, text) {
  if (field.control === "text") {
    return h("textarea", { ...attributes, rows: Math.min(12, Math.max(2, Math.ceil(text.length / 50) + text.split("\n").length - 1)) });
  }
  if (field.control === "choice" || field.control === "flag") {
    const choices = field.control === "flag" ? ["true", "false"] : field.choices;
    const all = text && !choices.includes(text) ? [text, ...choices] : choices;
    const element = h("select", attributes, h("option", { value: "" }, "–"), all.map((choice) => h("option", { value: choice, selected: choice === text }, choice)));
    element.value = text;
    return element;
  }
  const lists = field.control === "reference" ? `names-${field.section}` : field.control === "words" ? `words-${field.key}` : null;
  return h("input", { ...attributes, type: "text", autocomplete: "off", list: lists });
}

// The meaning of the text: from the server while somebody types, or the role of an actor.
function meaning(state, field, path, value, note) {
  const id = note.value ?? value;
  const role = field.section === "actors" ? state.roles[id] : null;
  return [
    note.meaning ? h("p", { class: "meaning" }, note.meaning) : null,
    role ? h("p", { class: "meaning" }, `${role} on that date`) : null,
    note.proof ? h("p", { class: `meaning ${note.proof.state}` }, note.proof.words, note.proof.passage ? h("q", {}, note.proof.passage) : null) : null,
  ];
}

function noteView(note, path) {
  const place = { "data-at": key(path) };
  return [
    note.problem ? h("p", { class: "problem error" }, note.problem) : null,
    note.options ? h("p", { class: "options" }, Object.entries(note.options).map(([value, words]) => button(words, "choose", { ...place, "data-value": value }))) : null,
    note.can_add === "kinds" ? ownKind(note, place) : note.can_add ? button(`Add “${note.text}” to the ${note.can_add}`, "add-named", { ...place, "data-section": note.can_add, "data-name": note.text }) : null,
    note.is_turn ? button("Name the event that it reverses", "reverse") : null,
    note.can_force ? button("Save anyway", "force", place) : null,
    note.conflict ? h("div", { class: "conflict" },
      h("p", {}, "Somebody else has changed this. Choose a version:"),
      h("dl", {}, h("dt", {}, "In the file now"), h("dd", {}, note.conflict.theirs), h("dt", {}, "Yours"), h("dd", {}, note.conflict.mine)),
      button("Keep the one in the file", "theirs", place), button("Use mine", "mine", place)) : null,
  ];
}

const FAMILIES = { government: "Government or council", parliament: "Parliament", courts: "Courts", evidence: "Evidence", statements: "Statements and news", "": "Something else" };

// A kind that the record does not have can become one of its own. Its family decides the mark on charts.
function ownKind({ text }, place) {
  return h("div", { role: "group", "aria-label": `Add “${text}” as a kind of event` },
    h("p", { class: "hint" }, `To add “${text}” as a kind of your own, choose the family that fits it best:`),
    h("p", { class: "options" }, Object.entries(FAMILIES).map(([family, name]) => button(name, "add-named", { ...place, "data-section": "kinds", "data-name": text, "data-family": family }))));
}

// The warnings of a new item wait for its fields to be filled in, or for the person to come back to it.
function isDue({ open }, { severity, path }) {
  return !open.isNew || open.isChecked || severity === "error" || (path.length > 0 && !isEmpty(at(open.item, path)));
}

// The problems of a field, or those that belong to no field if `path` is null.
function problemsAt(state, path) {
  const here = path && key(path);
  return (state.open.problems ?? []).filter((problem) => shownAt(state, problem) === here && isDue(state, problem)).map(({ severity, message, hint, file, line, inside }) =>
    h("p", { class: `problem ${severity}`, "data-severity": severity },
      h("b", {}, `${capitalised(severity)}: `), message, hint ? h("span", { class: "hint" }, ` ${capitalised(hint)}.`.replace(/([.?!])\.$/, "$1")) : null,
      inside === false ? h("span", { class: "hint" }, ` (${file}, line ${line})`) : null));
}

// Groups and lists

function group(state, field, path, value, legend = field.label) {
  const isThere = !isEmpty(value) || state.pending.has(key(path));
  if (!isThere) return h("div", { class: "field" }, button(`Add: ${legend.toLowerCase()}`, "fill", { "data-at": key(path) }));
  const now = state.pending.get(key(path))?.value ?? value;
  return h("fieldset", { id: idOf(path) },
    h("legend", {}, legend),
    h("p", { class: "hint" }, field.help),
    fieldsOf(state, field.fields, path, now),
    problemsAt(state, path),
    state.pending.has(key(path)) ? h("p", { class: "tools" }, button("Discard", "drop", { "data-at": key(path) })) : null);
}

function citation(state, field, path, value, legend = field.label) {
  const pending = state.pending.get(key(path));
  const now = pending?.value ?? value;
  const ref = field.fields.find(({ key: name }) => name === "ref");
  const isDescribed = now && typeof now === "object" && isEmpty(now.ref) && (now.title || now.url);
  const written = isEmpty(now) ? "" : typeof now === "string" ? now : now.ref ?? now.url ?? now.title;
  const others = field.fields.filter(({ key: name }) => (isDescribed ? name !== "ref" : name === "at"));
  if (isDescribed) {
    return h("fieldset", { id: idOf(path) }, h("legend", {}, legend), fieldsOf(state, others, path, now), problemsAt(state, path),
      h("p", { class: "tools" }, button("Choose another source", "another", { "data-at": key(path) })));
  }
  const help = "A source of the record, its web address, or the title of a new one.";
  return h("div", { class: "citation" },
    control(state, { ...ref, control: "reference", label: legend, help, is_required: false, example: "" }, [...path, "ref"], written, legend),
    problemsAt(state, path),
    pending && !isEmpty(value) ? button("Keep the source as it is", "same", { "data-at": key(path) }) : null,
    isEmpty(now) ? null : h("details", { class: "more", id: `${idOf(path)}-more` }, h("summary", {}, "Place in the source"), others.map((each) => fieldView(state, each, [...path, each.key], part(field, now, each.key)))));
}

function listView(state, field, path, value) {
  const items = listOf(value);
  const adding = state.pending.get(key([...path, items.length]));
  const count = items.length + (adding ? 1 : 0);
  const noun = nounOf(field);
  const rows = Array.from({ length: count }, (_, n) => row(state, field, [...path, n], items[n], n, items.length, noun));
  return h("fieldset", { id: idOf(path), class: "list" },
    h("legend", {}, field.label),
    h("p", { class: "hint" }, field.help),
    problemsAt(state, path),
    rows.length ? h("ol", {}, rows) : null,
    adding ? null : button(`Add ${article(noun)}`, "add", {
      "data-at": key([...path, items.length]), id: `${idOf(path)}-add`,
      // Several fields have events or commitments.
      "aria-label": field.key.startsWith(noun) ? null : `Add ${article(noun)}: ${field.label.toLowerCase()}`,
    }));
}

export function nounOf(field) {
  const word = field.key.replaceAll("_", " ");
  const special = { by: "actor", "responds to": "event", follows: "event", amends: "event", reverses: "event", keeps: "commitment", drops: "commitment" };
  return special[word] ?? (word.endsWith("s") ? word.slice(0, -1) : word);
}

function row(state, field, path, value, n, length, noun) {
  const legend = `${capitalised(noun)} ${n + 1}`;
  const isAdding = n >= length;
  const place = { "data-at": key(path) };
  const id = idOf(path);
  const isShort = field.control === "group" && field.short && field.short !== "text";
  const inside = field.control === "citation" ? citation(state, { ...field, help: "" }, path, value, legend)
    : isShort ? shortGroup(state, field, path, value, legend)
    : field.control === "group" ? group(state, { ...field, help: "" }, path, value, legend)
    : control(state, { ...field, help: "", example: "" }, path, state.pending.get(key(path))?.value || value, legend);
  const isLine = field.control !== "group" || isShort;
  return h("li", { id: `${id}-row`, class: isLine ? "line" : null }, inside,
    h("p", { class: "tools" },
      isAdding ? (field.control === "group" && !isShort ? null : button("Discard", "drop", { ...place, "aria-label": `Discard ${legend.toLowerCase()}` })) : [
        n > 0 ? button("Up", "up", { ...place, id: `${id}-up`, "aria-label": `Move ${legend.toLowerCase()} up` }) : null,
        n < length - 1 ? button("Down", "down", { ...place, id: `${id}-down`, "aria-label": `Move ${legend.toLowerCase()} down` }) : null,
        button("Remove", "remove", { ...place, "aria-label": `Remove ${legend.toLowerCase()}` }),
      ]));
}

// A group that is mostly written as one text: an actor, or an event that is reversed.
function shortGroup(state, field, path, value, legend) {
  const now = state.pending.get(key(path))?.value || value;
  const [short, ...others] = [...field.fields].sort((one, other) => (other.key === field.short) - (one.key === field.short));
  return h("div", { class: "short" },
    control(state, { ...short, label: legend, help: "", example: "" }, [...path, short.key], part(field, now, short.key), legend),
    isEmpty(now) ? null : h("details", { class: "more", id: `${idOf(path)}-more` }, h("summary", {}, others.map(({ label }) => label).join(", ")),
      others.map((each) => fieldView(state, each, [...path, each.key], part(field, now, each.key)))),
    problemsAt(state, path));
}

function moves(state, field, path, value) {
  const { names } = state.lists;
  const known = names[field.section];
  const free = Object.keys(known).filter((id) => !(id in value));
  const adding = state.pending.get(key(path));
  const choice = (id, text, label) => control(state, { ...field, control: "choice", key: id, label, help: "", example: "" }, [...path, id], text, label);
  return h("fieldset", { id: idOf(path), class: "list" },
    h("legend", {}, field.label),
    h("p", { class: "hint" }, field.help),
    problemsAt(state, path),
    Object.entries(value).map(([id, text]) => choice(id, text, state.lists.shown[field.section][id] ?? id)),
    adding ? h("div", { class: "field" },
      h("label", { for: `${idOf(path)}-which` }, "Which ask"),
      h("select", { id: `${idOf(path)}-which`, "data-which": key(path) }, h("option", { value: "" }, "–"), free.map((id) => h("option", { value: id, selected: id === adding.id }, known[id]))),
      adding.id ? choice(adding.id, "", "New status") : null) : null,
    !adding && free.length ? button("Add an ask", "fill", { "data-at": key(path) }) : null,
    Object.keys(known).length ? null : h("p", { class: "hint" }, "The record has no asks yet. Add one under Asks."));
}

// The lists that fields suggest from.
export function suggestions({ lists }) {
  const names = Object.entries(lists.shown).map(([section, shown]) =>
    h("datalist", { id: `names-${section}` }, Object.entries(shown).map(([id, name]) => h("option", { value: name, label: name === id ? lists.names[section][id] : null }))));
  const words = Object.entries(lists.words).map(([field, known]) =>
    h("datalist", { id: `words-${field}` }, known.map((word) => h("option", { value: word, label: lists.labels[field]?.[word] ?? null }))));
  return [...names, ...words];
}
