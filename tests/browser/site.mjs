// The built site: made by the program, read from its folder, and served as strictly as a careful host would.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {extname, join, posix, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {parse} from 'parse5';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const ORIGIN = 'https://example.org';

/**
 * What must become true is waited for so long, in milliseconds. Nothing takes a hundredth of it; a machine with ten
 * times the load may take a tenth.
 */
export const PATIENCE = 300_000;

/** The day on which the site is built, so that a test sees the same site whenever it runs. */
export const DAY = '2026-11-21';

/** What a host sends with every page: only the site's own files, and nothing inside a page itself. */
export const POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'; frame-src 'self'";

// Of a release and a debug build the later one is meant: the other may be of last week.
export const program = () => {
  if (process.env.LEADER_SITE) return process.env.LEADER_SITE;
  const built = ['release', 'debug'].map(x => join(root, 'target', x, 'leader-site')).filter(existsSync);
  const [latest] = built.sort((x, y) => statSync(y).mtimeMs - statSync(x).mtimeMs);
  if (!latest) throw new Error('Build the program first (cargo build --release), or set LEADER_SITE to where it is.');
  return latest;
};

/**
 * Builds the site, or another one, under a base path: '/' or '/leader/'. In a run of all tests, which names a folder
 * for it, the test files share what one of them has built: none of them writes into it.
 */
export const build = (base = '/', source = root) => {
  const kept = process.env.LEADER_BUILDS && source === root && join(process.env.LEADER_BUILDS, base.replaceAll('/', '_'));
  if (kept && existsSync(kept)) return new Site(kept, base);
  const folder = mkdtempSync(join(process.env.LEADER_BUILDS || tmpdir(), 'leader-site-'));
  process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
  const out = join(folder, 'public');
  execFileSync(program(), ['build', '--site', source, '--out', out, '--date', DAY, '--base-url', ORIGIN + base], {stdio: 'pipe'});
  if (!kept) return new Site(out, base);
  try {
    renameSync(out, kept);
  } catch {
    // Another file was faster with the same.
  }
  return new Site(kept, base);
};

const filesIn = folder =>
  readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });

class Site {
  constructor(folder, base) {
    this.folder = folder;
    this.base = base;
    /** The published files by address, without those of the program itself. */
    this.files = new Map(
      filesIn(folder)
        .map(path => relative(folder, path).split(sep).join('/'))
        .filter(name => !name.startsWith('.'))
        .sort()
        .map(name => [this.base + name.replace(/(^|\/)index\.html$/, '$1'), join(folder, name)]),
    );
    this.pages = [...this.files]
      .filter(([, path]) => path.endsWith('.html'))
      .map(([url, path]) => new Page(this, url, readFileSync(path, 'utf8')))
      .filter(page => !page.isRedirect && !page.isWhole);
  }

  page(url) {
    return this.pages.find(page => page.url === url);
  }

  /** The pages that are looked at one by one: of those made from the rules the longest of each kind and language. */
  get representatives() {
    const longest = new Map();
    for (const page of this.pages.filter(page => page.kind)) {
      const name = `${page.all('html')[0].lang} ${page.kind}`;
      if (page.html.length > (longest.get(name)?.html.length ?? 0)) longest.set(name, page);
    }
    const chosen = new Set(longest.values());
    return this.pages.filter(page => !page.kind || chosen.has(page));
  }

  gzipped(url) {
    return gzipSync(readFileSync(this.files.get(url)), {level: 9}).length;
  }
}

const attributesOf = node => Object.fromEntries((node.attrs ?? []).map(({name, value}) => [name, value]));

/** All elements below a node, those in templates included. */
const elements = node =>
  [...(node.childNodes ?? []), ...(node.content ? [node.content] : [])].flatMap(child => [
    ...(child.tagName ? [{tag: child.tagName, node: child, ...attributesOf(child)}] : []),
    ...elements(child),
  ]);

const textOf = node => node.value ?? (node.childNodes ?? []).map(textOf).join('');

/** A page as it was written, without a browser. */
class Page {
  constructor(site, url, html) {
    this.site = site;
    this.url = url;
    this.html = html;
    this.elements = elements(parse(html));
    this.isRedirect = this.all('meta').some(x => x['http-equiv']?.toLowerCase() === 'refresh');
    this.isCalculator = this.elements.some(x => x.id === 'calc');
    this.isFinder = this.elements.some(x => x.id === 'finder');
    /** Of what it is made: 'rule' or 'parameter'; nothing for a page that somebody wrote. */
    this.kind = this.all('body')[0]?.class?.match(/\bmade-(\w+)/)?.[1];
    /** A page as one file, and one for the frames of other sites. */
    this.isWhole = /style-src 'sha256-/.test(html);
    this.isAlone = /\balone\b/.test(this.all('html')[0]?.class ?? '');
    this.hasFrame = this.elements.some(x => x.tag === 'leader-calculator');
    this.isSearch = this.elements.some(x => x.id === 'search');
  }

  all(...tags) {
    return this.elements.filter(x => tags.includes(x.tag));
  }

  text(element) {
    return textOf(element.node).replace(/\s+/g, ' ').trim();
  }

  meta(name) {
    return this.all('meta').find(x => x.name === name)?.content;
  }

  get ids() {
    return this.elements.map(x => x.id).filter(Boolean);
  }

  /** The addresses that the page names, whether a browser loads them or a reader follows them. */
  get links() {
    const named = this.elements.flatMap(x => [x.href, x.src, x.poster, ...(x.srcset ?? '').split(',').map(y => y.trim().split(/\s/)[0])]);
    return named.filter(x => x !== undefined && x !== '').map(x => new URL(x, ORIGIN + this.url));
  }

  /** The pictures of these that a browser leaves until one comes near them. */
  get loadsLater() {
    return this.all('img').filter(x => x.loading === 'lazy').map(x => x.src);
  }

  /** The pictures of these beside the logo, which is the icon too. */
  get loadsPictures() {
    const icons = this.all('link').filter(x => x.rel === 'icon').map(x => x.href);
    return this.all('img').map(x => x.src).filter(x => !icons.includes(x));
  }

  /** What a browser loads for the page: the page itself, its style, pictures, icon and scripts. */
  get loads() {
    const relations = ['stylesheet', 'icon', 'modulepreload'];
    const urls = [
      ...this.all('link').filter(x => relations.includes(x.rel)).map(x => x.href),
      ...this.all('img', 'script', 'source').map(x => x.src ?? x.srcset),
    ];
    return [...new Set([this.url, ...urls.filter(Boolean).map(x => posix.normalize(x))])];
  }
}

export const isInternal = url => url.origin === ORIGIN;

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
};

/** Serves a site on this machine: {origin, close}. */
export const serve = async site => {
  const server = createServer((request, response) => {
    const path = site.files.get(new URL(request.url, ORIGIN).pathname);
    response.writeHead(path ? 200 : 404, {
      'content-security-policy': POLICY,
      'content-type': TYPES[extname(path ?? '.html')] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    });
    response.end(path ? readFileSync(path) : '');
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise(done => server.close(done)),
  };
};
