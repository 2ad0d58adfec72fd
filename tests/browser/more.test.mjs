// What goes beyond the calculator's result: comparing, asking backwards, the money before the support comes,
// keeping and sharing, and links of other rules.
import assert from 'node:assert/strict';
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {accessible, listen, said} from './aloud.mjs';
import {open, passes} from './browser.mjs';
import {Calculator, STATES, start} from './calculator.mjs';
import {accessibility, accessibilityEverywhere, edges, focus, print, reflow, targets} from './checks.mjs';
import {golden} from './golden.mjs';
import {none} from './none.mjs';
import {build, root, serve} from './site.mjs';

let all;
let page;
let calculator;

before(async () => {
  all = await start();
  ({page, calculator} = all);
});
after(() => all?.stop());

// 6 000 € paid, 30 h: support 5 940 €, own money 60 €.
const EVENT = 't=small_development&c=services:4200:Pelimannit:A&c=other:1800::B&h=30';

const plain = text => text.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
// What is in it is worked out as it opens, before this listener hears of it.
const open_ = async (id, press = () => page.locator(`#more-${id} > summary`).click()) => {
  await page.evaluate(x => {
    window.toggled = new Promise(done => document.getElementById(x).addEventListener('toggle', done, {once: true}));
  }, `more-${id}`);
  await press();
  await page.evaluate(() => window.toggled.then(() => {}));
};
const tree = (selector, on = page) => on.locator(selector).ariaSnapshot();
const part = id => page.locator(`#more-${id}`);
const words = async locator => plain(await locator.innerText());
const lines = selector => page.$$eval(`${selector}:not([hidden])`, x => x.filter(y => y.checkVisibility()).map(y => y.innerText.replace(/[\u00a0\u202f\s]+/g, ' ').trim()));
const come = async (link, on = calculator) => {
  await on.open(link);
  await on.page.locator('#more-compare').waitFor({state: 'attached'});
};

/* ---------------------------------------------------------------- the chart */

test('the bar shows the parts of the financing, and the list beside it says the same', async () => {
  await come(EVENT);
  const chart = await page.$eval('.more-chart', x => ({
    reason: x.querySelector('figcaption').textContent,
    bars: [...x.querySelectorAll('[data-bar]')].map(y => Number(y.getAttribute('width'))),
    list: [...x.querySelectorAll('li:not([hidden])')].map(y => y.innerText),
    isHidden: x.querySelector('svg').getAttribute('aria-hidden'),
  }));
  assert.deepEqual(chart.bars, [90, 0, 9.09, 0.9]);
  assert.deepEqual(chart.list.map(plain), ['Tuki 5 940,00 €', 'Omarahoitus talkootyönä 600,00 €', 'Oma raha 60,00 €']);
  assert.equal(plain(chart.reason), 'Tuki on 90 % kokonaiskustannuksista 6 600 €.');
  assert.equal(chart.isHidden, 'true');
  // A limit says itself why.
  await come(STATES.capped);
  assert.equal(await page.locator('[data-reason]').isVisible(), false);
  assert.deepEqual((await calculator.result()).limits, ['public_ceiling']);
});

test('without a result nothing more is loaded or shown', async () => {
  page.requests.length = 0;
  await calculator.open('t=small_development');
  await passes(page, 500);
  assert.deepEqual(page.requests.filter(x => x.includes('more')), []);
  assert.equal(await page.locator('.more-part').count(), 0);
});

/* ---------------------------------------------------------------- side by side */

test('alternatives stand side by side with the same rows, and one is taken over by one press', async () => {
  await come('t=development&m=flat_19&r=80&c=salaries:9000&c=services:4200&c=travel:1800&h=50');
  await open_('compare');
  const table = await page.$$eval('#more-compare tbody tr', x => x.map(y => [...y.cells].map(z => z.innerText.replace(/[\u00a0\u202f\s]+/g, ' ').trim())));
  assert.deepEqual(table.map(([name, support, cash]) => [name, support, cash]), [
    ['Kehittämishanke Tosiasialliset kustannukset', '12 800,00 €', '2 200,00 €'],
    ['Kehittämishanke Laskennalliset kustannukset 19 %', '13 366,40 €', '1 633,60 €'],
    ['Kehittämishanke Laskennalliset kustannukset 40 %', '10 080,00 €', '4 920,00 €'],
  ]);
  assert.equal(table[0][3], 'Kaikki lasketaan mukaan.');
  assert.equal(table[1][3], 'Sisältyy prosenttiosuuteen: Matkakustannukset.');
  assert.equal(table[1][4], 'Tämä on nyt valittuna.');
  assert.equal(table[2][3], 'Sisältyy prosenttiosuuteen: Ostopalvelut, Matkakustannukset. Kustannuksia, joita ei lasketa mukaan ja jotka maksatte itse: 2 400,00 €.');
  assert.match(table[0][4], /^Tukea 566,40 € vähemmän\. Omaa rahaa 566,40 € enemmän\. Valitse/);
  assert.deepEqual(await lines('#more-compare [data-blocked] li'), [
    'Investointihanke, Pieni investointi Tapahtumat, koulutus ja yhteistyö ovat kehittämistä.',
    'Pieni kehittämishanke Kokonaiskustannukset ovat 16 000 €, ja pienhankkeessa ne ovat enintään 8 000 €. Rajaa hanketta tai laske se laajempana hankkeena.',
  ]);

  golden('comparison', await tree('#more-compare'));

  const {rows} = await calculator.filled();
  await page.locator('#more-compare tbody tr').nth(2).getByRole('button').click();
  assert.equal(await calculator.focused(), 'results-title');
  assert.equal(plain((await calculator.result()).figures.support), '10 080 €');
  assert.deepEqual((await calculator.filled()).rows, rows);
  assert.equal(await page.locator('#more-compare tbody tr').nth(2).evaluate(x => x.classList.contains('more-chosen')), false, 'worked out once typing pauses');
  await page.locator('#more-compare tbody tr:nth-child(3).more-chosen').waitFor();
  assert.equal(await words(page.locator('#more-compare tbody tr').nth(2).locator('[data-slot=difference]')), 'Tämä on nyt valittuna.');
});

/* ---------------------------------------------------------------- backwards */

test('how many whole hours until no own money is needed, into the calculation and back', async () => {
  await come(EVENT);
  await open_('solve');
  const question = page.locator('[data-question=no_cash]');
  assert.equal(await words(question.locator('[data-answer]')), 'Omaa rahaa ei tarvita, kun talkootunteja ilman työkonetta on vähintään 34 h. Tuki on silloin 6 000,00 €.');
  assert.match(await words(page.locator('[data-question=useful_hours] [data-answer]')), /^Kun talkootunteja on 34 h,/);
  await question.getByRole('button').click();
  assert.equal(await calculator.field('volunteer_hours').inputValue(), '34');
  assert.equal(plain((await calculator.result()).figures.own_cash), '0 €');
  assert.equal(await question.getByRole('button').isVisible(), false, 'what is used already is not offered');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'undo-use');
  await page.keyboard.press('Enter');
  assert.equal(await calculator.field('volunteer_hours').inputValue(), '30');
  assert.equal(await calculator.focused(), 'summary');
});

test('what costs give a wanted support, and what a sum of own money carries', async () => {
  await come(EVENT);
  await open_('solve');
  await page.locator('#more-costs_for').fill('5 000');
  // With 600 € of work 90 % is more than what is paid, so that the support is what is paid.
  assert.match(await words(page.locator('[data-question=costs_for] [data-answer]')), /^Tuki on vähintään 5 000,00 €, kun Muut välittömät kulut maksaa vähintään 800 €\./);
  golden('backwards', await tree('#more-solve'));
  // What a choice changes stands behind it.
  assert.ok(await page.evaluate(() => [...document.querySelectorAll('[data-question=costs_for], [data-question=project_for]')].every(x => x.compareDocumentPosition(document.querySelector('#more-row')) & Node.DOCUMENT_POSITION_PRECEDING)));
  await page.locator('#more-row').selectOption('0');
  assert.match(await words(page.locator('[data-question=costs_for] [data-answer]')), /kun Pelimannit maksaa vähintään 3 200 €\./);
  await page.locator('#more-project_for').fill('100');
  assert.match(await words(page.locator('[data-question=project_for] [data-answer]')), /^Oma raha 100,00 € riittää, kun Pelimannit maksaa enintään 4 600 €\./);
  await page.locator('#more-costs_for').fill('100000');
  assert.match(await words(page.locator('[data-question=costs_for] [data-answer]')), /^Tuki ei nouse näin suureksi\. Suurin tuki, joka mahtuu, on 7 200,00 €, kun Pelimannit maksaa 5 600 €\. Oma raha on silloin 200,00 €\./);
  // What cannot be read is told on leaving the field, in the words of the other fields.
  await page.locator('#more-costs_for').fill('abc');
  await page.keyboard.press('Tab');
  assert.equal(await page.locator('#more-costs_for-error').isVisible(), true);
  assert.equal(await page.locator('#more-costs_for').getAttribute('aria-invalid'), 'true');
  assert.equal(await words(page.locator('[data-question=costs_for] [data-answer]')), '');
});

/* ---------------------------------------------------------------- before the money comes */

test('what has to be paid before the support comes, and what a part that is not done costs', async () => {
  await come(EVENT);
  await open_('before');
  assert.deepEqual(await lines('#more-before .calc-figure'), [
    'Maksettava ensin itse 6 000,00 €',
    'Siitä omaa rahaa 60,00 €',
    'Siitä tuki, joka tulee jälkikäteen 5 940,00 €',
  ]);
  const rows = await page.$$eval('#more-before tbody tr', x => x.map(y => [...y.cells].map(z => z.innerText.replace(/[\u00a0\u202f\s]+/g, ' ').trim())));
  assert.deepEqual(rows, [
    ['A', '4 200,00 €', '4 158,00 €', '1 782,00 €'],
    ['B', '1 800,00 €', '1 782,00 €', '4 158,00 €'],
  ]);
  assert.equal(await part('before').locator('[data-permanence]').isVisible(), false);
  golden('before-and-parts', await tree('#more-before'));
  await come('t=investment&r=60&c=contracting:20000&d=2027-12-31');
  await open_('before');
  assert.equal(await words(part('before').locator('[data-lease]')), 'Jos kohde ei ole hakijan oma, vuokra- tai hallintasopimuksen on oltava voimassa vähintään 31. joulukuuta 2032 asti.');
});

/* ---------------------------------------------------------------- keeping and sharing */

test('a budget is kept on the device only when asked, opened again, deleted, and brought back', async () => {
  await come(EVENT);
  const stored = () => page.evaluate(() => localStorage.length);
  for (const id of ['compare', 'solve', 'before', 'keep']) await open_(id);
  assert.equal(await stored(), 0);
  // The address follows what is typed a moment later.
  await page.waitForFunction(() => document.querySelector('#more-link').value === location.href);
  await listen(page);
  await page.locator('[data-do=store]').press('Enter');
  assert.equal(await stored(), 1);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'store');
  assert.deepEqual(await said(page), ['Budjetti on tallennettu tälle laitteelle. Se löytyy sivun alusta.']);
  await page.locator('[data-do=store]').press('Enter');
  assert.deepEqual(await said(page), ['Budjetti on tallennettu tälle laitteelle. Se löytyy sivun alusta.'], 'what is done twice is told twice');
  assert.deepEqual(await lines('[data-notice=kept] li > span[data-slot]'), [await words(page.locator('[data-notice=kept] li > span[data-slot]').first())], 'the same budget is kept once');

  await calculator.open();
  await page.locator('[data-do=open-kept]').waitFor();
  assert.match((await lines('[data-notice=kept] li > span[data-slot]'))[0], /^Pieni kehittämishanke, kokonaiskustannukset 6 600,00 €, tallennettu /);
  await page.locator('[data-do=open-kept]').press('Enter');
  assert.equal(plain((await calculator.result()).figures.support), '5 940 €');
  assert.equal(await calculator.focused(), 'results-title');
  await listen(page);
  await page.locator('[data-do=forget]').press('Enter');
  assert.equal(await stored(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'undo-forget');
  assert.deepEqual(await said(page), ['Tallennettu budjetti on poistettu.']);
  await page.keyboard.press('Enter');
  assert.equal(await stored(), 1);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'open-kept');
  golden('keeping', (await tree('[data-notice=kept]')).replace(/\d+\.\d+\.\d{4}/g, 'PÄIVÄ'));
  await page.locator('[data-do=forget]').press('Enter');
  await calculator.open();
  assert.equal(await stored(), 0);
  assert.equal(await page.locator('[data-notice=kept]:visible').count(), 0);
  none(page.troubles());
});

test('the link is copied, and where that is not allowed it is there to be copied', async () => {
  await come(EVENT);
  await open_('keep');
  await listen(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('[data-do=copy]').press('Enter');
  await page.waitForFunction(() => window.said.length);
  assert.deepEqual(await said(page), ['Linkki on kopioitu.']);
  // The address follows a moment after the figures.
  await page.waitForFunction(() => location.hash.includes('&z='));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.evaluate(() => location.href));
  await page.context().clearPermissions();
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
  });
  await page.locator('[data-do=copy]').press('Enter');
  await page.waitForFunction(() => window.said.length);
  assert.match((await said(page)).join(), /^Kopiointi ei onnistunut\./);
  assert.equal(await page.evaluate(() => getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)), await page.evaluate(() => location.href));
  none(page.troubles());
});

test('without a network the comparisons still answer, and what cannot be made says so', async () => {
  await come('t=development&r=80&c=services:12000');
  page.troubles();
  await page.context().setOffline(true);
  try {
    await listen(page);
    for (const id of ['compare', 'solve', 'before']) await open_(id);
    assert.equal(await page.locator('#more-compare tbody tr').count() > 1, true);
    await page.locator('#more-papers [value=csv]').press('Enter');
    await page.locator('#more-papers-failed').waitFor();
    assert.deepEqual(await said(page), [await words(page.locator('#more-papers-failed'))]);
    assert.equal(await page.evaluate(() => document.activeElement.value), 'csv');
    golden('no-network', await tree('#more-papers'));
  } finally {
    await page.context().setOffline(false);
  }
  // The browser itself complains of what did not come.
  none(page.troubles().filter(x => !/ERR_INTERNET_DISCONNECTED|Failed to fetch dynamically/.test(x)));
});

test('a part opens and closes by Enter and Space, says so, and keeps the focus', async () => {
  await come(EVENT);
  for (const id of ['compare', 'solve', 'before', 'keep']) {
    const summary = page.locator(`#more-${id} > summary`);
    await summary.focus();
    const state = async () => {
      const {role, name, expanded} = await accessible(page, `#more-${id} > summary`);
      assert.ok(name.length > 5 && /disclosure|button/i.test(role), `${role} ${name}`);
      assert.ok(await summary.evaluate(x => x === document.activeElement));
      return expanded;
    };
    assert.equal(await state(), false);
    for (const [key, isOpen] of [['Enter', true], ['Enter', false], ['Space', true]]) {
      await open_(id, () => page.keyboard.press(key));
      assert.equal(await state(), isOpen, `${id} ${key}`);
    }
  }
  // An answer is said once one stops typing, and only that.
  await listen(page);
  await page.locator('#more-costs_for').focus();
  await page.keyboard.type('5000', {delay: 60});
  assert.deepEqual(await said(page), []);
  await page.waitForFunction(() => window.said.length);
  assert.deepEqual((await said(page)).map(plain), [await words(page.locator('[data-question=costs_for] [data-answer]'))]);
  none(page.troubles());
});

test('what was kept by others or broken is no hindrance', async () => {
  await calculator.open();
  for (const kept of ['', 'x', '{}', '[1,null,{"link":5}]', '[{"link":"t=nonsense&c=:::","at":"x"}]', '[{"link":"<img src=x onerror=alert(1)>","at":1}]', '[{"link":"t=x","at":1e300}]', '[{"link":"h=5","at":1e300}]', 'null', '[[[[', '{"__proto__":[]}']) {
    await page.evaluate(x => localStorage.setItem('leader-budgets', x), kept);
    await come(EVENT);
    assert.equal(plain((await calculator.result()).figures.support), '5 940 €', kept);
    // What comes with the rest of the calculator is there, too.
    await page.locator('#more-link').waitFor({state: 'attached'});
    assert.equal(await page.locator('[data-notice] img').count(), 0);
    assert.equal(await page.locator('[data-unread]').isVisible(), kept !== '', kept);
  }
  await page.evaluate(() => localStorage.clear());
  none(page.troubles());
});

test('what cannot be read is told, stays when a budget is kept, and goes when that is asked', async () => {
  const many = Array.from({length: 30_000}, (_, at) => ({link: `t=small_development&h=${at}`, at}));
  await page.evaluate(x => localStorage.setItem('leader-budgets', JSON.stringify(x)), [{future: 'form'}, ...many]);
  await come(EVENT);
  await page.locator('[data-unread]').waitFor();
  assert.equal(await page.locator('[data-notice=kept] li').count(), 20);
  await open_('keep');
  await page.locator('[data-do=store]').press('Enter');
  const stored = () => page.evaluate(() => JSON.parse(localStorage.getItem('leader-budgets')));
  assert.equal((await stored()).length, 21);
  assert.deepEqual((await stored()).at(-1), {future: 'form'});
  await listen(page);
  await page.locator('[data-do=forget-unread]').press('Enter');
  assert.deepEqual(await said(page), ['Lukukelvoton osa on poistettu.']);
  assert.equal((await stored()).length, 20);
  assert.equal(await page.locator('[data-unread]').isVisible(), false);
  // Where nothing may be kept, that is said.
  await page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };
  });
  await page.locator('[data-do=forget]').first().press('Enter');
  assert.deepEqual(await said(page), ['Selain ei anna tallentaa. Käytä linkkiä.']);
  assert.equal(await page.locator('[data-notice=kept] li').count(), 20);
  await page.evaluate(() => localStorage.clear());
  none(page.troubles());
});

/* ---------------------------------------------------------------- links of other rules */

test('a link of other rules says which values have changed, and what that does to the result', async () => {
  await come(EVENT);
  await calculator.field('volunteer_hours').fill('20');
  await calculator.settled();
  const link = await page.evaluate(() => location.hash.slice(1));
  assert.match(link, /&z=20230101-[0-9a-f]{6}$/);

  const folder = mkdtempSync(join(tmpdir(), 'leader-rules-'));
  try {
    for (const name of ['content', 'themes']) cpSync(join(root, name), join(folder, name), {recursive: true});
    const file = join(folder, 'content/rules/parameters.yaml');
    const rules = readFileSync(file, 'utf8');
    const changed = rules.replace(/(small_development_rate:\n  source: joensuu\n  values:\n)    - \{from: 2023-01-01, value: 90 %\}/, '$1    - {from: 2023-01-01, until: 2026-09-30, value: 90 %}\n    - {from: 2026-10-01, value: 80 %}');
    assert.notEqual(changed, rules);
    writeFileSync(file, changed);
    // The texts of a worked example of the old rules are none of this test.
    const other = build('/', folder);
    const server = await serve(other);
    const tab = await open(all.browser, server.origin);
    const there = new Calculator(tab, `${server.origin}/laskuri/`);
    await come(link, there);
    const notice = tab.locator('[data-notice=version]');
    await notice.waitFor();
    assert.deepEqual((await notice.locator('li').allInnerTexts()).map(plain), ['Tukiprosentti pienessä kehittämishankkeessa: ennen 90 %, nyt 80 %']);
    assert.equal(plain(await notice.locator('[data-effect]').innerText()), 'Vanhoilla säännöillä tuki olisi 5 760,00 €, nykyisillä se on 5 120,00 €.');
    golden('changed-rules', await tree('[aria-labelledby=calc-project]', tab));
    none(await accessibility(tab));
    none(await reflow(tab));
    none(await edges(tab));
    none(tab.troubles());
    // Its own links are those of its own rules.
    await there.field('volunteer_hours').fill('25');
    await there.settled();
    const own = new URL(tab.url()).hash.slice(1);
    assert.match(own, /&z=20261001-/);
    await come(own, there);
    assert.equal(await notice.isVisible(), false);
    await tab.context().close();
    await server.close();
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }

  await come(link.replace(/z=.*/, 'z=20200101-000000'));
  assert.match(await words(page.locator('[data-notice=version]')), /^Säännöt ovat muuttuneet linkin tekemisen jälkeen Laskelma on tehty uudelleen/);
  golden('changed-rules-unknown', await tree('[data-notice=version]'));
  await come(link.replace(/z=.*/, 'z=__proto__'));
  assert.equal(plain((await calculator.result()).figures.support), '5 760 €');
  none(page.troubles());
});

/* ---------------------------------------------------------------- for all */

test('all of it open can be used by all', async t => {
  await come(`${EVENT}&z=20200101-000000`);
  for (const id of ['compare', 'solve', 'before', 'keep']) await open_(id);
  await page.locator('[data-do=store]').click();
  await t.test('axe finds nothing', async () => none(await accessibilityEverywhere(page)));
  await t.test('fits narrow windows and large text', async () => none(await reflow(page)));
  await t.test('has targets of 44 px', async () => none(await targets(page)));
  await t.test('shows the focus', async () => none(await focus(page)));
  await t.test('shows its edges', async () => none(await edges(page)));
  await t.test('prints', async () => none(await print(page)));
  await t.test('without a trouble', () => none(page.troubles()));
  await page.evaluate(() => localStorage.clear());
});
