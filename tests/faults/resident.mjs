// Residents without a browser, for load and faults: each keeps a cookie, fills in the forms that pages really show, and comes from
// an address of its own.
import { Agent, request } from 'node:http'

const undo = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name])
const attribute = (tag, name) => undo(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

const typed = {
  what: { category: 'pothole' },
  where: { location: 'Heather Row, by the bakery' },
  details: { details: 'A hole as wide as a bicycle wheel.' },
  photo: {},
  contact: { email: '', phone: '' },
}

export class Resident {
  static agent = new Agent({ keepAlive: true, maxSockets: 256 })
  static number = 0

  constructor(port, { email = '' } = {}) {
    const n = Resident.number++
    Object.assign(this, { port, email, cookies: new Map(), client: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${(n & 255) || 1}` })
  }

  /** One request. Rejects where the connection breaks. `agent: false` is a connection of its own. */
  send(method, path, form, agent = Resident.agent) {
    const body = form ? new URLSearchParams(form).toString() : undefined
    const headers = { host: 'localhost', 'x-forwarded-for': this.client, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    if (body !== undefined) Object.assign(headers, { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) })
    return new Promise((done, failed) => {
      const sent = request({ host: '127.0.0.1', port: this.port, method, path, headers, agent, timeout: 20_000 }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part) => { text += part })
        answer.on('error', failed)
        answer.on('end', () => {
          for (const cookie of answer.headers['set-cookie'] ?? []) {
            const [name, value] = cookie.split(';')[0].split('=')
            this.cookies.set(name, value)
          }
          done({ status: answer.statusCode, location: answer.headers.location, headers: answer.headers, text })
        })
      })
      sent.on('timeout', () => sent.destroy(new Error('no answer within 20 seconds')))
      sent.on('error', failed)
      sent.end(body)
    })
  }

  /** Sends the form of `page` whose action ends with `action`, with what its hidden inputs hold. */
  submit(page, action, values = {}) {
    const forms = page.text.split('<form').slice(1).map((form) => form.slice(0, form.indexOf('</form')))
    const form = forms.find((one) => attribute(one.slice(0, one.indexOf('>')), 'action').endsWith(action))
    if (!form) throw new Error(`no form leads to ${action} (status ${page.status})`)
    const hidden = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')])
    return this.send('POST', attribute(form.slice(0, form.indexOf('>')), 'action'), { ...Object.fromEntries(hidden), ...values })
  }

  async follow(answer) {
    while (answer.status === 303) answer = await this.send('GET', answer.location)
    return answer
  }

  /** From the start page to "check your answers", which is given back. */
  async fill_in(service = '/services/report-street-problem') {
    let page = await this.send('GET', service)
    let answer = await this.submit(page, '/start')
    for (let steps = 0; answer.status === 303 && !answer.location.endsWith('/check'); steps++) {
      const path = answer.location
      page = await this.send('GET', path)
      if (page.status !== 200 || steps > 20) return page
      const values = { ...typed[path.split('/').at(-1)] }
      if ('email' in values) values.email = this.email
      answer = await this.submit(page, path, values)
    }
    return answer.status === 303 ? this.send('GET', answer.location) : answer
  }

  /** The last step. Gives the reference once it is acknowledged, else the answer. */
  async finish(check) {
    const answer = await this.submit(check, '/submission')
    if (answer.status !== 303 || !answer.location.endsWith('/sent')) return { answer }
    const sent = await this.send('GET', answer.location)
    return { reference: /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}/.exec(sent.text.slice(sent.text.indexOf('govuk-panel')))?.[0], answer: sent }
  }
}
