// Small functions that the modules of the page share.

export const say = (text) => {
  const status = document.getElementById("status");
  status.textContent = text;
  return status;
};

// The answer to a request, or an error with the server's own words.
export const ask = async (path, options) => {
  const answer = await fetch(path, options);
  if (answer.ok) return answer;
  const text = await answer.text();
  let message = text.trim();
  try {
    message = JSON.parse(text).error;
  } catch {
    // The answer is plain text.
  }
  throw new Error(message || "The server cannot answer.");
};

export const get = async (path) => (await ask(path)).json();

export const post = async (path, content) => {
  const headers = { "Content-Type": "application/json" };
  return (await ask(path, { method: "POST", headers, body: JSON.stringify(content) })).json();
};

export const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
