// What pages tell search engines: JSON-LD that can be read, that no policy stops, and that says nothing but what
// the page shows.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, open} from './browser.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const site = build('/');
let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const plain = text => text.replace(/[ \n\t]+/g, ' ').trim();
const textOf = node => node.value ?? (node.childNodes ?? []).map(textOf).join('');

/** The things that a page tells of, by their type. */
const dataOf = page => {
  const scripts = page.all('script').filter(x => x.type === 'application/ld+json');
  assert.ok(scripts.length < 2, page.url);
  if (!scripts.length) return {};
  const source = scripts[0].node.childNodes.map(x => x.value).join('');
  assert.ok(!/[<>&]/.test(source), `${page.url}: not escaped`);
  const data = JSON.parse(source);
  assert.equal(data['@context'], 'https://schema.org', page.url);
  return Object.fromEntries((data['@graph'] ?? [data]).map(x => [x['@type'], x]));
};
const told = site.pages.map(page => ({page, data: dataOf(page)}));
const having = type => told.filter(({data}) => data[type]).map(({page, data}) => ({page, data: data[type]}));

test('each page tells of what it is', t => {
  const counts = {};
  for (const {data} of told) for (const type of Object.keys(data)) counts[type] = (counts[type] ?? 0) + 1;
  t.diagnostic(JSON.stringify(counts));
  // The front page and the contact page of each language.
  assert.equal(counts.Organization, 6);
  assert.equal(counts.WebSite, 3);
  assert.equal(counts.FAQPage, 3);
  assert.equal(counts.NewsArticle, site.pages.filter(page => page.all('meta').some(x => x.property === 'og:type' && x.content === 'article')).length);
  none(told.filter(({page, data}) => page.meta('robots') && Object.keys(data).length).map(({page}) => `${page.url}: told of, but not to be found`));
});

test('the association is told of as the page shows it', () => {
  for (const {page, data} of having('Organization')) {
    const shown = plain(textOf(page.all('body')[0].node));
    for (const value of [data.name, data.email, data.telephone, data.address]) assert.ok(shown.includes(value), `${page.url}: ${value}`);
    assert.equal(data.areaServed.length, 6);
    assert.equal(data['@id'], 'https://example.org/#organization');
  }
});

test('the way to a page is the one it shows', () => {
  for (const {page, data} of having('BreadcrumbList')) {
    const crumbs = page.all('nav').find(x => x.class?.includes('crumbs'));
    const links = [];
    const walk = node => (node.tagName === 'a' ? links.push(node) : (node.childNodes ?? []).forEach(walk));
    walk(crumbs.node);
    const steps = data.itemListElement;
    assert.deepEqual(steps.map(x => x.position), steps.map((_, i) => i + 1));
    assert.deepEqual(
      steps.slice(0, -1).map(x => [x.name, x.item]),
      links.map(x => [plain(textOf(x)), `https://example.org${x.attrs.find(y => y.name === 'href').value}`]),
      page.url,
    );
    assert.equal(steps.at(-1).item, page.all('link').find(x => x.rel === 'canonical').href);
  }
});

test('news have the title and the day that stand on the page', () => {
  for (const {page, data} of having('NewsArticle')) {
    assert.equal(data.headline, page.text(page.all('h1')[0]), page.url);
    assert.equal(data.datePublished, page.all('time')[0].datetime, page.url);
    assert.equal(data.description, page.meta('description'));
    assert.equal(data.inLanguage, page.all('html')[0].lang);
  }
});

test('questions and answers are those that are read, and no policy stops the data', async () => {
  const reader = await open(browser, server.origin);
  for (const {page, data} of having('FAQPage')) {
    await reader.goto(server.origin + page.url);
    const shown = await reader.evaluate(() =>
      [...document.querySelectorAll('.text > h2')].map(heading => {
        const answer = [];
        for (let at = heading.nextElementSibling; at && !['H2', 'NAV'].includes(at.tagName) && at.className !== 'updated'; at = at.nextElementSibling) answer.push(at.textContent);
        return [heading.textContent, answer.join(' ').replace(/[ \n\t]+/g, ' ').trim()];
      }),
    );
    assert.deepEqual(data.mainEntity.map(x => [x.name, x.acceptedAnswer.text]), shown);
    assert.ok(shown.length >= 12);
    // A data block is there for those who read it, whatever the policy says of scripts.
    const inPage = await reader.evaluate(() => JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent)['@context']);
    assert.equal(inPage, 'https://schema.org');
    none(reader.troubles());
  }
  await reader.context().close();
});
