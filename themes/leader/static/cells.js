// What the formulas of a workbook come to, so that the file shows it before any program has calculated: in the
// protected view of Excel, in mail, on phones. Loaded with papers.js; the generator does the same in cells.rs,
// and tests/reading/formulas.json holds both to what LibreOffice comes to.
//
// Numbers are binary floats as in every spreadsheet; the formulas keep them whole. A value is a number, a text,
// true or false, or null for a blank cell; cells side by side are a list.

const fail = () => {
  throw new RangeError('no value');
};
const number = x => (typeof x === 'string' || Array.isArray(x) ? fail() : Number(x));
const divisor = x => number(x) || fail();
const whole = x => {
  const cut = Math.trunc(x);
  return Math.abs(x - cut) < 0.5 ? cut : cut + Math.sign(x);
};
// There is no minus before nothing.
const words = x => (x === true ? 'TRUE' : x === false ? 'FALSE' : x === null ? '' : `${typeof x === 'number' ? x + 0 : x}`);
const alike = (a, b) => {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  if (a === null || b === null) return [null, '', 0, false].includes(a) && [null, '', 0, false].includes(b);
  return a === b;
};
const numbers = list => list.map(x => (typeof x === 'number' ? x : 0));
const sum = list => numbers(list).reduce((a, b) => a + b, 0);
const counted = (list, x) => list.map(y => y !== null && alike(y, x));

const PAIRS = [
  {'<>': (a, b) => !alike(a, b), '<=': (a, b) => number(a) <= number(b), '>=': (a, b) => number(a) >= number(b), '=': alike, '<': (a, b) => number(a) < number(b), '>': (a, b) => number(a) > number(b)},
  {'&': (a, b) => words(a) + words(b)},
  {'+': (a, b) => number(a) + number(b), '-': (a, b) => number(a) - number(b)},
  {'*': (a, b) => number(a) * number(b), '/': (a, b) => number(a) / divisor(b)},
];
// A list with a value, or with another list, is a list.
const lifted = (f, a, b) =>
  Array.isArray(a) || Array.isArray(b)
    ? (Array.isArray(a) ? a : b).map((_, i) => f(Array.isArray(a) ? a[i] : a, Array.isArray(b) ? b[i] : b))
    : f(a, b);

// Days as spreadsheets count them.
const DAY = 86_400_000;
const EPOCH = 25_569;
const dayOf = serial => new Date((Math.floor(number(serial)) - EPOCH) * DAY);
/** The number of a day in a spreadsheet; `time` as JavaScript counts. */
export const serial = time => time / DAY + EPOCH;

// Arguments are calculated when asked for.
const FUNCTIONS = {
  IF: (condition, yes, no) => (number(condition()) ? yes() : no()),
  IFERROR: (tried, otherwise) => {
    try {
      return tried();
    } catch {
      return otherwise();
    }
  },
  AND: (...list) => list.map(x => number(x())).every(Boolean),
  OR: (...list) => list.map(x => number(x())).some(Boolean),
  NOT: x => !number(x()),
  ISNUMBER: x => FUNCTIONS.IFERROR(() => typeof x() === 'number', () => false),
  MATCH: (x, list) => counted(list(), x()).indexOf(true) + 1 || fail(),
  INDEX: (list, place) => {
    const x = list()[number(place()) - 1];
    return x === undefined ? fail() : x;
  },
  COUNTIF: (list, x) => counted(list(), x()).filter(Boolean).length,
  SUMIFS: (list, where, x) => {
    const counts = counted(where(), x());
    return sum(list().filter((_, i) => counts[i]));
  },
  SUM: list => sum(list()),
  SUMPRODUCT: list => sum(list()),
  MIN: (...list) => Math.min(...list.map(x => number(x()))),
  MAX: (...list) => Math.max(...list.map(x => number(x()))),
  ROUND: x => whole(number(x())),
  INT: x => Math.floor(number(x())),
  ABS: x => Math.abs(number(x())),
  SIGN: x => Math.sign(number(x())),
  QUOTIENT: (a, b) => Math.trunc(number(a()) / divisor(b())),
  MOD: (a, b) => {
    const [x, y] = [number(a()), divisor(b())];
    return x - y * Math.floor(x / y);
  },
  TEXT: (x, zeros) => words(whole(number(x()))).padStart(zeros().length, '0'),
  EDATE: (day, months) => {
    const from = dayOf(day());
    const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + Math.trunc(number(months()))];
    // The last day of the month, where there is no such day.
    return serial(Math.min(Date.UTC(year, month, from.getUTCDate()), Date.UTC(year, month + 1, 0)));
  },
  DAY: x => dayOf(x()).getUTCDate(),
  MONTH: x => dayOf(x()).getUTCMonth() + 1,
  YEAR: x => dayOf(x()).getUTCFullYear(),
};

const TOKEN = /(?:'((?:[^']|'')+)'!)?\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?|([A-Z]+)\(|(TRUE|FALSE)|"((?:[^"]|"")*)"|(\d+(?:\.\d+)?)|<>|<=|>=|[-+*/&=<>(),]/y;
const letters = column => [...column].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0);
const column = n => (n > 26 ? column(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26));

/** A formula as a function; `value` gives what stands in a cell of a sheet. */
const read = (formula, sheet, value) => {
  let token;
  let at = 0;
  const next = () => {
    TOKEN.lastIndex = at;
    token = TOKEN.exec(formula) ?? [at < formula.length ? fail() : ''];
    at += token[0].length;
  };
  const expect = sign => (token[0] === sign ? next() : fail());
  const single = () => {
    const [sign, where = sheet, left, top, right, bottom, name, truth, text, digits] = token;
    next();
    if (sign === '-') {
      const of = single();
      return () => 0 - number(of());
    }
    if (sign === '(') {
      const of = pairs(0);
      expect(')');
      return of;
    }
    if (name) {
      const list = [pairs(0)];
      while (token[0] === ',') {
        next();
        list.push(pairs(0));
      }
      expect(')');
      const f = FUNCTIONS[name] ?? fail();
      return () => f(...list);
    }
    if (right) {
      const cells = [];
      for (let row = Number(top); row <= Number(bottom); row++) {
        for (let n = letters(left); n <= letters(right); n++) cells.push(column(n) + row);
      }
      return () => cells.map(cell => value(where.replaceAll("''", "'"), cell));
    }
    if (left) return () => value(where.replaceAll("''", "'"), left + top);
    const plain = truth ? truth === 'TRUE' : digits ? Number(digits) : text?.replaceAll('""', '"') ?? fail();
    return () => plain;
  };
  const pairs = level => {
    if (!PAIRS[level]) return single();
    let made = pairs(level + 1);
    while (Object.hasOwn(PAIRS[level], token[0])) {
      const [a, f] = [made, PAIRS[level][token[0]]];
      next();
      const b = pairs(level + 1);
      made = () => lifted(f, a(), b());
    }
    return made;
  };
  next();
  const made = pairs(0);
  return token[0] === '' ? made : fail();
};

/** What formulas come to, by sheet: cells are values, or {f: formula}. Gives a function of sheet and cell. */
export const calculator = sheets => {
  const waiting = {};
  const value = (sheet, cell) => {
    const held = sheets[sheet][cell] ?? null;
    // Who asks for what waits for it goes in a circle.
    if (held === waiting) fail();
    if (typeof held?.f !== 'string') return held;
    sheets[sheet][cell] = waiting;
    // A cell that shows another shows 0 where that is blank.
    return (sheets[sheet][cell] = read(held.f, sheet, value)() ?? 0);
  };
  return value;
};

const plain = text => text.replace(/&(?:amp|lt|gt|quot|#(\d+));/g, (sign, code) => (code ? String.fromCharCode(code) : {'&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"'}[sign]));
const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const CELL = /<c r="([A-Z]+\d+)"((?: s="\d+")?)(?: t="(\w+)")?(?:\/>|>(.*?)<\/c>)/gs;

/** The parts of a workbook with what its formulas come to. */
export const calculated = parts => {
  const shared = [...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<si><t[^>]*>(.*?)<\/t><\/si>/gs)].map(found => plain(found[1]));
  const names = [...parts['xl/workbook.xml'].matchAll(/<sheet name="([^"]*)"/g)].map(found => plain(found[1]));
  const paths = names.map((_, index) => `xl/worksheets/sheet${index + 1}.xml`);
  const sheets = {};
  names.forEach((name, index) => {
    const cells = (sheets[name] = {});
    for (const [, cell, , kind, held = ''] of parts[paths[index]].matchAll(CELL)) {
      const inside = plain(/>([^<]*)</.exec(held.replace('<is>', ''))?.[1] ?? '');
      if (held.startsWith('<f')) cells[cell] = {f: inside};
      else if (kind) cells[cell] = kind === 's' ? shared[inside] : inside;
      else if (held) cells[cell] = Number(inside);
    }
  });
  const value = calculator(sheets);
  const results = {...parts};
  // The last sheet is calculated first, on which each cell needs those above; so no way is long.
  for (const index of [...names.keys()].reverse()) {
    results[paths[index]] = parts[paths[index]].replace(CELL, (whole, cell, style, kind, held = '') => {
      if (!held.startsWith('<f')) return whole;
      let shown;
      try {
        shown = value(names[index], cell);
      } catch {
        // The program that opens the file will say what is wrong.
        shown = '';
      }
      const isNumber = typeof shown === 'number';
      return `<c r="${cell}"${style}${isNumber ? '' : typeof shown === 'boolean' ? ' t="b"' : ' t="str"'}>${held}<v>${isNumber ? shown + 0 : escaped(typeof shown === 'boolean' ? `${Number(shown)}` : shown)}</v></c>`;
    });
  }
  return results;
};
