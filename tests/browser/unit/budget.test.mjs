// Numbers, dates and links, as tests/reading/ has them.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plan, reading, script} from './read.mjs';

const {decimal, mantissa, readAmount, readDate, readField, readLink, readNumber, writeLink} = await script('budget.js');

// All rows of a table that came out otherwise, at once.
const compare = (rows, read) =>
  assert.deepEqual(
    rows.map(row => ({...row, found: read(row)})).filter(({value, problem, found}) => found.value !== value || found.problem !== problem),
    [],
  );

test('numbers', () => compare(reading('numbers.json').numbers, ({text, scale, max}) => readNumber(text, scale, max)));
test('amounts with units', () => compare(reading('numbers.json').amounts, row => readAmount(row.text, row)));
test('dates', () => compare(reading('dates.json').dates, ({text}) => readDate(text)));

test('mantissas and back', () => {
  for (const [text, scale, whole] of [['0.00', 2, 0n], ['0.05', 2, 5n], ['-0.05', 2, -5n], ['1234.50', 2, 123450n], ['12', 0, 12n], ['0.0001', 4, 1n]]) {
    assert.equal(mantissa(text, scale), whole);
    assert.equal(decimal(whole, scale), text);
  }
});

test('blank fields are blank, whatever their kind', () => {
  const {inputs} = plan;
  for (const field of [...inputs, ...Object.values(inputs.find(x => x.t === 'rows').cols)]) {
    if (field.t === 'rows') continue;
    for (const text of ['', '  ', '\u00a0']) assert.ok([null, text].includes(readField(text, field)), field.id);
  }
});

test('links', async t => {
  for (const {name, link, budget, written = link} of reading('links.json').links) {
    await t.test(name, () => {
      const read = readLink(plan, link);
      assert.deepEqual(told(read), budget);
      assert.equal(writeLink(plan, read), written);
      assert.deepEqual(told(readLink(plan, written)), budget);
    });
  }
});

// What is blank is left out, as in the table; of what is bad it has the text.
const told = budget => {
  const kept = object => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== ''));
  const plain = x => (x?.bad ? {bad: x.text} : x);
  const fields = Object.entries(kept(budget)).map(([id, x]) =>
    Array.isArray(x)
      ? [id, x.map(row => kept(Object.fromEntries(Object.entries(row).map(([key, y]) => [key, plain(y)])))).filter(row => Object.keys(row).length)]
      : [id, plain(x)],
  );
  return Object.fromEntries(fields.filter(([, x]) => !Array.isArray(x) || x.length));
};

test('whatever a link holds, reading it does not throw', () => {
  // A fixed generator: the same links in every run.
  let seed = 20261121;
  const random = below => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const bits = ['#', '&', '=', ':', '%', '+', '%E4', '%C3%A4', 't', 'c', 'h', 'r', 'd', 'v', 'services', 'development', '4200', '1,5', '-', '1.234', '\u00a0', '2027-12-31', '9'.repeat(50), '__proto__', 'constructor', ''];
  for (let i = 0; i < 5000; i++) {
    const link = Array.from({length: random(12)}, () => bits[random(bits.length)]).join('');
    const budget = readLink(plan, link);
    const written = writeLink(plan, budget);
    assert.equal(writeLink(plan, readLink(plan, written)), written, link);
  }
});

test('more rows than there may be are left out', () => {
  const {max_rows: most} = plan.inputs.find(x => x.t === 'rows');
  assert.equal(readLink(plan, 'c=services:1&'.repeat(most + 5)).costs.length, most);
});
