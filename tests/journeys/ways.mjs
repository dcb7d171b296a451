// Ways that several journeys walk: through a service, to its end, into the desk.
import { deflateSync } from 'node:zlib'
import { assert } from './journey.mjs'

const crc_table = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0 })
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  let crc = 0xffffffff
  for (const byte of body) crc = crc_table[(crc ^ byte) & 255] ^ (crc >>> 8)
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4)
  return out
}
/** A photo of nothing: a PNG of one colour. */
export function photo(name = 'hole.png', width = 640, height = 480) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.alloc(1 + width * 3, 0x7f)
  row[0] = 0
  const buffer = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(row)))), chunk('IEND', Buffer.alloc(0))])
  return { name, mimeType: 'image/png', buffer }
}

/** From the start page to "check your answers". */
export async function fill_in(person, { place = 'Heather Row, by the bakery', email = '', phone = '', words = 'A hole as wide as a bicycle wheel.', file = null, at = '/services/report-street-problem', begun = false } = {}) {
  if (!begun) {
    await person.open(at)
    await person.press('Start now')
  }
  await person.choose('A hole in the road')
  await person.press('Continue')
  await person.type('Where is it?', place)
  await person.press('Continue')
  await person.type('What is wrong?', words)
  await person.press('Continue')
  if (file) await person.attach(file)
  await person.press('Continue')
  if (email) await person.type('Email address', email)
  if (phone) await person.type('Phone number', phone)
  await person.press('Continue')
  assert.equal(person.path(), `${at}/check`)
}

/** Nobody reads a page in less than two seconds, so whoever sends sooner is taken for a machine. */
export function reading() {
  return new Promise((done) => setTimeout(done, 2100))
}

export async function send(person, service = 'report-street-problem') {
  await reading()
  await person.press('Send')
  assert.equal(person.path(), `/services/${service}/sent`)
  return reference_on(person)
}

export async function reference_on(person) {
  return /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}/.exec(await person.text())[0]
}

export async function sign_in(browser, council, email, device = {}) {
  const staff = await browser.person(device)
  await staff.open('/desk')
  await staff.type('Email address', email)
  await staff.page.locator('input[type=password]').fill(council.passphrase(email))
  await staff.press('Sign in')
  return staff
}

/** Opens a case by its reference. */
export async function find_case(staff, reference) {
  await staff.open('/desk')
  await staff.type(/reference/i, reference)
  await staff.press('Find')
}

/** A text field of the form that goes to this part of the case. */
export function field_of(staff, resource) {
  return staff.page.locator(`form[action*="/${resource}"] textarea`).first()
}
