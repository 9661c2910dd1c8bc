// Opens and leaves the items of the record, and reads them again when it has changed.
import { explainItem } from "./form_explaining.js";
import { sectionOf } from "./form_fields.js";
import { focus, focusHeading, render, say } from "./form_screen.js";
import { ask } from "./form_server.js";
import { clear, keep, showItem, state } from "./form_state.js";
import { namesShown } from "./form_values.js";
import { suggestions } from "./form_view.js";

const suggested = document.getElementById("form-suggestions");

export function setLists(answer) {
  const { forms, ...lists } = answer;
  if (forms) state.forms = forms;
  lists.shown = Object.fromEntries(Object.entries(lists.names).map(([section, known]) => [section, namesShown(known)]));
  state.lists = lists;
  suggested.replaceChildren(...suggestions(state));
}

export async function reload() {
  const answer = await ask("lists", {});
  if (answer.ok) setLists(answer);
  if (state.open && !state.open.isNew) await refreshItem();
  render();
}

async function refreshItem() {
  const { file, where, item: shown } = state.open;
  const answer = await ask("item", { file, where, shown });
  if (!answer.ok) return;
  const isSame = JSON.stringify(answer.item) === JSON.stringify(shown);
  showItem(answer);
  if (!isSame) explainItem();
}

export async function openItem(file, where) {
  const answer = await ask("item", { file, where });
  if (!answer.ok) return say(answer.error);
  clear();
  showItem(answer);
  state.section = sectionOf(where);
  render();
  focusHeading();
  explainItem();
}

export function openNew(section, { item = {}, typed: texts = [], pending = [], ...more } = {}) {
  clear();
  state.section = section;
  state.open = { isNew: true, section, item, problems: [], ...more };
  state.typed = new Map(texts);
  state.pending = new Map(pending);
  keep();
  render();
  focusHeading();
  explainItem();
}

export function back() {
  clear();
  state.open = null;
  render();
  focus("form-heading");
}
