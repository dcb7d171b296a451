// A missed bin: an address found or typed, a question that only some are asked, and a change of mind.
import { assert, eventually, journey } from './journey.mjs'
import { send } from './ways.mjs'

const service = 'report-missed-bin'

async function begin(browser, device = { phone: true }) {
  const resident = await browser.person(device)
  await resident.open(`/services/${service}`)
  await resident.press('Start now')
  return resident
}

/** Looks for the address and takes the first that is offered; gives its words. */
async function take_first(resident, words) {
  await resident.type('Which address was missed?', words)
  await resident.press('Find the address')
  const first = resident.page.getByRole('radio').first()
  const address = await first.evaluate((radio) => radio.labels[0].innerText.trim())
  await resident.choose(address)
  await resident.press('Continue')
  return address
}

async function answer_the_rest(resident, { out = 'Yes', reason = '' } = {}) {
  await resident.choose('Recycling')
  await resident.press('Continue')
  await resident.choose(out)
  await resident.press('Continue')
  if (out === 'No') {
    assert.equal(resident.path(), `/services/${service}/late`)
    await resident.type('What else went wrong?', reason)
    await resident.press('Continue')
  }
  await resident.press('Continue')
  assert.equal(resident.path(), `/services/${service}/check`)
}

journey('bin: an address is found by postcode and by a part of it; only who was late is asked why (R-026)', async ({ browser }) => {
  const by_postcode = await begin(browser)
  const address = await take_first(by_postcode, 'zz1 1aa')
  assert.match(address, /ZZ1 1AA$/)
  await answer_the_rest(by_postcode)
  await by_postcode.sees(address.split(',')[0])
  await by_postcode.does_not_see('What else went wrong?')

  const by_part = await begin(browser, {})
  await take_first(by_part, address.split(',')[0])
  await answer_the_rest(by_part, { out: 'No', reason: 'The crew drove past.' })
  await by_part.sees('The crew drove past.')
  await send(by_part, service)
})

journey('bin: an address typed by hand is taken, and one that is not found leads there (R-026)', async ({ browser }) => {
  const resident = await begin(browser, { phone: true, script: false })
  await resident.type('Which address was missed?', 'Nowhere Parade')
  await resident.press('Find the address')
  assert.ok((await resident.page.title()).startsWith('Error: '), await resident.page.title())
  assert.equal(await resident.typed('Which address was missed?'), 'Nowhere Parade')
  await resident.follow('Enter the address by hand')
  await resident.type('House number or name, and street', '3 Nowhere Parade')
  await resident.type('Town or city', 'Larkmoor')
  await resident.type('Postcode', 'zz98 9zz')
  await resident.press('Continue')
  await answer_the_rest(resident)
  await resident.sees('3 Nowhere Parade, Larkmoor')
  await resident.sees('ZZ98 9ZZ')

  await resident.follow(/^Change\s+Which address was missed\?$/)
  assert.equal(await resident.typed('House number or name, and street'), '3 Nowhere Parade')
  await resident.follow('Look for the address instead')
  const address = await take_first(resident, 'ZZ1 1AA')
  assert.equal(resident.path(), `/services/${service}/check`)
  await resident.sees(address.split(',')[0])
  await resident.does_not_see('Nowhere Parade')
})

journey('bin: an answer is changed from "check your answers", with what follows from it, and no other is lost', async ({ browser, council }) => {
  const email = 'bin-change@resident.example'
  const resident = await begin(browser)
  await take_first(resident, 'ZZ1 1AA')
  await answer_the_rest(resident)

  await resident.follow(/^Change\s+Was the bin out by 6am\?$/)
  await resident.choose('No')
  await resident.press('Continue')
  assert.equal(resident.path(), `/services/${service}/late`)
  await resident.type('What else went wrong?', 'The lorry never came.')
  await resident.press('Continue')
  await resident.sees('The lorry never came.')
  await resident.follow(/^Change\s+Was the bin out by 6am\?$/)
  await resident.choose('Yes')
  await resident.press('Continue')
  assert.equal(resident.path(), `/services/${service}/check`)
  await resident.does_not_see('The lorry never came.')
  await resident.follow(/^Change\s+Email address$/)
  await resident.type('Email address', email)
  await resident.press('Continue')
  await resident.sees('Recycling')
  const reference = await send(resident, service)
  await eventually(() => assert.ok(council.mails_to(email)[0].includes(reference)))
})
