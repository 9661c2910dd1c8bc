// The choices of the reader: edition, period, readers, area, day and view.
import { h } from "./elements.js";

// Replaces the options of a select, and keeps its choice if that is still there.
const fill = (select, options, wanted) => {
  const shown = JSON.stringify(options);
  if (select.dataset.shown !== shown) {
    select.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
    select.dataset.shown = shown;
  }
  select.value = wanted;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
  nameWhole(select);
};

// The whole of a chosen name, which can be longer than its box.
const nameWhole = (select) => { select.title = select.selectedOptions[0]?.text ?? ""; };

const nameOf = (id, name) => (name ? `${id}: ${name}` : id);

export class Choices {
  constructor(form, changed) {
    this.form = form;
    this.part = "";
    const { edition } = form.elements;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      this.part = "";
      if (target.selectedOptions) nameWhole(target);
      if (target === edition) this.#fillFor(new URLSearchParams());
      changed();
    });
    const more = form.querySelector("#fewer");
    more.addEventListener("click", () => {
      const isOpen = form.classList.toggle("open");
      more.setAttribute("aria-expanded", String(isOpen));
    });
    this.changed = changed;
  }

  // Offers the choices that the record has. Returns whether the chosen edition is gone.
  offer(state, given) {
    this.state = state;
    const { edition } = this.form.elements;
    const wanted = given.get("edition") ?? "";
    this.part = given.get("part") ?? "";
    fill(edition, state.editions.map(({ id, title, kind }) => [id, nameOf(id, title === state.title ? kind : title)]), wanted);
    this.#fillFor(given);
    return edition.value !== wanted;
  }

  get edition() {
    return this.state.editions.find(({ id }) => id === this.form.elements.edition.value);
  }

  get view() {
    return this.form.elements.view.value;
  }

  #fillFor(given) {
    const { edition, form, state } = this;
    if (!edition) return;
    const { audience, area, day, view } = form.elements;
    const asOf = form.elements["as-of"];
    for (const label of form.querySelectorAll("[data-for]")) {
      label.hidden = (label.dataset.for === "digest") !== edition.isDigest;
    }
    audience.value = given.get("audience") || edition.audience;
    const whole = state.areas.find(({ id }) => id === edition.area)?.name ?? "All areas";
    const others = state.areas.filter(({ id }) => id !== edition.area);
    fill(area, [["", whole], ...others.map(({ id, name }) => [id, name])], given.get("area") ?? "");
    area.closest("label").hidden = state.areas.length === 0;
    fill(day, edition.periods.map((period) => [period.day, `${period.name}: ${period.words}`]), given.get("day") ?? "");
    fill(view, edition.views.map((each) => [each.view, each.name]), given.get("view") ?? "html");
    asOf.max = state.lastDay;
    asOf.value = given.get("as-of") || state.lastDay;
  }

  // The choices that differ from those of the edition, for the address of the page.
  params() {
    const { edition, form, state } = this;
    const params = new URLSearchParams();
    if (!edition) return params;
    const { audience, area, day, view } = form.elements;
    const asOf = form.elements["as-of"].value;
    params.set("edition", edition.id);
    if (this.part) params.set("part", this.part);
    if (audience.value !== edition.audience) params.set("audience", audience.value);
    if (area.value) params.set("area", area.value);
    if (edition.isDigest) params.set("day", day.value);
    else if (asOf && asOf !== state.lastDay) params.set("as-of", asOf);
    if (view.value !== "html") params.set("view", view.value);
    return params;
  }

  // The address of the chosen document in a format. With the kind "page", the page has the script that follows changes.
  address(format, kind = "document") {
    const params = this.params();
    params.delete("view");
    return `/${kind}/${encodeURIComponent(params)}/${format}`;
  }

  // Goes to the edition, or the part of one, whose files have a name.
  go(stem) {
    const { editions } = this.state;
    const whole = editions.find(({ id }) => id === stem);
    const params = this.params();
    if (whole) params.set("edition", stem);
    params.delete("part");
    params.delete("view");
    if (!whole) params.set("part", stem);
    this.offer(this.state, params);
    this.changed();
  }
}
