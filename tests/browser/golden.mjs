// What a screen reader finds in each state: one text per state in snapshots/, read and agreed on by people.
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';

const folder = new URL('snapshots/', import.meta.url);

/** All states that have such a text, by the tests that look at them. */
const STATES = [
  // The calculator: examples.test.mjs
  ...['empty', 'half-filled', 'blocked', 'capped', 'complete', 'covered-by-flat-rate', 'mistakes', 'removed', 'cleared'],
  // What is loaded with a result: more.test.mjs
  ...['changed-rules', 'changed-rules-unknown', 'comparison', 'backwards', 'before-and-parts', 'keeping', 'no-network'],
  // Elsewhere, without a script, and the other pages
  ...['embed', 'no-script', 'finder-empty', 'finder-mistake', 'finder-fits', 'finder-ask', 'finder-none'],
  ...['search-empty', 'search-none', 'search-failed', 'frame', 'frame-phone', 'not-there'],
];

/** Compares with the text that was agreed on; UPDATE=1 agrees on what there is now. */
export const golden = (name, text) => {
  assert.ok(STATES.includes(name), `${name} is not among the states`);
  const file = new URL(`${name}.yml`, folder);
  if (process.env.UPDATE) {
    mkdirSync(folder, {recursive: true});
    writeFileSync(file, `${text}\n`);
  }
  assert.ok(existsSync(file), `no snapshot ${name}: look at the page, then run with UPDATE=1`);
  const [expected, found] = [readFileSync(file, 'utf8'), `${text}\n`].map(x => x.split('\n'));
  const at = found.findIndex((line, i) => line !== expected[i]);
  const around = lines => lines.slice(Math.max(at - 2, 0), at + 4).join('\n');
  assert.ok(found.join('\n') === expected.join('\n'), `${name} differs from line ${at + 1} on:\n--- agreed\n${around(expected)}\n--- found\n${around(found)}`);
};

/** The files that belong to no state, and the states without a file. */
export const strays = () => {
  const files = readdirSync(folder).map(name => name.replace('.yml', ''));
  return [...files.filter(name => !STATES.includes(name)), ...STATES.filter(name => !files.includes(name)).map(name => `no ${name}`)];
};
