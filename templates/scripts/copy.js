// Copies the address of an event, or the citation of a source. Without this script, the address is a
// link, and the citation is text.
{
  const { content } = document.getElementById("copying");
  const [button, said] = content.children;
  let timer;

  const say = (text) => {
    clearTimeout(timer);
    // A screen reader reads the same words again only if they were removed in between.
    said.textContent = "";
    timer = setTimeout(() => {
      said.textContent = text;
      timer = setTimeout(() => (said.textContent = ""), 6000);
    }, 100);
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // A page that was loaded by http may not use the clipboard. There is an older way.
      const field = Object.assign(document.createElement("textarea"), { value: text });
      const focused = document.activeElement;
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand("copy");
      field.remove();
      focused.focus({ preventScroll: true });
      return isCopied;
    }
  };

  // The words of a citation, with each address in angle brackets after the words that it links.
  const inFull = (citation) =>
    [...citation.childNodes]
      .map((part) => {
        const [text, url] = [part.textContent, part.getAttribute?.("href")];
        return url && url !== text ? `${text} <${url}>` : text;
      })
      .join("")
      .replace(/\s+/g, " ")
      .trim();

  for (const citation of document.querySelectorAll(".citation")) {
    const note = citation.closest("li");
    const own = button.cloneNode(true);
    own.setAttribute("aria-label", `${own.textContent} ${note.id.replace(/\D/g, "")}`);
    note.insertBefore(own, note.querySelector(".back"));
  }
  document.body.append(said);

  document.addEventListener("click", async ({ target }) => {
    const link = target.closest("a.permalink");
    if (link) {
      const [page] = location.href.split(/[?#]/);
      say((await copy(page + link.hash)) ? said.dataset.address : said.dataset.failed);
    }
    const note = target.closest("button.copy")?.closest("li");
    if (note) {
      const text = inFull(note.querySelector(".citation"));
      say((await copy(text)) ? said.dataset.citation : said.dataset.failed);
    }
  });
}
