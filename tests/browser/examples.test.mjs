// The calculator and the pages say the same of the same budget: worked examples, random budgets, and what a
// screen reader finds in its main states.
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {open} from './browser.mjs';
import {Calculator, STATES, start} from './calculator.mjs';
import {none} from './none.mjs';
import {root} from './site.mjs';
import {readLink, writeLink} from '../../themes/leader/static/budget.js';
import {evaluate} from '../../themes/leader/static/plan.js';

let all;
let calculator;
let page;
before(async () => {
  all = await start();
  ({calculator, page} = all);
});
after(() => all?.stop());

/* ---------------------------------------------------------------- worked examples */

const plain = text => text.replace(/[ \n\t]+/g, ' ').trim();

/** The worked examples that stand on the pages: their id, link and the lines of their receipt. */
const examplesOnPages = async ({pages}) => {
  const reader = await open(all.browser, all.server.origin, {javaScriptEnabled: false});
  const found = new Map();
  for (const {url} of pages.filter(x => x.html.includes('class="example"'))) {
    await reader.goto(all.server.origin + url);
    const examples = await reader.$$eval('.example', list =>
      list.map(example => ({
        id: example.getAttribute('aria-labelledby').replace('example-', ''),
        link: example.querySelector('a.button')?.getAttribute('href'),
        receipt: [...example.querySelectorAll('tbody tr')].map(line => [
          line.querySelector('th a').textContent,
          line.querySelector('th .note')?.textContent ?? '',
          line.querySelector('td').textContent,
        ]),
      })),
    );
    for (const example of examples) found.set(`${example.id} on ${url}`, example);
  }
  await reader.context().close();
  return found;
};

test('opened in the calculator, every worked example has the receipt of its page', async t => {
  const examples = await examplesOnPages(all.site);
  const rules = readFileSync(`${root}content/rules/examples.yaml`, 'utf8');
  const published = [...rules.matchAll(/^(\w+):\n(?: {2}.*\n)*? {2}publish: true$/gm)].map(([, id]) => id);
  assert.ok(published.length > 5);
  const shown = new Set([...examples.values()].map(x => x.id));
  none(published.filter(id => !shown.has(id)).map(id => `${id} stands on no page`));

  const found = [];
  for (const [name, {link, receipt}] of examples) {
    const [address, state] = link?.split('#') ?? [];
    // Each language has a calculator of its own.
    if (!state || !all.site.page(address)?.isCalculator) {
      found.push(`${name}: no link`);
      continue;
    }
    const inLanguage = new Calculator(all.page, new URL(address, calculator.url).href);
    await inLanguage.open(state);
    const result = await inLanguage.result();
    const lines = list => list.map(line => line.map(plain).join(' | ')).join('\n');
    if (lines(result.receipt) !== lines(receipt)) found.push(`${name}:\n--- page\n${lines(receipt)}\n--- calculator\n${lines(result.receipt)}`);
    if (result.missing.length) found.push(`${name}: missing ${result.missing}`);
  }
  none(found);
  t.diagnostic(`${examples.size} receipts of ${shown.size} examples compared`);
});

/* ---------------------------------------------------------------- random budgets */

const BUDGETS = 60;

/** An amount as the page writes it: groups of three, cents if there are any. */
const written = (value, scale) => {
  const digits = String(value).padStart(scale + 1, '0');
  const [whole, cents] = [digits.slice(0, -scale), digits.slice(-scale)];
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0')}${/^0+$/.test(cents) ? '' : `,${cents}`}\u00a0€`;
};

/** Budgets in all shapes that a reader may leave: complete, without some answers, with fields that cannot be read. */
const randomBudgets = plan => {
  let seed = 20261121;
  const random = below => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const pick = list => list[random(list.length)];
  const input = id => plan.inputs.find(x => x.id === id);
  const amount = most => `${random(most)}.${String(random(100)).padStart(2, '0')}`;
  const sometimes = (part, value) => (random(100) < part ? value : null);
  return Array.from({length: BUDGETS}, () => {
    const type = pick(input('funding_type').of);
    const isSmall = type.startsWith('small_');
    const most = isSmall ? 4000 : 90_000;
    return {
      funding_type: type,
      cost_model: pick(input('cost_model').of),
      support_rate: sometimes(90, `0.${String(1 + random(99)).padStart(2, '0')}00`),
      costs: Array.from({length: random(5) + 1}, () => ({
        category: sometimes(95, pick(random(10) < 8 ? plan.choices.funding_type[type].costs : input('costs').cols.category.of)),
        amount: random(30) === 0 ? {bad: true, text: '1.234', problem: 'ambiguous'} : sometimes(96, amount(most)),
        what: '',
        part: isSmall ? pick(['', 'A', 'B']) : '',
      })),
      volunteer_hours: sometimes(60, amount(isSmall ? 80 : 900)),
      machine_hours: sometimes(30, amount(40)),
      other_public: sometimes(20, amount(30_000)),
    };
  });
};

test('random budgets show what the rules give', async t => {
  await calculator.open();
  const plan = JSON.parse(await page.locator('#calc-plan').textContent());
  const unknown = await calculator.message('unknown');
  const states = {};
  const found = [];
  for (const budget of randomBudgets(plan)) {
    const link = writeLink(plan, budget);
    await page.evaluate(x => (location.hash = x), link);
    await page.waitForFunction(x => document.querySelector('#calc-funding_type input:checked')?.value === x, budget.funding_type);
    const values = evaluate(plan, readLink(plan, link));
    const {figures, verdict} = await calculator.result();
    for (const name of ['total', 'support', 'own_cash', 'own_in_kind']) {
      const [node] = plan.names[name];
      const {s, v} = values[node];
      const expected = s === 'known' ? written(v, plan.scales[node]) : unknown;
      if (figures[name] !== expected) found.push(`${link}: ${name} is ${figures[name]}, not ${expected}`);
      if (name === 'support') states[`${s} ${verdict}`] = (states[`${s} ${verdict}`] ?? 0) + 1;
    }
  }
  none(found);
  none(page.troubles());
  // The comparison is worth something only if results of all kinds were among them.
  assert.deepEqual(Object.keys(states).sort(), ['invalid null', 'known false', 'known true', 'missing null'], JSON.stringify(states));
  t.diagnostic(`${BUDGETS} budgets: ${Object.entries(states).map(([state, count]) => `${count} ${state}`).join(', ')}`);
});

/* ---------------------------------------------------------------- what a screen reader finds */

const folder = new URL('snapshots/', import.meta.url);

/** Compares with the text that was agreed on; UPDATE=1 agrees on what there is now. */
const golden = (name, text) => {
  const file = new URL(`${name}.yml`, folder);
  if (process.env.UPDATE) {
    mkdirSync(folder, {recursive: true});
    writeFileSync(file, text);
  }
  assert.ok(existsSync(file), `no snapshot ${name}: look at the page, then run with UPDATE=1`);
  const [expected, found] = [readFileSync(file, 'utf8'), text].map(x => x.split('\n'));
  const at = found.findIndex((line, i) => line !== expected[i]);
  const around = lines => lines.slice(Math.max(at - 2, 0), at + 4).join('\n');
  assert.ok(text === expected.join('\n'), `${name} differs from line ${at + 1} on:\n--- agreed\n${around(expected)}\n--- found\n${around(found)}`);
};

const MISTAKES = 't=small_development&c=services:abc&c=rents:1.234&h=-5';

for (const [name, link] of Object.entries({...STATES, mistakes: MISTAKES})) {
  test(`what a screen reader finds: ${name}`, async () => {
    await calculator.open(link);
    if (name === 'mistakes') await calculator.press('print');
    golden(name, `${await page.locator('#calc').ariaSnapshot()}\n`);
  });
}

test('every snapshot belongs to a state', () => {
  const names = [...Object.keys(STATES), 'mistakes'].map(name => `${name}.yml`);
  assert.deepEqual(readdirSync(folder).filter(name => !name.startsWith('finder-')).sort(), names.sort());
});
