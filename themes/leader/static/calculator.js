// The budget calculator: reads the form, evaluates the plan, and shows the result in the page.
//
// Every word is in the page already, every rule in the plan: this script fills in numbers, and shows or hides
// what is there. The form holds all that is typed. Nothing is stored but in the address (see budget.js), and
// nothing is sent.

import {evaluate, result} from './plan.js';
import {decimal, mantissa, readField, readLink, versionOf, writeLink} from './budget.js';

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = id => document.getElementById(`calc-${id}`);

const plan = JSON.parse(byId('plan').textContent);
const root = document.getElementById('calc');
const form = byId('form');
const rowList = byId('rows');
const inputs = new Map(plan.inputs.map(input => [input.id, input]));
const costs = inputs.get('costs');
// By node: its unit, or what else it is.
const kinds = new Map(Object.values(plan.names));

// What is told now, and what follows from it: see update().
let budget = {};
let values = [];
let old = [];

const named = name => values[plan.names[name][0]];
const isTrue = node => values[node].v === true;
// What is shown of a value is made anew only when the value is another one.
const isNew = node => old[node]?.s !== values[node].s || old[node].v !== values[node].v;

/* ------------------------------------------------------------ words and numbers */

const digits = (value, scale, decimals) => {
  const [whole, fraction = ''] = decimal(value, scale).split('.');
  const rest = fraction.replace(/0+$/, '').padEnd(decimals, '0');
  return (
    whole.replace('-', root.dataset.minus).replace(/\B(?=(\d{3})+$)/g, root.dataset.group) +
    (rest && root.dataset.decimal + rest)
  );
};

/** A number as it is written, without its unit. Money has cents if it needs them. */
const written = (value, scale, unit, cents) => {
  if (unit === 'ratio') return digits(value * 100n, scale, 0);
  const inCents = value % 10n ** BigInt(scale) !== 0n || (cents && unit === 'EUR');
  return digits(value, scale, inCents && unit.startsWith('EUR') ? 2 : 0);
};
const {locale, minus} = root.dataset;
const forms = new Intl.PluralRules(locale);
const quantity = (value, scale, unit, cents) => {
  const size = value < 0n ? -value : value;
  const form = unit === 'years' ? `_${forms.select(Number(decimal(size, scale)))}` : '';
  return (value < 0n ? minus : '') + text(`format_${unit.replace('/', '_per_')}${form}`, {n: written(size, scale, unit, cents)});
};

const dateFormat = new Intl.DateTimeFormat(locale, {dateStyle: 'long', timeZone: 'UTC'});

/** The value of a node in words: of this budget, or of another one. */
const inWords = (node, cents, of = values) => {
  const {s, v} = of[node];
  const kind = kinds.get(node);
  const scale = plan.scales[node];
  // In a sum that is shown, a zero.
  if (s === 'na') return scale === null ? '–' : quantity(0n, 0, kind);
  if (s !== 'known') return text('unknown');
  return scale !== null ? quantity(v, scale, kind, cents) : kind === 'date' ? dateFormat.format(new Date(v)) : v;
};

// The messages of the page, as words and gaps.
const messages = new Map();
const learn = within => {
  for (const {dataset, content} of all('template[data-text]', within)) {
    messages.set(dataset.text, [...content.childNodes].map(node => ({slot: node.dataset?.slot, words: node.textContent})));
  }
};
learn();

/** A message, its gaps filled with these words, or else with the values of those names. */
const text = (name, filling = {}) =>
  messages
    .get(name)
    .map(({slot, words}) => (slot ? filling[slot] ?? inWords(plan.names[slot][0]) : words))
    .join('')
    .trim();

// Only what changes is written, so that nothing is drawn or read aloud anew without need.
const write = (element, words) => {
  if (element.textContent !== words) element.textContent = words;
};
const fill = (element, name, words) => all(`[data-slot="${name}"]`, element).forEach(slot => write(slot, words));
const show = (element, isShown) => {
  if (element.hidden === Boolean(isShown)) element.hidden = !isShown;
};
// Words that describe a field: it points to them always, so they are none while there is nothing to tell.
const tell = (element, words) => {
  write(element, words || '');
  show(element, words);
};

/* ------------------------------------------------------------ the form and its budget */

const fieldOf = element =>
  element.dataset.column ? costs.cols[element.dataset.column] : inputs.get(element.dataset.input);
// The whole is hidden until all is ready.
const isVisible = element => [null, root].includes(element.closest('[hidden]'));
const TEXT_FIELDS = 'input[data-input], input[data-column]';
const textFields = () => all(TEXT_FIELDS, form);
const radios = name => all(`input[name="${name}"]`, form);
const chosen = name => radios(name).find(radio => radio.checked);
const choose = (name, value) => radios(name).forEach(radio => (radio.checked = radio.value === value));
const optionOf = radio => radio.closest('[data-kind]').dataset;
const rows = () => [...rowList.children];
const cell = (row, column) => find(`[data-column="${column}"]`, row);

const fields = new Map(all('[data-input]', form).map(field => [field.dataset.input, field]));

const readForm = () =>
  Object.fromEntries(
    plan.inputs.map(input => {
      const {id, def} = input;
      if (input === costs) {
        const readCell = field => [field.dataset.column, readField(field.value, fieldOf(field))];
        return [id, rows().map(row => Object.fromEntries(all('[data-column]', row).map(readCell)))];
      }
      const field = fields.get(id) ?? chosen(id);
      const read = readField(field?.value ?? '', input);
      // The default of a choice is always chosen; that is nobody's choice.
      return [id, input.of && read === def ? null : read];
    }),
  );

// A value of a budget as people write it.
const asTyped = (value, {t, unit, scale}) => {
  if (value === undefined || value === null) return '';
  if (value.bad) return value.text;
  if (t === 'bool') return value ? '1' : '0';
  if (t === 'date') return value.split('-').reverse().map(Number).join('.');
  if (t !== 'num') return value;
  const typed = written(mantissa(value, scale), scale, unit);
  // A comma between groups would have to be read as one before decimals, too.
  return /\s/.test(root.dataset.group) ? typed : typed.replaceAll(root.dataset.group, '');
};

const fillForm = told => {
  for (const [id, input] of inputs) {
    const field = fields.get(id);
    if (input === costs) {
      rowList.replaceChildren();
      for (const row of told[id]?.length ? told[id] : [{}]) addRow(row);
    } else if (field) field.value = asTyped(told[id], input);
    else choose(id, asTyped(told[id] ?? input.def, input));
  }
  const type = chosen('funding_type');
  choose('kind', type && optionOf(type).kind);
  for (const field of textFields()) mark(field);
};

/* ------------------------------------------------------------ rows */

let rowsMade = 0;

const addRow = (cells = {}) => {
  const row = byId('row').content.firstElementChild.cloneNode(true);
  const prefix = `calc-row-${++rowsMade}-`;
  for (const label of all('label', row)) label.htmlFor = prefix + label.dataset.for;
  for (const field of all('[data-column]', row)) {
    const {column} = field.dataset;
    field.id = prefix + column;
    field.value = asTyped(cells[column], costs.cols[column]);
  }
  find('.calc-error', row).id = `${prefix}amount-error`;
  find('.calc-row-note', row).id = `${prefix}note`;
  cell(row, 'category').setAttribute('aria-describedby', `${prefix}note`);
  cell(row, 'amount').setAttribute('aria-describedby', `${prefix}amount-error ${prefix}note`);
  rowList.append(row);
  return row;
};

// A type has its own categories; one that was chosen under another type stays.
const offerCategories = (select, accepted) => {
  const {value} = select;
  const offer = `${accepted} ${value}`;
  if (select.dataset.offer === offer) return;
  select.dataset.offer = offer;
  const options = all('option', cell(byId('row').content, 'category')).filter(
    option => !option.value || !accepted || accepted.includes(option.value) || option.value === value,
  );
  select.replaceChildren(...options.map(option => option.cloneNode(true)));
  select.value = value;
};

const showRow = (row, index, type, model) => {
  const {category} = budget.costs[index];
  const isForType = !category || !type || type.costs.includes(category);
  const isCovered = category && model?.counts && !model.counts.includes(category);
  const isOff = Boolean(!isForType || isCovered);
  tell(find('.calc-row-note', row), isOff && text(isForType ? 'covered_by_flat_rate' : 'not_for_type'));
  row.classList.toggle('calc-row-off', isOff);
  show(cell(row, 'part').closest('.calc-field'), type?.parts);
  offerCategories(cell(row, 'category'), type?.costs);
  fill(row, 'n', String(index + 1));
};

/* ------------------------------------------------------------ what could not be read */

const badIn = field => {
  const read = readField(field.value, fieldOf(field));
  return read?.bad && read;
};
const badFields = () => textFields().filter(field => badIn(field) && isVisible(field));
const errorOf = field => document.getElementById(`${field.id}-error`);

/** The name of a field as it is told elsewhere on the page: "Meno 2, summa". */
const nameOf = field => {
  if (field.type === 'radio') return find('legend', field.closest('fieldset')).textContent;
  const label = field.labels[0].firstChild.textContent.trim();
  const row = field.closest('.calc-row');
  return row ? text('row_field', {n: rows().indexOf(row) + 1, field: label}) : label;
};

const problemText = ({problem, text: typed}, {unit, scale, max}) => {
  const isRate = unit === 'ratio';
  const words = {
    max: max && quantity(mantissa(max, scale), scale, unit),
    decimals: isRate ? scale - 2 : scale,
  };
  if (problem !== 'ambiguous') return text(`problem_${problem}`, words);
  // The ways to read it: 1.234 is 1 234 or 1,234; of a rate, 0.8 is 0,8 % or 80 %.
  const [whole, fraction] = typed.match(/\d+/g);
  words.bare = whole + root.dataset.decimal + fraction;
  words.more = isRate
    ? digits(BigInt(whole + fraction.padEnd(2, '0')), Math.max(fraction.length - 2, 0), 0)
    : digits(BigInt(whole + fraction), 0, 0);
  return text(isRate ? 'problem_rate' : 'problem_ambiguous', words);
};

/** Marks a field that cannot be read, or takes the mark away. */
const mark = (field, bad = badIn(field)) => {
  const error = errorOf(field);
  if (!error) return;
  tell(error, bad && problemText(bad, fieldOf(field)));
  field.closest('.calc-field').classList.toggle('calc-field-bad', Boolean(bad));
  if (bad) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
};

// A link moves the focus and leaves the address alone: that holds the budget.
const linkTo = (field, words) => {
  const link = document.createElement('a');
  link.href = `#${field.id}`;
  link.dataset.do = 'go';
  link.textContent = words;
  return link;
};

const list = (element, links) => {
  show(element, links.length > 0);
  const items = links.map(link => {
    const item = document.createElement('li');
    item.append(link);
    return item;
  });
  // The same links stay, with the focus that may be on them.
  const asText = nodes => nodes.map(x => x.innerHTML).join();
  if (asText(items) !== asText(all('li', element))) find('ul', element).replaceChildren(...items);
};

// The summary comes with Print and shrinks as fields are corrected; it says what the fields say.
const title = document.title;
const summarize = () => {
  const bad = badFields();
  list(byId('errors'), bad.map(field => linkTo(field, `${nameOf(field)}: ${errorOf(field).textContent}`)));
  document.title = bad.length ? `${text('title_errors')} ${title}` : title;
  return bad.length;
};

/* ------------------------------------------------------------ the result */

const slots = [byId('results'), byId('checklist')]
  .flatMap(part => all('[data-slot]', part))
  .filter(slot => plan.names[slot.dataset.slot]);
const [sizes, models, questions, sections] = ['kind', 'model', 'asked', 'while-asked'].map(name => all(`[data-${name}]`, form));

// The link of the budget that can be gone on with; offered until something is filled in.
let resumable;

const showForm = () => {
  show(byId('resume'), resumable && !writeLink(plan, budget));
  const type = plan.choices.funding_type[budget.funding_type];
  const kind = chosen('kind')?.value;
  for (const option of sizes) show(option, option.dataset.kind === kind);
  show(byId('funding_type'), sizes.filter(option => !option.hidden).length > 1);
  show(byId('rest'), type || writeLink(plan, budget));

  const offered = type?.cost_models ?? [];
  const isAsked = id => (!(id in plan.asks) || isTrue(plan.asks[id])) && (id !== 'cost_model' || offered.length > 1);
  for (const option of models) show(option, offered.includes(option.dataset.model));
  for (const field of questions) show(field, isAsked(field.dataset.asked));
  for (const section of sections) show(section, questions.some(x => !x.hidden && section.contains(x)));

  const model = plan.choices.cost_model[plan.names.cost_model && named('cost_model').v];
  rows().forEach((row, index) => showRow(row, index, type, model));
  const isFull = rows().length >= costs.max_rows;
  byId('add').disabled = isFull;
  show(byId('rows-full'), isFull);
};

// What is still needed, with a link to its field: of the rows, to the first that lacks something.
const needed = id => {
  if (id !== 'costs') {
    const name = id === 'funding_type' && !chosen('kind') ? 'kind' : id;
    const field = fields.get(id) ?? radios(name).find(isVisible);
    return linkTo(field, nameOf(field));
  }
  const lacks = column => row => !cell(row, column).value.trim();
  const row = rows().find(x => lacks('category')(x) && !lacks('amount')(x));
  if (row) return linkTo(cell(row, 'category'), nameOf(cell(row, 'category')));
  const empty = rows().find(lacks('amount'));
  return linkTo(empty ? cell(empty, lacks('category')(empty) ? 'category' : 'amount') : byId('add'), text('ask_costs'));
};

// The elements that stand for things of the plan, by their ids.
const elements = kind => new Map(all(`[data-${kind}]`).map(element => [element.dataset[kind], element]));
const [conditions, lines, notes, items, figures, limits, openings, verdicts] =
  ['condition', 'receipt', 'note', 'item', 'figure', 'limit', 'open', 'verdict'].map(elements);

// The words about answers that came with the link are not in the page: few links bring any.
let answering;
const loadAnswers = () => {
  answering ??= import(root.dataset.answers)
    .then(({default: html}) => {
      find('ul', byId('conditions')).insertAdjacentHTML('afterbegin', html);
      for (const [id, item] of elements('condition')) conditions.set(id, item);
      update();
    })
    // Tried again when it is needed again.
    .catch(() => (answering = undefined));
};

const showConditions = () => {
  const from = budget.funding_type;
  for (const {id, node, suggest = {}} of plan.conditions) {
    const item = conditions.get(id);
    if (!item) {
      if (values[node].v === false) loadAnswers();
      continue;
    }
    const isFailing = values[node].v === false;
    show(item, isFailing);
    if (!isFailing) continue;
    for (const link of all('a', item)) link.hash = writeLink({inputs: plan.inputs.filter(x => x.t === 'text')}, budget);
    for (const button of all('[data-suggest]', item)) {
      button.value = suggest[from] ?? '';
      show(button, button.dataset.suggest === from && suggest[from]);
    }
  }
  show(byId('conditions'), plan.conditions.some(x => values[x.node].v === false));
};

// Whether the receipt has this line now.
const isTold = id => {
  const {value, when} = plan.receipt.find(x => x.id === id) ?? {};
  return values[value]?.s === 'known' && (when === undefined || isTrue(when));
};

const showReceipt = () => {
  let isKnown = false;
  for (const {id, value} of plan.receipt) {
    const line = lines.get(id);
    const isShown = isTold(id);
    show(line, isShown);
    if (isShown) fill(line, 'amount', inWords(value, true));
    isKnown ||= isShown;
  }
  show(byId('receipt'), isKnown);
  show(byId('notes'), isKnown && result(plan, values).fundable !== false);
  for (const {id, node} of plan.notes) show(notes.get(id), isTrue(node));
};

// What a row is, or else its number.
const nameOfRow = row => {
  const {what, category} = budget.costs[row];
  return what || (category && find(`option[value="${category}"]`, cell(byId('row').content, 'category'))?.textContent) || text('row_title', {n: row + 1});
};

const showChecklist = () => {
  for (const {id, node} of plan.checklist) {
    const item = items.get(id);
    const {n, rows: hits = []} = values[node];
    // Missing or invalid.
    const isOpen = Boolean(n);
    show(item, isOpen || isTrue(node));
    item.classList.toggle('calc-item-maybe', isOpen);
    all('.calc-item-when', item).forEach(when => show(when, isOpen));
    show(find('.calc-item-rows', item), isTrue(node) && hits.length);
    fill(item, 'list', hits.map(nameOfRow).join(', '));
  }
  for (const group of all('[data-checklist-group]')) show(group, all('[data-item]', group).some(item => !item.hidden));
  show(byId('checklist'), budget.funding_type);
};

/** Shows what follows from the budget, and returns what is to be told aloud. */
const showResult = () => {
  const {fundable, missing} = result(plan, values);
  const support = named('support');
  const isKnown = support.s === 'known';

  for (const slot of slots) {
    const [node] = plan.names[slot.dataset.slot];
    if (isNew(node)) write(slot, inWords(node, slot.closest('table')));
  }
  for (const [id, figure] of figures) {
    const isFigureKnown = named(id).s === 'known';
    find('dd', figure).classList.toggle('calc-unknown', !isFigureKnown);
    if ('whenKnown' in figure.dataset) show(figure, isFigureKnown);
    if ('whenTold' in figure.dataset) show(figure, isTold(id));
  }
  for (const [id, limit] of limits) show(limit, support.w === id);
  for (const [id, open] of openings) show(open, support.o?.includes(id));

  show(byId('partial'), isKnown && budget.costs.some(row => row.amount?.bad));
  const needs = [...badFields().map(field => linkTo(field, text('fix', {field: nameOf(field)}))), ...missing.map(needed)];
  // Conditions may hold already while the support is not known yet.
  const isWarned = plan.conditions.some(x => x.level === 'warns' && values[x.node].v === false);
  const verdict = fundable && (needs.length || !isKnown) ? null : fundable && isWarned ? 'look' : fundable;
  for (const words of all('[data-fits]')) show(words, words.dataset.fits === budget.funding_type);
  for (const [id, words] of verdicts) show(words, id === String(verdict));
  list(byId('missing'), needs);
  showConditions();
  showReceipt();
  showChecklist();

  if (isKnown) loadMore();
  for (const then of updates) then();

  const failing = plan.conditions.find(x => x.level === 'blocks' && values[x.node].v === false && conditions.has(x.id));
  show(byId('bar'), isKnown);
  // What cannot be granted is not told as if it were.
  const fails = failing && text('status_fails', {title: find('h4', conditions.get(failing.id)).textContent});
  write(byId('bar-text'), fails ?? (isKnown ? text('bar') : ''));
  return [
    fails,
    isKnown && !fails && text('status'),
    needs.length && text('status_missing', {list: needs.map(link => link.text).join(', ')}),
  ].filter(Boolean).join(' ');
};

/* ------------------------------------------------------------ what is loaded when there is a result */

// What more.js and those after it work with. They add actions, and what is to be done at each update.
const updates = [];
// The version of the rules that the link was made with.
const linked = {};
const kit = {
  plan, root, form, messages, actions: {}, updates,
  find, all, byId, write, fill, show, tell, list, linkTo, learn, text, quantity, inWords,
  named, isTrue, rows, cell, chosen, choose, optionOf, fillForm, readForm, problemText, linked,
  budget: () => budget,
  values: () => values,
  changed: () => changed(),
  say: words => say(words),
  isReadable: () => isReadable(),
  isTold, nameOfRow,
};

// Without it the result stands all the same; it is tried again when there may be a network.
let loading;
const loadMore = () => {
  // As a file on a disk it has all within itself.
  if (!navigator.onLine && location.protocol !== 'file:') return;
  loading ??= Promise.all([import('./more.js'), import(root.dataset.more)])
    .then(([{start}, {default: html}]) => start(kit, html))
    .catch(error => {
      console.error(error);
      loading = undefined;
    });
};

/* ------------------------------------------------------------ telling and keeping */

let told = '';
let telling;
let keeping;

// Also what was said last is said anew: a second press is answered like the first.
const say = words => byId('status').replaceChildren(words);

// The budget of this tab, for the way back from another page. It goes with the tab, and no other one sees it.
const LAST = 'leader-last';
const inTab = work => {
  try {
    return work(sessionStorage);
  } catch {
    // Storage is shut.
    return null;
  }
};

// The budget goes along to the same page in another language.
const passOn = link => {
  for (const other of all('.langs a')) other.hash = link;
};

const keep = () => {
  clearTimeout(keeping);
  const link = writeLink(plan, readForm());
  passOn(link);
  if (link) inTab(tab => tab.setItem(LAST, link));
  try {
    history.replaceState(history.state, '', link ? `#${link}` : location.pathname + location.search);
  } catch {
    // Some browsers refuse when it comes too often; the next change will do.
  }
};

// An amount that cannot be read leaves its row out; the others count, and it is told that this one is missing.
const readable = told => ({...told, costs: told.costs.map(row => (row.amount?.bad ? {...row, amount: null} : row))});

const update = () => {
  budget = readForm();
  old = values;
  values = evaluate(plan, readable(budget));
  showForm();
  const words = showResult();
  if (!byId('errors').hidden) summarize();
  clearTimeout(keeping);
  keeping = setTimeout(keep, 300);
  return words;
};

// Told once typing has paused, and only what is new.
const changed = () => {
  const words = update();
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (words !== told) say(words);
    told = words;
  }, 1000);
};

/* ------------------------------------------------------------ what people do */

let removed;
let cleared;

const firstField = row => find('select', row);

const offerUndo = (id, isOffered) => {
  show(byId(id), isOffered);
  changed();
  if (isOffered) say(find('p', byId(id)).textContent);
};

const actions = Object.assign(kit.actions, {
  add() {
    const row = addRow();
    changed();
    firstField(row).focus();
  },

  remove(button) {
    const row = button.closest('.calc-row');
    const next = row.nextElementSibling;
    removed = {row, next};
    fill(byId('undo-row'), 'n', find('legend', row).textContent);
    row.remove();
    offerUndo('undo-row', true);
    (next ? firstField(next) : byId('add')).focus();
  },

  'undo-row'() {
    const {row, next} = removed;
    rowList.insertBefore(row, next?.parentNode && next);
    offerUndo('undo-row', false);
    firstField(row).focus();
  },

  // The button goes with the form that is now empty; the next thing to press takes the focus.
  clear() {
    cleared = writeLink(plan, readForm());
    fillForm({});
    show(byId('undo-row'), false);
    inTab(tab => tab.removeItem(LAST));
    offerUndo('undo-all', true);
    find('button', byId('undo-all')).focus();
  },

  'undo-all'() {
    fillForm(readLink(plan, cleared));
    offerUndo('undo-all', false);
    byId('clear').focus();
  },

  // The budget that this tab held before.
  resume() {
    fillForm(readLink(plan, resumable));
    changed();
    (chosen('funding_type') ?? chosen('kind') ?? byId('results-title')).focus();
  },

  // To the type that fits better; all that is typed stays. The button may go, its result is shown here.
  switch(button) {
    choose('funding_type', button.value);
    choose('kind', optionOf(chosen('funding_type')).kind);
    changed();
    byId('results-title').focus();
  },

  go({hash}) {
    const field = find(hash);
    (chosen(field.name) ?? field).focus();
  },

  print: () => isReadable() && print(),
});

/** Whether all that was typed could be read: asked before it goes anywhere. Leads to what could not. */
const isReadable = () => {
  for (const field of badFields()) mark(field);
  if (!summarize()) return true;
  byId('errors').focus();
  return false;
};

document.addEventListener('click', event => {
  const control = event.target.closest('[data-do]');
  if (event.target.closest('.langs a')) passOn(writeLink(plan, readForm()));
  if (!control) return;
  event.preventDefault();
  actions[control.dataset.do](control);
});

form.addEventListener('input', ({target}) => {
  if (target.name === 'kind') {
    // The size stays: a small project of one kind becomes a small project of the other.
    const before = chosen('funding_type');
    const types = radios('funding_type').filter(radio => optionOf(radio).kind === target.value);
    const same = types.find(radio => before && optionOf(radio).small === optionOf(before).small);
    choose('funding_type', (types.length === 1 ? types[0] : same)?.value);
  } else if (target.matches(TEXT_FIELDS)) {
    // A mark goes as soon as one starts to correct, and comes back at the earliest on leaving the field.
    mark(target, false);
    // Half a number ("1 2" of "1 200") is nothing yet: the last result stays, and is not told any more.
    if (badIn(target)) return clearTimeout(telling);
  }
  changed();
});

const leave = field => {
  if (!field.matches(TEXT_FIELDS)) return;
  // While something is being pressed nothing may move: the press would miss it.
  if (find(':active')) {
    setTimeout(leave, 50, field);
    return;
  }
  mark(field);
  changed();
};

// Several lines or cells become rows; one value is pasted like everywhere.
form.addEventListener('paste', event => {
  const typed = event.clipboardData.getData('text');
  const row = event.target.closest('.calc-row');
  if (!row || !/\S\s*[\t\n]/.test(typed.trim())) return;
  event.preventDefault();
  import('./paste.js').then(({paste}) => paste(kit, rows().indexOf(row), typed));
});

form.addEventListener('change', ({target}) => leave(target));
// Enter is like leaving the field. It sends nothing.
form.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.target.localName !== 'input') return;
  event.preventDefault();
  leave(event.target);
});
form.addEventListener('submit', event => event.preventDefault());

// A link to a place in the page takes the budget's place in the address; it gets it back at once.
addEventListener('hashchange', () => {
  if (location.hash.includes('=')) load();
  else keep();
});
addEventListener('pagehide', keep);
addEventListener('beforeprint', () => {
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  fill(byId('results'), 'today', dateFormat.format(today));
});

/* ------------------------------------------------------------ start */

const load = () => {
  linked.version = versionOf(location.hash);
  resumable = inTab(tab => tab.getItem(LAST));
  fillForm(readLink(plan, location.hash));
  told = update();
  // What was kept on the device, or the link of other rules, is told of.
  if ((linked.version ?? plan.version) !== plan.version || hasKept()) loadMore();
};

const hasKept = () => {
  try {
    return localStorage.getItem('leader-budgets') !== null;
  } catch {
    // Storage is shut.
    return false;
  }
};

// A few results that were calculated when the site was made; null is what could not be.
const selfTest = () => {
  for (const vector of plan.vectors ?? []) {
    const found = evaluate(plan, vector.budget);
    for (const [name, wanted] of Object.entries(vector.expect)) {
      const [node] = plan.names[name];
      const {v} = found[node];
      if (plan.scales[node] !== null && (v === undefined ? null : decimal(v, plan.scales[node])) !== wanted) {
        throw new Error(`${name} of ${JSON.stringify(vector.budget)} is not ${wanted}`);
      }
    }
  }
};

// Whatever goes wrong up to here leaves the page as it is without a script.
selfTest();
load();
show(document.getElementById('calc-fallback'), false);
show(root, true);
