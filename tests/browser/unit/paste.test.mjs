// Rows pasted from elsewhere: a text, and the rows that it becomes.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pastedRows} from '../../../themes/leader/static/paste.js';

const OPTIONS = {
  column: {t: 'num', unit: 'EUR', scale: 2, max: '20000000.00'},
  categories: [['Ostopalvelut', 'services'], ['Vuokrat', 'rents'], ['Muut välittömät kulut', 'other']],
  most: 20,
};
const row = (what, amount, category = null) => ({category, amount, what, part: ''});
const bad = (text, problem) => ({bad: true, text, problem});

const TABLE = {
  'two columns of a spreadsheet': ['Kouluttaja\t4200\nSalin vuokra\t1 500,00 €', [row('Kouluttaja', '4200.00'), row('Salin vuokra', '1500.00')], []],
  'a head and a total': ['Kulu\tSumma\nKahvit\t120,50\nYhteensä\t120,50', [row('Kahvit', '120.50')], ['Kulu Summa', 'Yhteensä 120,50']],
  'number, price and sum: the last of them counts': ['Tuoli\t10\t25\t250\nPöytä\t2\t100\t200', [row('Tuoli', '250.00'), row('Pöytä', '200.00')], []],
  'a category by its name': ['ostopalvelut\tKouluttaja\t4200\nVuokrat\tSali\t300', [row('Kouluttaja', '4200.00', 'services'), row('Sali', '300.00', 'rents')], []],
  'one line of cells': ['Kahvit\t12,5', [row('Kahvit', '12.50')], []],
  'semicolons and quotes': ['"Kirjat; lehdet";45,00\r\nPaperi;5', [row('Kirjat; lehdet', '45.00'), row('Paperi', '5.00')], []],
  'lines of a message': ['Salin vuokra 1 200 €\nKahvitus: 300,-\nPosti 12,30', [row('Salin vuokra', '1200.00'), row('Kahvitus', '300.00'), row('Posti', '12.30')], []],
  'what cannot be read stays': ['Kahvit\t12\nPulla\tkysyttävä\nMehu\t1.234', [row('Kahvit', '12.00'), row('Pulla', bad('kysyttävä', 'unreadable')), row('Mehu', bad('1.234', 'ambiguous'))], []],
  'words alone': ['Kahvit\nPulla', [row('Kahvit', null), row('Pulla', null)], []],
  'amounts alone': ['100\n200,50', [row('', '100.00'), row('', '200.50')], []],
  'Swedish and English totals': ['Kaffe\t10\nSammanlagt\t10\nTotal\t10', [row('Kaffe', '10.00')], ['Sammanlagt 10', 'Total 10']],
};

for (const [name, [text, rows, left]] of Object.entries(TABLE)) {
  test(name, () => assert.deepEqual(pastedRows(text, OPTIONS), {rows, left}));
}

test('no more rows than there is room for, and the others are told', () => {
  const {rows, left} = pastedRows('a\t1\nb\t2\nc\t3', {...OPTIONS, most: 2});
  assert.deepEqual([rows.length, left], [2, ['c 3']]);
});

test('rows that were written as a table are read again', () => {
  let seed = 7;
  const random = most => (seed = (seed * 48271) % 2147483647) % most;
  const words = ['Kouluttaja', 'Salin vuokra', 'Kahvi & pulla', 'Ääni- ja valotekniikka', 'Matkat 3 hlö'];
  for (let round = 0; round < 500; round += 1) {
    const rows = Array.from({length: 1 + random(12)}, () => {
      const [name, category] = OPTIONS.categories[random(3)];
      return {name, category, what: words[random(words.length)], cents: 1 + random(2_000_000)};
    });
    const text = rows.map(({name, what, cents}) => [name, what, `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`].join('\t')).join('\n');
    const wanted = rows.map(({category, what, cents}) => row(what, `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`, category));
    assert.deepEqual(pastedRows(text, OPTIONS), {rows: wanted, left: []}, text);
  }
});

test('whatever is pasted, nothing throws, and no line is lost', () => {
  let seed = 11;
  const random = most => (seed = (seed * 48271) % 2147483647) % most;
  const signs = ['\t', '\n', ';', ' ', '1', '23', ',', '.', '€', 'a', 'Yhteensä', '"', '-', 'x', '\u00a0', '(', '😀'];
  for (let round = 0; round < 2000; round += 1) {
    const text = Array.from({length: random(40)}, () => signs[random(signs.length)]).join('');
    const {rows, left} = pastedRows(text, OPTIONS);
    const lines = text.split('\n').filter(line => line.trim()).length;
    assert.ok(rows.length + left.length >= Math.min(lines, 1) && rows.length <= OPTIONS.most, JSON.stringify(text));
    assert.equal(rows.length + left.length, lines, JSON.stringify(text));
  }
});
