// Counts what wapiti reports, apart from what was looked at and waived: node tests/nightly/wapiti.mjs REPORT.json
import { existsSync, readFileSync } from 'node:fs'

const waivers = readFileSync(new URL('wapiti-waivers.txt', import.meta.url), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => new RegExp(line))
const [file] = process.argv.slice(2)
if (!existsSync(file)) {
  console.log('wrote no report')
  process.exit(1)
}
const report = JSON.parse(readFileSync(file, 'utf8'))
const lines = Object.entries({ ...report.vulnerabilities, ...report.anomalies }).flatMap(([kind, all]) => all.map((one) => `${kind}: ${one.method} ${one.path} ${one.parameter ?? ''} ${one.info}`))
const findings = lines.filter((line) => !waivers.some((waiver) => waiver.test(line)))
for (const line of findings) console.error(line)
console.log(`${findings.length} findings, ${lines.length - findings.length} waived`)
