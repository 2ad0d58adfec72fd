// What else a budget could be: the same rows under each funding type and cost model, the figures at which
// something changes, found by halving over the same plan, and the support divided over parts. The generator
// does exactly the same.

import {decimal, mantissa} from './budget.js';
import {evaluate, result} from './plan.js';

const named = (plan, values, name) => values[plan.names[name][0]];
const blocking = (plan, values) => plan.conditions.filter(x => x.level === 'blocks' && values[x.node].v === false);

/** The budget under every funding type and cost model of the rules; one of them may be the chosen one. */
export const alternatives = (plan, budget) => {
  const chosen = evaluate(plan, budget);
  const own = name => named(plan, chosen, name).v;
  return Object.entries(plan.choices.funding_type).flatMap(([type, {cost_models: models = []}]) =>
    (models.length ? models : [null]).map(model => {
      const other = {...budget, funding_type: type, cost_model: model};
      const values = evaluate(plan, other);
      return {
        type,
        model,
        isChosen: own('funding_type') === type && (model === null || own('cost_model') === model),
        budget: other,
        values,
        fundable: result(plan, values).fundable,
        blockedBy: blocking(plan, values).map(x => x.id),
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

const HOURS = 'volunteer_hours';

/**
 * Answers a question about a budget: {input or row, value, budget, values}; no value if nothing makes it true.
 *
 *   no_cash        the fewest volunteer hours with which no own money is needed
 *   useful_hours   the hours beyond which more of them change neither the support nor the own money
 *   costs_for      the least cost in a row for which the support is at least `amount`
 *   project_for    the largest cost in a row that own money of `amount` carries
 *
 * It halves on the smallest step that can be typed. That finds the one place where the answer changes, because
 * more hours and more costs never lower the support: laws that the generator tries on the rules.
 */
export const answer = (plan, budget, question, {amount = 0n, row = budget.costs.length - 1} = {}) => {
  const isHours = question === 'no_cash' || question === 'useful_hours';
  const input = plan.inputs.find(x => x.id === (isHours ? HOURS : 'costs'));
  const field = isHours ? input : input.cols.amount;
  const {scale} = field;
  const most = mantissa(field.max, scale);
  const at = steps => {
    const value = decimal(steps, scale);
    if (isHours) return {...budget, [HOURS]: value};
    return {...budget, costs: budget.costs.map((x, i) => (i === row ? {...x, amount: value} : x))};
  };
  const figures = steps => {
    const values = evaluate(plan, at(steps));
    return {support: named(plan, values, 'support').v, cash: named(plan, values, 'own_cash').v};
  };
  let found;
  if (question === 'no_cash') found = first(0n, most, x => figures(x).cash === 0n);
  else if (question === 'useful_hours') {
    const end = figures(most);
    const isSame = x => {
      const {support, cash} = figures(x);
      return end.support !== undefined && end.cash !== undefined && support === end.support && cash === end.cash;
    };
    found = first(0n, most, isSame);
  } else if (question === 'costs_for') {
    found = first(0n, most, x => figures(x).support >= amount);
  } else {
    // The last one that is carried is right before the first that is not.
    const tooMuch = first(0n, most, x => !(figures(x).cash <= amount));
    found = tooMuch === undefined ? most : tooMuch > 0n ? tooMuch - 1n : undefined;
  }
  const varied = isHours ? {input: HOURS} : {row};
  if (found === undefined || (!isHours && row < 0)) return varied;
  return {...varied, value: found, field, budget: at(found), values: evaluate(plan, at(found))};
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
