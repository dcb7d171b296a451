// What happens when things break: node tests/faults/run.mjs PRODUCT [--kills 20] [--only part of a name]
import { crash } from './crash.mjs'
import { full_disk } from './disk.mjs'
import { overload } from './overload.mjs'
import { restart } from './restart.mjs'

const [product, ...flags] = process.argv.slice(2)
const flag = (name, otherwise) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : otherwise)
const kills = Number(flag('--kills', 20))
const only = flag('--only', '')

const tests = {
  [`faults: ${kills} times kill -9 under load, and nothing acknowledged is lost or done twice`]: () => crash(product, kills),
  'faults: on a full disk nothing is falsely acknowledged, and it recovers when there is room': () => full_disk(product),
  'faults: restarts under load fail no request': () => restart(product),
  'faults: more load than it can serve gives a waiting page, never a hang': () => overload(product),
}
let passed = 0
let failed = 0
let skipped = 0
for (const [name, test] of Object.entries(tests).filter(([one]) => one.includes(only))) {
  const start = performance.now()
  try {
    const said = await test()
    if (said?.startsWith('skipped')) skipped++
    else passed++
    console.log(`${said?.startsWith('skipped') ? 'skip  ' : 'ok    '} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s): ${said}`)
  } catch (error) {
    failed++
    console.log(`FAILED ${name}\n       ${String(error.stack ?? error).split('\n').slice(0, 10).join('\n       ')}`)
  }
}
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exit(failed ? 1 : 0)
