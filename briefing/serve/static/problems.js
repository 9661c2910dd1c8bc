// The problems of the record, with their lines, which open in the user's editor.
import { counted, make, post, say } from "./tools.js";

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
    if (failure) items.unshift(make("li", { className: "error", textContent: failure }));
    if (errors && good !== null && good !== version) {
      const text = "The page shows the record before these errors.";
      items.unshift(make("li", { className: "stale", textContent: text }));
    }
    if (!items.length) items.push(make("li", { textContent: "briefing check finds nothing wrong." }));
    this.list.replaceChildren(...items);
  }

  #item(problem, canOpen) {
    const { file, line, column, severity, message, hint, excerpt, rule } = problem;
    const where = `${file}:${line}`;
    const place = canOpen
      ? make("button", { type: "button", className: "place", textContent: where, title: "Open in your editor" })
      : make("span", { className: "place", textContent: where });
    if (canOpen) place.addEventListener("click", () => open(file, line, column));
    return make(
      "li",
      { className: severity },
      place,
      " ",
      make("b", { textContent: `${severity}:` }),
      " ",
      make("span", { textContent: message }),
      ...(hint ? [make("span", { className: "hint", textContent: hint })] : []),
      make("code", { textContent: excerpt, title: rule }),
    );
  }
}

const open = async (file, line, column) => {
  try {
    const { opened } = await post("/api/open", { file, line, column });
    say(`${opened} is open in your editor.`);
  } catch (error) {
    say(error.message);
  }
};
