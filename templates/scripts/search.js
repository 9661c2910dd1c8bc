// The search of a website. Its form is in a template element, because without this script it would do
// nothing. The words that are searched for become part of the page's address.
{
  const data = document.currentScript.previousElementSibling;
  const template = data.previousElementSibling;
  const [form, results] = template.content.children;
  const status = form.querySelector("[role=status]");
  const { q } = form.elements;
  const most = 50;

  // Words after spaces, without capitals and accents, so that readers need not type them.
  const plain = (text) =>
    ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
  // The start of a word is enough.
  const has = (text, part) => text.includes(` ${part}`);
  const items = JSON.parse(data.textContent).map(([title, date, address, page, words]) => {
    const head = plain(title);
    return { title, date, address, page, words, head, all: `${head}${plain(date)}${plain(words)}` };
  });

  // Mark the words in a text.
  const marked = (text, parts) =>
    text.split(/(\s+)/u).map((word) => {
      if (!parts.some((part) => has(plain(word), part))) return word;
      return Object.assign(document.createElement("mark"), { textContent: word });
    });

  // The words around the first word that was found, or the start of the text.
  const excerpt = (text, parts) => {
    const words = text.split(/\s+/u);
    const first = words.findIndex((word) => parts.some((part) => has(plain(word), part)));
    const start = Math.max(0, first - 12);
    const shown = words.slice(start, start + 30).join(" ");
    return `${start ? "… " : ""}${shown}${start + 30 < words.length ? " …" : ""}`;
  };

  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const shown = ({ title, date, address, page, words }, parts) => {
    const link = element("a", "label", ...marked(title, parts));
    link.href = address;
    return element(
      "li", "",
      link,
      element("span", "basis", `${date} · ${page}`),
      element("span", "excerpt", ...marked(excerpt(words, parts), parts)),
    );
  };

  const search = () => {
    const parts = plain(q.value).split(/\s+/).filter(Boolean);
    const found = parts.length ? items.filter(({ all }) => parts.every((part) => has(all, part))) : [];
    const inTitle = ({ head }) => parts.filter((part) => has(head, part)).length;
    found.sort((one, other) => inTitle(other) - inTitle(one));
    results.replaceChildren(...found.slice(0, most).map((item) => shown(item, parts)));
    const { none, some, first } = status.dataset;
    const words = found.length > most ? first : found.length ? some : none;
    status.textContent = parts.length ? words.replace("{}", found.length) : "";
  };

  const restore = () => {
    q.value = new URL(location).searchParams.get("q") ?? "";
    search();
  };

  template.replaceWith(form, results);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    search();
    const address = new URL(location);
    if (q.value) address.searchParams.set("q", q.value);
    else address.searchParams.delete("q");
    try {
      history.replaceState(null, "", address);
    } catch {
      // A browser can refuse to change the address. The search works without that.
    }
  });
  addEventListener("popstate", restore);
  restore();
}
