// What formulas come to, as tests/reading/formulas.json has it; LibreOffice is asked the same.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reading, script} from './read.mjs';

const {calculator} = await script('cells.js');
const {about, cells, cases} = reading('formulas.json');

test(about.split('. ')[0], () => {
  const typed = Object.fromEntries(Object.entries(cells).filter(([, content]) => content !== ''));
  const wrong = cases.flatMap(([f, wanted]) => {
    let found = null;
    try {
      found = calculator({"It's": {...typed, Z1: {f}}})("It's", 'Z1');
    } catch {
      // That is null.
    }
    return found === wanted ? [] : [{f, wanted, found}];
  });
  assert.deepEqual(wrong, []);
});

test('a circle has no value, and does not run for ever', () => {
  const value = calculator({Sheet: {A1: {f: 'A2+1'}, A2: {f: 'A1+1'}}});
  assert.throws(() => value('Sheet', 'A1'));
});
