// The values of an item, and their texts in the form.

export const key = (path) => JSON.stringify(path);
export const idOf = (path) => `form-${path.join("/").replaceAll(" ", "_")}`;
export const isEmpty = (value) => value === undefined || value === null || value === "";

// The part of a group, which can be written in short form as a text.
export function part(field, value, name) {
  if (typeof value === "string") return name === shortKey(field, value) ? value : undefined;
  return value?.[name];
}

function shortKey(field, value) {
  const isAddress = value.includes("://") || value.trim().includes(" ");
  return field.control === "citation" && isAddress ? "url" : field.short;
}

export function listOf(value) {
  if (Array.isArray(value)) return value;
  return isEmpty(value) ? [] : [value];
}

// The text, or the first one if it is given in several languages.
export const firstText = (value) => (value && typeof value === "object" ? Object.values(value)[0] : value);

// A group as it is best written: in short form, if it has only that part.
export function simplest(field, value) {
  const keys = Object.keys(value).filter((name) => !isEmpty(value[name]));
  const short = field.control === "citation" ? ["ref", "url"] : [field.short];
  return keys.length === 1 && short.includes(keys[0]) ? value[keys[0]] : value;
}

export function isComplete(field, value) {
  if (typeof value === "string") return value !== "";
  if (field.control === "citation") return ["ref", "url", "title"].some((name) => !isEmpty(value[name]));
  return (field.fields ?? []).every((each) => !each.is_required || !isEmpty(value[each.key]));
}

export function withValue(item, path, value) {
  if (!path.length) return value;
  const [step, ...rest] = path;
  const copy = Array.isArray(item) ? [...item] : typeof step === "number" ? listOf(item).slice() : { ...item };
  const inner = withValue(copy[step], rest, value);
  if (inner === undefined || inner === "") {
    if (Array.isArray(copy)) copy.splice(step, 1);
    else delete copy[step];
  } else copy[step] = inner;
  return Object.keys(copy).length ? copy : undefined;
}

export function at(item, path) {
  return path.reduce((value, step) => value?.[step], item);
}

// The text of a value in a control. `shown` has the texts for the items of each section, by id.
export function textOf(field, value, shown) {
  if (isEmpty(value)) return "";
  if (Array.isArray(value)) return value.length === 1 ? `[${value[0]}]` : value.join(", ");
  const known = field.section && field.control === "reference" ? shown[field.section] : null;
  return known?.[value] ?? String(value);
}

// The text for each item: its name, or its id if another one has the same name.
export function namesShown(known) {
  const count = new Map();
  for (const name of Object.values(known)) count.set(name, (count.get(name) ?? 0) + 1);
  return Object.fromEntries(Object.entries(known).map(([id, name]) => [id, name && count.get(name) === 1 ? name : id]));
}

// Make an id from the words of a title, as the command line does.
export function idFrom(title, otherwise) {
  const words = title.normalize("NFKD").replace(/['’]/g, "").toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const id = words.slice(0, 8).join("-");
  return !id || /^\d+(-|$)/.test(id) ? [otherwise, id].filter(Boolean).join("-") : id;
}
