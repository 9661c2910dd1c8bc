// Requests of the form to the server.
import { root, say } from "./form_screen.js";

const client = (sessionStorage.client ??= [...crypto.getRandomValues(new Uint32Array(4))].join("-"));

// Read or change the record on the server, as this page.
export function ask(name, body) {
  const content = JSON.stringify({ client, ...body });
  return send(name, {
    headers: { "Content-Type": "application/json" },
    body: content,
    // Browsers send at most 64 KiB from a page that is being closed.
    keepalive: document.hidden && content.length < 20000,
  });
}

// The answer to a request, with its status. It has an `error` if the server refuses.
export async function send(name, options) {
  const answer = await fetch(`/api/form/${name}`, { method: "POST", ...options });
  const text = await answer.text();
  let result;
  try {
    result = JSON.parse(text);
  } catch {
    result = { error: text.trim() || "The server does not answer." };
  }
  return { status: answer.status, ok: answer.ok, ...result };
}

// Requests that have not finished.
const running = new Set();

export function track(promise) {
  running.add(promise);
  root.setAttribute("aria-busy", "true");
  return promise.finally(() => {
    running.delete(promise);
    if (!running.size) root.removeAttribute("aria-busy");
  });
}

// Wait until all requests have finished, because a person can choose a button before that.
export async function settled() {
  while (running.size) await Promise.allSettled([...running]);
}

let queue = Promise.resolve();

// One request after another, so that each begins with the result of the last one.
export const inTurn = (action) => (queue = track(queue.then(action).catch((error) => say(`Not saved: ${error.message}`))));

const timers = new Map();

export function stop(name) {
  clearTimeout(timers.get(name));
}

// Do something when a person stops typing.
export function later(name, action, delay = 250) {
  stop(name);
  timers.set(name, setTimeout(action, delay));
}
