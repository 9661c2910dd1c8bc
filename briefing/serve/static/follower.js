// Runs inside a briefing on the live page. It keeps the reader's place and marks changes. The page is
// otherwise as it is built.
{
  const BLOCK = "article, figure, li, p, h1, h2, h3, blockquote, tr, dt, dd, header, section, td";
  const changed = new CSSStyleSheet();
  changed.replaceSync(`@media screen {
    [data-changed] {
      --mark: color-mix(in srgb, var(--accent, #005a73) 12%, var(--paper, Canvas));
      background: var(--mark);
      box-shadow: -0.5rem 0 var(--mark), -0.75rem 0 var(--accent, #005a73), 0.5rem 0 var(--mark);
    }
  }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, changed];

  const post = (message) => parent.postMessage({ briefing: message }, "*");
  // The policy of this page allows only its own styles, so the browser complains about those of another
  // version, although nothing uses them. So they are taken out of its head, and kept to be compared.
  const styles = new WeakMap();
  const parse = (text) => {
    const end = Math.max(text.indexOf("</head>"), 0);
    const found = [];
    const head = text.slice(0, end).replace(/<style\b[^>]*>([^]*?)<\/style>/g, (_, style) => (found.push(style), ""));
    const page = new DOMParser().parseFromString(head + text.slice(end), "text/html");
    styles.set(page, found.join("\n"));
    return page;
  };
  const isElement = (node) => node?.nodeType === Node.ELEMENT_NODE;
  const idOf = (node) => (isElement(node) && node.id) || "";

  // The text of a block without the numbers of its notes, which change with every new note.
  const textOf = (element) => {
    const copy = element.cloneNode(true);
    for (const note of copy.querySelectorAll("sup.note, .back, button, script, style")) note.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  // The differences between two versions of the page, which no script has touched: `replaced` pairs,
  // `added` and `removed` nodes, and pairs whose `attributes` differ.
  const compare = (before, after, found) => {
    if (before.isEqualNode(after)) return;
    if (before.nodeName !== after.nodeName || !isElement(before) || before.nodeName === "svg") {
      found.push({ before, after });
      return;
    }
    if (!before.cloneNode(false).isEqualNode(after.cloneNode(false))) found.push({ before, after, onlyAttributes: true });
    compareChildren(before, [...before.childNodes], [...after.childNodes], null, found);
  };

  // The differences between some children of an element, and those in their place before `next`.
  const compareChildren = (parent, old, now, next, found) => {
    while (old.length && now.length && old[0].isEqualNode(now[0])) {
      old.shift();
      now.shift();
    }
    while (old.length && now.length && old.at(-1).isEqualNode(now.at(-1))) {
      next = old.pop();
      now.pop();
    }
    const places = new Map(old.map((node, index) => [idOf(node), index]).filter(([id]) => id));
    const kept = new Set(now.map(idOf).filter((id) => places.has(id)));
    let index = 0;
    for (const node of now) {
      const id = idOf(node);
      const at = kept.has(id) ? places.get(id) : index;
      const other = old[at];
      const isPair = other && at >= index && other.nodeName === node.nodeName && (kept.has(id) || !kept.has(idOf(other)));
      if (isPair) {
        for (const gone of old.slice(index, at)) found.push({ before: gone });
        compare(other, node, found);
        index = at + 1;
      } else {
        found.push({ after: node, parent, next: old[index] ?? next });
      }
    }
    for (const gone of old.slice(index)) found.push({ before: gone });
  };

  const alike = (parent, { nodeName }) => [...parent.childNodes].filter((node) => node.nodeName === nodeName);

  // The node of this page that is the same as one of a version of it. Nodes without an id are counted
  // among those of the same kind, because the page's scripts add buttons and a form. Between the parts of
  // a change, two nodes may have the same id.
  const find = (node) => {
    if (node.nodeName === "BODY") return document.body;
    if (idOf(node)) {
      const [here, there] = [document, node.ownerDocument].map((one) => [...one.querySelectorAll(`#${CSS.escape(node.id)}`)]);
      const byId = here[here.length === 1 ? 0 : there.indexOf(node)];
      if (byId) return byId;
    }
    const above = node.parentNode && find(node.parentNode);
    return (above && alike(above, node)[alike(node.parentNode, node).indexOf(node)]) ?? null;
  };

  // The nodes of this page that a difference is about, or nothing if one of them is not there.
  const locate = ({ before, parent, next }) => {
    const [live, inside, place] = [before, parent, next].map((node) => node && find(node));
    const isThere = (!before || live) && (!parent || inside) && (!next || place?.parentNode === inside);
    return isThere ? { live, inside, place } : null;
  };

  const apply = ({ before, after, onlyAttributes }, { live, inside, place }) => {
    if (onlyAttributes) {
      for (const { name } of [...before.attributes]) if (!after.hasAttribute(name)) live.removeAttribute(name);
      for (const { name, value } of after.attributes) if (before.getAttribute(name) !== value) live.setAttribute(name, value);
      return live;
    }
    const copy = after && document.importNode(after, true);
    if (!before) return inside.insertBefore(copy, place), copy;
    if (!after) return live.remove(), live;
    live.replaceWith(copy);
    return copy;
  };

  // The texts of the items of a list. A new note changes the numbers of all that follow it.
  let items = new WeakMap();
  const itemsOf = (list) => {
    if (!items.has(list)) items.set(list, new Set([...list.children].map(textOf)));
    return items.get(list);
  };

  const blockAround = (node) => (isElement(node) ? node : node.parentElement)?.closest(BLOCK);

  // The element to mark for a difference, given its node on the page, or nothing.
  const blockOf = ({ before, after, parent, onlyAttributes }, live) => {
    const element = isElement(live) ? live : live.parentElement;
    if (!after?.textContent.trim() || onlyAttributes || element.closest("svg, nav, template")) return null;
    const now = blockAround(after);
    // A block that is not added itself was there before.
    const old = before ? blockAround(before) : now !== after && parent.closest(BLOCK);
    if (old && now && textOf(old) === textOf(now)) return null;
    const list = old ? old.parentElement : parent;
    if (now?.nodeName === "LI" && itemsOf(list).has(textOf(now))) return null;
    const block = element.closest(BLOCK);
    return block && textOf(block) ? block : null;
  };

  const clear = () => {
    for (const element of marked()) element.removeAttribute("data-changed");
  };

  // The last version, as the server sent it. Parsing a long page takes time, so it is done before.
  let known;

  // The part of the last version that a change of the server is about, and the nodes in its place.
  const partOf = ({ near, path, html, is_drawn: isDrawn, children }) => {
    let element = near ? known.getElementById(near) : known.body;
    for (const index of path) element = (element?.content ?? element)?.children[index];
    const made = known.createElement("template");
    made.innerHTML = isDrawn ? `<svg>${html}</svg>` : html;
    const now = [...(isDrawn ? made.content.firstChild : made.content).childNodes];
    if (!children) return { parent: element?.parentNode, old: [element], now, next: element?.nextSibling ?? null };
    const [first, number] = children;
    const { [first - 1]: last, [first + number]: next = null } = element?.children ?? {};
    const old = [];
    for (let node = last ? last.nextSibling : element?.firstChild; node && node !== next; node = node.nextSibling) old.push(node);
    return { parent: element?.children.length >= first + number && element, old, now, next };
  };

  // Make differences on the page, or find them there, and add the elements they have changed to the
  // `blocks`. All their places are found first, because each difference moves the places after it.
  const takeAll = (found, isThere, blocks) => {
    const places = isThere ? [] : found.map(locate);
    const lives = found.map((difference, index) => {
      if (isThere) return difference.after && find(difference.after);
      return places[index] && apply(difference, places[index]);
    });
    lives.forEach((live, index) => {
      const block = live && blockOf(found[index], live);
      const events = block?.querySelectorAll("article") ?? [];
      for (const each of events.length ? events : [block]) if (each) blocks.add(each);
    });
    return isThere || lives.every(Boolean);
  };

  // A new source gives all later notes other numbers. No element is marked for that. A number is the
  // first one in its label. There can be thousands, so only those that change are written.
  const renumber = (root, notes) => {
    const label = (element, old) => {
      const text = element.getAttribute("aria-label");
      if (text) element.setAttribute("aria-label", text.replace(old, notes[old]));
    };
    for (const link of root.querySelectorAll("a[href^='#note-']")) {
      const old = link.getAttribute("href").slice("#note-".length);
      const place = newPlace(link.id.slice("cited-".length), notes);
      if (place) link.id = `cited-${place}`;
      if (!notes[old]) continue;
      link.setAttribute("href", `#note-${notes[old]}`);
      label(link, old);
      link.firstChild.data = notes[old];
    }
    for (const note of root.querySelectorAll("li[id^='note-']")) {
      const old = note.id.slice("note-".length);
      for (const link of note.querySelectorAll("a[href^='#cited-']")) {
        const place = newPlace(link.getAttribute("href").slice("#cited-".length), notes);
        if (place) link.setAttribute("href", `#cited-${place}`);
        if (notes[old]) label(link, old);
      }
      if (!notes[old]) continue;
      note.id = `note-${notes[old]}`;
      // The page's scripts have added these.
      if (note.hasAttribute("value")) note.value = notes[old];
      for (const button of note.querySelectorAll("button")) label(button, old);
    }
  };

  // The new name of a place that cites a note, such as 12-1, or nothing if it is the same.
  const newPlace = (place, notes) => {
    const [number, n] = place.split("-");
    return notes[place] ?? (notes[number] && `${notes[number]}-${n}`);
  };

  // Each change is also made in the last version, where the next one has its place.
  const takeParts = (parts, blocks) => {
    let done = true;
    for (const part of parts) {
      const { parent, old, now, next } = partOf(part);
      if (!parent || old.includes(undefined)) return false;
      const found = [];
      // The page's scripts use the content of a template, which has no place of its own.
      if (known.contains(parent)) compareChildren(parent, [...old], [...now], next, found);
      done = takeAll(found, false, blocks) && done;
      for (const node of now) parent.insertBefore(node, next);
      for (const node of old) node.remove();
    }
    return done;
  };

  const takeWhole = (old, isThere, blocks) => {
    const found = [];
    compare(old.body, known.body, found);
    const isSameStyle = styles.get(old) === styles.get(known);
    document.title = known.title;
    return takeAll(found, isThere, blocks) && isSameStyle;
  };

  const update = ({ before, after, notes, parts, isRest, isThere }) => {
    if (!isRest) clear();
    items = new WeakMap();
    const old = before === undefined ? known : parse(before);
    if (!parts) known = parse(after);
    if (!old) return post({ type: "updated", done: false });
    const held = place();
    if (notes && Object.keys(notes).length) {
      for (const root of [document, known]) renumber(root, notes);
      held.id = held.id.replace(/^(note|cited)-(.*)/, (id, kind, place) => `${kind}-${newPlace(place, notes) ?? place}`);
    }
    const blocks = new Set();
    const done = parts ? takeParts(parts, blocks) : takeWhole(old, isThere, blocks);
    for (const block of blocks) {
      if (![...blocks].some((other) => other !== block && other.contains(block))) block.dataset.changed = "";
    }
    if (!isThere) restore(held);
    post({ type: "updated", done, changes: marked().length });
  };

  // The way to an element of this page: the id of the nearest element around it that has one, and then
  // the number of the child among those of the same kind. In the page as it is built, it is the same.
  const pathOf = (element) => {
    if (element.id || element === document.body) return [element.id];
    const { parentElement, nodeName } = element;
    return [...pathOf(parentElement), [nodeName, alike(parentElement, element).indexOf(element)]];
  };
  const at = ([id, ...steps]) =>
    steps.reduce((parent, [nodeName, index]) => parent && alike(parent, { nodeName })[index], id ? document.getElementById(id) : document.body);

  const marked = () => [...document.querySelectorAll("[data-changed]")];
  const mark = (paths) => {
    for (const path of paths) at(path)?.setAttribute("data-changed", "");
    post({ type: "updated", done: true, changes: marked().length });
  };

  const controls = () => [...document.querySelectorAll("input, select, textarea")];
  const valueOf = (control) => (control.type === "checkbox" ? control.checked : control.value);

  // The first element below the top of the window that has an id. If there is none, one of the elements
  // around the top: its own start can be far above.
  const anchorOf = () => {
    const near = (y) => document.elementFromPoint(innerWidth / 2, y)?.closest("[id]");
    for (let y = 8; y < innerHeight; y += 16) if (near(y)?.getBoundingClientRect().top >= 0) return near(y);
    return near(8);
  };

  // The place of the reader: an element in the window, the one with the focus, and the values of the controls.
  const place = () => {
    const anchor = anchorOf();
    return {
      id: anchor?.id ?? "",
      top: anchor?.getBoundingClientRect().top ?? 0,
      y: scrollY,
      values: controls().map(valueOf),
      focused: document.activeElement && document.activeElement !== document.body ? pathOf(document.activeElement) : null,
    };
  };

  const showAsBuilt = (block) => {
    block.style.contentVisibility = "";
    if (!block.getAttribute("style")) block.removeAttribute("style");
  };

  const restore = ({ id, top, y, values }) => {
    controls().forEach((control, index) => {
      const value = values[index];
      if (value === undefined || value === valueOf(control)) return;
      if (control.type === "checkbox") control.checked = value;
      else control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const anchor = y > 0 && id && document.getElementById(id);
    // An event or section that has not been in view yet is not laid out, and its height is a guess.
    const block = anchor && anchor.closest("article, section");
    if (block) block.style.contentVisibility = "visible";
    const settle = (times) => {
      const here = anchor ? scrollY + anchor.getBoundingClientRect().top - top : y;
      if (Math.abs(here - scrollY) > 1) scrollTo({ top: here, behavior: "instant" });
      // Events are laid out as they come into view, which moves the others.
      if (times) requestAnimationFrame(() => settle(times - 1));
      else if (block) showAsBuilt(block);
    };
    settle(anchor ? 3 : 0);
  };

  let last = -1;
  const show = () => {
    const all = marked();
    last = (last + 1) % all.length;
    all[last]?.scrollIntoView({ block: "center" });
  };

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data?.briefing) return;
    const { type, ...values } = data.briefing;
    if (type === "update") update(values);
    if (type === "prepare") known = parse(values.text);
    if (type === "restore") restore(values.place);
    if (type === "mark") mark(values.marks);
    if (type === "place") post({ type: "place", place: place(), marks: marked().map(pathOf) });
    if (type === "focus") at(values.path)?.focus({ preventScroll: true });
    if (type === "show") show();
  });

  // Links to other documents are for the live page, and links to sources open in a tab of their own.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const href = link?.getAttribute("href") ?? "#";
    if (event.defaultPrevented || href.startsWith("#")) return;
    event.preventDefault();
    if (/^[a-z][a-z+.-]*:/i.test(href)) open(href, "_blank", "noopener");
    else post({ type: "link", href });
  });

  const ready = () => post({ type: "ready" });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ready);
  else ready();
}
