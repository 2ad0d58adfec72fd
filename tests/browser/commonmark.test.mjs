// The examples of the CommonMark specification, from its package: each comes out as the specification says but for
// typography, or is refused with a message, or differs on purpose. commonmark.json lists those of the last two kinds
// with the reason; a list that says too much or too little fails. UPDATE=1 writes the numbers anew, for a reason to be
// given. Below them what pages have besides CommonMark.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, before, test} from 'node:test';
import {parseFragment} from 'parse5';
import {program} from './site.mjs';

const {tests: examples} = createRequire(import.meta.url)('commonmark-spec');
const listed = JSON.parse(readFileSync(new URL('commonmark.json', import.meta.url)));

const ORIGIN = 'https://example.org';
const DAY = '2026-11-21';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');

/** Tables, tasks, strikethrough and notes, as GitHub writes them, with what comes out here. */
const MORE = [
  ['| a | b |\n|---|:-:|\n| `\\|` | ~~c~~ |', '<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>|</code></td><td><del>c</del></td></tr></tbody></table></div>'],
  ['| a | b |\n|---|---|\n| c |', '<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td></td></tr></tbody></table></div>'],
  ['- [ ] a\n- [x] b\n- [y] c', '<ul><li><input disabled type=checkbox> a</li><li><input checked disabled type=checkbox> b</li><li>[y] c</li></ul>'],
  ['1. [X] a\n\n   b', '<ol><li><p><input checked disabled type=checkbox> a</p><p>b</p></li></ol>'],
  ['~~a *b*~~ ~~~c', '<p><del>a <em>b</em></del> ~~~c</p>'],
];

let folder;
const run = (...command) => {
  try {
    return execFileSync(program(), [...command, '--site', folder, '--date', DAY], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28});
  } catch (error) {
    return error.stdout;
  }
};

const write = (path, content) => {
  mkdirSync(dirname(join(folder, path)), {recursive: true});
  writeFileSync(join(folder, path), content);
};

const pageOf = name => `content/en/${name}.md`;

/** The specification invents addresses; here pictures are pictures, so their files get names as pictures have. */
const withPictures = ({markdown, html, number}) => {
  const names = new Set([...html.matchAll(/<img src="([^":]*)"/g)].map(([, url]) => url));
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    const picture = name.replace(/(\.\w+)?$/, '.png');
    [markdown, html] = [markdown, html].map(x => x.replaceAll(name, picture));
  }
  return {number, markdown: markdown.replaceAll('→', '\t'), html: html.replaceAll('→', '\t')};
};

const TYPOGRAPHY = {'“': '"', '”': '"', '‘': "'", '’': "'", '…': '...', '–': '--', '—': '---'};
const BLOCKS = /^(p|h\d|ul|ol|li|blockquote|pre|div|table|thead|tbody|tr|th|td|hr|figure|figcaption)$/;
/** What pages say beyond the specification. */
const IGNORED = /^(id|class|scope|role|tabindex|loading|width|height|aria-label)$/;

/** HTML in one spelling: addresses resolved, typography undone, white space only where it counts. */
const plain = html => {
  const written = (node, isCode) => {
    if (node.nodeName === '#text') {
      if (isCode) return node.value.replaceAll('<', '&lt;');
      return node.value.replace(/[“”‘’…–—]/g, x => TYPOGRAPHY[x]).replaceAll('<', '&lt;').replace(/\s+/g, ' ');
    }
    const inside = (node.childNodes ?? []).map(x => written(x, isCode || node.nodeName === 'pre' || node.nodeName === 'code')).join('');
    if (node.nodeName === '#document-fragment') return inside;
    const attributes = (node.attrs ?? [])
      .filter(x => !(IGNORED.test(x.name) && !(x.name === 'class' && node.nodeName === 'code')))
      .map(({name, value}) => {
        if (name === 'href' || name === 'src') value = decodeURIComponent(new URL(value.replaceAll('\\', '%5C'), `${ORIGIN}/`).href.replace(/%(?![0-9a-f]{2})/gi, '%25'));
        if (name === 'alt' || name === 'title') value = value.replace(/[“”‘’…–—]/g, x => TYPOGRAPHY[x]).replace(/\s+/g, ' ').trim();
        return ` ${name}="${value}"`;
      })
      .sort();
    return `<${node.nodeName}${attributes.join('')}>${inside}</${node.nodeName}>`;
  };
  let text = written(parseFragment(html));
  // Spaces at the edges of blocks say nothing.
  for (const name of new Set([...text.matchAll(/<\/?(\w+)/g)].map(([, name]) => name).filter(name => BLOCKS.test(name)))) {
    if (name !== 'pre') text = text.replaceAll(new RegExp(`\\s*(<${name}(?: [^>]*)?>)\\s*`, 'g'), '$1').replaceAll(new RegExp(`\\s*(</${name}>)\\s*`, 'g'), '$1');
  }
  return text.replace(/(<\/pre>)\s*|\s*(<pre>)/g, '$1$2').replace(/<br><\/br>\s*/g, '<br>').trim();
};

const main = name => readFileSync(join(folder, 'public', String(name), 'index.html'), 'utf8').split('<main>')[1].split('</main>')[0];

/** By number: the codes of the mistakes that refuse an example. */
const refused = new Map();
const different = [];

const codesOf = () => {
  const found = {};
  for (const [number, codes] of [...refused].sort(([a], [b]) => a - b)) for (const code of codes) (found[code] ??= []).push(number);
  return found;
};

/** Writes the numbers that are found now into the list. */
const update = () => {
  const codes = Object.entries(codesOf()).sort(([a], [b]) => (a < b ? -1 : 1));
  listed.refused = Object.fromEntries(codes.map(([code, numbers]) => [code, {reason: listed.refused[code]?.reason ?? '', examples: numbers}]));
  const known = new Set(listed.different.flatMap(x => x.examples));
  const found = different.map(x => x.number);
  for (const group of listed.different) group.examples = group.examples.filter(x => found.includes(x));
  const others = found.filter(x => !known.has(x));
  if (others.length) listed.different.push({reason: '', examples: others});
  listed.different = listed.different.filter(x => x.examples.length);
  const text = JSON.stringify(listed, null, 2).replace(/\[[\d,\s]*\]/g, x => x.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'));
  writeFileSync(new URL('commonmark.json', import.meta.url), `${text}\n`);
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'leader-commonmark-'));
  write('content/site.yaml', `name: Leader\nbase_url: ${ORIGIN}/\ntheme: plain\nlanguages:\n  - {code: en, name: English}\n`);
  write('content/en/index.md', '---\ntitle: Front page\n---\n');
  write('themes/plain/texts/en.yaml', 'nav:\n  home: Front page\n');
  write('themes/plain/templates/base.html', '<html lang="{{ lang }}"><title>{{ page.title }}</title>\n<main>{% block main %}{{ page.content | safe }}{% endblock main %}</main>\n</html>\n');
  for (const name of ['page', 'section', 'article']) write(`themes/plain/templates/${name}.html`, '{% extends "base.html" %}');
  write('themes/plain/templates/not-found.html', '<html>Not found\n');
  const all = examples.map(withPictures);
  for (const {number, markdown, html} of all) {
    write(pageOf(number), `---\ntitle: Example ${number}\n---\n${markdown}`);
    for (const [, url] of html.matchAll(/<(?:a href|img src)="([^"]*)"/g)) {
      const path = decodeURIComponent(url.replace(/[?#].*/, '').replace(/%(?![0-9a-f]{2})/gi, '%25')).replace(/^\//, '');
      if (/^[\w][\w./-]*$/.test(path) && !path.endsWith('/') && !path.includes('..')) write(`content/en/${path}`, PNG);
    }
  }
  MORE.forEach(([markdown], i) => write(pageOf(`more-${i}`), `---\ntitle: More ${i}\n---\n${markdown}\n`));
  // What is refused is taken out, until the rest can be built.
  for (let round = 0; round < 3; round += 1) {
    const said = JSON.parse(run('check', '--offline', '--json'));
    const errors = said.filter(x => x.severity === 'error');
    if (!errors.length) break;
    for (const {code, file} of errors) {
      const number = Number(/\/(\d+)\.md$/.exec(file)?.[1]);
      assert.ok(number, `${code} ${file}`);
      refused.set(number, (refused.get(number) ?? new Set()).add(code));
      rmSync(join(folder, pageOf(number)), {force: true});
    }
  }
  run('build', '--out', join(folder, 'public'));
  for (const {number, html} of all.filter(x => !refused.has(x.number))) {
    const found = main(number);
    if (plain(found) !== plain(html)) different.push({number, found: plain(found), expected: plain(html)});
  }
  if (process.env.UPDATE === '1') update();
});

after(() => rmSync(folder, {recursive: true, force: true}));

test('what is refused is listed, with the code of its message', () => {
  const found = codesOf();
  const expected = Object.fromEntries(Object.entries(listed.refused).map(([code, {examples: numbers}]) => [code, numbers]));
  assert.deepEqual(found, expected, `\n${JSON.stringify(found)}`);
});

test('what differs is listed, and everything else agrees with the specification', () => {
  const expected = listed.different.flatMap(x => x.examples).sort((a, b) => a - b);
  assert.deepEqual(different.map(x => x.number), expected, `\n${different.filter(x => !expected.includes(x.number)).map(x => `${x.number}\n  ${x.expected}\n  ${x.found}`).join('\n')}`);
  assert.ok(examples.length - refused.size - different.length > 400);
});

test('each reason is said', () => {
  for (const {reason} of [...Object.values(listed.refused), ...listed.different]) assert.ok(reason.length > 10);
});

for (const [i, [markdown, html]] of MORE.entries()) {
  test(`besides CommonMark: ${JSON.stringify(markdown)}`, () => assert.equal(plain(main(`more-${i}`)), plain(html)));
}
