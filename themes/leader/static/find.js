// Finds pages in the index that the program wrote (src/render/search), and the place on a page to show.
//
// What a word is, the program and `wordsIn` here must see alike. Which words are forms of one word is for the
// language to say: find-fi.js and its like.

const WORD = /\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|[\p{Alphabetic}\p{N}]+/gu;

/** The words of a text: [{word, from, to}]. */
export const wordsIn = text =>
  [...text.matchAll(WORD)].map(({0: x, index}) => ({
    word: /^\d+[ \u00a0\u202f]/.test(x) ? x.replace(/[ \u00a0\u202f]/g, '') : x.toLowerCase(),
    from: index,
    to: index + x.length,
  }));

/** A word without the marks of its letters: kylatalo for kylätalo. */
export const folded = word => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

// How near a word of a page is to the one that was typed, and what a word is on a page: the end of a longer one,
// text, several times there, description, heading, title (as in the index).
const NEAR = {exact: 1, form: 0.85, folded: 0.8, same: 0.7, start: 0.5, end: 0.4, begun: 0.35, slip: 0.3};
const PLACES = [0.5, 2, 2.6, 4, 6, 10];

/** How many files of a large index are loaded for words that only begin with what was typed. */
const MOST_FILES = 2;

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';

const pagesOf = packed => {
  const pages = [];
  let number = 0;
  let page = 0;
  for (const letter of packed) {
    const digit = DIGITS.indexOf(letter);
    number = number * 32 + (digit & 31);
    if (digit & 32) continue;
    page += Math.floor(number / PLACES.length);
    pages.push({page, place: number % PLACES.length});
    number = 0;
  }
  return pages;
};

const unpacked = ([words, pages]) => {
  const packed = pages.split(' ');
  let last = '';
  return words.split(' ').filter(Boolean).map((x, i) => {
    last = last.slice(0, parseInt(x[0], 36)) + x.slice(1);
    return {word: last, folded: folded(last), packed: packed[i]};
  });
};

/** In how few steps one word becomes another: letters changed, left out, added, or two swapped. */
export const distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
};

/** How many typing errors a word may have. */
const slips = word => (/\d/.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/**
 * A search over an index. `root` is its first file, `load(kind, number)` gets one of its others, `language` is the
 * module of the language.
 */
export const searcher = (root, load, language) => {
  const parts = new Map();
  const part = name => {
    if (!parts.has(name)) parts.set(name, load(name).then(unpacked));
    return parts.get(name);
  };
  const all = root.all && unpacked(root.all);
  const texts = new Map();

  /** Which files have the words that begin like this. */
  const filesOf = head =>
    root.starts.flatMap((start, i) =>
      start <= `${head}\uffff` && (i + 1 === root.starts.length || root.starts[i + 1] >= head) ? [i] : [],
    );

  /** The words of the index that begin in one of these ways; of those that only go on like `typed`, some. */
  const beginning = async (heads, typed) => {
    if (all) return all;
    const begun = typed.length > 2 ? filesOf(typed).slice(0, MOST_FILES) : [];
    const numbers = new Set([...heads.flatMap(head => filesOf(folded(head))), ...begun]);
    return (await Promise.all([...numbers].map(x => part(`w${x}`)))).flat();
  };

  const foldedKeys = new Map();
  const keysFolded = word => {
    if (!foldedKeys.has(word)) foldedKeys.set(word, language.keys(word).map(folded));
    return foldedKeys.get(word);
  };
  const meet = (keys, word) => language.keys(word).some(key => keys.has(key));

  /** Whether a longer word ends in a form of the sought one; gives the end. */
  const endOf = (sought, word) => {
    if (!language.compounds || !sought.isEnd) return;
    const head = sought.word.slice(0, 2);
    for (let at = word.indexOf(head, 3); at > 0; at = word.indexOf(head, at + 1)) {
      const end = word.slice(at);
      if (end.length >= sought.word.length - 2 && end.length > 2 && (end === sought.word || meet(sought.keys, end))) return end;
    }
  };

  const nearness = (sought, x) => {
    if (x.word === sought.word) return NEAR.exact;
    const isNear = x.folded.startsWith(sought.folded.slice(0, 1));
    if (isNear && meet(sought.keys, x.word)) return NEAR.form;
    // Who types marks means them.
    if (isNear && sought.isPlain && (x.folded === sought.folded || keysFolded(x.word).includes(sought.folded))) return NEAR.folded;
    if (sought.same.some(keys => meet(keys, x.word))) return NEAR.same;
    // The other part of a compound is a word, too.
    const rest = x.folded.length - sought.folded.length;
    if (sought.folded.length > 2 && rest > 3 && x.folded.startsWith(sought.folded) && language.parts(sought.word, x.word.slice(sought.word.length))) return NEAR.start;
    return endOf(sought, x.word) ? NEAR.end : 0;
  };

  const soughtWord = (word, groups) => {
    const keys = new Set(language.keys(word));
    const same = groups.filter(group => group.some(other => meet(keys, other))).flat().filter(other => other !== word);
    const plain = folded(word);
    return {
      word,
      folded: plain,
      isPlain: plain === word,
      isEnd: word.length > 3 || word === 'työ',
      keys,
      same: same.map(other => new Set(language.keys(other))),
      heads: [word, ...same].flatMap(language.heads),
    };
  };

  /** The words of the index that a typed word means, each with how near it is. */
  const meant = async (word, isLast) => {
    const sought = soughtWord(word, root.same ?? []);
    const near = await beginning(sought.heads, sought.folded);
    const found = near.map(x => ({...x, near: nearness(sought, x)})).filter(x => x.near);
    if (found.some(x => x.near > NEAR.folded)) return found;
    // While a word is being typed, whatever begins like it.
    const begun = isLast || word.length > 4 ? near.filter(x => x.folded.startsWith(sought.folded)) : [];
    if (begun.length) return [...found, ...begun.filter(x => !found.some(y => y.word === x.word)).map(x => ({...x, near: NEAR.begun}))];
    if (found.length) return found;
    return slipped(sought, near);
  };

  /** The words that were meant if there are typing errors in one. */
  const slipped = async (sought, near) => {
    const most = slips(sought.word);
    if (!most) return [];
    const {folded: typed} = sought;
    const [a, b, c, d = ''] = typed;
    // The first letters may be the wrong ones; what lies elsewhere is loaded only for the likeliest errors.
    const others = all ? [] : await beginning([a + b + c, a + b + d, b + a + c, a + c + b, a + c + d, b + c + d], '');
    others.splice(0, others.length, ...others.filter(x => !near.includes(x)));
    const measured = new Map();
    for (const x of [...near, ...others]) {
      let far = distance(typed, x.folded, most);
      // The error may be in a word with an ending.
      for (let less = 1; far > most && typed.length > 5 && typed[0] === x.folded[0] && less < 6 && x.folded.length - less >= typed.length - most; less += 1) {
        const cut = distance(typed, x.folded.slice(0, -less), most);
        if (cut <= most && x.folded.length - less > 4) far = cut + 0.5;
      }
      if (far <= most + 0.5) measured.set(x.word, {...x, far});
    }
    const least = Math.min(...[...measured.values()].map(x => Math.floor(x.far)));
    const best = [...measured.values()].filter(x => Math.floor(x.far) === least);
    const keys = best.map(x => new Set(language.keys(x.word)));
    const forms = [...near, ...others].filter(x => !best.some(y => y.word === x.word) && keys.some(one => meet(one, x.word)));
    return [...best, ...forms].map(x => ({...x, near: NEAR.slip - least / 20}));
  };

  /** The pages that a search finds, the best first: {pages: [number], marks: Map of words to their groups}. */
  const find = async query => {
    const typed = [...new Set(wordsIn(query.normalize('NFC')).map(x => x.word))].filter(x => x.length > 1 || /\d/.test(x));
    const telling = typed.filter(x => !language.stop.has(x));
    const words = (telling.length ? telling : typed).slice(0, 12);
    const isOpen = /[\p{Alphabetic}\p{N}]$/u.test(query);
    const marks = new Map();
    const scores = new Map();
    const meanings = await Promise.all(words.map((word, i) => meant(word, isOpen && i === words.length - 1)));
    meanings.forEach((found, number) => {
      const best = new Map();
      for (const {word, packed, near} of found) {
        marks.set(word, Math.max(near, marks.get(word)?.near ?? 0) === near ? {number, near} : marks.get(word));
        for (const {page, place} of pagesOf(packed)) {
          best.set(page, Math.max(best.get(page) ?? 0, near * PLACES[place]));
        }
      }
      const rare = Math.log(1 + root.pages / (best.size || 1)) + 0.1;
      for (const [page, score] of best) {
        const known = scores.get(page) ?? {score: 0, words: 0};
        scores.set(page, {score: known.score + score * rare, words: known.words + 1});
      }
    });
    // Pages with all words of the search, or else those with the most of them.
    const most = Math.max(...[...scores.values()].map(x => x.words));
    const pages = [...scores].filter(([, x]) => x.words === most).sort(([p, x], [q, y]) => y.score - x.score || p - q).map(([page]) => page);
    return {pages, marks, words};
  };

  /** A page of the index as a result shows it. */
  const show = async (page, {marks}) => {
    const number = Math.floor(page / root.together);
    if (!texts.has(number)) texts.set(number, load(`t${number}`));
    const [url, title, way, description, sections] = (await texts.get(number))[page % root.together];
    const isEnd = word => [...marks.keys()].find(x => x.length > 3 && word.endsWith(x) && word.length > x.length + 2);
    const markOf = word => marks.get(word) ?? (root.starts && language.compounds ? marks.get(isEnd(word)) : undefined);
    const marked = text => wordsIn(text).map(x => ({...x, mark: markOf(x.word)})).filter(x => x.mark);
    const weight = found => {
      const best = new Map();
      for (const {mark} of found) best.set(mark.number, Math.max(best.get(mark.number) ?? 0, mark.near));
      return [...best.values()].reduce((x, y) => x + y, 0);
    };
    let chosen = {weight: 0};
    for (const [anchor, heading, text] of sections) {
      const found = marked(text);
      const value = 3 * weight(marked(heading)) + 2 * weight(found) + Math.min(found.length, 5) / 10;
      if (value > chosen.weight) chosen = {weight: value, anchor, heading, text};
    }
    const text = chosen.text ? excerpt(chosen.text, marked, weight) : description;
    return {url, title: pieces(title, marked(title)), way, anchor: chosen.anchor, heading: chosen.anchor && pieces(chosen.heading, marked(chosen.heading)), excerpt: pieces(text, marked(text))};
  };

  return {find, show};
};

const LONGEST = 220;

/** The lines of a text that say most of what is sought, and not more than fits. */
const excerpt = (text, marked, weight) => {
  const lines = text.split('\n');
  const values = lines.map(line => weight(marked(line)));
  let at = values.indexOf(Math.max(...values));
  let shown = lines[at];
  // Points and cells say little alone.
  while (shown.length < LONGEST / 3 && at + 1 < lines.length) {
    at += 1;
    shown += ` · ${lines[at]}`;
  }
  if (shown.length <= LONGEST) return shown;
  const first = marked(shown)[0]?.from ?? 0;
  const from = first < LONGEST * 0.7 ? 0 : shown.indexOf(' ', first - LONGEST / 3) + 1;
  const cut = shown.slice(from, from + LONGEST);
  const to = from + LONGEST < shown.length ? cut.lastIndexOf(' ') : cut.length;
  return `${from ? '… ' : ''}${cut.slice(0, to)}${from + to < shown.length ? ' …' : ''}`;
};

/** A text in pieces: [{text, isMarked}]. */
const pieces = (text, found) => {
  const all = [];
  let at = 0;
  for (const {from, to} of found) {
    all.push({text: text.slice(at, from)}, {text: text.slice(from, to), isMarked: true});
    at = to;
  }
  return [...all, {text: text.slice(at)}].filter(x => x.text);
};
