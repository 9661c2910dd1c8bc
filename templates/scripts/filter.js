// The filter of a timeline. Its form is in a template element, because without this script it would do
// nothing. A select called "topic" offers the values of `data-topic` in the events, a list in JSON. The
// choice becomes part of the page's address.
{
  const template = document.currentScript.previousElementSibling;
  const form = template.content.firstElementChild;
  const { words, clear } = form.elements;
  const selects = [...form.querySelectorAll("select")];
  const fields = [words, ...selects];
  let events, years, links, shapes, counts, notes;
  let wasTyping = false;

  // Without capitals and accents, so that readers need not type them.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (event) => (event.text ??= plain(event.article.textContent));
  const notesOf = (event) =>
    (event.notes ??= [...event.article.querySelectorAll("a[href^='#note-']")].map((link) => link.hash.slice(1)));
  const articlesOf = (ids) => ids.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const isShown = (article) => !article.hidden;

  const begin = () => {
    events = [...document.querySelectorAll("article.event")].map((article) => ({
      article,
      has: new Map(selects.map((it) => [it, JSON.parse(article.dataset[it.name] ?? "[]")])),
    }));
    const { compare } = new Intl.Collator(document.documentElement.lang);
    for (const select of selects) {
      const values = new Set(events.flatMap((event) => event.has.get(select)));
      for (const value of [...values].sort(compare)) {
        select.add(new Option(value[0].toUpperCase() + value.slice(1), value));
      }
      select.closest("label").hidden = values.size < 2;
    }
    form.querySelector(".shown").textContent = events.length;
    restore();
  };

  // This is only for filtering, so it waits for the first choice and the page opens sooner.
  const prepare = () => {
    years = new Set(events.map((event) => event.article.closest("section")));
    links = [...document.querySelectorAll("nav a[href^='#'], svg a[href^='#']")]
      .map((link) => ({
        link,
        item: link.closest("li"),
        target: document.getElementById(link.getAttribute("href").slice(1)),
      }))
      .filter(({ target }) => target);
    shapes = [...document.querySelectorAll("[data-of]")]
      .map((shape) => ({ shape, articles: articlesOf(shape.dataset.of) }));
    counts = [...document.querySelectorAll("[data-counted]")]
      .map((count) => ({ count, text: count.querySelector("text"), articles: articlesOf(count.dataset.counted) }));
    notes = [...document.querySelectorAll(".sources li[id^='note-']")];
    // A list without some of its items would number the others again.
    for (const note of notes) note.value = note.id.replace("note-", "");
  };

  const apply = () => {
    if (!links) prepare();
    const chosen = selects.filter((select) => select.value);
    const parts = plain(words.value).split(/\s+/).filter(Boolean);
    const isInUse = chosen.length + parts.length > 0;
    for (const event of events) {
      event.article.hidden = !(
        chosen.every((select) => event.has.get(select).includes(select.value)) &&
        parts.every((part) => textOf(event).includes(part))
      );
    }
    const shown = events.filter(({ article }) => isShown(article));
    for (const year of years) year.hidden = !year.querySelector("article.event:not([hidden])");
    // The contents leave out hidden events. In the chart they are pale, and are not links.
    for (const { link, item, target } of links) {
      const isReachable = !target.closest("[hidden]");
      if (item) item.hidden = !isReachable;
      else if (isReachable) link.setAttribute("href", `#${target.id}`);
      else link.removeAttribute("href");
    }
    for (const { shape, articles } of shapes) {
      shape.classList.toggle("pale", isInUse && !(articles.length && articles.every(isShown)));
    }
    for (const { count, text, articles } of counts) {
      const number = articles.filter(isShown).length;
      count.classList.toggle("pale", !number);
      text.textContent = `+${(number || articles.length).toLocaleString("en")}`;
    }
    // The printed page lists only the sources of the chosen events.
    const cited = new Set(isInUse ? shown.flatMap(notesOf) : notes.map((note) => note.id));
    for (const note of notes) note.classList.toggle("uncited", !cited.has(note.id));
    form.querySelector(".shown").textContent = shown.length;
    form.querySelector(".chosen").textContent = fields
      .filter((field) => field.value)
      .map((field) => [field.labels[0].firstChild.data.trim(), field.selectedOptions?.[0].text ?? field.value])
      .map((words) => words.join(": "))
      .join("; ");
    form.classList.toggle("in-use", isInUse);
  };

  const remember = (how, hash) => {
    const address = new URL(location);
    address.hash = hash;
    for (const { name, value } of fields) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    try {
      history[how](null, "", address);
    } catch {
      // A browser can refuse to change the address. The filter works without that.
    }
  };

  const restore = () => {
    const { hash, searchParams } = new URL(location);
    for (const field of fields) {
      field.value = searchParams.get(field.name) ?? "";
      if (field.selectedIndex < 0) field.value = "";
    }
    if (links || fields.some((field) => field.value)) apply();
    // A reader who follows a link to an event must see it, whatever was chosen before.
    const target = document.getElementById(hash.slice(1));
    if (target?.closest("[hidden]")) {
      form.reset();
      apply();
      remember("replaceState", hash);
      target.scrollIntoView();
    }
  };

  template.replaceWith(form);
  document.addEventListener("DOMContentLoaded", begin);
  addEventListener("popstate", restore);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    apply();
    // For the back button, all letters of a search are one step.
    const isTyping = target === words;
    remember(isTyping && wasTyping ? "replaceState" : "pushState", "");
    wasTyping = isTyping;
  });
  clear.addEventListener("click", () => {
    form.reset();
    apply();
    remember("pushState", "");
    wasTyping = false;
  });
}
