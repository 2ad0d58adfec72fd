// Which funding fits: reads the answers, evaluates the plan for each funding type, and shows those that fit.
//
// Every word is in the page already, every rule in the plan. The answers stay in the address; nothing is stored
// and nothing is sent. They are a part of a budget, so that the calculator opens with them.

import {evaluate} from './plan.js';
import {decimal, mantissa, readField, readLink, writeLink} from './budget.js';

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = id => document.getElementById(`finder-${id}`);

const plan = JSON.parse(byId('plan').textContent);
const root = document.getElementById('finder');
const form = byId('form');
const size = byId('size');
const questions = plan.inputs.filter(({id}) => byId(id));
const rows = plan.inputs.find(({id}) => id === size?.dataset.rows);
const types = Object.keys(plan.projects);

const show = (element, isShown) => {
  element.hidden = !isShown;
};
// Only what changes is written, so that nothing is read aloud anew without need.
const write = (element, words) => {
  if (element.textContent !== words) element.textContent = words;
};
const message = (name, filling = {}) =>
  Object.entries(filling).reduce((words, [key, value]) => words.replace(`{${key}}`, value), root.parentElement.querySelector(`template[data-text="${name}"]`).content.textContent);

/* ------------------------------------------------------------ answers */

const radios = id => all(`input[name="${id}"]`, form);
const typedSize = () => readField(size?.value ?? '', rows?.cols.amount ?? {t: 'text'}) || null;

/** What is answered, as a part of a budget; the size is a row whose category is not known yet. */
const answers = () => {
  const told = Object.fromEntries(questions.map(({id}) => [id, radios(id).find(x => x.checked)?.value || null]));
  const amount = typedSize();
  return amount && !amount.bad ? {...told, [rows.id]: [{amount}]} : told;
};

const fill = told => {
  for (const {id} of questions) for (const radio of radios(id)) radio.checked = radio.value === (told[id] ?? '');
  const {amount} = (rows && told[rows.id]?.[0]) ?? {};
  // A comma between groups would have to be read as one before decimals, too.
  const group = root.dataset.group.replace(',', '');
  if (size) size.value = amount?.text ?? (amount ? written(mantissa(amount, 2), 2, group) : '');
};

// An amount without its unit, with cents if it needs them.
const written = (value, scale, group = root.dataset.group) => {
  const [whole, cents = ''] = decimal(value, scale).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, group) + (/[1-9]/.test(cents) ? root.dataset.decimal + cents : '');
};

/* ------------------------------------------------------------ what fits */

const LEVELS = {blocks: 'no', warns: 'ask'};

/** How a funding type stands to the answers: {type, verdict: 'yes' | 'ask' | 'no', reasons, remarks, open, values}. */
const judge = (type, told) => {
  const project = plan.projects[type];
  const amount = rows && told[rows.id]?.[0].amount;
  const budget = {...project, ...told, ...(rows && {[rows.id]: amount ? project[rows.id].map(row => ({...row, amount})) : []})};
  const values = evaluate(plan, budget);
  const failing = level => plan.conditions.filter(x => x.level === level && values[x.node].v === false);
  const level = Object.keys(LEVELS).find(x => failing(x).length);
  const open = plan.conditions.flatMap(x => (values[x.node].s === 'missing' ? values[x.node].n : []));
  return {type, verdict: LEVELS[level] ?? 'yes', reasons: level ? failing(level) : [], remarks: failing('info'), open, values};
};

// A reason in words, its gaps filled with the numbers of the project.
const tell = (element, {id} = {}, values) => {
  const words = id ? all(`template[data-condition="${id}"]`)[0].content.cloneNode(true) : '';
  if (id) {
    for (const slot of all('[data-slot]', words)) {
      const [node] = plan.names[slot.dataset.slot];
      slot.textContent = message('money', {n: written(values[node].v, plan.scales[node])});
    }
  }
  const text = words.textContent ?? '';
  if (element.textContent !== text) element.replaceChildren(words);
  show(element, id);
};

const part = (name, value) => root.querySelector(`[data-${name}="${value}"]`);
const nameOf = type => part('type', type).querySelector('h3').textContent;

/** Shows what follows from the answers, and returns what is to be told aloud. */
const update = () => {
  const told = answers();
  const found = types.map(type => judge(type, told));
  const fitting = found.filter(x => x.verdict === 'yes');
  const asking = found.filter(x => x.verdict === 'ask');
  const isNone = !fitting[0] && !asking[0];
  // What stands against all of them is said once.
  const common = isNone && found[0].reasons.find(({id}) => found.every(x => x.reasons.some(y => y.id === id)));
  const open = isNone ? [] : [
    ...questions.filter(({id}) => found.some(x => x.open.includes(id))).map(({id}) => byId(id).querySelector('legend')),
    ...(rows && found.some(x => x.open.includes(rows.id)) ? [size.labels[0].firstChild] : []),
  ];
  const verdict = fitting[0] ? (open[0] ? 'open' : 'yes') : asking[0] ? 'ask' : 'no';

  for (const words of all('[data-verdict]', root)) show(words, words.dataset.verdict === verdict);
  tell(part('reason', 'all'), common || undefined, found[0].values);
  for (const {type, verdict: one, reasons, values} of found) {
    const card = part('type', type);
    show(card, one !== 'no');
    tell(card.querySelector('[data-reason]'), one === 'ask' ? reasons[0] : undefined, values);
    for (const link of all('[data-calculate]', card)) link.hash = writeLink(plan, {...told, funding_type: type});
    const line = part('not', type);
    show(line, one === 'no' && !common);
    tell(line.querySelector('[data-reason]'), one === 'no' ? reasons[0] : undefined, values);
  }
  show(byId('rest'), !common && found.some(x => x.verdict === 'no'));
  const remarks = found.flatMap(x => x.remarks.map(({id}) => id));
  for (const line of all('[data-info]', root)) show(line, remarks.includes(line.dataset.info));
  show(byId('remarks'), remarks[0]);
  show(byId('contact'), isNone || asking[0]);

  show(byId('open'), open[0]);
  write(byId('open').querySelector('[data-slot]'), open.map(x => x.textContent.trim()).join(' '));

  const link = writeLink(plan, told);
  try {
    for (const other of all('.langs a')) other.hash = link;
    history.replaceState(history.state, '', link ? `#${link}` : location.pathname + location.search);
  } catch {
    // Some browsers refuse when it comes too often; the next change will do.
  }
  const names = list => list.map(x => nameOf(x.type)).join(', ');
  return [
    fitting[0] && message(open[0] ? 'open' : 'fits', {list: names(fitting)}),
    asking[0] && message('ask', {list: names(asking)}),
    isNone && [message('no'), part('reason', 'all').textContent].join(' '),
  ].filter(Boolean).join(' ').trim();
};

/* ------------------------------------------------------------ what people do */

let told = '';
let telling;

// Told once the answers have paused, and only what is new.
const changed = () => {
  const words = update();
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (words !== told) write(byId('status'), words);
    told = words;
  }, 1000);
};

const mark = isMarked => {
  show(byId('size-error'), isMarked);
  size.closest('.calc-field').classList.toggle('calc-field-bad', isMarked);
  if (isMarked) size.setAttribute('aria-invalid', 'true');
  else size.removeAttribute('aria-invalid');
};

form.addEventListener('input', ({target}) => {
  if (target === size) {
    mark(false);
    // Half a number is nothing yet, and what it was before is not told any more.
    if (typedSize()?.bad) return clearTimeout(telling);
  }
  changed();
});
form.addEventListener('change', ({target}) => {
  if (target !== size) return;
  mark(Boolean(typedSize()?.bad));
  changed();
});
form.addEventListener('submit', event => event.preventDefault());
byId('clear').addEventListener('click', () => {
  fill({});
  if (size) mark(false);
  changed();
});

const load = () => {
  fill(readLink(plan, location.hash));
  if (size) mark(Boolean(typedSize()?.bad));
  told = update();
};
addEventListener('hashchange', () => location.hash.includes('=') && load());

// Whatever goes wrong up to here leaves the page as it is without a script.
load();
show(byId('fallback'), false);
show(root, true);
