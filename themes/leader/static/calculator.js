// The budget calculator: reads the form, evaluates the plan, and shows the result in the page.
//
// Every word is in the page already (labels, messages in `<template data-text>`, one element for each
// condition, note, line of the receipt …), every rule in the plan. This script fills in numbers, and shows or
// hides what is there. The form itself holds all that is typed; nothing is stored, but for the link in the
// address (see budget.js), and nothing is sent.

import {evaluate, result} from './plan.js';
import {decimal, mantissa, readField, readLink, writeLink} from './budget.js';

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = id => document.getElementById(`calc-${id}`);

const plan = JSON.parse(byId('plan').textContent);
const root = document.getElementById('calc');
const form = byId('form');
const rowList = byId('rows');
const inputs = new Map(plan.inputs.map(input => [input.id, input]));
const costs = inputs.get('costs');
const kinds = new Map(Object.values(plan.names)); // by node: its unit, or what else it is
const pageTitle = document.title;

/* ---------------------------------------------------------------- words and numbers */

// The words of a message, split where numbers go: ["Meno ", {slot: "n"}].
const sentences = new Map();
const sentence = name => {
  if (!sentences.has(name)) {
    const {childNodes} = find(`template[data-text="${name}"]`)?.content ?? {childNodes: []};
    sentences.set(name, [...childNodes].map(node => (node.dataset?.slot ? {slot: node.dataset.slot} : node.textContent)));
  }
  return sentences.get(name);
};
const text = (name, slots = {}) => sentence(name).map(x => (x.slot ? slots[x.slot] ?? '' : x)).join('').trim();

// Only what changes is written, so that nothing is drawn or read aloud anew without need.
const write = (element, words) => {
  if (element.textContent !== words) element.textContent = words;
};
const show = (element, isShown) => {
  if (element.hidden === isShown) element.hidden = !isShown;
};
const fill = (element, name, words) => all(`[data-slot="${name}"]`, element).forEach(slot => write(slot, words));

const digits = (value, scale, decimals) => {
  const [whole, fraction = ''] = decimal(value, scale).split('.');
  const rest = fraction.replace(/0+$/, '').padEnd(decimals, '0');
  return (
    whole.replace('-', root.dataset.minus).replace(/\B(?=(\d{3})+$)/g, root.dataset.group) +
    (rest && root.dataset.decimal + rest)
  );
};

/** A number with its unit. `cents`: amounts have them even when there are none. */
const quantity = (value, scale, unit, cents = false) => {
  const isMoney = unit === 'EUR';
  const isRate = unit === 'ratio';
  const isWhole = value % 10n ** BigInt(scale) === 0n;
  const n = isRate
    ? digits(value * 100n, scale, 0)
    : digits(value, scale, isMoney && (cents || !isWhole) ? 2 : 0);
  return text(`format_${unit.replace('/', '_per_')}`, {n});
};

const dateFormat = new Intl.DateTimeFormat(document.documentElement.lang, {dateStyle: 'long', timeZone: 'UTC'});

/** The value of a node, of a kind as in plan.names, in words. */
const inWords = (value, scale, kind, cents) => {
  // In a sum that is shown, what does not apply is a zero.
  if (value.s === 'na') return scale === null ? '–' : quantity(0n, 0, kind);
  if (value.s !== 'known') return text('unknown');
  if (scale !== null) return quantity(value.v, scale, kind, cents);
  if (kind === 'date') return dateFormat.format(new Date(value.v));
  return kind === 'bool' ? text(value.v ? 'yes' : 'no') : text(`case_${value.v}`);
};

/* ---------------------------------------------------------------- the form and its budget */

const fieldOf = element =>
  element.dataset.column ? costs.cols[element.dataset.column] : inputs.get(element.dataset.input ?? element.name);
// The whole is hidden until all is ready.
const isVisible = element => [null, root].includes(element.closest('[hidden]'));
const radios = name => all(`input[name="${name}"]`, form);
const chosen = name => radios(name).find(radio => radio.checked)?.value ?? '';
const choose = (name, value) => radios(name).forEach(radio => (radio.checked = radio.value === value));
const rows = () => all('.calc-row', rowList);
const cell = (row, column) => find(`[data-column="${column}"]`, row);

const readRow = row =>
  Object.fromEntries(Object.keys(costs.cols).map(id => [id, readField(cell(row, id).value, costs.cols[id])]));

const readForm = () => {
  const budget = {};
  for (const [id, input] of inputs) {
    if (input === costs) budget[id] = rows().map(readRow);
    else budget[id] = readField(find(`[data-input="${id}"]`, form)?.value ?? chosen(id), input);
    // The default is always chosen, but that is nobody's choice.
    if (input.t === 'enum' && budget[id] === input.def) budget[id] = null;
  }
  return budget;
};

// As people write it: what could not be read, word for word.
const asWritten = (value, {t, unit, scale}) => {
  if (value === undefined || value === null) return '';
  if (value.bad) return value.text;
  if (t === 'bool') return value ? '1' : '0';
  if (t === 'date') return value.split('-').reverse().map(x => x.replace(/^0/, '')).join('.');
  if (t !== 'num') return value;
  const number = mantissa(value, scale);
  const isWhole = number % 10n ** BigInt(scale) === 0n;
  return unit === 'ratio' ? digits(number, scale - 2, 0) : digits(number, scale, unit === 'EUR' && !isWhole ? 2 : 0);
};

const fillForm = budget => {
  for (const [id, input] of inputs) {
    if (input === costs) {
      rowList.replaceChildren();
      for (const row of budget[id]?.length ? budget[id] : [{}]) addRow(row);
      continue;
    }
    const written = asWritten(budget[id], input);
    const field = find(`[data-input="${id}"]`, form);
    if (field) field.value = written;
    else choose(id, written || input.def || '');
  }
  const kind = radios('funding_type').find(radio => radio.checked)?.closest('[data-kind]').dataset.kind;
  choose('kind', kind ?? '');
  all('[data-input], [data-column]', form).forEach(markIfBad);
};

/* ---------------------------------------------------------------- rows */

let rowsMade = 0;

const addRow = (values = {}, before = null) => {
  const row = byId('row').content.firstElementChild.cloneNode(true);
  const prefix = `calc-row-${++rowsMade}-`;
  for (const label of all('[data-for]', row)) label.htmlFor = prefix + label.dataset.for;
  for (const field of all('[data-column]', row)) {
    field.id = prefix + field.dataset.column;
    if (field.localName !== 'select') field.value = asWritten(values[field.dataset.column], fieldOf(field));
  }
  for (const error of all('[data-error]', row)) error.id = `${prefix + error.dataset.error}-error`;
  find('.calc-row-note', row).id = `${prefix}note`;
  cell(row, 'category').value = values.category ?? '';
  rowList.insertBefore(row, before);
  return row;
};

const numberRows = () => {
  rows().forEach((row, index) => fill(row, 'n', index + 1 + ''));
  const isFull = rowList.children.length >= costs.max_rows;
  byId('add').disabled = isFull;
  show(byId('rows-full'), isFull);
};

// A type has its own categories; one that was chosen under another type stays.
const offerCategories = (row, accepted) => {
  const select = cell(row, 'category');
  const {value} = select;
  const offered = [...cell(byId('row').content, 'category').options].filter(
    option => !option.value || !accepted || accepted.includes(option.value) || option.value === value,
  );
  if (offered.map(x => x.value).join() === [...select.options].map(x => x.value).join()) return;
  select.replaceChildren(...offered.map(option => option.cloneNode(true)));
  select.value = value;
};

/* ---------------------------------------------------------------- what could not be read */

const toggleToken = (element, attribute, token, isOn) => {
  const tokens = new Set((element.getAttribute(attribute) ?? '').split(' ').filter(Boolean));
  if (isOn) tokens.add(token);
  else tokens.delete(token);
  if (tokens.size) element.setAttribute(attribute, [...tokens].join(' '));
  else element.removeAttribute(attribute);
};

/** The name of a field as it is told elsewhere on the page: "Meno 2, summa". */
const nameOf = field => {
  if (field.type === 'radio') return find('legend', field.closest('fieldset')).textContent.trim();
  const label = field.labels[0].firstChild.textContent.trim();
  const row = field.closest('.calc-row');
  return row ? text('row_field', {n: rows().indexOf(row) + 1, field: label}) : label;
};

const problemText = ({problem, text: typed}, field) => {
  const {unit, scale, max} = field;
  const isRate = unit === 'ratio';
  const [whole, fraction] = typed.replace(/[^\d.,]/g, '').split(/[.,]/);
  return text(problem === 'ambiguous' && isRate ? 'problem_rate' : `problem_${problem}`, {
    max: max && quantity(mantissa(max, scale), scale, unit),
    decimals: isRate ? scale - 2 : scale,
    thousands: problem === 'ambiguous' && digits(BigInt(whole + fraction), 0, 0),
    fraction: `${whole}${root.dataset.decimal}${fraction}`,
  });
};

const errorOf = field => document.getElementById(`${field.id}-error`);

const mark = (field, problem) => {
  const error = errorOf(field);
  if (!error) return;
  if (problem) write(error, problem);
  show(error, Boolean(problem));
  toggleToken(field, 'aria-describedby', error.id, Boolean(problem));
  if (problem) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
  field.closest('.calc-field').classList.toggle('calc-field-bad', Boolean(problem));
};

const badIn = field => {
  const read = readField(field.value, fieldOf(field));
  return read?.bad ? read : null;
};

const markIfBad = field => {
  if (field.type === 'radio' || field.localName === 'select') return;
  const bad = badIn(field);
  mark(field, bad && problemText(bad, fieldOf(field)));
};

const badFields = () => all('[data-input], [data-column]', form).filter(field => isVisible(field) && badIn(field));

// A link moves the focus and leaves the address alone: that holds the budget.
const linkTo = (field, words) => {
  const link = document.createElement('a');
  link.href = `#${field.id}`;
  link.dataset.do = 'go';
  link.textContent = words;
  return link;
};

const list = (element, links) => {
  const items = find('ul', element);
  const asText = nodes => nodes.map(x => x.hash + x.textContent).join('\n');
  if (asText(links) !== asText(all('a', items))) {
    items.replaceChildren(
      ...links.map(link => {
        const item = document.createElement('li');
        item.append(link);
        return item;
      }),
    );
  }
  show(element, links.length > 0);
};

// The summary comes with Print and shrinks as fields are corrected; it says what the fields say.
const summarize = () => {
  const bad = badFields();
  list(byId('errors'), bad.map(field => linkTo(field, `${nameOf(field)}: ${errorOf(field).textContent}`)));
  document.title = (bad.length ? `${text('title_errors')} ` : '') + pageTitle;
  return bad.length > 0;
};

/* ---------------------------------------------------------------- the result */

const resultParts = [byId('results'), byId('checklist')];
const namedSlots = resultParts
  .flatMap(part => all('[data-slot]', part))
  .filter(slot => plan.names[slot.dataset.slot]);

const showForm = (budget, values) => {
  const type = plan.choices.funding_type[budget.funding_type];
  const kind = chosen('kind');
  const sizes = all('[data-kind]', form).filter(option => option.dataset.kind === kind);
  for (const option of all('[data-kind]', form)) show(option, option.dataset.kind === kind);
  show(byId('funding_type'), sizes.length > 1);
  show(byId('rest'), Boolean(type) || writeLink(plan, budget) !== '');

  const isAsked = id => {
    const node = plan.asks[id];
    return (node === undefined || values[node].v === true) && (id !== 'cost_model' || type?.cost_models.length > 1);
  };
  for (const field of all('[data-asked]', form)) show(field, isAsked(field.dataset.asked));
  for (const option of all('[data-model]', form)) show(option, Boolean(type?.cost_models.includes(option.dataset.model)));
  for (const section of all('[data-while-asked]', form)) show(section, all('[data-asked]', section).some(x => !x.hidden));

  const model = plan.choices.cost_model[values[plan.names.cost_model?.[0]]?.v];
  rows().forEach((row, index) => {
    const {category} = budget.costs[index];
    const reason =
      !category || !type ? '' :
      !type.costs.includes(category) ? 'not_for_type' :
      model?.counts && !model.counts.includes(category) ? 'covered_by_flat_rate' : '';
    const note = find('.calc-row-note', row);
    if (reason) write(note, text(reason));
    show(note, reason !== '');
    row.classList.toggle('calc-row-off', reason !== '');
    for (const column of ['category', 'amount']) toggleToken(cell(row, column), 'aria-describedby', note.id, reason !== '');
    show(find('.calc-field-part', row), Boolean(type?.parts));
    offerCategories(row, type?.costs);
  });
  numberRows();
};

// The field where a missing input is told. Of the rows, the first one to which something is missing.
const fieldFor = id => {
  if (id === 'funding_type') return isVisible(byId(id)) ? radios(id).find(isVisible) : radios('kind')[0];
  if (id !== 'costs') return find(`[data-input="${id}"]`, form) ?? radios(id)[0];
  const half = rows().find(row => cell(row, 'amount').value.trim() && !cell(row, 'category').value);
  if (half) return cell(half, 'category');
  const row = rows().find(x => !cell(x, 'amount').value.trim());
  return row ? cell(row, cell(row, 'category').value ? 'amount' : 'category') : byId('add');
};

const stillNeeded = missing => [
  ...badFields().map(field => linkTo(field, text('fix', {field: nameOf(field)}))),
  ...missing.map(id => {
    const field = fieldFor(id);
    const isRowField = Boolean(field.dataset.column && cell(field.closest('.calc-row'), 'amount').value.trim());
    return linkTo(field, id === 'costs' && !isRowField ? text('ask_costs') : nameOf(field));
  }),
];

const showConditions = (budget, values) => {
  let failing = 0;
  for (const {id, node, suggest = {}} of plan.conditions) {
    const item = find(`[data-condition="${id}"]`);
    const fails = values[node].v === false;
    if (fails) failing++;
    show(item, fails);
    // A button belongs to the type that it leads away from, or to.
    const {funding_type: from} = budget;
    for (const button of all('[data-suggest]', item)) {
      const {suggest: key} = button.dataset;
      button.value = suggest[from] ?? '';
      show(button, Boolean(suggest[from]) && (key === from || key === suggest[from]));
    }
  }
  show(byId('conditions'), failing > 0);
};

const showReceipt = values => {
  let lines = 0;
  for (const {id, value, when} of plan.receipt) {
    const line = find(`[data-receipt="${id}"]`);
    const isShown = values[value].s === 'known' && (when === undefined || values[when].v === true);
    show(line, isShown);
    if (!isShown) continue;
    lines++;
    fill(line, 'amount', inWords(values[value], plan.scales[value], kinds.get(value) ?? 'EUR', true));
  }
  show(byId('receipt'), lines > 0);
  show(byId('notes'), lines > 0);
  for (const {id, node} of plan.notes) show(find(`[data-note="${id}"]`), values[node].v === true);
};

const showChecklist = (budget, values) => {
  for (const {id, node} of plan.checklist) {
    const item = find(`[data-item="${id}"]`);
    const {s, v, rows: hits = []} = values[node];
    const isOpen = s === 'missing' || s === 'invalid';
    show(item, isOpen || v === true);
    item.classList.toggle('calc-item-maybe', isOpen);
    const when = find('.calc-item-when', item);
    if (when) show(when, isOpen);
    const where = find('.calc-item-rows', item);
    show(where, v === true && hits.length > 0);
    const names = hits.map(index => {
      const what = budget.costs[index].what?.trim();
      return text('row_title', {n: index + 1}) + (what ? `: ${what}` : '');
    });
    fill(where, 'list', names.join(', '));
  }
  for (const group of all('[data-checklist-group]')) show(group, all('[data-item]', group).some(item => !item.hidden));
  show(byId('checklist'), Boolean(budget.funding_type));
};

// The evaluator itself divides the support over the parts that rows name; the last takes what is left.
const partsOf = (budget, values) => {
  const {when, split, rows: id, column, by, round} = plan.parts ?? {};
  if (!round || values[split]?.s !== 'known' || (when !== null && values[when].v !== true)) return [];
  const scale = plan.scales[split];
  const amounts = new Map();
  rows().forEach((row, index) => {
    const amount = budget[id][index][column];
    if (typeof amount !== 'string' || row.classList.contains('calc-row-off')) return;
    const name = budget[id][index][by]?.trim() ?? '';
    amounts.set(name, (amounts.get(name) ?? 0n) + mantissa(amount, scale));
  });
  const whole = [...amounts.values()].reduce((sum, x) => sum + x, 0n);
  if (whole === 0n || (amounts.size === 1 && amounts.has(''))) return [];
  const number = x => ['k', decimal(x, scale)];
  let left = values[split].v;
  return [...amounts].map(([name, amount], index) => {
    const nodes = [number(values[split].v), number(amount), ['mul', 0, 1], number(whole), ['divr', 2, 3, ...round], number(left), ['min', [4, 5], [null, null]]];
    const isLast = index === amounts.size - 1;
    const share = isLast ? left : evaluate({inputs: [], nodes, scales: [scale, scale, 2 * scale, scale, scale, scale, scale]}, {})[6].v;
    left -= share;
    return {name, share: quantity(share, scale, 'EUR', true)};
  });
};

const showParts = parts => {
  const body = find('tbody', byId('parts'));
  show(byId('parts'), parts.length > 0);
  body.replaceChildren(
    ...parts.map(({name, share}) => {
      const line = byId('part').content.firstElementChild.cloneNode(true);
      fill(line, 'part', name || text('part_none'));
      fill(line, 'amount', share);
      return line;
    }),
  );
};

/** What is told aloud, and on the bar of narrow screens. */
const summary = (budget, values, fundable, missing) => {
  const short = name => {
    const [node, kind] = plan.names[name];
    return inWords(values[node], plan.scales[node], kind, false);
  };
  const support = values[plan.names.support[0]];
  const failing = plan.conditions.find(x => x.level === 'blocks' && values[x.node].v === false);
  const sums = support.s === 'known' && text('status', Object.fromEntries(sentence('status').filter(x => x.slot).map(x => [x.slot, short(x.slot)])));
  const fails = failing && text('status_fails', {title: find(`[data-condition="${failing.id}"] h4`).textContent});
  const needs = missing.length && text('status_missing', {list: missing.map(link => link.textContent).join(', ')});
  return [sums && `${sums}.`, fundable === false && fails, needs].filter(Boolean).join(' ');
};

const showResult = (budget, values) => {
  const {fundable, missing} = result(plan, values);
  const support = values[plan.names.support[0]];

  // The figures have cents when one of them has; in the receipt they always stand in line.
  const isWhole = name => {
    const [node] = plan.names[name];
    return plan.scales[node] === null || values[node].s !== 'known' || values[node].v % 10n ** BigInt(plan.scales[node]) === 0n;
  };
  const figures = all('[data-figure]');
  const figureCents = !figures.every(figure => isWhole(figure.dataset.figure));
  for (const slot of namedSlots) {
    const [node, kind] = plan.names[slot.dataset.slot];
    const value = values[node];
    write(slot, inWords(value, plan.scales[node], kind, figureCents || !slot.closest('[data-figure]')));
    if (value.s === 'known') slot.value = plan.scales[node] === null ? value.v : decimal(value.v, plan.scales[node]);
    else slot.removeAttribute('value');
  }
  for (const figure of figures) {
    const {s} = values[plan.names[figure.dataset.figure][0]];
    find('dd', figure).classList.toggle('calc-unknown', s !== 'known');
    if ('whenKnown' in figure.dataset) show(figure, s === 'known');
  }
  for (const limit of all('[data-limit]')) show(limit, support.w === limit.dataset.limit);
  for (const open of all('[data-open]')) show(open, Boolean(support.o?.includes(open.dataset.open)));

  const links = stillNeeded(missing);
  // Conditions may hold already while the support is not known yet.
  const verdict = fundable && (links.length || support.s !== 'known') ? null : fundable;
  for (const words of all('[data-verdict]')) show(words, words.dataset.verdict === String(verdict));
  list(byId('missing'), links);
  showConditions(budget, values);
  showReceipt(values);
  showParts(partsOf(budget, values));
  showChecklist(budget, values);

  const said = summary(budget, values, fundable, links);
  write(byId('bar-text'), said);
  show(byId('bar'), support.s === 'known');
  return said;
};

/* ---------------------------------------------------------------- telling and keeping */

let told = '';
let tellLater;
let keepLater;

const say = words => write(byId('status'), words);

const keep = () => {
  clearTimeout(keepLater);
  const link = writeLink(plan, readForm());
  try {
    history.replaceState(history.state, '', link ? `#${link}` : location.pathname + location.search);
  } catch {
    // Some browsers refuse when it comes too often; the next change will do.
  }
};

const update = () => {
  const budget = readForm();
  const values = evaluate(plan, budget);
  showForm(budget, values);
  const words = showResult(budget, values);
  if (!byId('errors').hidden) summarize();
  clearTimeout(keepLater);
  keepLater = setTimeout(keep, 300);
  return words;
};

// Told once typing has paused, and only what is new.
const changed = () => {
  const words = update();
  clearTimeout(tellLater);
  tellLater = setTimeout(() => {
    if (words !== told) say(words);
    told = words;
  }, 1000);
};

/* ---------------------------------------------------------------- what people do */

let removed = null;
let cleared = null;

const first = row => find('select, input', row);

const goTo = field => {
  const group = field.type === 'radio' && radios(field.name).find(radio => radio.checked);
  (group || field).focus();
};

const actions = {
  add() {
    const row = addRow();
    changed();
    first(row).focus();
  },

  remove(button) {
    const row = button.closest('.calc-row');
    const next = row.nextElementSibling;
    const name = find('legend', row).textContent.trim();
    removed = {row, next};
    row.remove();
    fill(byId('undo-row'), 'n', name);
    show(byId('undo-row'), true);
    changed();
    say(find('p', byId('undo-row')).textContent);
    if (next) first(next).focus();
    else byId('add').focus();
  },

  'undo-row'() {
    const {row, next} = removed;
    rowList.insertBefore(row, next?.parentNode === rowList ? next : null);
    show(byId('undo-row'), false);
    changed();
    first(row).focus();
  },

  clear() {
    cleared = writeLink(plan, readForm());
    fillForm({});
    show(byId('undo-row'), false);
    show(byId('undo-all'), true);
    changed();
    say(find('p', byId('undo-all')).textContent);
    // The button that was pressed is gone with the rest of the form.
    find('button', byId('undo-all')).focus();
  },

  'undo-all'() {
    fillForm(readLink(plan, cleared));
    show(byId('undo-all'), false);
    changed();
    byId('clear').focus();
  },

  // To the type that fits better; all that is typed stays.
  switch(button) {
    choose('funding_type', button.value);
    choose('kind', radios('funding_type').find(radio => radio.checked).closest('[data-kind]').dataset.kind);
    changed();
    // The button may be gone; its result is here.
    byId('results-title').focus();
  },

  'to-results'() {
    byId('results-title').focus();
  },

  go(link) {
    goTo(document.getElementById(link.hash.slice(1)));
  },

  print() {
    badFields().forEach(markIfBad);
    if (summarize()) byId('errors').focus();
    else print();
  },
};

root.addEventListener('click', event => {
  const control = event.target.closest('[data-do]');
  if (!control) return;
  event.preventDefault();
  actions[control.dataset.do](control);
});

form.addEventListener('input', ({target}) => {
  if (target.name === 'kind') {
    // The size stays: a small project of one kind becomes a small project of the other.
    const optionOf = radio => radio.closest('[data-kind]').dataset;
    const before = radios('funding_type').find(radio => radio.checked);
    const types = radios('funding_type').filter(radio => optionOf(radio).kind === target.value);
    const same = before && types.find(radio => 'small' in optionOf(radio) === 'small' in optionOf(before));
    choose('funding_type', (types.length === 1 ? types[0] : same)?.value ?? '');
  }
  // A mark goes as soon as one starts to correct, and comes back at the earliest on leaving the field.
  // Half a number ("1 2" of "1 200") is nothing yet: the last result stays.
  if (target.dataset.input || target.dataset.column) {
    mark(target, '');
    if (badIn(target)) return;
  }
  changed();
});

form.addEventListener('change', ({target}) => {
  if (!target.dataset.input && !target.dataset.column) return;
  markIfBad(target);
  changed();
});

// Enter is like leaving the field; it sends nothing.
form.addEventListener('submit', event => event.preventDefault());
form.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.target.localName !== 'input') return;
  event.preventDefault();
  if (event.target.type === 'radio') return;
  markIfBad(event.target);
  changed();
});

// A link to a place in the page takes the budget's place in the address; it gets it back at once.
addEventListener('hashchange', () => {
  if (location.hash.includes('=')) load(location.hash);
  else keep();
});
addEventListener('pagehide', keep);
addEventListener('beforeprint', () => fill(byId('results'), 'today', dateFormat.format(new Date())));

/* ---------------------------------------------------------------- start */

const load = link => {
  fillForm(readLink(plan, link));
  told = update();
};

// A few results that were calculated when the site was made.
const selfTest = () => {
  for (const {budget, expect} of plan.vectors ?? []) {
    const values = evaluate(plan, budget);
    for (const [name, wanted] of Object.entries(expect)) {
      const [node] = plan.names[name];
      const {s, v} = values[node];
      const found = s !== 'known' ? null : plan.scales[node] === null ? String(v) : decimal(v, plan.scales[node]);
      if (found !== wanted) throw new Error(`${name}: ${found} instead of ${wanted}`);
    }
  }
};

// Whatever goes wrong up to here leaves the page as it is without a script.
selfTest();
load(location.hash);
show(document.getElementById('calc-fallback'), false);
show(root, true);
