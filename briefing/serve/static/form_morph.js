// Change one tree of elements into another, and keep the elements that are in both.
// The focus, the cursor and open details therefore stay as they are.

export function morph(from, to) {
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && name !== "open") from.setAttribute(name, value);
  }
  morphChildren(from, to);
  if ("value" in from && from.matches("input, textarea, select") && from.value !== to.value) from.value = to.value;
}

function morphChildren(from, to) {
  let next = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const match = next && isSame(next, wanted) ? next : later(next, wanted);
    if (!match) {
      from.insertBefore(wanted, next);
      continue;
    }
    while (next !== match) next = removed(next);
    next = match.nextSibling;
    morph(match, wanted);
  }
  while (next) next = removed(next);
}

function isSame(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");
}

// An element with the same id further on.
function later(node, wanted) {
  if (!wanted.id) return null;
  while (node && !isSame(node, wanted)) node = node.nextSibling;
  return node;
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
