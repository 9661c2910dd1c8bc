// The problems of the record, with their lines, which open in the user's editor.
import { h } from "./elements.js";
import { counted, post, say } from "./tools.js";

const NAMES = { error: "error", warning: "warning", note: "note" };

export class Problems {
  constructor(details) {
    this.details = details;
    this.count = details.querySelector("summary");
    this.list = details.querySelector("ul");
    this.had = 0;
  }

  show({ problems, more, failure, canOpen, good, version }) {
    const number = (severity) => problems.filter((each) => each.severity === severity).length;
    const parts = Object.entries(NAMES)
      .map(([severity, name]) => [number(severity), name])
      .filter(([count]) => count)
      .map(([count, name]) => counted(count, name));
    if (more) parts.push(`${more.toLocaleString("en")} more`);
    this.count.textContent = failure ? "The record cannot be read" : parts.join(", ") || "No problems";
    const errors = number("error") + (failure ? 1 : 0);
    this.details.classList.toggle("errors", errors > 0);
    if (errors && !this.had) this.details.open = true;
    if (!errors && this.had) this.details.open = false;
    this.had = errors;
    const items = problems.map((problem) => this.#item(problem, canOpen));
    if (failure) items.unshift(h("li", { class: "error" }, failure));
    if (errors && good !== null && good !== version) {
      const text = "The page shows the record before these errors.";
      items.unshift(h("li", { class: "stale" }, text));
    }
    if (!items.length) items.push(h("li", {}, "briefing check finds nothing wrong."));
    this.list.replaceChildren(...items);
  }

  #item(problem, canOpen) {
    const { file, line, column, severity, message, hint, inForm, excerpt, rule } = problem;
    const where = `${file}:${line}`;
    const place = canOpen
      ? h("button", { type: "button", class: "place", title: "Open in your editor" }, where)
      : h("span", { class: "place" }, where);
    if (canOpen) place.addEventListener("click", () => open(file, line, column));
    return h("li", { class: severity },
      place, " ", h("b", {}, `${severity}:`), " ",
      ...words({ message, hint }, "in-file"), ...words(inForm, "in-form"),
      h("code", { title: rule, class: "in-file" }, excerpt));
  }
}

// A problem has two wordings. The styles show those of the file until the form is open.
const words = ({ message, hint }, kind) => [
  h("span", { class: kind }, message),
  hint ? h("span", { class: `hint ${kind}` }, hint) : null,
];

const open = async (file, line, column) => {
  try {
    const { opened } = await post("/api/open", { file, line, column });
    say(`${opened} is open in your editor.`);
  } catch (error) {
    say(error.message);
  }
};
