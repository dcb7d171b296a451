// What bench_feel measures, with the npm engine feelin, which reads an expression each time.
//   node bench/feel.mjs bench/feel_expressions.json MILLISECONDS
import { evaluate, unaryTest } from 'feelin'
import { readFileSync } from 'node:fs'

const [file, time] = process.argv.slice(2)
const { context, expressions, table } = JSON.parse(readFileSync(file, 'utf8'))

function nanoseconds(work) {
  for (let i = 0; i < 20; ++i) work() // so that the compiler of Node has seen it
  const start = performance.now()
  let turns = 0
  for (; performance.now() - start < Number(time); turns += 20) for (let i = 0; i < 20; ++i) work()
  return Math.round(((performance.now() - start) * 1e6) / turns)
}

function first_hit() {
  const values = table.inputs.map((input) => evaluate(input, context).value)
  return 1 + table.rules.findIndex((cells) => cells.every((cell, i) => cell === '-' || unaryTest(cell, { ...context, '?': values[i] }).value === true))
}

for (const [name, expression] of Object.entries(expressions))
  console.log([name, nanoseconds(() => evaluate(expression, context)), evaluate(expression, context).value].join('\t'))
console.log(['table of 20 rules', nanoseconds(first_hit), first_hit()].join('\t'))
