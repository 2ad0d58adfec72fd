// What else a budget could be: the same rows under each funding type and cost model, the figures at which
// something changes, found by halving over the same plan, and the support divided over parts. The generator
// does exactly the same.

import {decimal, mantissa} from './budget.js';
import {evaluate, result} from './plan.js';

const named = (plan, values, name) => values[plan.names[name][0]];
const fails = ({node}, values) => values[node].v === false;
const blocks = plan => plan.conditions.filter(x => x.level === 'blocks');

/** The money that the association has to find itself, with the costs that are not counted. */
export const ownMoney = (plan, values) => named(plan, values, plan.names.own_money ? 'own_money' : 'own_cash').v;

/**
 * The budget under every funding type and cost model of the rules; one of them may be the chosen one. What the
 * chosen type means of the project holds for the others, too: who builds is not offered what is for developing.
 */
export const alternatives = (plan, budget) => {
  const chosen = evaluate(plan, budget);
  const own = name => named(plan, chosen, name).v;
  const types = plan.choices.funding_type;
  const means = Object.entries(types[budget.funding_type]?.means ?? {}).filter(([id]) => !budget[id]);
  return Object.entries(types).flatMap(([type, {cost_models: models = [], costs}]) =>
    (models.length ? models : [null]).map(model => {
      const other = {...budget, funding_type: type, cost_model: model};
      const values = evaluate(plan, {...other, ...Object.fromEntries(means)});
      return {
        type,
        model,
        isChosen: own('funding_type') === type && (model === null || own('cost_model') === model),
        budget: other,
        values,
        fundable: result(plan, values).fundable,
        blockedBy: blocks(plan).filter(x => fails(x, values)).map(x => x.id),
        /** Whether it has rows that the funding type does not take. */
        isForeign: budget.costs.some(({category}) => category && !costs.includes(category)),
        /** An amount in cents, or undefined while it is not known. */
        amount: name => named(plan, values, name).v,
      };
    }),
  );
};

// The first step from which a test holds, by halving; it holds from there on. Undefined if it never does.
const first = (low, high, holds) => {
  if (holds(low)) return low;
  if (!holds(high)) return undefined;
  let [fails, good] = [low, high];
  while (good - fails > 1n) {
    const middle = fails + (good - fails) / 2n;
    if (holds(middle)) good = middle;
    else fails = middle;
  }
  return good;
};

// The first step at which a figure is lowest; it falls, if at all, before it rises.
const lowest = (low, high, figure) => {
  while (low < high) {
    const middle = low + (high - low) / 2n;
    if (figure(middle + 1n) < figure(middle)) low = middle + 1n;
    else high = middle;
  }
  return low;
};

const HOURS = 'volunteer_hours';

// A figure of a budget that is moved in whole steps: the hours, or the cost of a row.
const moved = (plan, budget, row) => {
  const input = plan.inputs.find(x => x.id === (row === undefined ? HOURS : 'costs'));
  const field = row === undefined ? input : input.cols.amount;
  const step = mantissa(field.step ?? '0', field.scale) || 1n;
  const at = steps => {
    const value = decimal(steps * step, field.scale);
    if (row === undefined) return {...budget, [HOURS]: value};
    return {...budget, costs: budget.costs.map((x, i) => (i === row ? {...x, amount: value} : x))};
  };
  // What is looked at again is not calculated again.
  const seen = new Map();
  const values = steps => seen.get(steps) ?? seen.set(steps, evaluate(plan, at(steps))).get(steps);
  return {
    step,
    values,
    most: text => mantissa(text ?? field.max, field.scale) / step,
    support: steps => named(plan, values(steps), 'support').v,
    own: steps => ownMoney(plan, values(steps)),
    found: steps => ({
      ...(row === undefined ? {input: HOURS} : {row}), value: steps * step, field, budget: at(steps), values: values(steps),
    }),
  };
};

// Between which steps the budget can be funded, and what fails right above. Each blocking condition changes once
// at most, because all sums grow with the figure.
const reach = (plan, {values}, most) => {
  const isFree = (of, steps) => !of.some(x => fails(x, values(steps)));
  const [below, above] = [0n, most].map(end => blocks(plan).filter(x => fails(x, values(end))));
  const later = above.filter(x => !below.includes(x));
  const low = first(0n, most, steps => isFree(below, steps));
  const over = low !== undefined && later.length ? first(low, most, steps => !isFree(later, steps)) : undefined;
  const high = over === undefined ? most : over - 1n;
  if (low === undefined || high < low || [low, high].some(steps => !isFree(blocks(plan), steps))) return undefined;
  return {low, high, end: high < most ? later.find(x => fails(x, values(high + 1n)))?.id : undefined};
};

/**
 * Answers a question about a budget: {input or row, value, field, budget, values, met, end}. It is what was asked for
 * if `met`, and else the nearest to it that can be funded; `end` is the condition that fails with one step more.
 * Without values there is none: nothing can be funded so, or (open) something is not known yet.
 *
 *   no_cash        the fewest volunteer hours with which no own money is needed
 *   useful_hours   the hours beyond which more of them change neither the support nor the own money
 *   costs_for      the least cost in a row for which the support is at least `amount`
 *   project_for    the largest cost in a row that own money of `amount` carries
 *
 * It halves on whole steps of the input, within what can be funded. That finds the one place where the answer
 * changes, because more hours never lower the support nor raise the own money, and more costs never lower the
 * support. Own money may fall with a cost before it rises, under a flat rate: it never falls again.
 */
export const answer = (plan, budget, question, {amount = 0n, row = budget.costs.length - 1} = {}) => {
  const isHours = question === 'no_cash' || question === 'useful_hours';
  if (!isHours && !budget.costs[row]) return {};
  const figure = moved(plan, budget, isHours ? undefined : row);
  const within = reach(plan, figure, figure.most());
  if (!within) return {};
  const {support, own} = figure;
  const {low, high} = within;
  if (support(high) === undefined || own(high) === undefined) return {open: true};
  const isLast = steps => own(steps) === own(high);
  let [wanted, otherwise] = [undefined, undefined];
  if (question === 'no_cash') {
    wanted = first(low, high, steps => own(steps) === 0n);
    otherwise = wanted ?? first(low, high, isLast);
  } else if (question === 'useful_hours') {
    wanted = first(low, high, steps => isLast(steps) && support(steps) === support(high));
  } else if (question === 'costs_for') {
    wanted = first(low, high, steps => support(steps) >= amount);
    otherwise = wanted ?? first(low, high, steps => support(steps) === support(high));
  } else {
    otherwise = lowest(low, high, own);
    const isTooMuch = steps => !(own(steps) <= amount);
    // The last one that is carried is right before the first that is not.
    if (!isTooMuch(otherwise)) wanted = (first(otherwise, high, isTooMuch) ?? high + 1n) - 1n;
  }
  const steps = wanted ?? otherwise;
  // A rule whose sums do not grow with their parts could lead astray.
  if (steps === undefined || result(plan, figure.values(steps)).fundable === false) return {};
  return {...figure.found(steps), met: wanted !== undefined, end: steps === high ? within.end : undefined};
};

/**
 * The ways out of a budget that is blocked, best first: fewer hours, a smaller cost, another funding type. Each is
 * one change {input, row or type, value, field, budget, values}, and can be funded with figures that are known.
 */
export const ways = (plan, budget) => {
  const isSure = values => result(plan, values).fundable === true && named(plan, values, 'support').v > 0n;
  if (result(plan, evaluate(plan, budget)).fundable !== false) return [];
  const smaller = (now, row) => {
    if (!now || now.bad) return [];
    const figure = moved(plan, budget, row);
    const within = reach(plan, figure, figure.most(now));
    if (!within) return [];
    const found = figure.found(within.high);
    const isLess = found.value < mantissa(now, found.field.scale) && (found.value > 0n || row === undefined);
    return isLess && isSure(found.values) ? [found] : [];
  };
  // Of the costs the largest one that is enough by itself.
  const size = ({amount}) => (amount && !amount.bad ? mantissa(amount, 2) : 0n);
  const order = budget.costs.map((_, row) => row).sort((a, b) => Number(size(budget.costs[b]) - size(budget.costs[a])));
  let row = [];
  for (const at of order) if (!row.length) row = smaller(budget.costs[at].amount, at);
  const others = alternatives(plan, budget).filter(x => !x.isChosen && !x.isForeign && isSure(x.values));
  const types = others.filter(({type}, i) => others.findIndex(x => x.type === type) === i);
  return [...smaller(budget[HOURS]), ...row, ...types];
};

/**
 * What each part of a small project costs and gets, in cents: [{part, costs, share}], if there are parts. The
 * evaluator itself divides; the last part takes what is left, so that they add up.
 */
export const partsOf = (plan, budget, values) => {
  const {when, split, rows, column, by, round} = plan.parts ?? {};
  const applies = plan.parts && values[split].s === 'known' && (when === null || values[when].v === true);
  if (!applies) return [];
  const scale = plan.scales[split];
  const {costs: accepted} = plan.choices.funding_type[budget.funding_type];
  const {counts} = plan.choices.cost_model[named(plan, values, 'cost_model').v] ?? {};
  const counted = category => !category || (accepted.includes(category) && (!counts || counts.includes(category)));
  const amounts = new Map();
  for (const row of budget[rows] ?? []) {
    const amount = row[column];
    if (!amount || amount.bad || !counted(row.category)) continue;
    const part = (row[by] ?? '').trim();
    amounts.set(part, (amounts.get(part) ?? 0n) + mantissa(amount, scale));
  }
  const sum = [...amounts.values()].reduce((x, y) => x + y, 0n);
  if (!sum || ![...amounts.keys()].some(Boolean)) return [];

  const constant = x => ['k', decimal(x, scale)];
  const whole = values[split].v;
  let left = whole;
  return [...amounts].map(([part, costs], index) => {
    const nodes = [constant(whole), constant(costs), ['mul', 0, 1], constant(sum), ['divr', 2, 3, ...round], constant(left), ['min', [4, 5], []]];
    const shares = evaluate({inputs: [], nodes, scales: nodes.map(([kind]) => (kind === 'mul' ? 2 * scale : scale))}, {});
    const share = index < amounts.size - 1 ? shares[6].v : left;
    left -= share;
    return {part, costs, share};
  });
};
