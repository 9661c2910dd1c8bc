// Shows the state on the page. The elements are made from it again after each change.
import { morph } from "./form_morph.js";
import { state } from "./form_state.js";
import { idOf } from "./form_values.js";
import { panel } from "./form_view.js";

export const root = document.getElementById("form");

export function say(text) {
  state.status = text;
  render();
}

export function fail(text) {
  state.failure = text;
  say(text);
}

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

// While a button is pressed, nothing may move, or the browser would lose the click. The field that loses the focus
// may show more or less than before.
const pressing = { isDown: false, isDue: false };

function release() {
  pressing.isDown = false;
  if (pressing.isDue) render();
  pressing.isDue = false;
}

// Wait until the page shows the state.
export async function shownNow() {
  while (pressing.isDown) await new Promise((resolve) => { setTimeout(resolve, 10); });
}

// The ids of an element, its field and the elements around them, the nearest first.
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

export function focus(id) {
  const element = document.getElementById(id);
  element?.focus();
  return element;
}

// Scroll to the start of an item, and give its heading the focus.
export function focusHeading() {
  focus("form-heading")?.scrollIntoView({ block: "start" });
}

export function focusIn(place) {
  const path = JSON.parse(place);
  const element = document.getElementById(`${idOf(path)}-row`) ?? document.getElementById(idOf(path)) ?? document.getElementById(`${idOf(path)}-which`) ?? document.getElementById(idOf([...path, "ref"]));
  (element?.matches("input, select") ? element : element?.querySelector("input, textarea, select"))?.focus();
}

root.addEventListener("pointerdown", () => { pressing.isDown = true; }, true);
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => setTimeout(release));
