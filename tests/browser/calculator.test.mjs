// The calculator in the browser, by keyboard, by link, by mistake, without a network and without a script.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {open, passes} from './browser.mjs';
import {Calculator, STATES, start} from './calculator.mjs';
import {accessibilityEverywhere, edges, focus, motion, print, reflow, targets, DESKTOP, PHONE} from './checks.mjs';
import {none} from './none.mjs';

let calculator;
let page;
let all;

before(async () => {
  all = await start();
  ({calculator, page} = all);
});
after(() => all?.stop());

/* ---------------------------------------------------------------- by keyboard alone */

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Tab until this has the focus, as one does who knows where it is; nothing else is touched. */
const tabTo = async (wanted, key = 'Tab') => {
  for (let i = 0; i < 80; i += 1) {
    if ((await calculator.focused()) === wanted) return;
    await press(key);
  }
  assert.fail(`Tab does not reach ${wanted}`);
};

test('a budget is filled in with the keyboard alone, from a fresh page to a complete result', async () => {
  await calculator.open();
  await press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await press('Enter');
  assert.equal(await calculator.focused(), 'main');

  await tabTo('kind-development');
  await press('Space', 'Tab', 'Space'); // the first answer of each question
  assert.deepEqual((await calculator.filled()).chosen.slice(0, 2), ['kind=development', 'funding_type=small_development']);
  await press('ArrowDown'); // the arrows move the choice, and only that
  assert.equal((await calculator.filled()).chosen[1], 'funding_type=development');
  await press('ArrowUp');

  await tabTo('category 1');
  await page.keyboard.type('Osto'); // a list is chosen from by typing
  await press('Tab');
  assert.equal(await calculator.focused(), 'what 1');
  await page.keyboard.type('Ohjelma');
  await press('Tab');
  await page.keyboard.type('4 200');
  await tabTo('add');
  await press('Enter');
  assert.equal(await calculator.focused(), 'category 2');
  await page.keyboard.type('Muut');
  await press('Tab', 'Tab');
  await page.keyboard.type('1800 €');
  await tabTo('volunteer_hours');
  await page.keyboard.type('50');
  await press('Tab');
  await calculator.settled();

  const {verdict, figures, limits, missing, conditions, off} = await calculator.result();
  assert.deepEqual(
    {verdict, figures, limits, missing, conditions, off},
    {
      verdict: 'true',
      figures: {support: '6\u00a0000\u00a0€', own_cash: '0\u00a0€', own_in_kind: '1\u00a0000\u00a0€', total: '7\u00a0000\u00a0€'},
      limits: ['paid_costs_only'],
      missing: [],
      conditions: ['useful_hours'],
      off: ['', ''],
    },
  );
  assert.equal(await page.evaluate(() => location.hash.replace(/&z=20230101-[0-9a-f]{6}$/, '')), '#t=small_development&c=services:4200:Ohjelma&c=other:1800&h=50');
  none(page.troubles());
});

test('a line of the receipt that comes has its amount, though the amount is the one from before', async () => {
  await calculator.open('t=investment&r=100&c=contracting:180000');
  const {receipt} = await calculator.result();
  await calculator.cell(1, 'amount').fill('190000');
  const {figures, limits, receipt: limited} = await calculator.result();
  assert.deepEqual([figures.support, limits], ['180\u00a0000\u00a0€', ['public_ceiling']]);
  assert.equal(limited.length, receipt.length + 1);
  none(limited.filter(([, , shown]) => !shown).map(([label]) => label));
  none(page.troubles());
});

/** Where the focus is: its place in the document, and whether something hides it. */
const stop = () =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const box = at.getBoundingClientRect();
    const points = [[box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3], [box.left + box.width / 2, box.top + box.height / 2]];
    const isSeen = points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (at.contains(hit) || hit.contains(at) || at.labels?.[0]?.contains(hit));
    });
    return {place: [...document.querySelectorAll('*')].indexOf(at), name: (at.id || at.textContent).trim().slice(0, 40), isSeen};
  });

for (const [what, viewport] of [['phone', PHONE], ['desk', DESKTOP]]) {
  test(`Tab goes through all in the order of the page and back, and nothing hides the focus (${what})`, async () => {
    await page.setViewportSize(viewport);
    await calculator.open(STATES.complete);
    const found = [];
    const walk = async key => {
      const seen = [];
      for (let at; seen.length < 120; seen.push(at)) {
        await press(key);
        at = await stop();
        if (!at || seen.some(x => x.place === at.place)) break; // at the end, or around
        if (!at.isSeen) found.push(`hidden: ${at.name}`);
      }
      return seen;
    };
    const there = await walk('Tab');
    const back = await walk('Shift+Tab');
    none(found);
    const places = there.map(x => x.place);
    assert.deepEqual(places, [...places].sort((x, y) => x - y));
    assert.deepEqual(back.map(x => x.name).reverse().join('\n'), there.map(x => x.name).join('\n'));
    const reachable = await page.$$eval('a[href], button, input, select, summary, [tabindex="0"]', list =>
      list.filter(x => x.checkVisibility({visibilityProperty: true}) && !x.disabled && (x.type !== 'radio' || x.checked)).length,
    );
    assert.equal(there.length, reachable);
    await page.setViewportSize(DESKTOP);
  });
}

test('radio buttons are one stop each, and arrows choose', async () => {
  await calculator.open('t=development&m=actual&r=80');
  await calculator.field('cost_model-actual').focus();
  await press('ArrowDown');
  assert.equal(await calculator.focused(), 'cost_model-flat_19');
  assert.ok(await calculator.field('cost_model-flat_19').isChecked());
  await press('Tab');
  assert.equal(await calculator.focused(), 'category 1');
});

test('Enter, Escape, arrows and the wheel leave what is typed and where one is', async () => {
  await calculator.open(STATES.complete);
  const before = await calculator.filled();
  const amount = calculator.cell(1, 'amount');
  for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'PageUp']) {
    await amount.focus();
    await press(key);
    assert.equal(await calculator.focused(), 'amount 1', key);
  }
  await amount.hover();
  await page.mouse.wheel(0, -50);
  await page.mouse.wheel(0, 50);
  await calculator.settled();
  assert.deepEqual(await calculator.filled(), before);
  assert.equal(await page.evaluate(() => location.search), '');
  const kinds = await page.$$eval('#calc-form input:not([type=radio], [type=hidden])', x => x.map(y => `${y.type} ${y.dataset.column ?? y.dataset.input} ${y.inputMode}`));
  none(kinds.filter(x => !/^text (what|part|last_payment) $|^text (amount|volunteer_hours|machine_hours|support_rate|other_public) decimal$/.test(x)));
});

/* ---------------------------------------------------------------- numbers */

const ACCEPTED = [
  ['1 200', '1 200 €'],
  ['1200', '1 200 €'],
  ['1200,50', '1 200,50 €'],
  ['1200.5', '1 200,50 €'],
  ['1 200 €', '1 200 €'],
  ['1\u00a0200,50\u00a0€', '1 200,50 €'],
  ['1\u202f200', '1 200 €'],
  ['1.200,50', '1 200,50 €'],
  ['  1200  ', '1 200 €'],
  ['0', '0 €'],
  ['19999999,99', '19 999 999,99 €'],
];

const REFUSED = [
  ['abc', 'problem_unreadable'],
  ['1,2,3', 'problem_unreadable'],
  ['12 €€', 'problem_unreadable'],
  ['1e3', 'problem_unreadable'],
  ['-5', 'problem_negative'],
  ['−5', 'problem_negative'],
  ['1.234', 'problem_ambiguous'],
  ['1,234', 'problem_ambiguous'],
  ['1200,505', 'problem_too_precise'],
  ['20000000,01', 'problem_too_large'],
  ['9'.repeat(40), 'problem_too_large'],
];

test('spellings of numbers that are accepted, typed and pasted', async () => {
  const found = [];
  for (const [typed, shown] of ACCEPTED) {
    await calculator.open('t=small_development&c=other:');
    await calculator.choose('funding_type', 'small_development');
    await calculator.cell(1, 'category').selectOption('other');
    await calculator.cell(1, 'amount').focus();
    await page.keyboard.insertText(typed); // as pasting does
    await press('Tab');
    const {figures} = await calculator.result();
    if (figures.total !== shown.replaceAll(' ', '\u00a0')) found.push(`${typed}: ${figures.total}`);
    if (await calculator.error(1).isVisible()) found.push(`${typed}: ${await calculator.error(1).innerText()}`);
    if ((await calculator.cell(1, 'amount').inputValue()) !== typed) found.push(`${typed} was rewritten`);
  }
  none(found);
});

test('spellings that are refused say why, on leaving the field, and keep what was typed', async () => {
  const found = [];
  await calculator.open('t=small_development&c=other:100');
  const amount = calculator.cell(1, 'amount');
  const error = calculator.error(1);
  for (const [typed, problem] of REFUSED) {
    const words = (await calculator.message(problem)).split(/\s+/)[0];
    await amount.fill(typed);
    if (await error.isVisible()) found.push(`${typed}: marked while typing`);
    await amount.press('Tab');
    const text = (await error.isVisible()) ? await error.innerText() : '';
    if (!text.startsWith(words) || text.length < 20) found.push(`${typed}: ${text}`);
    const told = await amount.evaluate(x => [x.getAttribute('aria-invalid'), x.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id)?.textContent ?? `no ${id}`).join('|')]);
    if (told[0] !== 'true' || !told[1].includes(text)) found.push(`${typed}: ${told}`);
    if ((await amount.inputValue()) !== typed) found.push(`${typed} was rewritten`);
    await amount.fill('100');
    if ((await error.isVisible()) || (await amount.getAttribute('aria-invalid'))) found.push(`${typed}: still marked after correcting`);
  }
  none(found);
});

test('a rate below one asks what is meant', async () => {
  await calculator.open('t=development&c=services:10000');
  const rate = calculator.field('support_rate');
  await rate.fill('0,8');
  await rate.press('Tab');
  const asked = await calculator.field('support_rate-error').innerText();
  assert.match(asked, /0,8.%/);
  assert.match(asked, /80.%/);
  for (const [typed, support] of [['80', '8 000 €'], ['80 %', '8 000 €'], ['0,8 %', '80 €'], ['62,5', '6 250 €']]) {
    await rate.fill(typed);
    await rate.press('Tab');
    assert.equal((await calculator.result()).figures.support, support.replaceAll(' ', '\u00a0'), typed);
  }
  await rate.fill('101');
  await rate.press('Tab');
  assert.match(await calculator.field('support_rate-error').innerText(), /100/);
});

test('an empty field is never a mistake', async () => {
  await calculator.open('t=investment&c=land:1&r=80');
  for (const field of await page.locator('#calc-form input[type=text]:visible').all()) {
    await field.fill('');
    await field.press('Tab');
  }
  assert.equal(await page.locator('#calc .calc-error:visible, [aria-invalid]').count(), 0);
});

/* ---------------------------------------------------------------- rows */

test('rows are added, removed and brought back, and the focus is always somewhere sensible', async () => {
  await calculator.open('t=small_development&c=services:100:Yksi&c=rents:200:Kaksi&c=other:300:Kolme');
  const whats = async () => (await calculator.filled()).rows.map(row => row[1]);
  const numbers = () => page.$$eval('#calc-rows legend', x => x.map(y => y.textContent.trim()));

  await calculator.press('add');
  assert.equal(await calculator.focused(), 'category 4');
  assert.deepEqual(await numbers(), ['Kustannus 1', 'Kustannus 2', 'Kustannus 3', 'Kustannus 4']);

  await calculator.row(2).locator('[data-do=remove]').press('Enter');
  assert.deepEqual(await whats(), ['Yksi', 'Kolme', '']);
  assert.equal(await calculator.focused(), 'category 2');
  assert.deepEqual(await numbers(), ['Kustannus 1', 'Kustannus 2', 'Kustannus 3']);
  assert.equal((await calculator.result()).figures.total, '400\u00a0€');

  await page.locator('[data-do=undo-row]').press('Enter');
  assert.deepEqual(await whats(), ['Yksi', 'Kaksi', 'Kolme', '']);
  assert.equal(await calculator.focused(), 'category 2');
  assert.equal((await calculator.result()).figures.total, '600\u00a0€');

  for (const last of [4, 3, 2]) await calculator.row(last).locator('[data-do=remove]').click();
  assert.equal(await calculator.focused(), 'add');
  await calculator.row(1).locator('[data-do=remove]').click();
  assert.deepEqual(await whats(), []);
  assert.equal(await calculator.focused(), 'add');
  await calculator.press('add');
  assert.deepEqual(await numbers(), ['Kustannus 1']);
  none(page.troubles());
});

test('the name of a button that removes a row says which', async () => {
  await calculator.open(STATES.complete);
  assert.deepEqual(
    await page.$$eval('[data-do=remove]', x => x.map(y => y.textContent.replace(/\s+/g, ' ').trim())),
    ['Poista kustannus 1', 'Poista kustannus 2'],
  );
});

test('clearing can be undone as a whole', async () => {
  await calculator.open(STATES.complete);
  const before = await calculator.filled();
  const result = await calculator.result();
  await calculator.press('clear');
  assert.equal(await calculator.focused(), 'undo-all');
  assert.deepEqual((await calculator.filled()).rows, [['', '', '', '']]);
  assert.equal((await calculator.result()).verdict, 'null');
  await page.keyboard.press('Enter');
  assert.deepEqual(await calculator.filled(), before);
  assert.deepEqual(await calculator.result(), result);
  assert.equal(await calculator.focused(), 'clear');
});

/* ---------------------------------------------------------------- nothing typed is lost */

test('changing type and cost model loses nothing, and rows that do not count say why', async () => {
  await calculator.open('t=development&m=actual&r=80&c=salaries:10000:Palkka&c=travel:500:Matkat&c=materials:300:Paperi&h=10');
  const typed = async () => {
    const {fields, rows} = await calculator.filled();
    return {fields, rows};
  };
  const before = await typed();
  const off = async () => (await calculator.result()).off;
  const notForType = await calculator.message('not_for_type');
  const covered = await calculator.message('covered_by_flat_rate');

  assert.deepEqual(await off(), ['', '', notForType]);
  await calculator.choose('cost_model', 'flat_40');
  assert.deepEqual(await off(), ['', covered, notForType]);
  assert.equal((await calculator.result()).figures.total, '14\u00a0000\u00a0€');
  await calculator.choose('kind', 'investment');
  assert.deepEqual(await off(), [notForType, notForType, '']);
  await calculator.choose('funding_type', 'small_investment');
  await calculator.choose('kind', 'development');
  assert.deepEqual((await calculator.filled()).chosen.slice(0, 2), ['kind=development', 'funding_type=small_development']);
  assert.deepEqual(await off(), ['', '', '']);
  await calculator.choose('funding_type', 'development');
  assert.deepEqual(await off(), ['', covered, notForType]);
  await calculator.choose('cost_model', 'actual');
  assert.deepEqual(await off(), ['', '', notForType]);
  assert.deepEqual(await typed(), before);

  // The reason belongs to the row: it is told with its fields, and is not colour alone.
  const described = await calculator.cell(3, 'amount').evaluate(x => x.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id)?.textContent).join(' '));
  assert.ok(described.includes(notForType), described);
});

test('the way out of a failing condition keeps all that was typed', async () => {
  await calculator.open(STATES.blocked);
  const before = await calculator.filled();
  const first = await calculator.result();
  assert.equal(first.verdict, 'false');
  assert.deepEqual(first.conditions.slice(0, 1), ['small_size']);
  assert.equal(await page.locator('[data-do=switch]:visible').count(), 1);

  await page.locator('[data-do=switch]:visible').press('Enter');
  const after = await calculator.filled();
  assert.deepEqual({rows: after.rows, fields: after.fields}, {rows: before.rows, fields: before.fields});
  assert.ok(after.chosen.includes('funding_type=development'));
  assert.equal(await calculator.focused(), 'results-title');
  const second = await calculator.result();
  assert.equal(second.verdict, 'null'); // now the rate is asked for
  assert.ok(!second.conditions.includes('small_size'));
  assert.equal(second.missing.length, 1);
  await page.locator('#calc-missing a').click();
  assert.equal(await calculator.focused(), 'support_rate');
});

test('what is missing is listed with links to its fields', async () => {
  await calculator.open(STATES['half-filled']);
  const {missing, verdict, figures} = await calculator.result();
  assert.equal(verdict, 'null');
  assert.equal(figures.support, await calculator.message('unknown'));
  assert.equal(missing.length, 2);
  const reached = [];
  for (const link of await page.locator('#calc-missing a').all()) {
    await link.click();
    reached.push(await calculator.focused());
  }
  assert.deepEqual(reached.sort(), ['category 2', 'support_rate']);
  assert.match(await page.evaluate(() => location.hash), /^#t=development/);
});

/* ---------------------------------------------------------------- mistakes, print */

test('Print with unreadable fields leads to them one by one, and without to paper', async () => {
  await calculator.open('t=small_development&c=services:abc&c=rents:1.234&h=-5');
  await page.evaluate(() => {
    window.printed = 0;
    window.print = () => {
      window.printed += 1;
      dispatchEvent(new Event('afterprint'));
    };
  });
  const title = await page.title();
  assert.equal(await page.locator('#calc-errors').isVisible(), false);
  await page.locator('[data-do=print]').press('Enter');
  assert.equal(await calculator.focused(), 'errors');
  assert.equal(await page.evaluate(() => window.printed), 0);
  assert.notEqual(await page.title(), title);
  assert.ok((await page.title()).endsWith(title));

  const links = page.locator('#calc-errors a');
  const texts = await links.allInnerTexts();
  const errors = await page.locator('.calc-error:visible').allInnerTexts();
  assert.equal(texts.length, 3);
  texts.forEach((text, i) => assert.ok(text.endsWith(`: ${errors[i]}`), `${text} / ${errors[i]}`));
  assert.match(texts[1], /^Kustannus 2/);

  for (const [expected, value] of [['amount 1', '500'], ['amount 2', '1234'], ['volunteer_hours', '5']]) {
    await links.first().press('Enter');
    assert.equal(await calculator.focused(), expected);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(value);
    await page.keyboard.press('Tab');
  }
  assert.equal(await page.locator('#calc-errors').isVisible(), false);
  assert.equal(await page.title(), title);
  await page.locator('[data-do=print]').press('Enter');
  // The documents are made when they are asked for.
  await page.waitForFunction(() => window.printed);
  assert.equal(await page.evaluate(() => window.printed), 1);
  assert.equal((await calculator.result()).figures.total, '1\u00a0834\u00a0€');
});

test('paper has the answers, the amounts, the result, the day and that it is an estimate', async () => {
  await calculator.open(STATES.complete);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({media: 'print'});
  const seen = await page.evaluate(() => {
    const seen = [...document.querySelectorAll('main *')].filter(x => x.checkVisibility());
    return {
      text: seen.filter(x => !x.children.length).map(x => x.textContent).join('\n'),
      printed: seen.find(x => x.className === 'calc-printed')?.textContent ?? '',
      values: seen.filter(x => 'typed' in x.dataset).map(x => getComputedStyle(x, '::before').content.slice(1, -1)),
      chosen: seen.filter(x => x.localName === 'label' && document.getElementById(x.htmlFor)?.checked).map(x => x.htmlFor),
      other: seen.filter(x => x.localName === 'label' && x.control?.type === 'radio' && !x.control.checked).map(x => x.htmlFor),
    };
  });
  await page.emulateMedia({media: 'screen'});
  for (const value of ['Hirret ja katto', '2 900', '45', '5']) assert.ok(seen.values.map(x => x.replaceAll('\u00a0', ' ')).includes(value), value);
  const today = new Intl.DateTimeFormat('fi', {dateStyle: 'long'}).format(new Date());
  for (const words of ['4\u00a0462,50\u00a0€', 'Tämä on arvio', 'Tukilaskuri']) assert.ok(seen.text.includes(words), words);
  assert.ok(seen.printed.endsWith(today), seen.printed);
  assert.ok(seen.chosen.includes('calc-funding_type-small_investment'));
  assert.deepEqual(seen.other, []);
});

/* ---------------------------------------------------------------- said aloud */

test('one short sentence is said, once typing stops', async () => {
  await calculator.open('t=small_development&c=services:4200');
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(list => {
      for (const {target} of list) {
        const at = target.nodeType === 1 ? target : target.parentElement;
        const live = at.closest('[role=alert], [role=status], [aria-live]:not([aria-live=off]), output');
        if (live?.checkVisibility()) window.said.push(live.textContent.trim());
      }
    }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden']});
  });
  const said = () => page.evaluate(() => window.said.splice(0));
  await calculator.cell(1, 'amount').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('50', {delay: 120});
  assert.equal(await calculator.focused(), 'amount 1');
  assert.deepEqual(await said(), []);
  await passes(page, 1300);
  const [sentence, ...rest] = await said();
  assert.deepEqual(rest, []);
  assert.match(sentence, /^Tuki 3\u00a0825\u00a0€, .*425\u00a0€\.$/);
  assert.ok(sentence.length < 120);

  // What changes nothing is not said; a mistake is not said over the reader, but stands with its field.
  await calculator.cell(1, 'what').fill('Kouluttaja');
  await page.keyboard.press('Tab');
  await passes(page, 1300);
  assert.deepEqual(await said(), []);
});

/* ---------------------------------------------------------------- kept and not kept */

test('reload, back and a copied address keep all; nothing is stored or asked for', async () => {
  await calculator.open();
  await calculator.choose('kind', 'investment');
  await calculator.choose('funding_type', 'investment');
  await calculator.cell(1, 'category').selectOption('land');
  await calculator.cell(1, 'what').fill('Tontti: 50 % & + # "ä"');
  await calculator.cell(1, 'amount').fill('6 000,50');
  await calculator.press('add');
  await calculator.cell(2, 'category').selectOption('building');
  await calculator.cell(2, 'amount').fill('1.234'); // not readable, and still kept
  await calculator.field('support_rate').fill('70');
  await calculator.field('last_payment').fill('31.12.2027');
  await calculator.choose('vat_liable', '0');
  await calculator.settled();
  const plain = ({fields, ...rest}) => JSON.parse(JSON.stringify({fields, ...rest}).replace(/\\u00a0|\u00a0/g, ' '));
  const before = plain(await calculator.filled());
  const url = await page.evaluate(() => location.href);

  await page.reload();
  await page.locator('#calc').waitFor();
  assert.deepEqual(plain(await calculator.filled()), before);

  await page.goto(calculator.url.replace('laskuri/', 'yhteystiedot/'));
  for (const isAgain of [false, true]) {
    if (isAgain) {
      // The address has the budget again, so that nothing else changes it on the way.
      await calculator.settled();
      await page.goForward();
      await page.waitForURL('**/yhteystiedot/');
    }
    await page.goBack();
    await page.locator('#calc').waitFor();
    assert.deepEqual(plain(await calculator.filled()), before);
  }

  await calculator.open(url.split('#')[1]);
  assert.deepEqual(plain(await calculator.filled()), before);

  assert.equal(new URL(url).search, '');
  assert.deepEqual(await page.evaluate(() => [localStorage.length, Object.keys(sessionStorage).filter(x => x !== 'leader-last').length, document.cookie.length]), [0, 0, 0]);
  assert.deepEqual(await page.context().cookies(), []);
  none(page.troubles());
});

test('it works without a network once loaded, and asks for nothing while one types', async () => {
  await calculator.open('t=small_development');
  page.requests.length = 0;
  await page.context().setOffline(true);
  try {
    await calculator.cell(1, 'category').selectOption('services');
    await calculator.cell(1, 'amount').fill('2000');
    await calculator.field('volunteer_hours').fill('10');
    await calculator.press('add');
    await calculator.choose('kind', 'investment');
    await passes(page, 1300);
    assert.equal((await calculator.result()).figures.support, '1\u00a0650\u00a0€');
    assert.deepEqual(page.requests, []);
  } finally {
    await page.context().setOffline(false);
  }
  none(page.troubles());
});

test('a long pause changes nothing', async () => {
  const other = await open(all.browser, all.server.origin);
  await other.clock.install();
  await other.goto(`${calculator.url}#${STATES.complete}`);
  await other.locator('#calc').waitFor();
  const read = () => other.$$eval('#calc-form input, #calc-form select', x => x.map(y => [y.value, y.checked]));
  const before = await read();
  await other.clock.fastForward('30:00');
  assert.deepEqual(await read(), before);
  none(other.troubles());
  await other.context().close();
});

/* ---------------------------------------------------------------- broken links, no script */

const BROKEN = [
  '', '=', '&', '&&==&', '%', 't', 't=', 't=%', 't=%E4', 't=nonsense', 't=toString', 't=__proto__', '__proto__=1', 'constructor=1',
  'm=flat_40', 'r=200', 'r=-1', 'r=abc', 'c=', 'c=:', 'c=::::', 'c=:::::::::', 'c=nonsense:100', 'c=services:', 'c=services:abc:<b>x</b>', 'c=services:1e400',
  't=development&c=services:99999999999999999999', 't=development&t=investment', 'h=1&h=2', 'd=2027-02-30', 'd=0000-00-00', 'v=2', 'v=true',
  `c=${'x'.repeat(5000)}`, 'c=services:1&'.repeat(600), 'calc-results', 'rule-total', '"><script>alert(1)</script>', 't=small_development&c=services:5000:%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E:%3Cb%3Eosio%3C%2Fb%3E',
];

test('no link breaks the page', async () => {
  // A fixed generator: the same links in every run.
  let seed = 7;
  const random = below => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const pick = list => list[random(list.length)];
  const pieces = ['t=', 'c=', 'services', 'land', ':', '100', '-', '%', '%20', '&', '=', '#', 'small_development', 'investment', 'm=', 'r=', 'ä', '€', '1.234', ' ', '+', 'h=', 'd=', '2027-01-01', 'flat_19'];
  const made = Array.from({length: 60}, () => Array.from({length: 1 + random(14)}, () => pick(pieces)).join(''));

  const found = [];
  const look = async link => {
    await page.locator('#calc').waitFor();
    await page.evaluate(() => document.querySelector('#calc-add').click());
    found.push(...page.troubles().map(what => ({what, where: link.slice(0, 60)})));
    const inserted = await page.locator('#calc :is(img, script, b)').count();
    if (inserted) found.push({what: 'markup from the link', where: link});
  };
  for (const link of BROKEN) {
    await page.goto('about:blank');
    await page.goto(`${calculator.url}#${link}`);
    await look(link);
  }
  // A link may also come while the page is open.
  for (const link of made) {
    await page.evaluate(x => new Promise(done => {
      addEventListener('hashchange', done, {once: true});
      setTimeout(done, 50);
      location.hash = x;
    }), link);
    await look(link);
  }
  none(found);
});

/** Pastes as the browser does it: an event with what is on the clipboard. */
const paste = (selector, words) =>
  calculator.page.locator(selector).first().evaluate((field, text) => {
    field.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    return field.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
  }, words);

test('rows of a spreadsheet become rows when they are pasted, and go again by one press', async () => {
  await calculator.open('t=small_development');
  const {page} = calculator;
  const told = page.locator('#calc-undo-paste');
  await paste('[data-column=what]', 'Laji\tKulu\tSumma\nOstopalvelut\tKouluttaja\t1 200,50 €\n\tKahvit\tkysyttävä\n\tSali\t300\n\tYhteensä\t1 500,50\n');
  await told.waitFor();
  assert.match((await told.locator('p').innerText()).replace(/\u00a0/g, ' '), /^Rivejä lisättiin 3, pois jäi 2 \(Laji Kulu Summa; Yhteensä 1 500,50\)\.$/);
  assert.deepEqual((await calculator.filled()).rows.map(row => row.slice(0, 3).map(x => x.replace(/\s/g, ' '))), [
    ['services', 'Kouluttaja', '1 200,50'],
    ['', 'Kahvit', 'kysyttävä'],
    ['', 'Sali', '300'],
  ]);
  assert.equal(await page.locator('.calc-row .calc-field-bad').count(), 1);
  assert.equal(await calculator.focused(), 'category 1');
  await page.waitForFunction(() => document.querySelector('#calc-status').textContent.includes('Rivejä lisättiin 3'));
  await page.locator('[data-do=undo-paste]').click();
  assert.equal(await told.isVisible(), false);
  assert.deepEqual((await calculator.filled()).rows.map(row => row.slice(0, 3)), [['', '', '']]);
  // Below a row in which something is typed; a single value is pasted like everywhere.
  await calculator.open('t=small_development&c=services:100:Yksi&c=other:200:Kaksi');
  await paste('[data-column=what]', 'a\t1\nb\t2');
  await told.waitFor();
  assert.deepEqual((await calculator.filled()).rows.map(row => row[1]), ['Yksi', 'a', 'b', 'Kaksi']);
  assert.equal(await paste('[data-column=amount]', ' 12,50 '), true);
  none(page.troubles());
});

test('without a script there are tables, links to rules and worked examples, and no form', async () => {
  const bare = await open(all.browser, all.server.origin, {javaScriptEnabled: false});
  await bare.goto(calculator.url);
  const seen = await bare.evaluate(() => {
    const seen = selector => [...document.querySelectorAll(`main ${selector}`)].filter(x => x.checkVisibility());
    return {forms: seen('form, input, select').length, tables: seen('table').length, links: seen('a').map(x => x.getAttribute('href')), words: seen('p').length};
  });
  assert.equal(seen.forms, 0);
  assert.ok(seen.tables >= 2, JSON.stringify(seen));
  for (const url of ['/laskuri/saannot/', '/laskuri/esimerkit/']) assert.ok(seen.links.includes(url), url);
  // Chromium says of the scripts that it does not load that a policy is against them.
  none(bare.troubles().filter(x => !x.startsWith('csp: ')));
  await bare.context().close();
});

test('when a script does not come, the page stays as it is without one', async () => {
  const other = await open(all.browser, all.server.origin);
  await other.route(/plan\.[0-9a-f]+\.js$/, route => route.abort());
  await other.goto(`${calculator.url}#${STATES.complete}`);
  assert.equal(await other.locator('#calc-fallback').isVisible(), true);
  assert.equal(await other.locator('#calc').isVisible(), false);
  await other.context().close();
});

/* ---------------------------------------------------------------- every state */

test('fields have names with units, groups have legends', async () => {
  await calculator.open('t=investment&c=land:100&h=1');
  const session = await page.context().newCDPSession(page);
  const {nodes} = await session.send('Accessibility.getFullAXTree');
  const fields = nodes.filter(x => ['textbox', 'combobox'].includes(x.role?.value)).map(x => ({name: x.name.value, description: x.description?.value ?? ''}));
  const withUnit = fields.filter(x => /, (euroa|tuntia|prosenttia)$/.test(x.name));
  assert.equal(withUnit.length, 5, JSON.stringify(fields));
  assert.equal(new Set(fields.map(x => x.name)).size, fields.length);
  assert.ok(withUnit.filter(x => x.description.length > 20).length >= 4);
  const groups = nodes.filter(x => ['group', 'radiogroup'].includes(x.role?.value)).map(x => x.name.value);
  assert.ok(groups.length >= 7 && groups.every(Boolean), groups.join('|'));
  assert.ok(groups.includes('Kustannus 1'));
  await session.detach();
});

for (const [name, link] of Object.entries({...STATES, mistakes: 't=small_development&c=services:abc&c=rents:1.234&h=-5'})) {
  test(`state "${name}" can be used by all`, async t => {
    await calculator.open(link);
    if (name === 'mistakes') await calculator.press('print');
    await t.test('axe finds nothing', async () => none(await accessibilityEverywhere(page)));
    await t.test('fits narrow windows and large text', async () => none(await reflow(page)));
    await t.test('has targets of 44 px', async () => none(await targets(page)));
    await t.test('shows the focus', async () => none(await focus(page)));
    await t.test('shows its edges, and nothing moves', async () => none([...(await edges(page)), ...(await motion(page))]));
    await t.test('prints all of it', async () => none(await print(page)));
    await t.test('without a trouble', () => none(page.troubles()));
  });
}

/* ---------------------------------------------------------------- languages */

test('amounts are written as each language writes them, and can be read again', async () => {
  const link = 't=small_development&c=services:4200&c=other:1800.5&h=1250,5';
  for (const [address, typed, support, total] of [
    ['/laskuri/', '4 200', '6 000,50 €', '31 010,50 €'],
    ['/sv/raknare/', '4 200', '6 000,50 €', '31 010,50 €'],
    // A comma between groups would be one before decimals to the reader of the field.
    ['/en/calculator/', '4200', '€6,000.50', '€31,010.50'],
  ]) {
    const one = new Calculator(calculator.page, new URL(address, calculator.url).href);
    await one.open(link);
    const plain = text => text.replace(/[\u00a0\u202f]/g, ' ');
    assert.equal(plain(await one.cell(1, 'amount').inputValue()), typed, address);
    assert.equal(await calculator.page.locator('#calc .calc-error:visible').count(), 0, address);
    const {figures} = await one.result();
    assert.equal(plain(figures.support), support, address);
    assert.equal(plain(figures.total), total, address);
    assert.equal(await calculator.page.evaluate(() => document.documentElement.lang), address.match(/^\/(sv|en)\//)?.[1] ?? 'fi');
  }
  await calculator.open();
});
