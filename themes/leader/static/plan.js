// Evaluates a plan: the rules of the calculator, compiled to a list of typed nodes.
//
// An argument of a node is the index of an earlier node, so one pass is enough. The generator evaluates the
// same plans; tests/conformance/ pins every kind of node. There are no floats here, and nothing is rounded but
// by `round` and `divr`.
//
// The value of a node is in one of four states:
//   {s: 'known', v, a, o}    v: a number as a BigInt, the mantissa at the node's scale (12.50 at scale 2 is
//                            1250n); true or false; a case or a date as text. a: inputs whose default
//                            stands in; o: reasons why the result stays open; w (min, max): label of the
//                            arm that won, or null; rows (hit): which rows
//   {s: 'missing', n}        n: inputs that are still needed
//   {s: 'na'}                there is no such thing here
//   {s: 'invalid', n}        n: inputs that could not be read

// While they are calculated all numbers have one scale, that no node's exceeds.
const SCALE = 20;
const ten = exponent => 10n ** BigInt(exponent);
const ONE = ten(SCALE);
const number = text => {
  const [whole, decimals = ''] = text.split('.');
  return BigInt(whole + decimals.padEnd(SCALE, '0'));
};

// The one value that is not there, so it is known by its identity.
const NA = {s: 'na'};
const isKnown = x => x.s === 'known';
const isBlank = x => (x ?? '') === '';
// What was typed, but cannot be read or is none of the cases.
const isBad = (x, cases) => !isBlank(x) && (x.bad || (cases && !cases.includes(x)));

// x / y in whole quanta of 10^-exponent; y is never negative. It is rounded away from zero when twice the
// rest and the mode's share exceed the divisor.
const quantized = ([x, y = ONE], node) => {
  if (x < 0n) return -quantized([-x, y], node);
  const [exponent, mode] = node.slice(-2);
  const quantum = ten(SCALE - exponent);
  const above = x * ONE;
  const below = y * quantum;
  const quotient = above / below;
  const share = {up: below, half_up: 1n, half_even: quotient % 2n, down: -below}[mode];
  return (quotient + BigInt(2n * (above % below) + share > below)) * quantum;
};

// What a node makes of the values of its arguments. They are known; what is left out is undefined.
const compute = {
  lt: ([x, y]) => x < y,
  le: ([x, y]) => x <= y,
  eq: ([x, y]) => x === y,
  ne: ([x, y]) => x !== y,
  ge: ([x, y]) => x >= y,
  gt: ([x, y]) => x > y,
  add: list => list.reduce((x, y = 0n) => x + y, 0n),
  sub: ([x = 0n, y = 0n]) => x - y,
  mul: list => list.reduce((x, y) => (x * y) / ONE),
  // Of equals the first wins.
  min: list => list.reduce((x, y) => (y < x || x === undefined ? y : x)),
  max: list => list.reduce((x, y) => (y > x || x === undefined ? y : x)),
  divr: quantized,
  round: quantized,
  and: () => true,
  or: () => false,
  not: ([x]) => !x,
  isin: ([x], [, , cases]) => cases.includes(x),
  limited: (list, [, , label], by) => by.w === label,
  sum: ([rows], [, , column]) => rows.reduce((x, row) => x + number(row[column]), 0n),
  hit: ([rows, limit], [, , column, kind]) => rows.filter(row => compute[kind]([number(row[column]), limit])),
  // 29 February is followed by 28 February in a year without one.
  years: ([date, count]) => {
    const year = BigInt(date.slice(0, 4)) + count / ONE;
    const day = date.slice(4);
    return year + (day === '-02-29' && year % (year % 100n ? 4n : 400n) ? '-02-28' : day);
  },
};

// One such argument decides (a factor of 0, one no, one yes), whatever the others will be.
const decides = {mul: 0n, and: false, or: true};

// These leave out arguments that do not apply; all others do not apply when one of theirs does not.
const leavesOut = ['add', 'sub', 'min', 'max', 'and', 'or'];

// Where the arguments that are nodes end, when others follow them.
const end = {round: 2, isin: 2, limited: 2, divr: 3};

/**
 * The value of every node. A budget has a value per input, numbers as text, {bad: true} for what could not be
 * read: {funding_type: "investment", costs: [{category: "land", amount: "1234.50"}], vat_liable: false}
 */
export function evaluate(plan, budget) {
  const order = plan.inputs.map(x => x.id);
  const values = [];

  // Inputs stand in the order in which they are asked, reasons in that of the alphabet; nothing stands twice.
  const ids = (list, key) => order.filter(id => list.some(x => x[key]?.includes(id)));
  const known = (v, from = []) => ({s: 'known', v, a: ids(from, 'a'), o: [...new Set(from.flatMap(x => x.o ?? []))].sort()});
  // As it is, but with the flags of another, too.
  const flagged = (x, other) => (isKnown(x) ? {...x, ...known(x.v, [x, other])} : x);
  // What those in this state make of the whole; undefined if there is none.
  const stop = (s, list) => {
    const found = list.filter(x => x.s === s);
    return found[0] && {s, n: ids(found, 'n')};
  };
  // A number, if the node that comes next is one.
  const read = x => (plan.scales[values.length] === null ? x : number(x));
  const inputOf = id => plan.inputs[order.indexOf(id)];

  // The rows whose column is filled in, as far as they are of the cases. While one has no category, it is
  // not known whether it is.
  const rows = node => {
    const [, id, column] = node;
    const [where, cases] = node.slice(-2);
    const all = (budget[id] ?? []).filter(x => !isBlank(x[column]));
    const bad = all.some(x => isBad(x[column]) || isBad(x[where], inputOf(id).cols[where]?.of));
    const s = bad ? 'invalid' : !all[0] || (cases && all.some(x => isBlank(x[where]))) ? 'missing' : 'known';
    return {s, n: [id], v: all.filter(x => !cases || cases.includes(x[where]))};
  };

  // The arm that is chosen; `na` has one only. While it is not known which, arms that are all alike will do.
  const choose = (by, arms) => {
    const arm = j => values[j] ?? NA;
    if (isKnown(by)) return flagged(arm(arms[by.v]), by);
    const all = Object.values(arms).map(arm);
    return by.s === 'missing' && all.every(x => isKnown(x) && x.v === all[0].v) ? {...all[0], ...known(all[0].v, all)} : by;
  };

  // What arguments in such states come to: the same for all kinds that calculate.
  const combine = (node, all) => {
    const [kind, a, b] = node;
    const deciding = all.filter(x => isKnown(x) && x.v === decides[kind]);
    const isNa = all.includes(NA) && (!leavesOut.includes(kind) || all.every(x => x === NA));
    const stopped = stop('invalid', all) ?? (isNa ? NA : deciding[0] ? known(decides[kind], deciding) : stop('missing', all));
    if (stopped) return stopped;
    const list = all.map(x => x.v);
    const v = compute[kind](list, node, all[0]);
    return {
      ...(kind === 'round' && all[0]),
      ...known(v, all),
      ...(kind === 'hit' && {v: v.length > 0, rows: v.map(x => budget[a].indexOf(x))}),
      // Only min and max have lists: the arms and their labels.
      ...(a.map && {w: b[list.indexOf(v)]}),
    };
  };

  const kinds = {
    k: ([, x]) => known(read(x)),
    param: ([, , x]) => known(read(x)),
    in: ([, id]) => {
      const typed = budget[id];
      const {of, def} = inputOf(id);
      if (isBad(typed, of)) return {s: 'invalid', n: [id]};
      if (!isBlank(typed)) return known(read(typed));
      return isBlank(def) ? {s: 'missing', n: [id]} : known(read(def), [{a: [id]}]);
    },
    pick: ([, by, arms]) => choose(values[by], arms),
    if: ([, by, yes, no]) => choose(values[by], {true: yes, false: no}),
    na: node => kinds.if(node),
    open: ([, x, reason]) => flagged(values[x], {o: [reason]}),
    sum: node => combine(node, [rows(node)]),
    hit: node => combine(node, [rows(node), values[node[4]]]),
  };
  const others = node => combine(node, (node[1].map ? node[1] : node.slice(1, end[node[0]])).map(j => values[j]));

  // Each node finds the values of its arguments done.
  for (const node of plan.nodes) values.push((kinds[node[0]] ?? others)(node));
  return values.map((x, i) => (plan.scales[i] === null || !isKnown(x) ? x : {...x, v: x.v / ten(SCALE - plan.scales[i])}));
}

/** Whether the budget can be funded so (null: not known yet), and the inputs that are still needed. */
export function result(plan, values) {
  const blocking = plan.conditions.filter(x => x.level === 'blocks').map(x => values[x.node]);
  const outputs = plan.outputs.map(name => values[plan.names[name][0]]);
  // The result does without the optional inputs.
  const needed = (list, s) => plan.inputs.filter(x => !x.optional && list.some(y => y.s !== s && y.n?.includes(x.id))).map(x => x.id);
  return {
    fundable: blocking.some(x => x.v === false) ? false : needed(blocking)[0] ? null : true,
    missing: needed([...outputs, ...blocking], 'invalid'),
  };
}
