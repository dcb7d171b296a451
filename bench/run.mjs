// Measures a release build beside the limits of this machine and prints one table with ratios.
//   node bench/run.mjs build/release [--save docs/bench.md] [--quick]
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { with_defra } from './defra.mjs'

const [build, ...flags] = process.argv.slice(2)
const quick = flags.includes('--quick')
const save = flags.includes('--save') ? flags[flags.indexOf('--save') + 1] : null
const seconds = quick ? 3 : 10
const product = join(build, 'src/app/guildhall')
const measure = join(build, 'bench/bench_measure')
const folder = mkdtempSync(join(tmpdir(), 'guildhall-bench-'))
const simple_form = ['/services/report-street-problem', '/details']
const long_form = ['/services/apply-home-repair-grant', '/damage'] // of bench/services; its page comes after 19 others
const figures = {}
const rows = []

const say = (text) => process.stderr.write(`${text}\n`)

async function free_port() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

async function until_ready(port) {
  for (const start = performance.now(); performance.now() - start < 30_000; await sleep(5)) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { host: 'localhost' } }).catch(() => null)
    if (answer?.ok) return performance.now()
  }
  throw new Error('The council did not open within 30 seconds.')
}

async function stop(child) {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Runs one phase of the load and keeps its figures under `as`. */
function run(as, port, ...words) {
  const out = execFileSync(measure, [port, ...words].map(String), { encoding: 'utf8' })
  for (const line of out.trim().split('\n').filter(Boolean)) {
    const [name, value] = line.split(' ')
    figures[`${as}.${name}`] = Number(value)
  }
}

const metric = async (port, name) => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
}
const resident_mb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024

async function until_empty(port) {
  const start = performance.now()
  while ((await metric(port, 'guildhall_event_backlog')) > 0 && performance.now() - start < 120_000) await sleep(50)
  return (performance.now() - start) / 1000
}

async function open_council() {
  const data = join(folder, 'larkmoor')
  const port = await free_port()
  const first = spawn(product, ['demo', '--port', String(port), '--data', data], { stdio: 'ignore' })
  await until_ready(port)
  await sleep(500)
  figures['demo.memory'] = resident_mb(first.pid)
  await stop(first)

  const start = performance.now()
  const second = spawn(product, ['demo', '--port', String(port), '--data', data], { stdio: 'ignore' })
  figures['start.seconds'] = ((await until_ready(port)) - start) / 1000
  await stop(second)

  const configuration = join(folder, 'guildhall.toml')
  writeFileSync(configuration, `listen = "127.0.0.1:${port}"\ntrusted_proxies = ["127.0.0.1"]\nservices = ["${join(import.meta.dirname, 'services')}"]\n[[council]]\nfolder = "larkmoor"\nmaster_key_file = "larkmoor/master.key"\n`)
  const server = spawn(product, ['serve', '--config', configuration], { stdio: 'ignore' })
  await until_ready(port)
  return { port, server, data }
}

let page_headers = []

async function measure_pages(port) {
  const { headers } = await fetch(`http://127.0.0.1:${port}/services/report-street-problem`, { headers: { host: 'localhost', 'accept-encoding': 'identity' } })
  page_headers = [...headers].filter(([name]) => !['content-type', 'content-length', 'connection', 'keep-alive', 'set-cookie'].includes(name)).map(([name, value]) => `${name}: ${value}`)
  const body = join(folder, 'page.html')
  run('page', port, 'page', ...simple_form, body)
  for (const [as, connections, encoding] of [['get64', 64], ['get16', 16], ['get1', 1], ['gzip64', 64, 'gzip'], ['brotli64', 64, 'br']]) {
    say(`form page, ${connections} connections${encoding ? `, ${encoding}` : ''}`)
    run(as, port, 'get', ...simple_form, connections, seconds, ...(encoding ? [encoding] : []))
  }
  figures['page.bytes'] = readFileSync(body).length
}

/** A4: an old phone with one bar of signal. The time until page, styles and scripts are there, from an empty cache. */
async function measure_slow_phone(port) {
  say('pages on an old phone: 250 kbit/s, 400 ms, CPU six times slower')
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  for (const [as, path] of [['phone_home', '/'], ['phone_start', '/services/report-street-problem']]) {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 250_000 / 8, uploadThroughput: 250_000 / 8 })
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    const start = performance.now()
    await page.goto(`http://localhost:${port}${path}`, { waitUntil: 'load' })
    figures[`${as}.seconds`] = (performance.now() - start) / 1000
    await context.close()
  }
  await browser.close()
}

async function measure_http_ceiling() {
  const port = await free_port()
  const ceiling = spawn(join(build, 'bench/ceiling_http'), [String(port), '2', join(folder, 'page.html'), ...page_headers], { stdio: 'ignore' })
  await sleep(300)
  say('form page, bare Beast program')
  for (const [as, connections] of [['ceiling64', 64], ['ceiling16', 16], ['ceiling1', 1]]) run(as, port, 'raw', simple_form.join(''), connections, seconds)
  await stop(ceiling)
}

async function measure_writes(port) {
  say('90% pages, 10% kept answers, 64 connections')
  run('mixed64', port, 'mixed', ...simple_form, 64, seconds)
  for (const [as, connections, count] of [['send64', 64, quick ? 4000 : 20000], ['send16', 16, 4000], ['send1', 1, 1000]]) {
    say(`submissions, ${connections} connections`)
    run(as, port, 'submissions', simple_form[0], connections, count)
    if (as === 'send64') figures['backlog.seconds'] = await until_empty(port)
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

/** A page of a simple and of a long form in turns, so that what else the machine does meets both. */
function measure_lengths(as, forms) {
  for (const phase of ['get', 'post']) {
    const rounds = [1, 2, 3].map((round) => `${as}_${phase}${round}`)
    for (const round of rounds) {
      say(`simple form and long form, ${round}`)
      for (const [length, [port, ...page]] of Object.entries(forms)) run(`${round}_${length}`, port, phase, ...page, 16, quick ? 1 : 5)
    }
    for (const length of Object.keys(forms))
      for (const name of ['per_second', 'p50_ms', 'p99_ms']) figures[`${as}_${phase}_${length}.${name}`] = median(rounds.map((round) => figures[`${round}_${length}.${name}`]))
  }
}

async function measure_defra() {
  say("DEFRA's forms engine")
  const service = join(import.meta.dirname, 'services/apply-home-repair-grant.yaml')
  figures.defra_skipped = await with_defra({ service, port: await free_port(), folder }, (forms) => {
    for (const [port, ...page] of Object.values(forms)) run('defra_warm', port, 'get', ...page, 16, quick ? 2 : 10)
    measure_lengths('defra', forms)
  })
  if (figures.defra_skipped) say(`Skipped: ${figures.defra_skipped}.`)
}

function measure_sqlite_ceiling(data) {
  say('submissions, bare SQLite with group commit')
  for (const [as, group, count] of [['rows64', 64, 20000], ['rows1', 1, 2000]]) {
    for (const file of ['council.db', 'council.db-wal', 'council.db-shm']) rmSync(join(folder, file), { force: true })
    for (const file of readdirSync(data).filter((name) => name.startsWith('council.db'))) copyFileSync(join(data, file), join(folder, file))
    const out = execFileSync(join(build, 'bench/ceiling_sqlite'), [join(folder, 'council.db'), String(quick ? count / 5 : count), String(group)], { encoding: 'utf8' })
    figures[`${as}.per_second`] = Number(out.split(' ')[1])
  }
}

/** Expressions beside the npm engine feelin: the same ones, in turn on the same machine. */
function measure_feel() {
  say('FEEL expressions, and the same with feelin')
  const list = join(import.meta.dirname, 'feel_expressions.json')
  const lines = (program, ...words) =>
    execFileSync(program, [...words, list, String(quick ? 100 : 500)], { encoding: 'utf8' }).trim().split('\n').map((line) => line.split('\t'))
  const theirs = new Map(lines(process.execPath, join(import.meta.dirname, 'feel.mjs')).map(([name, each]) => [name, Number(each)]))
  figures.feel = lines(join(build, 'bench/bench_feel')).map(([name, once, each]) => ({ name, once: Number(once), each: Number(each), theirs: theirs.get(name) }))
}

const whole = (number) => Math.round(number).toLocaleString('en')
const percent = (part, of) => `${Math.round((100 * part) / of)}%`
const ms = (number) => `${number.toFixed(number < 10 ? 1 : 0)} ms`
const row = (...cells) => rows.push(`| ${cells.join(' | ')} |`)

function length_rows(title, as) {
  for (const phase of ['get', 'post']) {
    const [simple, long] = ['simple', 'long'].map((length) => (name) => figures[`${as}_${phase}_${length}.${name}`])
    const times = simple('per_second') / long('per_second')
    row(`${title}, ${phase.toUpperCase()}`, `${whole(simple('per_second'))}/s`, `${whole(long('per_second'))}/s`, `${times.toFixed(2)}x`, as === 'ours' ? '1.5x' : '',
      ms(long('p50_ms')), ms(long('p99_ms')))
  }
}

function table() {
  const f = figures
  row('what', 'Guildhall', 'ceiling beside it', 'ratio', 'goal', 'p50', 'p99')
  row('---', '---:', '---:', '---:', '---:', '---:', '---:')
  const page_row = (title, as, ceiling, goal = '') =>
    row(title, `${whole(f[`${as}.per_second`])}/s`, `${whole(f[`${ceiling}.per_second`])}/s`, percent(f[`${as}.per_second`], f[`${ceiling}.per_second`]), goal,
      ms(f[`${as}.p50_ms`]), ms(f[`${as}.p99_ms`]))
  page_row('form page, 64 connections', 'get64', 'ceiling64', '40%, better 50%')
  page_row('form page, 16 connections', 'get16', 'ceiling16')
  page_row('form page, 1 connection', 'get1', 'ceiling1')
  page_row('form page, gzip, 64 connections', 'gzip64', 'ceiling64')
  page_row('form page, brotli, 64 connections', 'brotli64', 'ceiling64')
  page_row('90% form pages, 10% kept answers, 64 connections', 'mixed64', 'ceiling64')
  page_row('submissions, 64 connections', 'send64', 'rows64', '50%, 2,000/s')
  page_row('submissions, 16 connections', 'send16', 'rows64')
  page_row('submissions, 1 connection', 'send1', 'rows1')
  rows.push('', '| form page, 16 connections | simple form | long form | slower by | goal | p50, long | p99, long |', '| --- | ---: | ---: | ---: | ---: | ---: | ---: |')
  length_rows('Guildhall', 'ours')
  if (f.defra_skipped) row("DEFRA's forms engine", 'skipped', `${f.defra_skipped}`, '', '', '', '')
  else length_rows("DEFRA's forms engine", 'defra')
  rows.push('', '| what | reached | goal |', '| --- | ---: | ---: |')
  row('backlog of consumers after the submissions', `${f['backlog.seconds'].toFixed(1)} s`, '10 s')
  row('start-up', `${f['start.seconds'].toFixed(2)} s`, '1 s')
  row('resident memory of the demo', `${whole(f['demo.memory'])} MB`, '150 MB')
  row('resident memory after the load', `${whole(f['loaded.memory'])} MB`, '')
  row('home page usable at 250 kbit/s, 400 ms, slow CPU', `${f['phone_home.seconds'].toFixed(1)} s`, '2.5 s')
  row('start page of a service usable, the same', `${f['phone_start.seconds'].toFixed(1)} s`, '2.5 s')
  row('form page, bytes without compression', whole(f['page.bytes']), '')
  rows.push('', '| FEEL, microseconds | read once | read each time | feelin, which reads each time | ratio read once (goal 10) | ratio read each time |', '| --- | ---: | ---: | ---: | ---: | ---: |')
  const micro = (nanoseconds) => (nanoseconds / 1000).toFixed(2)
  for (const { name, once, each, theirs } of f.feel) row(name, micro(once), micro(each), micro(theirs), `${Math.round(theirs / once)}x`, `${Math.round(theirs / each)}x`)
  rows.push('', '| what | reached | goal |', '| --- | ---: | ---: |')
  const errors = Object.entries(f).filter(([name]) => name.endsWith('.errors')).reduce((sum, [, value]) => sum + value, 0)
  row('errors in all phases', errors, '0')
}

try {
  const { port, server, data } = await open_council()
  await measure_slow_phone(port)
  await measure_pages(port)
  measure_lengths('ours', { simple: [port, ...simple_form], long: [port, ...long_form] })
  await measure_writes(port)
  figures['loaded.memory'] = resident_mb(server.pid)
  await stop(server)
  await measure_http_ceiling()
  measure_sqlite_ceiling(data)
  await measure_defra()
  measure_feel()
  table()
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  const text = `# What it costs\n\n\`./dev bench --save docs/bench.md\` wrote this: one run on one machine, load generator on the same cores.\n` +
    `Release build, consumers and limits on. ${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, commit ${commit}, ${new Date().toISOString().slice(0, 10)}.\n\n` +
    `${rows.join('\n')}\n\nThe ceiling of pages is a bare Beast program that answers the same head and bytes; the ceiling of submissions is SQLite writing the same rows, those of\n` +
    'the mail too, into the same tables in group commits of 64, without HTTP, pages, sealing, checks or sending. Only the last POST of a form counts as a submission: answers, case and\n' +
    'events are synced to disk before its answer.\n\nThe long form has 40 questions on a page each, 10 conditions and a decision table; its page is the 20th that people see, and they have answered what comes\n' +
    'before it. DEFRA\'s engine serves a simple form and one with the same questions and conditions, but without the table, which it does not have; it is one Node process\n' +
    'with Redis, which keeps nothing on disk, where Guildhall has answers on disk before it says so. Both are medians of three rounds in turns.\n'
  process.stdout.write(`\n${text}`)
  if (save) writeFileSync(save, text)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
