// Every page in the browser: for those who see, hear, enlarge, press keys or print.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, open} from './browser.mjs';
import {accessibility, accessibilityEverywhere, focus, print, reflow, targets, PHONE} from './checks.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const site = build('/');
const below = build('/leader/');
let browser;
const servers = [];

// A page of the browser that looks at one site after the other page by page.
const reader = async site => {
  const server = await serve(site);
  servers.push(server);
  const page = await open(browser, server.origin);
  page.visit = async ({url}) => {
    page.requests.length = 0;
    const response = await page.goto(server.origin + url, {waitUntil: 'load'});
    if (response?.status() !== 200) throw new Error(`${url}: ${response?.status()}`);
  };
  return page;
};

let page;
before(async () => {
  browser = await launch();
  page = await reader(site);
});
after(async () => {
  await browser?.close();
  await Promise.all(servers.map(server => server.close()));
});

// What other sites see in their frames.
const framed = (of, one) => (one.hasFrame ? of.pages.filter(page => page.isAlone).flatMap(page => page.loads) : []);

for (const one of site.representatives) {
  // The languages differ in their words alone, and words in their length.
  const isFirst = one.all('html')[0].lang === 'fi';
  test(`${one.url} is in order`, async t => {
    await page.visit(one);
    const known = [...one.loads, ...framed(site, one)];
    const unknown = page.requests.filter(path => !known.includes(path));
    await t.test('loads only what it names, without an error', () => none([...page.troubles(), ...unknown]));
    await t.test('axe finds nothing', async () => none(await (isFirst ? accessibilityEverywhere : accessibility)(page)));
    await t.test('fits narrow windows and large text', async () => none(await reflow(page)));
    await t.test('has targets of 44 px', async () => none(await targets(page)));
    if (isFirst) await t.test('shows the focus', async () => none(await focus(page)));
    await t.test('prints its text', async () => none(await print(page)));
  });
}

test('on a phone the menu opens and closes by key, and gives the focus back', async () => {
  await page.setViewportSize(PHONE);
  await page.visit(site.page('/rahoitus/'));
  const menu = page.locator('#menu');
  assert.equal(await menu.isVisible(), false);
  await page.locator('.menu-button').focus();
  await page.keyboard.press('Enter');
  assert.equal(await menu.isVisible(), true);
  none(await accessibility(page));
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('#menu').contains(document.activeElement)));
  await page.keyboard.press('Escape');
  assert.equal(await menu.isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'menu-button');
  none(page.troubles());
});

test('the first stop of a page leads past the menu', async () => {
  const found = [];
  for (const one of site.representatives.filter(page => !page.isAlone)) {
    await page.visit(one);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const at = await page.evaluate(() => document.activeElement.id);
    if (at !== 'main') found.push({what: `leads to ${at}`, where: one.url});
  }
  none(found);
});

test('below a path pages load without an error', async () => {
  const other = await reader(below);
  const found = [];
  for (const one of below.representatives) {
    await other.visit(one);
    const known = [...one.loads, ...framed(below, one)];
    const unknown = other.requests.filter(path => !known.includes(path));
    found.push(...[...other.troubles(), ...unknown].map(what => ({what, where: one.url})));
  }
  none(found);
});
