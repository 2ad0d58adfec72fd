// Every button of the calculator on every road: on its page, within another site, as one file on a disk, and without
// a network. Each does what it says, and no script fails.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {launch, open} from './browser.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const site = build();
let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const LINK = 't=development&r=80&c=services:12000:Kouluttaja&c=travel:900:Matkat&h=45';
const FILE = site.files.get('/laskuri/tukilaskuri/tukilaskuri.html');

/** What printing asks for is written down, as there is no printer. */
const listen = page => page.addInitScript(() => {
  globalThis.printed = [];
  globalThis.print = () => {
    globalThis.printed.push(document.body.classList.contains('is-paper') ? 'paper' : 'page');
    dispatchEvent(new Event('afterprint'));
  };
});

const begin = async frame => {
  await frame.locator('.more-part').first().waitFor();
  const folds = frame.locator('details:not([open]) > summary');
  while (await folds.count()) await folds.first().click();
  await frame.locator('#more-compare tbody tr').first().waitFor();
};

const visible = frame => frame.locator('button[data-do]:visible');
const signature = button => button.evaluate(x => `${x.dataset.do} ${x.value || x.dataset.suggest || ''}`.trim());

/** Presses each button that is there, and those that come by it, once; gives their names. */
const pressAll = async (page, frame, again) => {
  const pressed = new Set();
  for (;;) {
    let next;
    for (const button of await visible(frame).all()) {
      const name = await signature(button);
      if (pressed.has(name)) continue;
      pressed.add(name);
      next = [button, name];
      break;
    }
    if (!next) return pressed;
    const [button, name] = next;
    if (name === 'paper csv' || name === 'paper xlsx') {
      const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
      const bytes = readFileSync(await file.path());
      const wanted = name === 'paper csv' ? /^"/ : /^PK/;
      assert.match(bytes.subarray(0, 10).toString('latin1').replace(/^ï»¿/, ''), wanted, name);
    } else if (name === 'paper print' || name === 'print') {
      const before = await frame.evaluate(() => globalThis.printed.length);
      await button.click();
      await frame.waitForFunction(least => globalThis.printed.length > least, before);
    } else {
      const before = await frame.evaluate(() => document.getElementById('calc').innerHTML + location.hash);
      await button.click();
      await frame.waitForFunction(then => document.getElementById('calc').innerHTML + location.hash !== then, before);
    }
    assert.equal(await frame.locator('#more-papers-failed:visible').count(), 0, name);
    await again();
  }
};

const ALWAYS = ['add', 'remove', 'clear', 'undo-all', 'undo-row', 'print', 'paper csv', 'copy', 'store', 'forget', 'open-kept', 'take'];

const ROADS = {
  'on its page': async () => {
    const page = await open(browser, server.origin, {acceptDownloads: true});
    await listen(page);
    await page.goto(`${server.origin}/laskuri/#${LINK}`);
    return {page, frame: page.mainFrame(), has: [...ALWAYS, 'paper xlsx'], lacks: []};
  },
  'within another site': async () => {
    const html = `<!DOCTYPE html><html lang="fi"><title>Kylä</title><script src="${server.origin}/assets/fixed/embed.js" defer></script><leader-calculator src="${server.origin}/laskuri/tukilaskuri/#${LINK}" title="Tukilaskuri"></leader-calculator>`;
    const other = createServer((_, response) => response.writeHead(200, {'content-type': 'text/html; charset=utf-8'}).end(html)).listen(0, '127.0.0.1');
    await new Promise(done => other.once('listening', done));
    const page = await open(browser, server.origin, {acceptDownloads: true});
    await listen(page);
    await page.goto(`http://127.0.0.1:${other.address().port}`);
    const frame = await (await page.locator('iframe').elementHandle()).contentFrame();
    page.troubles();
    return {page, frame, has: ['add', 'paper csv', 'print', 'paper xlsx'], lacks: [], stop: () => other.close()};
  },
  'as one file without a network': async () => {
    const page = await open(browser, server.origin, {acceptDownloads: true, offline: true});
    await listen(page);
    await page.goto(`${pathToFileURL(FILE).href}#${LINK}`);
    page.isFile = true;
    return {page, frame: page.mainFrame(), has: ALWAYS, lacks: ['paper xlsx']};
  },
};

for (const [road, go] of Object.entries(ROADS)) {
  test(`every button does what it says ${road}`, async () => {
    const {page, frame, has, lacks, stop} = await go();
    await begin(frame);
    const fresh = async () => {
      if (await frame.locator('#calc-bar[hidden]').count()) await frame.evaluate(link => (location.hash = link), LINK);
      await frame.locator('#calc-bar:not([hidden])').waitFor({state: 'attached'});
    };
    const pressed = await pressAll(page, frame, fresh);
    for (const name of has) assert.ok([...pressed].some(x => x === name || x.startsWith(`${name} `)), `${name} was there`);
    for (const name of lacks) assert.ok(!pressed.has(name), `${name} was not there`);
    if (lacks.length) assert.match(await frame.locator('[data-online]:visible').getAttribute('href'), /^https:\/\/example\.org\/laskuri\/(tukilaskuri\/)?#t=/);
    // A browser may refuse the clipboard in a frame; the link is selected then, and that is said.
    const isAllowed = x => (page.isFile && x.startsWith('elsewhere: file:')) || (stop && (x.startsWith('elsewhere:') || /Clipboard API/.test(x)));
    none(page.troubles().filter(x => !isAllowed(x)));
    await page.context().close();
    stop?.();
  });
}

test('nothing typed is lost by the menu, and it is offered until something new is filled in', async () => {
  const page = await open(browser, server.origin);
  await page.goto(`${server.origin}/laskuri/#${LINK}`);
  await page.locator('#calc-bar:not([hidden])').waitFor({state: 'attached'});
  await page.locator('[data-column=amount]').first().fill('13500');
  // It is left at once.
  await page.goto(`${server.origin}/hakeminen/`);
  await page.goto(`${server.origin}/laskuri/`);
  assert.equal(await page.locator('[data-column=amount]:visible').count(), 0);
  await page.locator('[data-do=resume]').click();
  assert.deepEqual(await page.$$eval('[data-column=amount]', list => list.map(x => x.value.replace(/\s/g, ' '))), ['13 500', '900']);
  assert.equal(await page.locator('#calc-resume').isVisible(), false);
  await page.locator('#calc-clear').click();
  await page.goto(`${server.origin}/hakeminen/`);
  await page.goto(`${server.origin}/laskuri/`);
  await page.locator('#calc').waitFor();
  assert.equal(await page.locator('#calc-resume').isVisible(), false, 'what was cleared is gone');
  none(page.troubles());
  await page.context().close();
});

test('two tabs leave each other alone, and what both keep is kept', async () => {
  const one = await open(browser, server.origin);
  const other = await one.context().newPage();
  await one.goto(`${server.origin}/laskuri/#${LINK}`);
  await one.locator('#calc-bar:not([hidden])').waitFor({state: 'attached'});
  await other.goto(`${server.origin}/laskuri/`);
  await other.locator('#calc').waitFor();
  assert.equal(await other.locator('#calc-resume').isVisible(), false, 'another tab knows nothing of it');
  const [first, second] = [LINK, LINK.replace(/h=\d+/, 'h=20')];
  assert.notEqual(first, second);
  await other.goto(`${server.origin}/laskuri/#${second}`);
  for (const tab of [one, other]) {
    await tab.locator('#more-keep > summary').click();
    await tab.locator('[data-do=store]').click();
    await tab.locator('.more-notice[data-notice=kept] li').first().waitFor();
  }
  assert.equal(await other.locator('.more-notice[data-notice=kept] li').count(), 2);
  // What one tab forgets, the other does not bring back.
  await other.locator('[data-do=forget]').first().click();
  await one.locator('[data-column=amount]').first().fill('1234');
  await one.locator('[data-do=store]').click();
  await one.waitForFunction(() => document.querySelectorAll('.more-notice[data-notice=kept] li').length === 2);
  // Each goes on with its own.
  for (const [tab, hours] of [[one, '45'], [other, '20']]) {
    await tab.goto(`${server.origin}/hakeminen/`);
    await tab.goto(`${server.origin}/laskuri/`);
    await tab.locator('[data-do=resume]').click();
    assert.equal(await tab.$eval('#calc-volunteer_hours', x => x.value), hours);
  }
  await one.context().close();
});

test('the budget goes along to the other languages, also at once', async () => {
  const page = await open(browser, server.origin);
  await page.goto(`${server.origin}/laskuri/#${LINK}`);
  await page.locator('#calc-bar:not([hidden])').waitFor({state: 'attached'});
  await page.locator('[data-column=amount]').first().fill('13500');
  for (const name of ['Svenska', 'English', 'Suomi']) {
    await page.getByRole('link', {name, exact: true}).click();
    await page.locator('#calc-bar:not([hidden])').waitFor({state: 'attached'});
    assert.deepEqual(await page.$$eval('[data-column=amount]', list => list.map(x => x.value.replace(/\D/g, ''))), ['13500', '900'], name);
    assert.equal(await page.$eval('#calc-volunteer_hours', x => x.value), '45');
  }
  none(page.troubles());
  await page.context().close();
});

test('the answers of the finder go along to the other languages', async () => {
  const page = await open(browser, server.origin);
  await page.goto(`${server.origin}/rahoitus/mika-sopii/#a=association&p=equipment`);
  await page.locator('#finder').waitFor();
  await page.getByRole('link', {name: 'Svenska', exact: true}).click();
  await page.waitForURL(/#.*a=association/);
  await page.locator('input[value=association]:checked').waitFor({state: 'attached'});
  none(page.troubles());
  await page.context().close();
});
