// Makes a PDF, a Word document or another file when it is asked for.
import { h } from "./elements.js";
import { ask, counted, say } from "./tools.js";

const FIRST = ["pdf", "docx", "eml"];
const LABELS = { pdf: "PDF", docx: "Word", eml: "Draft email" };

export class Documents {
  constructor(element) {
    this.element = element;
  }

  offer(choices) {
    this.choices = choices;
    const formats = choices.edition?.formats ?? [];
    const shown = JSON.stringify(formats);
    if (this.element.dataset.shown === shown) return;
    this.element.dataset.shown = shown;
    const main = formats.filter(({ format }) => FIRST.includes(format));
    const others = formats.filter(({ format }) => !FIRST.includes(format));
    const button = ({ format, name }) => {
      const made = h("button", { type: "button" }, LABELS[format] ?? name);
      made.addEventListener("click", () => this.make(format, made));
      return made;
    };
    const list = h("ul", {}, others.map((each) => h("li", {}, button(each))));
    this.element.replaceChildren(
      ...main.map(button),
      h("details", {}, h("summary", {}, "More formats"), list),
    );
  }

  async make(format, button) {
    const label = LABELS[format] ?? format;
    say(`Making the document (${label})…`);
    if (button) button.disabled = true;
    try {
      const answer = await ask(this.choices.address(format, "file"));
      const { name, pages, warnings } = JSON.parse(decodeURIComponent(answer.headers.get("Briefing-Made")));
      const url = URL.createObjectURL(await answer.blob());
      const link = h("a", { href: url, download: name }, name);
      const status = say("");
      status.append(link, pages ? `, ${counted(pages, "page")}.` : ".", ...warnings.map((each) => ` ${each}.`));
      link.click();
    } catch (error) {
      say(error.message);
    } finally {
      if (button) button.disabled = false;
    }
  }
}
