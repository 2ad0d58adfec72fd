// Says of each value whether a schema takes it. Reads lines of JSON: first the schemas by name, then
// [name, value] after [name, value]; writes a line for each: nothing, or what is wrong.
//
// It knows the words that our schemas use, and stops at any other.

import { createInterface } from 'node:readline';

const kindOf = (value) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

const fits = (type, value) =>
  type === 'integer' ? Number.isInteger(value) : type === kindOf(value);

function wrong(schema, value, root, at) {
  if (schema === true) return null;
  if (schema === false) return `${at} does not belong here`;
  const words = {
    $schema: () => null,
    title: () => null,
    description: () => null,
    examples: () => null,
    default: () => null,
    definitions: () => null,
    format: () => null,
    $ref: (ref) => wrong(root.definitions[ref.replace('#/definitions/', '')], value, root, at),
    type: (type) => ([type].flat().some((one) => fits(one, value)) ? null : `${at} is ${kindOf(value)}`),
    enum: (all) => (all.includes(value) ? null : `${at} is none of ${all}`),
    pattern: (pattern) =>
      typeof value !== 'string' || new RegExp(pattern, 'u').test(value) ? null : `${at} does not fit ${pattern}`,
    minimum: (least) => (typeof value === 'number' && value < least ? `${at} is too small` : null),
    maximum: (most) => (typeof value === 'number' && value > most ? `${at} is too large` : null),
    items: (items) =>
      Array.isArray(value) ? first(value.map((item, index) => wrong(items, item, root, `${at}/${index}`))) : null,
    properties: (properties) =>
      object(value) ? first(Object.entries(properties).map(([key, inner]) =>
        key in value ? wrong(inner, value[key], root, `${at}/${key}`) : null)) : null,
    additionalProperties: (inner) =>
      object(value) ? first(Object.keys(value).filter((key) => !(key in (schema.properties ?? {})))
        .map((key) => wrong(inner, value[key], root, `${at}/${key}`))) : null,
    propertyNames: (inner) =>
      object(value) ? first(Object.keys(value).map((key) => wrong(inner, key, root, `${at}/${key}`))) : null,
    required: (keys) =>
      object(value) ? first(keys.map((key) => (key in value ? null : `${at} lacks ${key}`))) : null,
    allOf: (all) => first(all.map((inner) => wrong(inner, value, root, at))),
    anyOf: (all) => (all.some((inner) => !wrong(inner, value, root, at)) ? null : `${at} fits none`),
    oneOf: (all) =>
      all.filter((inner) => !wrong(inner, value, root, at)).length === 1 ? null : `${at} does not fit exactly one`,
    not: (inner) => (wrong(inner, value, root, at) ? null : `${at} is what it must not be`),
    if: (inner) => (wrong(inner, value, root, at) ? null : wrong(schema.then, value, root, at)),
    then: () => null,
  };
  return first(Object.entries(schema).map(([word, inner]) => {
    if (!(word in words)) throw new Error(`unknown word ${word}`);
    return words[word](inner);
  }));
}

const object = (value) => kindOf(value) === 'object';
const first = (all) => all.find((one) => one) ?? null;

let schemas;
for await (const line of createInterface({ input: process.stdin })) {
  const read = JSON.parse(line);
  if (!schemas) {
    schemas = read;
    continue;
  }
  const [name, value] = read;
  console.log(wrong(schemas[name], value, schemas[name], '') ?? '');
}
