// Shows the chosen briefing in a frame, and follows its changes.
//
// A small change is first made in the frame itself, which is fast. When nothing has changed for a
// while, the page is loaded again, out of sight, so that it is exactly as it is built.
import { h } from "./elements.js";
import { ask, counted, say } from "./tools.js";

const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
const SOON = 50; // Milliseconds until the rest of a page follows its text.
const QUIET = 1500; // Milliseconds without a change before the page is loaded again.
const PATIENCE = 4000; // Milliseconds until a page that does not answer is loaded again.

const facts = (answer) => JSON.parse(decodeURIComponent(answer.headers.get("Briefing-Shown")));

export class Stage {
  #frame;
  #timer;
  #settled;
  #waiting = new Map();
  #isExact = true; // Whether all changes have been made in the frame.
  #turn = 0;

  constructor(element, followLink, showFacts) {
    this.element = element;
    this.showFacts = showFacts;
    addEventListener("message", ({ source, data }) => {
      const message = data?.briefing;
      if (!message) return;
      if (source === this.#frame?.contentWindow && message.type === "link") followLink(String(message.href));
      const key = this.#waiting.get(source);
      if (key?.type === message.type) {
        this.#waiting.delete(source);
        key.resolve(message);
      }
    });
  }

  say(text) {
    this.element.replaceChildren(h("p", { class: "nothing" }, text));
    this.#frame = undefined;
  }

  // Shows another briefing from its start.
  async show(choices) {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    try {
      const answer = await ask(choices.address(choices.view));
      const text = await answer.text();
      if (turn !== this.#turn) return;
      this.facts = facts(answer);
      this.showFacts(this.facts);
      this.#settled = text;
      if (choices.view === "md" || choices.view === "txt") {
        this.#frame = undefined;
        this.element.replaceChildren(h("pre", { tabindex: "0", "aria-label": this.facts.title }, text));
      } else {
        const frame = await this.#load(choices);
        if (turn === this.#turn) {
          this.#swap(frame, text);
        }
      }
      say("");
    } catch (error) {
      if (turn !== this.#turn) return;
      this.say(error.message);
    }
  }

  // Follows a change of the record. The text can come first, and what takes longer, such as charts, after it.
  async follow(choices, isRest = false) {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    const { version } = this.facts ?? {};
    const isText = choices.view === "md" || choices.view === "txt";
    let answer;
    try {
      answer = await (await ask(`${choices.address(choices.view, "changes")}/${version ?? 0}${isRest ? "" : "?early"}`)).json();
    } catch (error) {
      if (turn === this.#turn) this.say(error.message);
      return;
    }
    if (turn !== this.#turn) return;
    this.facts = answer.facts;
    this.showFacts(this.facts);
    const { text: after, changes: { notes, elements: parts, is_early: isEarly } = {} } = answer;
    if (this.facts.version === version && !isEarly && !isRest) return say(`Saved at ${time()}. This page is the same as before.`);
    if (isText) return this.#followText(this.#settled, answer.text);
    if (!this.#frame) return this.show(choices);
    const update = { type: "update", after, notes, parts, isRest };
    const { done, changes } = await this.#ask(update, "updated", { done: false });
    this.#isExact &&= done;
    if (turn !== this.#turn) return;
    this.element.dataset.state = isEarly ? "changing" : "changed";
    if (changes !== undefined) this.#report(changes);
    if (isEarly && done) this.#timer = setTimeout(() => this.follow(choices, true), SOON);
    else if (done) this.#timer = setTimeout(() => this.#settle(choices, turn), QUIET);
    else await this.#settle(choices, turn);
  }

  // Loads the page as it is built, and shows it at the same place with the same marks.
  async #settle(choices, turn) {
    const before = this.#settled;
    const answer = await ask(choices.address(choices.view));
    const after = await answer.text();
    if (turn !== this.#turn) return;
    const frame = await this.#load(choices);
    const { place, marks } = await this.#ask({ type: "place" }, "place", {});
    if (turn !== this.#turn) return frame.remove();
    if (place) frame.contentWindow.postMessage({ briefing: { type: "restore", place } }, "*");
    // To find the changes again takes seconds if most notes have another number.
    const update = marks && this.#isExact ? { type: "mark", marks } : { type: "update", before, after, isThere: true };
    const { changes } = await this.#ask(update, "updated", {}, frame);
    if (turn !== this.#turn) return frame.remove();
    this.facts = facts(answer);
    this.#settled = after;
    this.#report(changes ?? 0);
    this.#swap(frame, after, place?.focused);
  }

  #followText(before, after) {
    const pre = this.element.querySelector("pre");
    const [old, now] = [before.split("\n"), after.split("\n")];
    let start = 0;
    while (start < now.length && old[start] === now[start]) start++;
    let end = 0;
    while (end < now.length - start && end < old.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
    const part = (from, to) => now.slice(from, to).map((line) => `${line}\n`).join("");
    const marked = h("mark", {}, part(start, now.length - end));
    const { scrollTop } = pre;
    pre.replaceChildren(part(0, start), marked, part(now.length - end).replace(/\n$/, ""));
    pre.scrollTop = scrollTop;
    this.#settled = after;
    this.#report(1);
  }

  #report(changes) {
    const status = say(`Saved at ${time()}. ${changes ? `${counted(changes, "change")} on this page.` : "No visible changes on this page."}`);
    if (!changes) return;
    const button = h("button", { type: "button" }, changes === 1 ? "Show it" : "Show the next");
    button.addEventListener("click", () => this.#showNext());
    status.append(" ", button);
  }

  #showNext() {
    this.#frame?.contentWindow.postMessage({ briefing: { type: "show" } }, "*");
    this.element.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  #load(choices) {
    const frame = h("iframe", { class: "coming", title: this.facts.title, sandbox: SANDBOX });
    const ready = new Promise((resolve) => {
      this.element.append(frame);
      this.#waiting.set(frame.contentWindow, { type: "ready", resolve });
      setTimeout(resolve, PATIENCE);
      frame.addEventListener("load", () => setTimeout(resolve, 50));
    });
    frame.src = choices.address(choices.view, "page");
    return ready.then(() => frame);
  }

  // The focus moves to the same element of the new page, unless it is elsewhere, such as in the form.
  #swap(frame, text, focused) {
    const hadFocus = document.activeElement === this.#frame;
    frame.classList.remove("coming");
    for (const other of [...this.element.children]) if (other !== frame) other.remove();
    this.#frame = frame;
    this.#isExact = true;
    frame.contentWindow.postMessage({ briefing: { type: "prepare", text } }, "*");
    this.element.dataset.state = "as built";
    if (hadFocus) frame.focus();
    if (hadFocus && focused) frame.contentWindow.postMessage({ briefing: { type: "focus", path: focused } }, "*");
  }

  #ask(message, type, otherwise, frame = this.#frame) {
    return new Promise((resolve) => {
      this.#waiting.set(frame.contentWindow, { type, resolve });
      frame.contentWindow.postMessage({ briefing: message }, "*");
      setTimeout(() => resolve(otherwise), PATIENCE);
    });
  }
}

const time = () => new Date().toLocaleTimeString("en-GB");
