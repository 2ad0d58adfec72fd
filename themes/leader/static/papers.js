// The documents to attach, made of the budget in the page: paper, rows for copying (CSV), and a workbook (XLSX).
// Loaded when one is asked for. Nothing is sent: a file is made here and saved by the browser.

import {decimal} from './budget.js';
import {calculated, serial} from './cells.js';

/* ------------------------------------------------------------ rows for copying */

// The same bytes as `calculate --document FILE.csv`; see papers/rows.rs.

// What begins like a formula would be one in a spreadsheet, and could do what its writer wants. Wherever a cell could
// begin, whatever parts the cells, it gets an apostrophe; see papers/csv.rs.
const BEGINS = /[=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n]/;
const PARTS = /[;,|\t\r\n\v\f\x85\u2028\u2029]/;
const PASSED = /[\0-\x20"\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/;

const guarded = words => {
  let text = '';
  let starts = true;
  let before = '';
  for (const sign of words) {
    if (starts && BEGINS.test(sign) && !(before === '\r' && sign === '\n')) text += "'";
    text += sign;
    starts = PARTS.test(sign) || (starts && PASSED.test(sign));
    before = sign;
  }
  return text;
};
const csvText = words => words && `"${guarded(words).replaceAll('"', '""')}"`;

/** A line of cells: texts in quotes, {number} as it is. */
export const csvLine = cells => cells.map(cell => cell?.number ?? csvText(cell)).join(';') + '\r\n';
const comma = amount => amount.replace('.', ',');

const categoryNames = ({all, cell, byId}) =>
  new Map(all('option', cell(byId('row').content, 'category')).map(({value, textContent}) => [value, textContent]));

/** The rows in which something is typed, with the name of the category and why they are not counted. */
const typedRows = kit => {
  const {plan, named, text} = kit;
  const names = categoryNames(kit);
  const budget = kit.budget();
  const type = plan.choices.funding_type[budget.funding_type];
  const counts = plan.choices.cost_model[named('cost_model').v]?.counts;
  return budget.costs
    .map((row, index) => {
      const {category} = row;
      const why = !category
        ? 'no_category'
        : !type.costs.includes(category) ? 'not_for_type' : counts && !counts.includes(category) ? 'covered' : 'counted';
      return {...row, number: index + 1, name: category ? names.get(category) : '', why, note: text(`paper_${why}`)};
    })
    .filter(({category, what, part, amount}) => category || what || part || amount);
};

// These are told only when the calculation has a line for them.
const isShown = ({isTold}, id) => !['other_support', 'uncounted', 'flat_left', 'own_money'].includes(id) || isTold(id);

// Those that tell of no support: what is told of a budget that cannot be funded. Papers and rows promise none.
const OF_COSTS = ['paid_costs', 'flat_part', 'in_kind', 'total', 'uncounted'];
const isBlocked = ({find, byId}) => Boolean(find('[data-verdict="false"]:not([hidden])', byId('results')));

const csv = kit => {
  const {plan, named, text, messages} = kit;
  const heads = ['number', 'category', 'what', 'part', 'amount', 'note'].map(id => text(`paper_${id}`));
  const lines = typedRows(kit).map(({number, name, what, part, amount, note}) =>
    csvLine([{number}, name, what, part, {number: amount ? comma(amount) : ''}, note]),
  );
  const sums = [...messages.keys()].filter(key => key.startsWith('paper_sum_')).map(key => key.slice(10));
  const told = isBlocked(kit) ? OF_COSTS : sums;
  for (const id of sums.filter(id => told.includes(id) && isShown(kit, id))) {
    const {s, v} = named(id);
    if (s === 'known') lines.push(csvLine(['', text(`paper_sum_${id}`), '', '', {number: comma(decimal(v, plan.scales[plan.names[id][0]]))}, '']));
  }
  return `\ufeff${csvLine(heads)}${lines.join('')}`;
};

/* ------------------------------------------------------------ a workbook */

// The form is a file without what is typed and what formulas come to, every formula in it; see papers/script.rs.

const MOST_ROWS = 500;
const xml = words =>
  words
    // What XML cannot hold at all.
    .replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);
const textCell = words => (cell, style) => `<c r="${cell}"${style} t="inlineStr"><is><t xml:space="preserve">${xml(words)}</t></is></c>`;
const numberCell = number => (cell, style) => `<c r="${cell}"${style}><v>${number}</v></c>`;
const fillCell = (sheet, cell, content) =>
  sheet.replace(new RegExp(`<c r="${cell}"( s="\\d+")?/>`), (_, style = '') => content(cell, style));

/** What goes into a cell for a value of the budget; nothing for what is blank. */
const cellOf = (value, {t, id}, form) => {
  if (value === undefined || value === null || value === '') return undefined;
  if (t === 'num') return numberCell(value);
  if (t === 'date') return numberCell(serial(Date.parse(value)));
  return textCell(t === 'bool' ? form.answers[Number(value)] : form.cases[id]?.[value] ?? value);
};

/** The parts of the file with the budget filled in. */
export const filled = (form, plan, budget, names) => {
  const parts = {...form.parts};
  const put = (part, cell, content) => {
    if (content) parts[part] = fillCell(parts[part], cell, content);
  };
  for (const input of plan.inputs) {
    const [part, cell] = form.fields[input.id] ?? [];
    if (cell) put(part, cell, cellOf(budget[input.id], input, form));
  }
  const hours = plan.inputs.filter(({id, unit}) => unit === 'h' && budget[id]);
  if (hours.length) put(form.work[0], form.work[1], textCell(form.work[2]));
  const {cols} = plan.inputs.find(({id}) => id === 'costs');
  const [height, fits] = form.line;
  const count = Math.min(Math.max(budget.costs.length + 5, 40), MOST_ROWS);
  const rows = Array.from({length: count}, (_, index) => {
    const number = form.first + index;
    let row = form.row.replaceAll('#', number).replace('<v>1</v>', `<v>${index + 1}</v>`);
    let lines = 1;
    for (const [id, column] of Object.entries(form.columns)) {
      const typed = budget.costs[index]?.[id];
      const value = cols[id].t === 'enum' && typed ? names.get(typed) : typed;
      const content = cellOf(value, cols[id], form);
      if (content) row = fillCell(row, column + number, content);
      // Not all programs find out how high a row must be.
      if (cols[id].t !== 'num' && value) {
        const parts = [...value].length / form.widths[id];
        lines = Math.max(lines, parts > fits ? Math.ceil(parts) : 1);
      }
    }
    return lines > 1 ? row.replace('>', ` ht="${lines * height}" customHeight="1">`) : row;
  });
  parts[form.sheet] = parts[form.sheet].replace('#', () => rows.join(''));
  return calculated(parts);
};

const CRC = Uint32Array.from({length: 256}, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});
const checksum = bytes => ~bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;

const deflated = async bytes => {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/** Texts by name as a ZIP file. */
export const packed = async parts => {
  const files = [];
  const directory = [];
  let offset = 0;
  const words = (...pairs) => {
    const view = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of pairs) {
      view[size === 2 ? 'setUint16' : 'setUint32'](at, value, true);
      at += size;
    }
    return new Uint8Array(view.buffer);
  };
  for (const [name, text] of Object.entries(parts)) {
    const path = new TextEncoder().encode(name);
    const bytes = new TextEncoder().encode(text);
    // An old browser stores what it cannot press.
    const isPressed = 'CompressionStream' in globalThis;
    const body = isPressed ? await deflated(bytes) : bytes;
    // Needs version 2.0, names in UTF-8, the first day that there is.
    const entry = [[2, 20], [2, 0x800], [2, isPressed ? 8 : 0], [2, 0], [2, 33], [4, checksum(bytes)], [4, body.length], [4, bytes.length], [2, path.length], [2, 0]];
    const local = [words([4, 0x04034b50], ...entry), path, body];
    files.push(...local);
    directory.push(words([4, 0x02014b50], [2, 20], ...entry, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), path);
    offset += local.reduce((sum, {length}) => sum + length, 0);
  }
  const size = directory.reduce((sum, {length}) => sum + length, 0);
  const count = Object.keys(parts).length;
  const end = words([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return new Blob([...files, ...directory, end], {type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'});
};

/* ------------------------------------------------------------ on paper */

const element = (name, words, classes = '') => {
  const made = document.createElement(name);
  made.textContent = words;
  made.className = classes;
  return made;
};

const tableRow = cells => {
  const row = document.createElement('tr');
  cells.forEach((words, index) => {
    const cell = element(index ? 'td' : 'th', words, index === cells.length - 1 ? 'paper-n' : '');
    if (!index) cell.scope = 'row';
    row.append(cell);
  });
  return row;
};

const shownText = (selector, within, {find}) => find(`${selector}:not([hidden])`, within)?.textContent.trim() ?? '';

/** Fills the page that is printed. */
const fillPaper = (kit, paper, holder) => {
  const {find, all, byId, text, named, inWords, plan, fill, show, chosen, quantity} = kit;
  const rowsOf = (id, rows) => find(`[data-rows="${id}"]`, paper).replaceChildren(...rows);
  rowsOf('costs', typedRows(kit).map(({name, what, part, amount, note, why}) => {
    const value = amount ? quantity(BigInt(amount.replace('.', '')), 2, 'EUR', true) : '';
    const told = part ? `${what} (${text('paper_part')}: ${part})` : what;
    return tableRow([name, told, why === 'counted' ? '' : note, value]);
  }));
  for (const row of all('[data-sum]', paper)) {
    const id = row.dataset.sum;
    const {s} = named(id);
    show(row, s !== 'na' && isShown(kit, id));
    fill(row, id, inWords(plan.names[id][0], true));
  }
  const {v: work} = named('in_kind');
  for (const part of all('[data-while="work"]', paper)) show(part, work);
  for (const part of all('[data-while="fundable"]', paper)) show(part, !isBlocked(kit));
  fill(paper, 'verdict', find('[data-verdict]:not([hidden])', byId('results'))?.innerText.trim() ?? '');
  const verdict = [];
  for (const limit of all('[data-limit]:not([hidden]), [data-open]:not([hidden])', byId('results'))) verdict.push(limit.textContent);
  for (const condition of all('[data-condition]:not([hidden])', byId('conditions'))) {
    verdict.push(`${find('h4', condition).textContent}: ${find('p', condition).textContent}`);
  }
  for (const note of all('[data-note]:not([hidden])', byId('notes'))) verdict.push(note.textContent);
  rowsOf('verdict', verdict.filter(Boolean).map(words => element('p', words)));
  rowsOf('receipt', all('[data-receipt]:not([hidden])', byId('receipt')).map(line =>
    tableRow(['.calc-line', '.calc-detail', '.calc-amount'].map(part => find(part, line).textContent)),
  ));
  rowsOf('checklist', all('[data-item]:not([hidden])', byId('checklist')).map(item =>
    tableRow([
      find('.calc-item-name', item).textContent,
      text(item.classList.contains('calc-item-maybe') ? 'paper_needed_maybe' : 'paper_needed_yes'),
      [find('.calc-item-hint', item)?.textContent, shownText('.calc-item-rows', item, kit)].filter(Boolean).join(' '),
      '☐',
    ]),
  ));
  const type = chosen('funding_type').value;
  fill(paper, 'type', find(`[data-form="${type}"]`, holder).textContent);
  const model = chosen('cost_model');
  const isAsked = !find('[data-asked="cost_model"]', kit.form).hidden;
  fill(paper, 'model', isAsked && model ? find('.calc-option-name', model.closest('.calc-option')).textContent : '');
  const now = new Date();
  fill(paper, 'today', new Intl.DateTimeFormat(kit.root.dataset.locale, {dateStyle: 'long'}).format(now));
};

// As one file the page has all styles within itself.
const loaded = link => !link || link.sheet || new Promise(done => (link.onload = link.onerror = done));

const printed = async (kit, holder) => {
  const {body} = document;
  const paper = kit.find('.paper', holder);
  fillPaper(kit, paper, holder);
  paper.hidden = false;
  body.append(paper);
  await loaded(kit.find('link', paper));
  body.classList.add('is-paper');
  addEventListener('afterprint', () => {
    body.classList.remove('is-paper');
    paper.remove();
  }, {once: true});
  print();
};

/* ------------------------------------------------------------ what is asked for */

const save = (blob, name) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** Makes a document of this kind. `html` is the words of modules/papers.html. */
export const make = async (kit, html, kind) => {
  const {find, learn, text, say} = kit;
  const holder = document.createElement('div');
  holder.innerHTML = html;
  learn(holder);
  if (kind === 'print') {
    await printed(kit, holder);
    return;
  }
  const budget = kit.budget();
  const data = find(`[data-form="${budget.funding_type}"]`, holder);
  const file = data.dataset.file.replace(/xlsx$/, kind);
  // Rows need no form: they can be made without a network, and in a file on a disk.
  if (kind === 'csv') save(new Blob([csv(kit)], {type: 'text/csv'}), file);
  else {
    const {default: form} = await import(data.getAttribute('value'));
    save(await packed(filled(form, kit.plan, budget, categoryNames(kit))), file);
  }
  say(text('paper_made', {file}));
};
