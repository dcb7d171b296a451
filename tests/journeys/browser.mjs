// Chromium, and people who use it. A person sees what a reader or a screen reader sees: things are found by their label or name,
// and every page reached is audited.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { assert } from './journey.mjs'

const modules = new URL('../../node_modules/', import.meta.url)
const axe = readFileSync(new URL('axe-core/axe.min.js', modules), 'utf8')
const codesniffer = readFileSync(new URL('html_codesniffer/build/HTMLCS.js', modules), 'utf8')
const waivers = readFileSync(new URL('audit-waivers.txt', import.meta.url), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split(' ')[0])

export class Browser {
  static async open(council) {
    const browser = new Browser()
    browser.council = council
    browser.chromium = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    })
    browser.audited = new Set()
    browser.people = []
    browser.shots = process.env.SHOTS
    browser.kept = process.env.KEEP
    for (const folder of [browser.shots, browser.kept]) if (folder) mkdirSync(folder, { recursive: true })
    return browser
  }

  /** Somebody with a device. `phone`: 360 x 640; else 1280 x 800. */
  async person({ phone = false, script = true, width, height = 800, language = 'en-GB', media = {}, css = true } = {}) {
    const context = await this.chromium.newContext({
      viewport: { width: width ?? (phone ? 360 : 1280), height: phone ? 640 : height },
      javaScriptEnabled: script, locale: language, baseURL: this.council.origin, ...media,
    })
    if (!css) await context.route(/\.css$/, (route) => route.fulfill({ contentType: 'text/css', body: '' }))
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    return this.#met(new Person(this, context, page, { script, css, media }))
  }
  #met(person) {
    this.people.push(person)
    return person
  }
  /** The same person, with the same cookies, in another tab. */
  async tab_of(person) {
    const page = await person.context.newPage()
    page.setDefaultTimeout(15_000)
    return this.#met(new Person(this, person.context, page, person))
  }

  /** The auditors are scripts: a page without JavaScript is looked at as a copy in a browser that has it, without its own scripts. */
  async copy_of(content, width) {
    this.auditor ??= await (await this.chromium.newContext({ baseURL: this.council.origin })).newPage()
    await this.auditor.setViewportSize({ width, height: 640 })
    await this.auditor.unroute('**/copy').catch(() => {})
    await this.auditor.route('**/copy', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: content.replace(/<script.*?<\/script>/gs, '') }))
    await this.auditor.goto('/copy')
    return this.auditor
  }

  async close_people() {
    for (const person of this.people.splice(0)) await person.context.close().catch(() => {})
  }
  async picture_of_failure(name) {
    if (!this.shots) return
    for (const person of this.people) await person.page.screenshot({ path: join(this.shots, `failed-${name.replace(/\W+/g, '-').slice(0, 60)}.png`), fullPage: true }).catch(() => {})
  }
  async close() {
    await this.chromium.close()
  }
}

class Person {
  constructor(browser, context, page, { script, css, media }) {
    // answers, clicks and keys: what it cost the person so far.
    Object.assign(this, { browser, context, page, script, css, media, problems: [], addresses: [], answers: 0, clicks: 0, keys: 0 })
    page.on('request', (request) => {
      const address = request.url()
      this.addresses.push(address)
      if (!address.startsWith(`${browser.council.origin}/`) && !/^(data|blob|about):/.test(address)) this.problems.push(`a request to elsewhere: ${address}`)
    })
    page.on('pageerror', (error) => this.problems.push(`script: ${error.message}`))
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) this.problems.push(`console: ${message.text()}`) })
    if (browser.kept) page.on('response', (answer) => this.#keep(answer))
    page.on('dialog', (dialog) => { this.problems.push(`a dialog opened: ${dialog.message()}`); dialog.dismiss() })
  }

  /** Opens an address and gives the status. */
  async open(path) {
    const answer = await this.page.goto(path)
    await this.audit()
    return answer.status()
  }
  async press(name) {
    await this.#leaving(this.page.getByRole('button', { name, exact: true }).first())
  }
  async follow(name) {
    await this.#leaving(this.page.getByRole('link', { name, exact: typeof name === 'string' }).first())
  }
  async type(label, text) {
    this.answers++
    this.keys += text.length
    await this.page.getByLabel(label).first().fill(text)
  }
  async choose(label) {
    this.answers++
    this.clicks++
    await this.page.getByLabel(label, { exact: true }).first().check()
  }
  async select(label, option) {
    await this.page.getByLabel(label).first().selectOption({ label: option })
  }
  async attach(file) {
    this.answers++
    await this.page.locator('input[type=file]').first().setInputFiles(file)
  }
  async text() {
    return this.page.locator('body').innerText()
  }
  async heading() {
    return (await this.page.locator('h1').first().innerText()).trim()
  }
  async sees(words) {
    const text = await this.text()
    assert.ok(words instanceof RegExp ? words.test(text) : text.includes(words), `"${words}" is not on ${this.page.url()}:\n${text.slice(0, 1500)}`)
  }
  async does_not_see(words) {
    const text = await this.text()
    assert.ok(!(words instanceof RegExp ? words.test(text) : text.includes(words)), `"${words}" is on ${this.page.url()}`)
  }
  /** The path of the page that is open. */
  path() {
    return new URL(this.page.url()).pathname
  }
  /** With the keyboard alone: Tab until something with this name has the focus, then a key. */
  async tab_to(name, most = 80) {
    for (let i = 0; i < most; i++) {
      await this.page.keyboard.press('Tab')
      const here = await this.page.evaluate(() => {
        const at = document.activeElement
        return { name: at.labels?.[0]?.innerText ?? at.innerText ?? at.value ?? '', outline: getComputedStyle(at).outlineStyle !== 'none' || getComputedStyle(at).boxShadow !== 'none' || at.type === 'radio' || at.type === 'file' }
      })
      if (here.name.trim() === name) {
        assert.ok(here.outline, `the focus on "${name}" cannot be seen`)
        return
      }
    }
    assert.fail(`"${name}" is not reached by Tab on ${this.page.url()}`)
  }

  /** A key that opens another page. */
  async key(name) {
    const gone = this.page.waitForEvent('load')
    await this.page.keyboard.press(name)
    await gone
    await this.audit()
  }
  /** What stands in the field. */
  async typed(label) {
    return this.page.getByLabel(label).first().inputValue()
  }

  /** The page as it was sent, for a checker that wants the bytes and not what a browser made of them. Each of its states once. */
  async #keep(answer) {
    if (!answer.request().isNavigationRequest() || !/^text\/html/.test(answer.headers()['content-type'] ?? '')) return
    const body = await answer.text().catch(() => null) // somebody went on before it was read
    if (body === null) return
    const state = createHash('sha256').update(body.replace(/value="[^"]*"|[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}/g, '')).digest('hex')
    const path = new URL(answer.url()).pathname.replace(/\W+/g, '-').slice(0, 60)
    writeFileSync(join(this.browser.kept, `${path}-${answer.status()}-${state.slice(0, 12)}.html`), body)
  }

  async #leaving(target) {
    this.clicks++
    await target.waitFor()
    const gone = this.page.waitForEvent('load')
    await target.click()
    await gone
    await this.audit()
  }

  /** Every page, in every state and at every width, once. */
  async audit() {
    const problems = this.problems.splice(0)
    assert.deepEqual(problems, [], `on ${this.page.url()}`)
    const width = this.page.viewportSize().width
    const content_now = await this.page.content()
    const content = content_now.replace(/value="[^"]*"/g, '')
    const state = createHash('sha256').update(`${width} ${this.css} ${JSON.stringify(this.media)} ${content}`).digest('hex')
    if (this.browser.audited.has(state)) return
    this.browser.audited.add(state)
    if (this.browser.shots) {
      const name = `${String(this.browser.audited.size).padStart(3, '0')}-${this.path().replace(/\/([0-9A-Z-]{11,}|\d{6,})/g, '/x').replace(/\W+/g, '-')}-${width}.png`
      await this.page.screenshot({ path: join(this.browser.shots, name), fullPage: true })
    }
    const page = this.script ? this.page : await this.browser.copy_of(content_now, width)
    const wider = this.css ? await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth) : 0
    assert.ok(wider <= 0, `${this.page.url()} scrolls sideways by ${wider} px at ${width} px`)
    assert.deepEqual(await axe_findings(page), [], `axe on ${this.page.url()} at ${width} px`)
    assert.deepEqual(await codesniffer_findings(page), [], `HTML_CodeSniffer on ${this.page.url()} at ${width} px`)
  }
}

async function axe_findings(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${one.help} at ${node.target.join(' ')}`)).filter((line) => !waivers.includes(line.split(':')[0]))
}

async function codesniffer_findings(page) {
  await page.evaluate(codesniffer)
  const messages = await page.evaluate(() => new Promise((done) => {
    // Its rule 1.3.5 breaks on autocomplete="off"; axe has the same rule.
    globalThis.HTMLCS_WCAG2AAA_Sniffs_Principle1_Guideline1_3_1_3_5.process = () => {}
    globalThis.HTMLCS.process('WCAG2AA', document, () => done(globalThis.HTMLCS.getMessages().filter((one) => one.type === 1)
      .map((one) => `${one.code}: ${one.msg} at ${one.element.outerHTML?.slice(0, 120)}`)))
  }))
  return messages.filter((line) => !waivers.includes(line.split(':')[0]))
}
