// Rows for copying (CSV), as tests/reading/cells.json has them; the program is held to the same.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reading, script} from './read.mjs';

const {csvLine} = await script('papers.js');
const {about, cases} = reading('cells.json');

test(about.split('. ')[0], () => {
  const wrong = cases.flatMap(([text, wanted]) => {
    const found = csvLine([text]).slice(0, -2);
    return found === wanted ? [] : [{text, wanted, found}];
  });
  assert.deepEqual(wrong, []);
  assert.equal(csvLine([{number: 1}, 'a', undefined, '', {number: '12,50'}, {number: ''}]), '1;"a";;;12,50;\r\n');
});

/** Cells as a program reads them that parts them by this sign, by the rules of RFC 4180 as far as they go. */
const cellsOf = (text, separator) => {
  const cells = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') cell += text[at++];
    else if (quoted && sign === '"') quoted = false;
    else if (!quoted && cell === '' && sign === '"') quoted = true;
    else if (!quoted && (sign === separator || sign === '\n')) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
};

test('no cell begins like a formula, whatever parts the cells, and nothing of a text is lost', () => {
  const signs = [...'=+-@＝＋－＠;,|"\' \t\r\n\u00a0\u200b\ufeffa1(ä', '\u2028', '\x85', '\0'];
  // The same texts in every run.
  let seed = 7;
  const next = most => (seed = (seed * 48271) % 2147483647) % most;
  const begins = /^[\0-\x08\x0b\x0c\x0e-\x20"\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u3000\ufeff]*[=+\-@＝＋－＠]/;
  for (let run = 0; run < 20_000; run++) {
    const text = Array.from({length: 1 + next(9)}, () => signs[next(signs.length)]).join('');
    const line = csvLine([{number: 1}, text, text, {number: '4,20'}]);
    for (const separator of [';', ',', '\t', '|']) {
      for (const cells of [line.split(separator), cellsOf(line, separator)]) {
        const formula = cells.find(cell => begins.test(cell));
        assert.equal(formula, undefined, JSON.stringify({text, line, separator}));
      }
    }
    const [, read] = cellsOf(line, ';');
    const bare = words => words.replaceAll("'", '');
    assert.equal(bare(read), bare(text), JSON.stringify({text, line}));
  }
});
