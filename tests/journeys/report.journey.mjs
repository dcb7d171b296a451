// A resident reports a problem in the street, a member of staff works it, the resident is told.
import { deflateSync } from 'node:zlib'
import { assert, eventually, journey } from './journey.mjs'

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
function photo(width = 640, height = 480) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.alloc(1 + width * 3, 0x7f)
  row[0] = 0
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(row)))), chunk('IEND', Buffer.alloc(0))])
}
const pothole = { name: 'hole.png', mimeType: 'image/png', buffer: photo() }

/** From the start page to "check your answers". */
export async function fill_in(person, { email = '', words = 'A hole as wide as a bicycle wheel.', file = null } = {}) {
  await person.open('/services/report-street-problem')
  await person.press('Start now')
  await person.choose('A hole in the road')
  await person.press('Continue')
  await person.type('Where is it?', 'Heather Row, by the bakery')
  await person.press('Continue')
  await person.type('What is wrong?', words)
  await person.press('Continue')
  if (file) await person.attach('photo', file)
  await person.press('Continue')
  if (email) await person.type('Email address', email)
  await person.press('Continue')
  assert.equal(person.path(), '/services/report-street-problem/check')
}

export async function send(person) {
  await new Promise((done) => setTimeout(done, 2100)) // nobody reads a page in less than two seconds
  await person.press('Send')
  assert.equal(person.path(), '/services/report-street-problem/sent')
  return /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}/.exec(await person.page.locator('.govuk-panel').innerText())[0]
}

export async function sign_in(browser, council, email, device = {}) {
  const staff = await browser.person(device)
  await staff.open('/desk')
  await staff.type('Email address', email)
  await staff.page.locator('input[type=password]').fill(council.passphrase(email))
  await staff.press('Sign in')
  return staff
}

for (const script of [true, false]) {
  const how = script ? 'with JavaScript' : 'without JavaScript'
  journey(`report: a resident with a phone reports with a photo ${how}, staff close it, mail and tracking tell (R-032)`, async ({ browser, council }) => {
    const email = `journey-${script ? 'a' : 'b'}@resident.example`
    const resident = await browser.person({ phone: true, script })
    await fill_in(resident, { email, file: pothole })
    await resident.sees('1 photo')
    const reference = await send(resident)
    await eventually(() => assert.equal(council.mails_to(email).length, 1))
    assert.ok(council.mails_to(email)[0].includes(reference))

    const staff = await sign_in(browser, council, 'lead@larkmoor.example')
    await staff.type(/reference/i, reference)
    await staff.press('Find')
    await staff.sees('A hole as wide as a bicycle wheel.')
    await eventually(async () => { await staff.page.reload(); assert.ok((await staff.page.locator('img[src^="/desk/photos/"]').count()) > 0) })
    await staff.audit()
    await staff.press('We have planned the work')
    await eventually(() => assert.equal(council.mails_to(email).length, 2))
    await staff.page.locator('form[action$="/closure"] textarea').first().fill('We filled the hole.')
    await staff.press('Done')
    await eventually(() => assert.equal(council.mails_to(email).length, 3))
    assert.ok(council.mails_to(email).some((mail) => mail.includes('We filled the hole.')))

    await resident.open('/track')
    await resident.type('Your reference', reference.toLowerCase().replaceAll('-', ' '))
    await resident.press('Continue')
    await resident.sees('We filled the hole.')
    await resident.does_not_see(email)
    await resident.does_not_see('bicycle wheel')
  })
}
