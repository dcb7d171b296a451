// What hostile people type is shown as they typed it, wherever it is shown, and never runs.
import { assert, eventually, journey } from './journey.mjs'
import { batches, payloads } from './payloads.mjs'
import { photo, reading, reference_on, sign_in } from './ways.mjs'

const street = '/services/report-street-problem'
const all = Boolean(process.env.ALL)

/** Posts the form of a page as a browser would, without drawing the pages between. Waits where the council asks to. */
async function post(person, page, action, fields, files = {}) {
  const { request } = person.context
  const ask = async (call) => {
    for (;;) {
      const answer = await call()
      if (answer.status() !== 429) return answer
      await new Promise((done) => setTimeout(done, 2000))
    }
  }
  const html = await (await ask(() => request.get(page))).text()
  const hidden = Object.fromEntries([...html.matchAll(/<input type="hidden" name="(csrf|resume|shown)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const form = { ...hidden, ...fields }
  const answer = await ask(() => request.post(action, Object.keys(files).length ? { multipart: { ...form, ...files }, maxRedirects: 0 } : { form, maxRedirects: 0 }))
  assert.equal(answer.status(), 303, `${action}: ${answer.status()}`)
}

/** Everything on the page that could run or be followed into running, apart from what the page brought itself. */
async function assert_inert(person, words, where = person.page.url()) {
  const { page } = person
  const found = await page.evaluate(() => ({
    text: document.documentElement.textContent + [...document.querySelectorAll('input, textarea')].map((field) => ` ${field.value} `).join(''),
    handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on'))).map((one) => one.outerHTML.slice(0, 200)),
    links: [...document.querySelectorAll('[href], [src], [action], [formaction]')].map((one) => one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action') ?? one.getAttribute('formaction')).filter((address) => !/^(\/|#|tel:|mailto:|http:\/\/localhost:)/.test(address)),
    foreign: [...document.querySelectorAll('iframe, object, embed, base, marquee, math, style, video, audio, template, meta[http-equiv]')].map((one) => one.outerHTML.slice(0, 200)),
  }))
  assert.deepEqual({ handlers: found.handlers, links: found.links, foreign: found.foreign }, { handlers: [], links: [], foreign: [] }, where)
  const flat = found.text.replace(/\s+/g, ' ')
  for (const one of words) assert.ok(flat.includes(one), `${where} does not show ${one} as it was typed`)
  assert.deepEqual(person.problems, [], where)
}

async function shows(person, path, words) {
  await person.page.goto(path)
  await assert_inert(person, words)
}

/** The HTML part of a mail, as a mail program would draw it without any guard. */
function html_part(mail) {
  const start = mail.indexOf('<!DOCTYPE html>') >= 0 ? mail.indexOf('<!DOCTYPE html>') : mail.indexOf('<html')
  assert.ok(start > 0, 'the mail has no HTML part')
  return Buffer.from(mail.slice(start, mail.indexOf('\r\n--', start) >= 0 ? mail.indexOf('\r\n--', start) : undefined), 'latin1').toString('utf8')
}

journey(`hostile: ${all ? 500 : 60} published payloads in every text field and file name are shown as typed and run nowhere: pages, desk, mails, export (S5)`, async ({ browser, council }) => {
  const words = payloads(all ? 500 : 60)
  const places = batches(words, 490)
  const details = batches(words, 3800, '\n')
  const names = batches(words, 190)

  // Residents: as many reports as it takes for every payload to be a place, a description and the name of a photo.
  const residents = []
  for (const [i, place] of places.entries()) {
    const resident = await browser.person({ phone: i % 2 === 0 })
    await post(resident, street, `${street}/start`, {})
    await post(resident, `${street}/what`, `${street}/what`, { category: 'other' })
    await post(resident, `${street}/where`, `${street}/where`, { location: place.join(' ') })
    const told = details[i % details.length]
    await post(resident, `${street}/details`, `${street}/details`, { details: told.join('\n') })
    for (let k = i; k < names.length; k += places.length) await post(resident, `${street}/photo`, `${street}/photo`, {}, { photo: photo(names[k].join(' '), 8, 8) })
    await post(resident, `${street}/contact`, `${street}/contact`, { email: `hostile-${i}@resident.example` })
    residents.push({ resident, place, told })
    await resident.open(`${street}/check`)
    await assert_inert(resident, [...place, ...told])
  }
  await reading()
  const lead = await sign_in(browser, council, 'lead@larkmoor.example')
  for (const [i, one] of residents.entries()) {
    await one.resident.press('Send')
    one.reference = await reference_on(one.resident)
    await post(one.resident, `/track/${one.reference}`, `/track/${one.reference}/information`, { information: details[(i + 1) % details.length].join('\n') })
    await shows(one.resident, `/track/${one.reference}`, [])
  }

  // Staff: the case, what they write themselves, and what the resident then sees.
  for (const [i, one] of residents.entries()) {
    const found = await lead.context.request.get(`/desk?reference=${one.reference}`)
    one.path = new URL(found.url()).pathname
    const write = (resource, fields) => one_form(lead, one.path, resource, fields)
    const said = details[i % details.length]
    if (i < details.length) {
      await write('notes', { words: said.join('\n'), kind: 'internal' })
      await write('notes', { words: said.join('\n'), kind: 'public' })
    }
    await lead.page.goto(one.path)
    if (i < 2) await lead.audit()
    await assert_inert(lead, [...one.place, ...one.told, ...details[(i + 1) % details.length], ...(i < details.length ? said : [])])
    if (i < details.length) {
      await write('closure', { words: said.join('\n'), outcome: i % 2 ? 'done' : 'could-not-do', ...(i % 2 ? {} : { reason: '' }) })
      await shows(one.resident, `/track/${one.reference}`, said)
    } else if (i === details.length) {
      await write('abuse', { words: said.join('\n') })
      await shows(lead, one.path, said)
    }
  }
  await shows(lead, '/desk?which=any&order=newest', all ? [] : places[0].slice(0, 1)) // more than a page of them when it is all
  const pocket = await sign_in(browser, council, 'lead@larkmoor.example', { width: 320 })
  await pocket.open('/desk?which=any')
  for (const { path } of residents.slice(0, 2)) await pocket.open(path)

  // Mails: the page that shows them, and their HTML part drawn by a browser that would run it.
  const reader = await browser.person()
  for (const i of details.keys()) {
    await eventually(() => assert.equal(council.mails_to(`hostile-${i}@resident.example`).length, 2))
    const last = council.mails_to(`hostile-${i}@resident.example`).find((mail) => mail.includes('alert') || mail.includes('&lt;'))
    await reader.page.goto('/robots.txt')
    await reader.page.setContent(html_part(last))
    await assert_inert(reader, details[i], 'the HTML part of a mail')
  }
  await lead.page.goto('/desk/outbox')
  const mails = await lead.page.getByRole('link', { name: 'Read' }).evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  for (const mail of mails.slice(0, 2 * details.length)) await shows(lead, mail, [])

  const exported = await lead.context.request.get('/desk/export.csv?service=report-street-problem')
  assert.match(exported.headers()['content-type'], /^text\/csv/)
  assert.match(exported.headers()['content-disposition'], /^attachment/)
  assert.equal(exported.headers()['x-content-type-options'], 'nosniff')
  await new Promise((done) => setTimeout(done, 500))
  for (const person of browser.people) assert.deepEqual(person.problems, [])
})

/** Sends one of the forms on a case page. */
async function one_form(staff, path, resource, fields) {
  const html = await (await staff.context.request.get(path)).text()
  const value = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)[1]
  const answer = await staff.context.request.post(`${path}/${resource}`, { form: { csrf: value('csrf'), revision: value('revision'), ...fields }, maxRedirects: 0 })
  assert.equal(answer.status(), 303, `${resource}: ${answer.status()}`)
}

journey('hostile: payloads that are refused, searched for or typed by staff are shown as typed and run nowhere (S5)', async ({ browser, council }) => {
  const words = payloads(all ? 500 : 60)
  const short = batches(words, 190)
  const resident = await browser.person({ phone: true })
  await post(resident, street, `${street}/start`, {})
  await post(resident, `${street}/what`, `${street}/what`, { category: 'other' })
  await post(resident, `${street}/where`, `${street}/where`, { location: 'Here' })
  await post(resident, `${street}/details`, `${street}/details`, { details: 'This' })
  for (const [i, group] of short.entries()) {
    const text = group.join(' ')
    await shows(resident, `/search?q=${encodeURIComponent(text)}`, group)
    if (i >= 6 && !all) continue
    await resident.page.goto(`${street}/contact`)
    await resident.page.getByLabel('Email address').fill(text)
    await resident.page.getByLabel('Phone number').fill(text)
    await resident.press('Continue')
    await assert_inert(resident, group)
    await resident.page.goto('/track')
    await resident.page.getByLabel('Your reference').fill(group[0].slice(0, 90))
    await resident.page.getByRole('button', { name: 'Continue' }).click()
    await assert_inert(resident, [group[0].slice(0, 90)])
  }
  for (const name of ['sheet.svg', 'page.html', 'both.png']) {
    await resident.page.goto(`${street}/photo`)
    await resident.attach({ name, mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>') })
    await resident.press('Continue')
    assert.ok((await resident.page.title()).startsWith('Error: '), `${name} was taken`)
  }

  const bin = '/services/report-missed-bin'
  const neighbour = await browser.person({})
  await post(neighbour, bin, `${bin}/start`, {})
  for (const group of short.slice(0, all ? 100 : 6)) {
    const text = group.join(' ')
    await neighbour.page.goto(`${bin}/address?search=property`)
    await neighbour.page.getByLabel('Which address was missed?').fill(text)
    await neighbour.press('Find the address')
    await assert_inert(neighbour, group)
    await post(neighbour, `${bin}/address?by-hand=property`, `${bin}/address`, { 'property-line': text, 'property-town': text, 'property-postcode': 'ZZ1 1AA' })
    await post(neighbour, `${bin}/bin`, `${bin}/bin`, { bin: 'food' })
    await post(neighbour, `${bin}/out`, `${bin}/out`, { 'when-out': 'no' })
    await post(neighbour, `${bin}/late`, `${bin}/late`, { reason: text })
    await neighbour.open(`${bin}/check`)
    await assert_inert(neighbour, group)
  }

  const admin = await sign_in(browser, council, 'admin@larkmoor.example')
  for (const [i, group] of short.slice(0, all ? 100 : 4).entries()) {
    const html = await (await admin.context.request.get('/admin')).text()
    const csrf = /name="csrf" value="([^"]*)"/.exec(html)[1]
    const added = await admin.context.request.post('/admin/staff', { form: { csrf, name: group.join(' '), email: `hostile-${i}@larkmoor.example`, roles: 'agent', teams: 'street-services' } })
    assert.equal(added.status(), 201)
  }
  await admin.open('/admin')
  await assert_inert(admin, short.slice(0, all ? 100 : 4).flat())
  await shows(admin, `/desk?reference=${encodeURIComponent(short[0].join(' ').slice(0, 90))}`, [])
})
