// Which funding fits, in the browser: by keyboard, by link, with what is told aloud, and without a script.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {accessible} from './aloud.mjs';
import {launch, open} from './browser.mjs';
import {accessibilityEverywhere, edges, focus, print, reflow, targets} from './checks.mjs';
import {golden} from './golden.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const URLS = {fi: '/rahoitus/mika-sopii/', sv: '/sv/finansiering/vilken-passar/', en: '/en/funding/which-fits/'};
const ANSWERED = 'c=:12000&a=municipality&p=building&l=joensuu';
const STATES = {'finder-empty': '', 'finder-mistake': 'c=:paljon&a=association', 'finder-fits': ANSWERED, 'finder-ask': 'c=:3000&a=cooperative&p=equipment&l=liperi', 'finder-none': 'a=company&p=business'};

const site = build('/');
let browser;
let server;
let page;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  page = await open(browser, server.origin);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const visit = async (link = '', url = URLS.fi, on = page) => {
  await on.goto('about:blank');
  await on.goto(server.origin + url + (link && `#${link}`));
  await on.locator('#finder').waitFor();
};

/** The types that are shown as fitting (with "?" where to ask), and the others with their reasons. */
const found = () =>
  page.evaluate(() => {
    const seen = selector => [...document.querySelectorAll(`#finder ${selector}`)].filter(x => x.checkVisibility());
    const words = x => x.textContent.replace(/\s+/g, ' ').trim();
    return {
      verdict: seen('[data-verdict]').map(x => x.dataset.verdict).join(),
      fits: seen('[data-type]').map(x => x.dataset.type + (x.querySelector('[data-reason]').checkVisibility() ? '?' : '')),
      rest: Object.fromEntries(seen('[data-not]').map(x => [x.dataset.not, words(x.querySelector('[data-reason]'))])),
      common: seen('[data-reason=all]').map(words).join(),
      info: seen('[data-info]').map(x => x.dataset.info),
      contact: seen('#finder-contact').length > 0,
    };
  });

const focused = () => page.evaluate(() => document.activeElement.id);

test('the questions are answered with the keyboard alone; the answer changes, the focus stays', async () => {
  await visit();
  assert.deepEqual((await found()).fits.length, 4);
  await page.locator('#finder-applicant-blank').focus();
  for (let i = 0; i < 7; i += 1) await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'finder-applicant-municipality');
  assert.deepEqual((await found()).fits, ['development', 'investment']);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'finder-purpose-blank');
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'finder-purpose-building');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'finder-municipality-heinavesi');
  await page.keyboard.press('Tab');
  await page.keyboard.type('12 000');
  assert.equal(await focused(), 'finder-size');
  const now = await found();
  assert.deepEqual([now.verdict, now.fits], ['yes', ['investment']]);
  assert.match(now.rest.small_investment, /Kunta ei voi hakea/);
  assert.equal(await page.evaluate(() => location.hash), '#c=:12000&a=municipality&p=building&l=heinavesi');
  none(page.troubles());
});

test('what is told aloud comes once, after a second', async () => {
  await visit();
  const status = page.locator('#finder-status');
  assert.equal(await status.textContent(), '');
  await page.locator('#finder-applicant-company').check();
  assert.equal(await status.textContent(), '');
  await page.waitForFunction(() => document.querySelector('#finder-status').textContent);
  assert.match(await status.textContent(), /Mikään hanketyyppi ei sovi.*yritys/);
  assert.equal(await status.getAttribute('role'), 'status');
});

test('none fits: why, and whom to ask', async () => {
  await visit('a=company&p=business');
  const now = await found();
  assert.deepEqual([now.verdict, now.fits, now.rest, now.contact], ['no', [], {}, true]);
  assert.match(now.common, /yritystuista/);
  assert.ok(await page.locator('#finder-contact a[href^="tel:"]').isVisible());
});

test('best to ask: the type is there with the reason', async () => {
  await visit(STATES['finder-ask']);
  const now = await found();
  assert.deepEqual([now.verdict, now.fits, now.contact], ['ask', ['small_investment?'], true]);
});

test('a size that cannot be read is told on leaving the field, and changes nothing', async () => {
  await visit(ANSWERED);
  const size = page.locator('#finder-size');
  assert.equal(await size.inputValue(), '12\u00a0000');
  await size.fill('paljon');
  assert.deepEqual((await found()).fits, ['investment']);
  await page.keyboard.press('Tab');
  assert.equal(await size.getAttribute('aria-invalid'), 'true');
  assert.ok(await page.locator('#finder-size-error').isVisible());
  await size.fill('3000');
  assert.equal(await size.getAttribute('aria-invalid'), null);
  assert.deepEqual((await found()).fits, []);
});

test('the calculator opens with the answers, and says when one stands against its type', async () => {
  await visit(ANSWERED);
  await page.locator('[data-type=investment] [data-calculate]').click();
  await page.locator('#calc').waitFor();
  // It adds the version of the rules.
  assert.equal((await page.evaluate(() => location.hash)).replace(/&z=.*/, ''), `#t=investment&${ANSWERED}`);
  assert.equal(await page.locator('[data-column=amount]').first().inputValue(), '12\u00a0000');
  assert.ok(!(await page.locator('[data-condition=municipality_small]').count()) || !(await page.locator('[data-condition=municipality_small]').isVisible()));
  await page.locator('#calc-funding_type-small_investment').check();
  const condition = page.locator('[data-condition=municipality_small]');
  await condition.waitFor();
  assert.match(await condition.textContent(), /Kunta ei voi hakea/);
  // The way back keeps the answers.
  assert.match(await condition.locator('a').getAttribute('href'), /mika-sopii\/#a=municipality&p=building&l=joensuu$/);
  none(page.troubles());
});

test('clearing forgets all answers', async () => {
  await visit(ANSWERED);
  await page.locator('#finder-clear').press('Enter');
  assert.equal(await focused(), 'finder-clear');
  assert.equal(await page.evaluate(() => location.hash), '');
  assert.equal((await found()).verdict, 'open');
});

for (const [name, link] of Object.entries(STATES)) {
  test(`the state ${name} is in order, and reads as it should`, async () => {
    await page.setViewportSize({width: 1280, height: 900});
    // The calculator keeps the budget of a tab; the finder keeps nothing.
    await page.evaluate(() => sessionStorage.clear());
    await visit(link);
    if (name === 'finder-mistake') {
      // What a link brings that cannot be read is marked like what is typed.
      const {name: label, description, invalid} = await accessible(page, '#finder-size');
      const error = await page.locator('#finder-size-error').innerText();
      assert.equal(invalid, 'true');
      assert.ok(label.endsWith('(euroa)') && description.endsWith(` ${error}`), `${label}: ${description}`);
    }
    // The questions are the same in all states.
    const isWhole = ['finder-empty', 'finder-mistake'].includes(name);
    golden(name, (await page.locator(isWhole ? '#finder' : '#finder .calc-results').ariaSnapshot()).replaceAll(server.origin, ''));
    none(await accessibilityEverywhere(page));
    none(await reflow(page));
    none(await targets(page));
    none(await print(page));
    if (isWhole) none([...(await focus(page)), ...(await edges(page))]);
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie.length]), [0, 0, 0]);
  });
}

test('reload, back and forward keep the answers, and without a network it answers still', async () => {
  await visit();
  await page.locator('#finder-applicant-municipality').check();
  await page.locator('#finder-size').fill('12000');
  const before = await found();
  await page.reload();
  await page.locator('#finder').waitFor();
  assert.deepEqual(await found(), before);
  await page.goto(`${server.origin}/yhteystiedot/`);
  await page.goBack();
  await page.locator('#finder').waitFor();
  assert.deepEqual(await found(), before);
  await page.goForward();
  await page.goBack();
  await page.locator('#finder').waitFor();
  assert.deepEqual(await found(), before);
  page.requests.length = 0;
  await page.context().setOffline(true);
  try {
    await page.locator('#finder-purpose-building').check();
    assert.deepEqual((await found()).fits, ['investment']);
    assert.deepEqual(page.requests, []);
  } finally {
    await page.context().setOffline(false);
  }
  none(page.troubles());
});

test('in every language the words are there', async () => {
  for (const url of [URLS.sv, URLS.en]) {
    await visit(ANSWERED, url);
    assert.deepEqual((await found()).fits, ['investment']);
    none(page.troubles());
  }
});

test('without a script the page answers by tables', async () => {
  const context = await browser.newContext({javaScriptEnabled: false});
  const plain = await context.newPage();
  await plain.goto(server.origin + URLS.fi);
  assert.ok(!(await plain.locator('#finder').isVisible()));
  const row = plain.locator('tr', {hasText: 'Kunta tai kaupunki'});
  assert.match((await row.textContent()).replace(/\s+/g, ' '), /Kehittämishanke, Investointihanke ?Kunta ei voi hakea pienhankkeen tukea/);
  await context.close();
});
