// The sections and fields of the form, looked up by the path of a value in the record.
import { key } from "./form_values.js";

export function sectionOf(where) {
  return where.length === 0 ? "record" : where.length > 2 ? "commitments" : where[0];
}

// The section of the item in the form.
export const sectionNow = ({ open }) => (open?.isNew ? open.section : sectionOf(open?.where ?? []));

export function fieldAt(state, path) {
  let fields = state.forms[sectionNow(state)];
  let found;
  for (const step of path) {
    if (typeof step === "number" || found?.control === "moves") continue;
    found = fields?.find((field) => field.key === step);
    fields = found?.fields;
  }
  return found;
}

// The place at which a problem is shown: the deepest field of the form on its path.
export function shownAt(state, { path, inside }) {
  for (let n = path.length; inside !== false && n > 0; n -= 1) {
    if (fieldAt(state, path.slice(0, n))) return key(path.slice(0, n));
  }
  return null;
}

const READ = new Set(["date", "time", "number", "reference"]);

// Whether the server reads the text of a field, because people can write it in several ways.
export function isRead(state, path) {
  const field = fieldAt(state, path);
  return READ.has(field?.control) || field?.key === "kind" || path.at(-1) === "ref";
}

// Whether a path is that of the text which names the source in a citation.
export function isSource(state, path) {
  return path.at(-1) === "ref" && fieldAt(state, path.slice(0, -1))?.control === "citation";
}
