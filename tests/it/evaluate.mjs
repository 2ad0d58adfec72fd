// Runs the calculator's scripts for the tests: a plan and a list of budgets on each line of standard input, a
// list of results on each line of standard output. `nodes` says which values are looked at; `questions` asks
// of each budget for its alternatives, and for the answers of questions backwards.
import {createInterface} from 'node:readline';

const theme = name => import(new URL(`../../themes/leader/static/${name}`, import.meta.url));
const {evaluate, result} = await theme('plan.js');
const {alternatives, answer, partsOf, ways} = await theme('alternatives.js');

const scaled = (v, scale) => {
  if (typeof v !== 'bigint' || !scale) return String(v);
  const digits = String(v < 0n ? -v : v).padStart(scale + 1, '0');
  return `${v < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

const valueOf = (x, scale) =>
  x.s === 'known'
    ? {s: x.s, v: scaled(x.v, scale), a: x.a, o: x.o, w: x.w ?? null, rows: x.rows ?? []}
    : {s: x.s, n: x.n ?? []};

const results = ({plan, budgets, nodes}) =>
  budgets.map(budget => {
    const values = evaluate(plan, budget);
    return {values: nodes.map(i => valueOf(values[i], plan.scales[i])), ...(plan.outputs ? result(plan, values) : {})};
  });

const answers = ({plan, budgets, questions, amounts}) => {
  const figures = values => Object.fromEntries(amounts.map(name => {
    const [node] = plan.names[name];
    const {s, v} = values[node];
    return [name, s === 'known' ? scaled(v, plan.scales[node]) : null];
  }));
  return budgets.map((budget, i) => ({
    parts: partsOf(plan, budget, evaluate(plan, budget)).map(({part, costs, share}) => [part, scaled(costs, 2), scaled(share, 2)]),
    alternatives: alternatives(plan, budget).map(one => ({
      type: one.type, model: one.model, chosen: one.isChosen, fundable: one.fundable, blocked: one.blockedBy, amounts: figures(one.values),
    })),
    answers: questions[i].map(({question, amount, row}) => {
      const found = answer(plan, budget, question, {amount: BigInt(amount), row});
      return found.values
        ? {value: scaled(found.value, found.field.scale), amounts: figures(found.values), met: found.met, end: found.end ?? null}
        : {open: Boolean(found.open)};
    }),
    ways: ways(plan, budget).map(way => {
      const change = way.type
        ? {type: way.type, model: way.model}
        : {...(way.row !== undefined && {row: way.row}), value: scaled(way.value, way.field.scale)};
      return [change, figures(way.values)];
    }),
  }));
};

for await (const line of createInterface({input: process.stdin})) {
  const asked = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(asked.questions ? answers(asked) : results(asked))}\n`);
}
