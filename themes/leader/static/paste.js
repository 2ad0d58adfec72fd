// Rows of a spreadsheet, a list or a table, pasted into a row of costs. Loaded when that happens.
//
// Which column is what is read from the cells: the amount is the last column that has the most numbers, a cell that is the
// name of a cost category is the category, and the other words tell what is paid. Heads and totals are left out and told.
// A cell that cannot be read stays as it was written.
import {readAmount} from './budget.js';

const TOTAL = /^(?:kaikki )?(?:yhteensä|yht\.?|loppusumma|välisumma|summa|kokonaiskustannukset|totalt?|subtotal|sum|grand total|summa|sammanlagt|delsumma|totalsumma)(?![\p{L}\d])/iu;
const plain = words => words.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
// "Hall rent 1 200 €", "Vuokra: 300": words, then a number at the end of the line.
const LINE = /^(.*?[\p{L})"'.:–-])[\s:]+([-−–+]?(?:€\s*)?\d[\d\s.,\u00a0\u202f]*(?:€|e|eur\p{L}*|,-)?)$/iu;

/** The cells of the lines of a text. */
const cellsOf = text => {
  const lines = text.split(/\r\n?|\n/).filter(line => line.trim());
  if (lines.some(line => line.includes('\t'))) return lines.map(line => line.split('\t').map(plain));
  if (lines.every(line => line.includes(';'))) return lines.map(line => [...line.matchAll(/(?:^|;)("(?:[^"]|"")*"(?=;|$)|[^;]*)/g)].map(([, cell]) => plain(cell)));
  return lines.map(line => (LINE.exec(line.trim())?.slice(1) ?? [line]).map(plain));
};

const unquoted = cell => (/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);

/**
 * Reads a pasted text: {rows, left}, the rows as a budget holds them and the lines that were left out. `column` is the
 * column of amounts of the plan, `categories` a map of names to categories, `most` how many rows there is room for.
 */
export const pastedRows = (text, {column, categories, most}) => {
  const table = cellsOf(text).map(cells => cells.map(unquoted));
  const isAmount = cell => /\d/.test(cell) && !readAmount(cell, column).problem;
  const width = Math.max(...table.map(cells => cells.length));
  const counts = Array.from({length: width}, (_, i) => table.filter(cells => isAmount(cells[i] ?? '')).length);
  const best = Math.max(...counts);
  const at = best ? counts.lastIndexOf(best) : -1;
  const names = new Map([...categories].map(([name, id]) => [plain(name).toLowerCase(), id]));
  const [rows, left] = [[], []];
  table.forEach((cells, line) => {
    const amount = cells[at] ?? '';
    const words = cells.filter((cell, i) => i !== at && /\p{L}/u.test(cell));
    const isHead = line === 0 && best > 0 && table.length > 1 && !/\d/.test(cells.join(''));
    if (isHead || words.some(cell => TOTAL.test(cell)) || rows.length === most) {
      left.push(cells.filter(Boolean).join(' '));
      return;
    }
    const category = words.map(cell => names.get(cell.toLowerCase())).find(Boolean);
    const {value, problem} = amount ? readAmount(amount, column) : {};
    rows.push({
      category: category ?? null,
      amount: problem ? {bad: true, text: amount, problem} : value ?? null,
      what: words.filter(cell => !names.has(cell.toLowerCase())).join(', '),
      part: '',
    });
  });
  return {rows, left};
};

/** Puts the rows of a text in place of an empty row, or after one in which something is typed. */
export const paste = ({plan, readForm, fillForm, byId, all, find, cell, rows, show, fill, changed, say, actions}, index, text) => {
  const before = readForm();
  const input = plan.inputs.find(({t}) => t === 'rows');
  const {costs} = before;
  const isEmpty = !Object.values(costs[index]).some(Boolean);
  const categories = all('option', cell(byId('row').content, 'category')).filter(({value}) => value).map(({textContent, value}) => [textContent, value]);
  const pasted = pastedRows(text, {column: input.cols.amount, categories, most: input.max_rows - costs.length + Number(isEmpty)});
  const told = byId('undo-paste');
  const end = isShown => {
    show(told, isShown);
    changed();
  };
  const kept = isEmpty && pasted.rows.length ? costs.slice(0, index) : costs.slice(0, index + 1);
  fillForm({...before, costs: [...kept, ...pasted.rows, ...costs.slice(index + 1)]});
  const {rows: {length}, left} = pasted;
  fill(told, 'n', String(length));
  fill(told, 'list', left.length ? `${left.length} (${left.join('; ')})` : '0');
  end(true);
  say(find('p', told).innerText);
  find('select', rows()[Math.min(index + Number(!isEmpty), rows().length - 1)]).focus();
  actions['undo-paste'] = () => {
    fillForm(before);
    end(false);
    find('select', rows()[index]).focus();
  };
};
