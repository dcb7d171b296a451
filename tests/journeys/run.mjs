// Journeys in a real browser against a real demo council: node tests/journeys/run.mjs PRODUCT [part of a journey's name]
// Every page that a journey reaches is audited (axe, HTML_CodeSniffer). SHOTS=folder keeps a picture of each.
import { readdirSync } from 'node:fs'
import { Browser } from './browser.mjs'
import { Council } from './council.mjs'
import { journeys } from './journey.mjs'

const [product, wanted = ''] = process.argv.slice(2)
const here = new URL('.', import.meta.url)
for (const file of readdirSync(here).filter((name) => name.endsWith('.journey.mjs')).sort()) await import(new URL(file, here))

let passed = 0
let failed = 0
const council = await Council.open(product)
const browser = await Browser.open(council)
try {
  for (const { name, walk } of journeys.filter((one) => one.name.includes(wanted))) {
    const start = performance.now()
    try {
      await walk({ browser, council })
      passed++
      console.log(`ok     ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
    } catch (error) {
      failed++
      console.log(`FAILED ${name}\n       ${String(error.stack ?? error).split('\n').slice(0, 12).join('\n       ')}`)
      await browser.picture_of_failure(name)
    }
    await browser.close_people()
  }
  const unexpected = council.faults()
  unexpected.length ? failed++ : passed++
  console.log(`${unexpected.length ? 'FAILED' : 'ok    '} the council's log has no fault`)
  for (const line of unexpected.slice(0, 10)) console.log(`       ${line}`)
  console.log(`${browser.audited.size} pages audited`)
} finally {
  await browser.close()
  await council.close()
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
