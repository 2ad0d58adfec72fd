// The preview as an editor has it: the program and a browser side by side, while files are edited, broken and
// mended. Nothing here reloads a page by hand.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, open, passes} from './browser.mjs';
import {preview} from './preview.mjs';

const PAGE = 'content/fi/rahoitus/index.md';
const RULES = 'content/rules/parameters.yaml';
const TEXTS = 'content/rules/texts/fi.yaml';
const TEMPLATE = 'themes/leader/templates/base.html';
const STYLE = 'themes/leader/static/leader.css.tera';
const CALCULATOR = '/laskuri/';

let browser;
let served;
before(async () => {
  browser = await launch();
  served = await preview();
});
after(async () => {
  await browser?.close();
  await served?.stop();
});

/** Puts every file back that a test changed. */
const keeping = (...names) => {
  const was = names.map(name => served.read(name));
  return () => names.forEach((name, i) => served.read(name) === was[i] || served.write(name, was[i]));
};

const at = async (address, options) => {
  const page = await open(browser, served.origin, options);
  await page.goto(served.origin + address);
  await page.waitForFunction(() => document.querySelector('script[data-page]'));
  // A page that was loaded anew has lost this.
  await page.evaluate(() => { window.isTheSame = true; });
  return page;
};
const isTheSame = page => page.evaluate(() => window.isTheSame === true);
const shows = (page, text) => page.waitForFunction(wanted => document.body.textContent.includes(wanted), text);
const messages = page => page.locator('leader-site-messages');
/** What the overlay says, as one text; empty without one. */
const told = async page => ((await messages(page).count()) ? messages(page).evaluate(host => host.shadowRoot.textContent) : '');
const isTold = (page, ...words) =>
  page.waitForFunction(
    wanted => {
      const text = document.querySelector('leader-site-messages')?.shadowRoot.textContent ?? '';
      return wanted.every(word => text.includes(word));
    },
    words,
  );
/** No mistake is told; what could be better in the site itself may be. */
const isQuiet = page =>
  page.waitForFunction(() => !document.querySelector('leader-site-messages')?.shadowRoot.querySelector('section, .mistakes, .lost'));
const close = async page => {
  // A page that is loaded anew gives up what it was listening to.
  const troubles = page.troubles().filter(trouble => !/ERR_ABORTED.*\.leader-site/.test(trouble));
  await page.context().close();
  assert.deepEqual(troubles, []);
};

test('a text is changed in place, and place, focus and what was opened stay', async t => {
  const restore = keeping(PAGE);
  t.after(restore);
  const page = await at('/rahoitus/', {viewport: {width: 360, height: 640}});
  // The contents are folded on a phone, and what is folded cannot have the focus.
  const link = page.locator('.text a').nth(3);
  await link.focus();
  await page.evaluate(() => scrollTo({top: 400, behavior: 'instant'}));
  const place = await page.evaluate(() => scrollY);
  assert.ok(place > 0);
  served.write(PAGE, `${served.read(PAGE)}\nUusi kappale sivun lopussa.\n`);
  await shows(page, 'Uusi kappale sivun lopussa.');
  assert.ok(await isTheSame(page));
  assert.equal(await page.evaluate(() => scrollY), place);
  assert.ok(await link.evaluate(element => element === document.activeElement));
  restore();
  await page.waitForFunction(() => !document.body.textContent.includes('Uusi kappale'));
  await close(page);
});

test('a title reaches the page, its name in the menu, and the tab', async t => {
  const restore = keeping(PAGE);
  t.after(restore);
  const page = await at('/rahoitus/');
  const other = await at('/');
  served.write(PAGE, served.read(PAGE).replace(/^title: .*$/m, 'title: Rahaa hankkeisiin').replace(/^menu_title: .*$/m, 'menu_title: Rahat tässä'));
  await page.waitForFunction(() => document.title.startsWith('Rahaa hankkeisiin'));
  await shows(other, /^menu_title:/m.test(served.read(PAGE)) ? 'Rahat tässä' : 'Rahaa hankkeisiin');
  assert.ok(await isTheSame(other));
  restore();
  await page.waitForFunction(() => !document.title.startsWith('Rahaa hankkeisiin'));
  await close(page);
  await close(other);
});

test('a mistake in a text is told over the last good page, and goes away when it is mended', async t => {
  const restore = keeping(PAGE);
  t.after(restore);
  const page = await at('/rahoitus/');
  const before = await page.locator('main').innerText();
  const lines = served.read(PAGE).split('\n').length;
  served.write(PAGE, `${served.read(PAGE)}\nKatso [pienhanke](pienhnake.md) ja ![](kuva.png).\n`);
  await isTold(page, '3 virhettä', PAGE, `rivi ${lines + 1}:`, 'pienhnake.md', 'pienhanke.md', 'Tee näin:', 'viimeisin virheetön');
  assert.equal(await page.locator('main').innerText(), before);
  // It is put away and got back with the keyboard alone.
  const shadow = page.locator('leader-site-messages');
  await shadow.locator('button').focus();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('leader-site-messages').shadowRoot.querySelector('section'));
  assert.match(await told(page), /^3 virhettä$/);
  await page.keyboard.press('Enter');
  await isTold(page, 'pienhnake.md');
  restore();
  await isQuiet(page);
  assert.ok(await isTheSame(page));
  await close(page);
});

test('a mistake is there for those who open another page, too', async t => {
  const restore = keeping(PAGE);
  t.after(restore);
  served.edit(PAGE, 'title:', 'titel:');
  const page = await at('/');
  await isTold(page, 'titel', PAGE);
  const missing = await at('/ei-ole-sivua/').catch(error => error);
  assert.ok(!(missing instanceof Error), String(missing));
  await isTold(missing, 'titel');
  await missing.context().close();
  restore();
  await isQuiet(page);
  await page.context().close();
});

test('a rule reaches the pages that show it; a wrong one is told, with the example that no longer holds', async t => {
  const restore = keeping(RULES, TEXTS);
  t.after(restore);
  const page = await at('/rahoitus/');
  served.edit(TEXTS, 'name: Pieni kehittämishanke', 'name: Pikkuinen kehittämishanke');
  await shows(page, 'Pikkuinen kehittämishanke');
  const rules = served.read(RULES);
  const other = await at('/rahoitus/talkootyo/');
  const age = rules.match(/volunteer_age_min:[^]*?value: (\d+) years/)[1];
  await shows(other, `täyttänyt ${age} vuotta`);
  served.write(RULES, rules.replace(`value: ${age} years`, 'value: 61 years'));
  await shows(other, 'täyttänyt 61 vuotta');
  assert.ok(await isTheSame(other));
  await close(other);
  served.write(RULES, rules.replace('value: 90 %', 'value: 0,9'));
  await isTold(page, RULES, '0,9', 'Tee näin:');
  served.write(RULES, rules.replace('value: 90 %', 'value: 80 %'));
  await isTold(page, 'content/rules/examples.yaml');
  await shows(page, 'Pikkuinen kehittämishanke');
  served.write(RULES, rules);
  await isQuiet(page);
  restore();
  await page.waitForFunction(() => !document.body.textContent.includes('Pikkuinen'));
  await close(page);
});

test('a template reaches the page; a broken one is told', async t => {
  const restore = keeping(TEMPLATE);
  t.after(restore);
  const page = await at('/rahoitus/');
  const template = served.read(TEMPLATE);
  served.write(TEMPLATE, template.replace('</main>', '<p>Mallista</p></main>'));
  await shows(page, 'Mallista');
  assert.ok(await isTheSame(page));
  served.write(TEMPLATE, template.replace('{{ page.title }}', '{{ page.titel }}'));
  await isTold(page, TEMPLATE, 'titel');
  await shows(page, 'Mallista');
  restore();
  await isQuiet(page);
  await page.waitForFunction(() => !document.body.textContent.includes('Mallista'));
  await close(page);
});

test('a style is changed without loading the page anew, on the calculator too', async t => {
  const restore = keeping(STYLE);
  t.after(restore);
  for (const address of ['/rahoitus/', CALCULATOR]) {
    const typing = address === CALCULATOR;
    const page = await at(typing ? `${address}#t=small_development` : address);
    // The page has to be known as it was sent before styles can be told apart.
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({initiatorType, name, responseEnd}) =>
        initiatorType === 'fetch' && responseEnd > 0 && name === location.href.replace(/#.*/, '')));
    await passes(page, 100);
    const input = page.locator('#calc input[inputmode="decimal"]:visible').first();
    if (typing) await input.fill('12 34x');
    const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--test-colour').trim());
    assert.equal(await colour(), '');
    served.write(STYLE, `${served.read(STYLE)}\n:root { --test-colour: teal }\n`);
    await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--test-colour').trim() === 'teal');
    assert.ok(await isTheSame(page), address);
    assert.equal(await page.locator('link[rel="stylesheet"]').count(), 1, address);
    if (typing) assert.equal(await input.inputValue(), '12 34x');
    served.write(STYLE, `${served.read(STYLE)}\n:root { --other: {{ theme.no_such_colour }} }\n`);
    await isTold(page, STYLE, 'no_such_colour');
    assert.equal(await colour(), 'teal');
    restore();
    await isQuiet(page);
    await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--test-colour').trim() === '');
    await close(page);
  }
});

test('what was typed into the calculator, its place and its focus outlive a change of the rules', async t => {
  const restore = keeping(TEXTS);
  t.after(restore);
  const page = await at(`${CALCULATOR}#t=small_development`, {viewport: {width: 360, height: 640}});
  const fields = page.locator('#calc input[inputmode="decimal"]:visible');
  await fields.first().fill('4 200,5');
  const last = fields.nth((await fields.count()) - 1);
  // Half-typed: what cannot be read yet is kept as well.
  await last.fill('12,x');
  await last.focus();
  const typed = () => page.locator('#calc input').evaluateAll(all => all.map(x => (x.type === 'radio' || x.type === 'checkbox' ? x.checked : x.value)));
  const before = await typed();
  const place = await page.evaluate(() => scrollY);
  assert.ok(place > 0);
  const name = served.read(TEXTS).match(/^ {2}support: .*$|^ {4}name: .*$/m)[0];
  served.edit(TEXTS, name, `${name} uusi`);
  await page.waitForFunction(() => window.isTheSame !== true);
  await shows(page, ' uusi');
  await page.waitForFunction(wanted => document.activeElement?.value === wanted, '12,x');
  assert.deepEqual(await typed(), before);
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - place) <= 2);
  restore();
  await page.waitForFunction(() => !document.body.textContent.includes(' uusi'));
  await close(page);
});

test('a picture is shown anew under the same address', async t => {
  const restore = keeping(PAGE);
  t.after(restore);
  const svg = width => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"/>`;
  served.write('content/fi/rahoitus/koe.svg', svg(10));
  served.write(PAGE, `${served.read(PAGE)}\n![Koekuva](koe.svg)\n`);
  const page = await at('/rahoitus/');
  const width = wanted => page.waitForFunction(w => document.querySelector('img[alt="Koekuva"]')?.naturalWidth === w, wanted);
  await page.locator('img[alt="Koekuva"]').scrollIntoViewIfNeeded();
  await width(10);
  served.write('content/fi/rahoitus/koe.svg', svg(30));
  await width(30);
  restore();
  await page.waitForFunction(() => !document.querySelector('img[alt="Koekuva"]'));
  await page.context().close();
});

const source = page => page.locator('leader-site-source');
const says = (page, ...words) =>
  page.waitForFunction(
    wanted => {
      const text = document.querySelector('leader-site-source')?.shadowRoot.textContent ?? '';
      return wanted.every(word => text.includes(word));
    },
    words,
  );

test('a page says which file it comes from, above itself, and opens it in the editor', async t => {
  const restore = keeping(PAGE);
  t.after(restore);
  for (const viewport of [{width: 360, height: 640}, {width: 1280, height: 900}]) {
    const page = await at('/rahoitus/', {viewport});
    await says(page, 'Tämä sivu:', `${PAGE}, rivi 2`);
    const link = source(page).locator('a').first();
    assert.equal(await link.getAttribute('href'), `vscode://file${encodeURI(served.path(PAGE))}:2:${'title: '.length + 1}`);
    // It stands above the page and covers nothing of it; nothing is wider than the screen.
    const box = await source(page).boundingBox();
    const body = await page.locator('body').boundingBox();
    assert.ok(box.y === 0 && body.y >= box.height - 1, JSON.stringify([box, body]));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    // The keyboard comes there first.
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'leader-site-source');
    // The page itself knows nothing of it.
    assert.ok(!(await page.locator('body').innerHTML()).includes('leader-site-source'));
    await close(page);
  }
  const made = await at('/laskuri/saannot/talkootunnin-arvo/');
  await says(made, 'Tämä sivu tehdään säännöistä:', 'content/rules/parameters.yaml, rivi', 'content/rules/texts/fi.yaml, rivi', 'content/fi/laskuri/saannot.md', 'parameter.html');
  await close(made);
  const answer = await fetch(`${served.origin}/rahoitus/`);
  assert.equal(answer.headers.get('x-leader-site-source'), `${PAGE}:2`);
});

test('the file of the page is hidden and shown again, and stays as it was put', async t => {
  const page = await at('/rahoitus/');
  await says(page, 'Tämä sivu:');
  await source(page).getByRole('button', {name: 'Piilota'}).click();
  await says(page, 'Näytä tämän sivun tiedosto');
  assert.ok(!(await source(page).evaluate(host => host.shadowRoot.textContent)).includes(PAGE));
  // It is out of the way: at the end of the page.
  assert.ok((await source(page).boundingBox()).y >= (await page.locator('body').boundingBox()).height - 1);
  await page.reload();
  await says(page, 'Näytä tämän sivun tiedosto');
  await source(page).getByRole('button').click();
  await says(page, 'Tämä sivu:');
  await page.context().close();
});

test('the panel is reached first, closed with Esc from anywhere, and its places open the editor', async t => {
  const restore = keeping(PAGE);
  t.after(restore);
  const page = await at('/rahoitus/');
  const lines = served.read(PAGE).split('\n').length;
  const link = page.locator('main a').nth(1);
  await link.focus();
  served.write(PAGE, `${served.read(PAGE)}\nKatso [pienhanke](pienhnake.md).\n`);
  await isTold(page, '1 virhe', 'pienhnake.md');
  const place = messages(page).locator('.place a').first();
  assert.equal(await place.getAttribute('href'), `vscode://file${encodeURI(served.path(PAGE))}:${lines + 1}:7`);
  assert.ok(await page.evaluate(() => {
    const panel = document.querySelector('leader-site-messages');
    return Boolean(panel.compareDocumentPosition(document.body) & Node.DOCUMENT_POSITION_FOLLOWING);
  }));
  // The page keeps the focus: whoever reads goes on reading.
  assert.ok(await link.evaluate(element => element === document.activeElement));
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('leader-site-messages').shadowRoot.querySelector('section'));
  assert.ok(await link.evaluate(element => element === document.activeElement));
  restore();
  await isQuiet(page);
  await close(page);
});

test('Ctrl-C ends it at once and cleanly, with a page open', async t => {
  const own = await preview().catch(error => error);
  assert.ok(!(own instanceof Error), String(own));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${own.origin}/`);
  await page.waitForFunction(() => document.querySelector('script[data-page]'));
  const {code, signal} = await own.stop();
  assert.deepEqual({code, signal}, {code: 0, signal: null});
  // The page says that it no longer follows.
  await isTold(page, 'pysähtynyt');
  await context.close();
});
