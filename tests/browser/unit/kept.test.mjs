// What was kept on the device: whatever lies there, it is read without an error, and nothing is lost unasked.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plan, script} from './read.mjs';

const {MOST_KEPT, readKept, writeKept} = await script('kept.js');
const {readLink} = await script('budget.js');
const isBudget = link => Object.keys(readLink(plan, link)).length > 0;
const day = new Intl.DateTimeFormat('fi', {dateStyle: 'short'});

// The same junk in every run.
let seed = 11;
const next = most => (seed = (seed * 48271) % 2147483647) % most;
const one = list => list[next(list.length)];

const LINKS = ['t=small_development&h=5', 'h=5', 'c=services:4200:Soittajat', '', 'x', '__proto__=1', 't=__proto__', 'c=:::', '%', 'h=1e999', 'constructor=h', '<img src=x>', 'h=5&'.repeat(100), 'c=services:1&'.repeat(2000), 'a'.repeat(200_001), '\0', '\ud800'];
const TIMES = [0, 1, Date.UTC(2026, 11), Date.UTC(2026, 11) + 0.5, -1, -0, 1e300, 8.64e15, 8.64e15 + 1, Number.MAX_SAFE_INTEGER, Date.UTC(2200, 0), 'x', '1', null, true, [], {}];
const value = depth => {
  const kind = next(depth ? 9 : 6);
  if (kind === 0) return null;
  if (kind === 1) return one([true, false]);
  if (kind === 2) return one(TIMES);
  if (kind < 6) return one(LINKS);
  if (kind === 6) return Array.from({length: next(5)}, () => value(depth - 1));
  return Object.fromEntries(Array.from({length: next(4)}, () => [one(['link', 'at', '__proto__', 'constructor', 'toString', 'more', 'length']), value(depth - 1)]));
};
const entry = () => {
  if (next(3) === 0) return value(2);
  const made = {link: one(LINKS), at: one(TIMES)};
  if (next(4) === 0) made.more = value(1);
  if (next(6) === 0) delete made[one(['link', 'at'])];
  return made;
};
const junk = () => {
  const kind = next(8);
  if (kind === 0) return one(['', 'x', '{', '[', '[]', 'null', 'undefined', 'NaN', '1', '"', '{"length":3}', '[[', ']', '\0', '['.repeat(100_000), '\ufeff[]', '{"__proto__":[]}']);
  const text = JSON.stringify(kind === 1 ? value(4) : Array.from({length: next(40)}, entry));
  // What a write that was cut off leaves.
  return kind === 2 ? text.slice(0, next(text.length + 1)) : text;
};

test('whatever lies there, what is read are budgets with a day, and few enough', () => {
  for (let run = 0; run < 20_000; run++) {
    const written = junk();
    const {list, rest} = readKept(written, isBudget);
    assert.ok(list.length <= MOST_KEPT, written);
    assert.equal(new Set(list.map(({link}) => link)).size, list.length, written);
    for (const kept of list) {
      assert.deepEqual(Object.keys(kept), ['link', 'at']);
      assert.ok(isBudget(kept.link) && Number.isSafeInteger(kept.at), written);
      assert.match(day.format(new Date(kept.at)), /^\d+\.\d+\.\d{4}$/);
    }
    assert.ok(Array.isArray(rest));
  }
});

test('what is no budget stays when a budget is kept or deleted', () => {
  for (let run = 0; run < 5000; run++) {
    const {list, rest} = readKept(junk(), isBudget);
    const again = readKept(writeKept(list, rest), isBudget);
    assert.deepEqual(again, JSON.parse(JSON.stringify({list, rest})));
    const without = readKept(writeKept([], rest), isBudget);
    assert.deepEqual(without, JSON.parse(JSON.stringify({list: [], rest})));
  }
  assert.equal(writeKept([], []), null);
  assert.deepEqual(readKept(null), {list: [], rest: []});
  assert.deepEqual(readKept('x'), {list: [], rest: ['x']});
  assert.deepEqual(readKept('{}'), {list: [], rest: [{}]});
});

test('of very many budgets the first are read, and only they are written', () => {
  const many = Array.from({length: 30_000}, (_, at) => ({link: `h=${at + 1}`, at}));
  const {list, rest} = readKept(JSON.stringify(many), isBudget);
  assert.deepEqual(list, many.slice(0, MOST_KEPT));
  assert.deepEqual(rest, []);
  assert.deepEqual(JSON.parse(writeKept(many, [5])).length, MOST_KEPT + 1);
});
