// The calculator and the pages say the same of the same budget: worked examples, random budgets, and what a
// screen reader finds in its main states.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {accessible} from './aloud.mjs';
import {open} from './browser.mjs';
import {Calculator, STATES, start} from './calculator.mjs';
import {golden, strays} from './golden.mjs';
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
    const told = readLink(plan, link);
    // A row that cannot be read is marked, and the others count.
    const costs = told.costs.map(row => (row.amount?.bad ? {...row, amount: null} : row));
    const values = evaluate(plan, {...told, costs});
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
  assert.deepEqual(Object.keys(states).sort(), ['known false', 'known null', 'known true', 'missing null'], JSON.stringify(states));
  t.diagnostic(`${BUDGETS} budgets: ${Object.entries(states).map(([state, count]) => `${count} ${state}`).join(', ')}`);
});

/* ---------------------------------------------------------------- what a screen reader finds */

const MISTAKES = 't=small_development&c=services:abc&c=rents:1.234&h=-5';
const snapshot = (on = page, selector = '#calc') => on.locator(selector).ariaSnapshot();

for (const [name, link] of Object.entries({...STATES, mistakes: MISTAKES})) {
  test(`what a screen reader finds: ${name}`, async () => {
    // No budget of this tab that one could go on with: it is kept on leaving, so it goes from another page.
    await page.goto(`${all.server.origin}/404.html`);
    await page.evaluate(() => sessionStorage.clear());
    await calculator.open(link);
    if (name === 'mistakes') await calculator.press('print');
    golden(name, await snapshot());
  });
}

test('what a screen reader finds after a row was removed, and after all was cleared', async () => {
  await calculator.open(STATES.complete);
  await calculator.row(1).locator('[data-do=remove]').press('Enter');
  golden('removed', await snapshot(page, '[aria-labelledby=calc-costs]'));
  await calculator.press('clear');
  golden('cleared', await snapshot());
});

test('what a screen reader finds without a script', async () => {
  const bare = await open(all.browser, all.server.origin, {javaScriptEnabled: false});
  await bare.goto(calculator.url);
  golden('no-script', await snapshot(bare, 'main'));
  await bare.context().close();
});

test('a field is told with its name, its hint, then what is wrong with it, and nothing twice', async () => {
  await calculator.open(`${MISTAKES}&d=31.2.2027`);
  await calculator.choose('kind', 'investment');
  await calculator.field('funding_type-investment').check();
  await calculator.press('print');
  const fields = await page.$$eval('#calc-form [aria-invalid]', list => list.map(x => x.id));
  assert.equal(fields.length, 4);
  for (const id of fields) {
    const {name, description, invalid} = await accessible(page, `#${id}`);
    const {error, hint} = await page.evaluate(x => ({error: document.getElementById(`${x}-error`).textContent, hint: document.getElementById(`${x}-hint`)?.textContent ?? ''}), id);
    assert.equal(invalid, 'true', id);
    assert.ok(name.length > 4 && !description.includes(name), `${name}: ${description}`);
    // The sentence stands once behind the hint; of a row, before why it does not count.
    assert.equal(description.indexOf(error), hint ? hint.length + 1 : 0, description);
    assert.equal(description.split(error).length, 2, description);
    // Not said over the reader besides.
    assert.equal(await page.locator('#calc-status').textContent(), '');
  }
  assert.deepEqual(new Set(await page.$$eval('#calc [id$=-error]:not([hidden])', list => list.map(x => x.textContent))).size, fields.length, 'each says what is wrong with it');
});

test('every snapshot belongs to a state, and every state has one', () => assert.deepEqual(strays(), []));
