// Adds new items to the record.
import { keepCopy } from "./form_importing.js";
import { undecided } from "./form_drafts.js";
import { explainItem } from "./form_explaining.js";
import { setLists } from "./form_opening.js";
import { note, put } from "./form_saving.js";
import { fail, focusHeading, render, root, say } from "./form_screen.js";
import { ask, inTurn } from "./form_server.js";
import { clear, setHistory, setKept, showItem, state } from "./form_state.js";
import { idFrom, key, listOf } from "./form_values.js";
import { singular } from "./form_view.js";

// The first field that is marked as wrong gets the focus.
function refuseNew(text) {
  fail(text);
  const wrong = root.querySelector("[aria-invalid]");
  if (!wrong) return;
  fail(`${text} See “${wrong.labels[0].textContent}”.`);
  wrong.focus();
}

export function saveNew(force = false) {
  state.open.isChecked = true;
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
      setHistory(answer);
      setKept(section);
    }
    if (state.opening !== opening) return say(answer.ok ? `Added the ${singular(section)}.` : answer.error);
    if (!answer.ok) {
      open.problems = answer.problems ?? open.problems;
      return refuseNew(answer.error);
    }
    clear();
    showItem(answer);
    const kept = answer.kept?.length ? ` These were written into the file too, so that they are still made: ${answer.kept.join(", ")}.` : "";
    state.status = `Added the ${singular(section)}.${kept}${await keepCopy(copy, from)}`;
    if (from && from === state.imported?.name && undecided(state.imported)) {
      state.open = null;
      state.showsDrafts = true;
    }
    render();
    focusHeading();
    explainItem();
  });
}

// Add an item that a field names, and choose it there.
export async function addNamed(path, section, name, family = "") {
  let chosen = null;
  await inTurn(async () => {
    const item = section === "kinds" ? { name, family } : section === "actors" || section === "areas" ? { name } : { title: name };
    const answer = await ask("add", { section, item, id: "" });
    if (!answer.ok) return note(path, { problem: `${answer.error} ${(answer.problems ?? []).map(({ message }) => message).join(" ")}` });
    setHistory(answer);
    setLists(await ask("lists", {}));
    state.notes.delete(key(path));
    chosen = answer.where?.at(-1) ?? name;
  });
  if (chosen) await put(path, chosen);
}
