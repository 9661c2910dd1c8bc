// The page of `briefing serve`: it shows a briefing, and follows the record while it is edited.
import { Choices } from "./choices.js";
import { Documents } from "./documents.js";
import { Problems } from "./problems.js";
import { Stage } from "./stage.js";
import { get, say } from "./tools.js";

const given = new URLSearchParams(location.search);
// The cookie has replaced the token.
given.delete("token");
const settle = (choice) => history.replaceState(null, "", `/?${choice}`.replace(/\?$/, ""));
settle(given);

const byId = (id) => document.getElementById(id);
const stage = new Stage(byId("stage"), followLink, showFacts);
const choices = new Choices(byId("choices"), choose);
const documents = new Documents(byId("documents"));
const problems = new Problems(byId("problems"));
let state;

function choose() {
  settle(choices.params());
  documents.offer(choices);
  return stage.show(choices);
}

// A link from one document to another, such as timeline.pdf or member.html.
function followLink(href) {
  const [, stem, format] = /^([^/#?]+)\.(\w+)/.exec(href) ?? [];
  if (!stem) return;
  if (stem === stage.facts?.name && format !== "html") documents.make(decodeURIComponent(format));
  else choices.go(decodeURIComponent(stem));
}

function showFacts({ title, subject, remarks }) {
  document.title = `${title} – briefing`;
  const shown = [...(subject ? [`Subject: ${subject}`] : []), ...remarks];
  byId("remarks").replaceChildren(
    ...shown.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
  );
}

async function refresh(news) {
  // The page comes first, because the reader is looking at it.
  const followed = state && news.good !== null && news.good !== state.good ? stage.follow(choices) : null;
  const before = state;
  state = await get("/api/state");
  byId("title").textContent = state.title || "briefing";
  problems.show(state);
  const isNew = choices.offer(state, before ? choices.params() : given);
  documents.offer(choices);
  if (state.good === null) stage.say("There is no page yet. Fix the errors in the record first.");
  else if (!before || before.good === null || isNew) await choose();
  else await followed;
  document.body.dataset.version = state.version;
}

let working = Promise.resolve();
const news = new EventSource("/api/events");
news.addEventListener("change", ({ data }) => {
  working = working.then(() => refresh(JSON.parse(data))).catch((error) => say(error.message));
});
news.addEventListener("end", () => {
  news.close();
  say("briefing serve has stopped. Start it again, and open the new address.");
});
news.addEventListener("error", () => {
  if (news.readyState === EventSource.CLOSED) say("The connection is lost. Start briefing serve again, and open the new address.");
});
