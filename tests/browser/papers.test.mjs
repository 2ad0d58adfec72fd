// The documents that the calculator makes: the same as those of the command line, and what is printed.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {inflateRawSync} from 'node:zlib';

import {start} from './calculator.mjs';
import {DAY, program, root} from './site.mjs';

/** The texts in a packed file by their names, as its directory tells them. */
const unpacked = file => {
  const bytes = readFileSync(file);
  const parts = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, size, path, extra, comment, start] = [
      bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42),
    ];
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const body = bytes.subarray(data, data + size);
    parts[bytes.toString('utf8', at + 46, at + 46 + path)] = (method ? inflateRawSync(body) : body).toString();
    at += 46 + path + extra + comment;
  }
  return parts;
};

const EVERY_SHEET = 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1';

// As a link, and as the command line reads it. Words that look like a formula, quotes, a sign outside of the plane of
// most letters, a category that the type does not take.
const BUDGETS = {
  small: [
    't=small_development&c=services:4200:%3DPelimannit%20%26%20%22muut%22%3B%20%F0%9F%8E%BB:Osio%201&c=other:1800.5&c=building:77&h=50&k=2.5&v=0&a=association&p=development&l=joensuu',
    {
      funding_type: 'small_development',
      costs: [
        {category: 'services', amount: '4200.00', what: '=Pelimannit & "muut"; 🎻', part: 'Osio 1'},
        {category: 'other', amount: '1800.50'},
        {category: 'building', amount: '77.00'},
      ],
      volunteer_hours: '50',
      machine_hours: '2.5',
      vat_liable: false,
      applicant: 'association',
      purpose: 'development',
      municipality: 'joensuu',
    },
  ],
  // Too large for its type: no document promises support.
  blocked: [
    't=small_development&c=services:9000:Selvitys&c=rents:500&h=10',
    {
      funding_type: 'small_development',
      costs: [
        {category: 'services', amount: '9000.00', what: 'Selvitys'},
        {category: 'rents', amount: '500.00'},
      ],
      volunteer_hours: '10',
    },
  ],
  flat: [
    't=development&m=flat_19&r=80&c=salaries:18640:Vet%C3%A4j%C3%A4&c=services:4215.55&c=travel:900&h=60&o=1000',
    {
      funding_type: 'development',
      cost_model: 'flat_19',
      support_rate: '80 %',
      costs: [
        {category: 'salaries', amount: '18640.00', what: 'Vetäjä'},
        {category: 'services', amount: '4215.55'},
        {category: 'travel', amount: '900.00'},
      ],
      volunteer_hours: '60',
      other_public: '1000',
    },
  ],
  land: [
    't=investment&r=62.5&c=building:20000&c=land:3333.33&c=equipment:3000&h=100&d=2027-12-31&b=1&w=0&n=1&a=person',
    {
      funding_type: 'investment',
      support_rate: '62,5 %',
      costs: [
        {category: 'building', amount: '20000.00'},
        {category: 'land', amount: '3333.33'},
        {category: 'equipment', amount: '3000.00'},
      ],
      volunteer_hours: '100',
      last_payment: '2027-12-31',
      building_work: true,
      owns_object: false,
      needs_permits: true,
      applicant: 'person',
    },
  ],
};

let world;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'papers-'));
  world = await start('/', {acceptDownloads: true});
});
after(async () => {
  await world?.stop();
  if (folder) rmSync(folder, {recursive: true});
});

const section = () => world.page.locator('#more-papers');
const openWith = async link => {
  await world.calculator.open(link);
  await section().waitFor();
};
const download = async kind => {
  const [file] = await Promise.all([world.page.waitForEvent('download'), section().locator(`[value=${kind}]`).click()]);
  return file;
};
/** The documents of the command line for a budget. */
const made = (name, budget, ...endings) => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(budget));
  const documents = endings.flatMap(ending => ['--document', join(folder, `${name}.${ending}`)]);
  execFileSync(program(), ['calculate', '--site', root, '--lang', 'fi', '--date', DAY, ...documents, file], {stdio: 'pipe'});
  return endings.map(ending => join(folder, `${name}.${ending}`));
};

test('rows for copying are those of the command line, byte for byte', async () => {
  for (const [name, [link, budget]] of Object.entries(BUDGETS)) {
    await openWith(link);
    const [file] = made(name, budget, 'csv');
    const found = readFileSync(await (await download('csv')).path());
    assert.equal(found.toString(), readFileSync(file).toString(), name);
  }
  assert.deepEqual(world.page.troubles(), []);
});

test('a workbook comes to what that of the command line comes to', async () => {
  const files = [];
  for (const [name, [link, budget]] of Object.entries(BUDGETS)) {
    await openWith(link);
    const [file] = made(name, budget, 'xlsx');
    const found = await download('xlsx');
    assert.match(found.suggestedFilename(), /^kustannusarvio-[a-z-]+\.xlsx$/);
    const own = join(folder, `${name}-browser.xlsx`);
    await found.saveAs(own);
    files.push(file, own);
  }
  const sheets = join(folder, 'sheets');
  mkdirSync(sheets);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  execFileSync(process.env.SOFFICE ?? 'soffice', [profile, '--headless', '--norestore', '--convert-to', EVERY_SHEET, '--outdir', sheets, ...files], {stdio: 'ignore'});
  const all = readdirSync(sheets);
  assert.equal(all.length, 2 * 7 * Object.keys(BUDGETS).length);
  for (const file of all.filter(file => file.includes('-browser-'))) {
    const read = name => readFileSync(join(sheets, name), 'utf8');
    assert.equal(read(file), read(file.replace('-browser-', '-')), file);
  }
  // Before any program calculates, every formula shows what it comes to: the same in both files.
  const formulas = file =>
    Object.entries(unpacked(file)).flatMap(([name, part]) => [...part.matchAll(/<c [^>]*><f>.*?<\/c>/g)].map(([cell]) => `${name} ${cell}`));
  for (const file of files.filter(file => file.endsWith('-browser.xlsx'))) {
    const found = formulas(file);
    assert.ok(found.length > 400 && found.every(cell => cell.includes('</f><v>')), `${found.length} in ${file}`);
    assert.deepEqual(found.sort(), formulas(file.replace('-browser', '')).sort(), file);
  }
  // And to what the page says: 62.5 % of the costs, of which the land is cut.
  const result = readFileSync(join(sheets, 'land-browser-Laskelma.csv'), 'utf8');
  const shown = await world.page.locator('[data-receipt=total] .calc-amount').textContent();
  assert.ok(result.includes(`;"${Number(shown.replace(/[^\d,]/g, '').replace(',', '.'))}"\n`), `${shown}\n${result}`);
  assert.deepEqual(world.page.troubles(), []);
});

test('what cannot be read is told before a document is made', async () => {
  const {page, calculator} = world;
  await openWith(BUDGETS.small[0]);
  await calculator.cell(1, 'amount').fill('neljä');
  await page.keyboard.press('Tab');
  await section().locator('[value=csv]').click();
  await page.locator('#calc-errors').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'calc-errors');
  assert.deepEqual(page.troubles(), []);
});

test('the documents on paper', async () => {
  const {page} = world;
  await openWith(BUDGETS.flat[0]);
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await page.locator('[data-do=print]').click();
  await page.locator('[data-printed]').waitFor();
  await page.emulateMedia({media: 'print'});
  const paper = page.locator('.paper');
  const words = await paper.innerText();
  for (const part of ['Eritelty kustannusarvio', 'Vetäjä', '4 215,55 €', 'Sisältyy laskennalliseen osuuteen', 'Vastikkeettoman työn', 'Rahoitussuunnitelma', 'Laskelma', 'Yhdistyksen säännöt', 'Tämä on arvio', 'Sääntöjen versio', 'Allekirjoitus']) {
    assert.ok(words.replaceAll('\u00a0', ' ').includes(part), `${part} is not in\n${words}`);
  }
  assert.equal(await page.locator('#calc').isVisible(), false, 'the page is not printed beside it');
  if (process.env.PAPER) writeFileSync(process.env.PAPER, await page.pdf({format: 'A4', preferCSSPageSize: true}));
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({media: null});
  assert.equal(await paper.count(), 0);
  assert.equal(await page.locator('#calc').isVisible(), true);
  assert.deepEqual(page.troubles(), []);
});

test('papers and rows of a budget that cannot be funded promise no support', async () => {
  const {page} = world;
  await openWith(BUDGETS.blocked[0]);
  const support = (await page.locator('[data-receipt=support_by_rate] .calc-line').textContent()).trim();
  const rows = readFileSync(await (await download('csv')).path()).toString();
  assert.match(rows, /"Kokonaiskustannukset";;;9700,00;|Kokonaiskustannukset/);
  for (const name of ['Tuki', 'Oma raha', 'Rahaa tarvitaan']) assert.ok(!new RegExp(`^;?"?"?;?"?${name}`, 'm').test(rows), `${name} in ${rows}`);
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await page.locator('[data-do=print]').click();
  await page.locator('[data-printed]').waitFor();
  await page.emulateMedia({media: 'print'});
  const words = await page.locator('.paper').innerText();
  assert.match(words, /ei voi saada|ei täytä|Tätä tukea/);
  assert.ok(!words.includes('Rahoitussuunnitelma\n'), words);
  assert.ok(support.length > 0);
  const [html] = made('blocked', BUDGETS.blocked[1], 'html');
  const told = readFileSync(html, 'utf8');
  assert.match(told, /Rahoitussuunnitelma: Tätä tukea ei voi saada näin/);
  assert.doesNotMatch(told, /<caption>Rahoitussuunnitelma/);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({media: null});
  assert.deepEqual(page.troubles(), []);
});

test('nothing of it loads before it is asked for', async () => {
  const {page} = world;
  page.requests.length = 0;
  await openWith(BUDGETS.small[0]);
  assert.deepEqual(page.requests.filter(path => /papers|form-/.test(path)), []);
});
