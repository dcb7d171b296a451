// Marked words in every personal field: they are where they belong, and nowhere else.
import { assert, eventually, journey } from './journey.mjs'
import { field_of, fill_in, find_case, photo, send, sign_in } from './ways.mjs'

/** Every way in which a text may stand in an address, a log line or a page. */
function forms_of(text) {
  return [text, encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+'), text.replaceAll('@', '%40'), Buffer.from(text).toString('base64').replace(/=+$/, '')]
}

journey('canary: what a person types is not in logs, addresses, figures, error pages or on other people\'s pages (S8)', async ({ browser, council }) => {
  const canaries = {
    place: 'canaryplace 17', words: 'canarydetails are here', email: 'canarymail@resident.example', phone: '01632 960271', file: 'canaryphoto.png',
    line: '99 Canarystreet', town: 'Canarytown', reason: 'canaryreason', more: 'canarymore', note: 'canarynote', name: 'Canaryname Finch', staff: 'canarystaff@larkmoor.example', password: 'canary-password-9',
  }
  const everything = Object.values(canaries)

  const resident = await browser.person({ phone: true })
  await fill_in(resident, { place: canaries.place, words: canaries.words, email: canaries.email, phone: canaries.phone, file: photo(canaries.file) })
  await resident.sees(canaries.phone)
  const reference = await send(resident)
  await resident.open(`/track/${reference}`)
  await resident.type('Tell us more', canaries.more)
  await resident.press('Send')
  await resident.open('/services/report-missed-bin')
  await resident.press('Start now')
  await resident.follow('Enter the address by hand')
  await resident.type('House number or name, and street', canaries.line)
  await resident.type('Town or city', canaries.town)
  await resident.type('Postcode', 'ZZ1 1AA')
  await resident.press('Continue')
  await resident.choose('Rubbish')
  await resident.press('Continue')
  await resident.choose('No')
  await resident.press('Continue')
  await resident.type('What else went wrong?', canaries.reason)
  await resident.press('Continue')
  await resident.press('Continue')
  await resident.sees(canaries.line)
  const second = await send(resident, 'report-missed-bin')
  await eventually(() => assert.equal(council.mails_to(canaries.email).length, 1))

  const lead = await sign_in(browser, council, 'lead@larkmoor.example')
  await find_case(lead, reference)
  for (const key of ['place', 'words', 'email', 'phone', 'more']) await lead.sees(canaries[key])
  await field_of(lead, 'notes').fill(canaries.note)
  await lead.press('Add note')
  const case_path = lead.path()
  const admin = await sign_in(browser, council, 'admin@larkmoor.example')
  await admin.open('/admin')
  await admin.type('Name', canaries.name)
  await admin.type('Email address', canaries.staff)
  await admin.press('Add and make a link')
  await admin.choose('Agent: works cases')
  await admin.press('Add and make a link')
  const stranger = await browser.person()
  await stranger.open('/desk')
  await stranger.type('Email address', canaries.staff)
  await stranger.page.locator('input[type=password]').fill(canaries.password)
  await stranger.press('Sign in')

  // Errors, made with the words in them, and pages of people whom they do not concern.
  const pages = []
  const read = async (who, path, options) => pages.push({ who, from: path, text: await (await who.context.request.fetch(path, { maxRedirects: 5, ...options })).text() })
  const other = await browser.person({ phone: true })
  const { words, email } = canaries
  await read(other, '/services/report-street-problem/details', { method: 'POST', headers: { origin: 'http://elsewhere.example' }, form: { details: words } })
  await read(other, '/services/no-such-service/details', { method: 'POST', form: { details: words, email } })
  await read(other, '/track', { method: 'POST', form: { reference, csrf: words } })
  await read(other, '/desk/sign-in', { method: 'PUT', form: { email } })
  await read(other, `/services/report-street-problem/details`, { method: 'POST', form: { details: words.repeat(100_000) } })
  for (const path of ['/', '/services', '/search?q=canary', '/services/report-street-problem', '/services/report-street-problem/check', '/services/report-street-problem/sent', '/services/report-missed-bin', `/track/${reference}`, `/track/${second}`, '/desk', case_path, '/metrics', '/healthz', '/readyz', '/robots.txt']) await read(other, path)
  await read(resident, `/track/${reference}`)
  const waste = await sign_in(browser, council, 'waste@larkmoor.example')
  for (const path of ['/desk?which=any', case_path, `/desk?reference=${reference}`, '/desk/outbox', '/desk/dead-letters']) await read(waste, path)
  for (const { who, from, text } of pages) {
    for (const canary of everything) {
      if (who === waste && [canaries.line, canaries.town].includes(canary)) continue // the bin is this team's own
      for (const form of forms_of(canary)) assert.ok(!text.includes(form), `"${canary}" is on ${from}:\n${text.slice(0, 300)}`)
    }
  }

  const addresses = browser.people.flatMap((person) => person.addresses)
  for (const canary of everything) {
    for (const form of forms_of(canary)) {
      assert.ok(!addresses.some((address) => address.includes(form)), `"${canary}" is in an address`)
      assert.ok(!council.log.includes(form), `"${canary}" is in the log`)
    }
  }
  for (const secret of [reference, second, reference.replaceAll('-', '')]) assert.ok(!council.log.includes(secret), 'a reference is in the log')
  assert.ok(council.log.length > 500, 'the council logs nothing, so this shows nothing')
})
