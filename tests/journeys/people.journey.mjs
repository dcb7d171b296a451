// Staff see one person: what they sent, what they need, who else lives there; and an eye on who looks.
import { assert, eventually, journey } from './journey.mjs'
import { fill_in, find_case, send, sign_in } from './ways.mjs'

/** A report of a hole, from a phone; gives its reference. */
async function reported(browser, { words, email, phone = '' }) {
  const resident = await browser.person({ phone: true })
  await fill_in(resident, { words, email, phone })
  return send(resident)
}

/** From the case to whoever sent it; the record is made from the log, a moment later. */
async function person_of(staff, reference) {
  await find_case(staff, reference)
  await eventually(async () => {
    await staff.page.reload()
    assert.ok(await staff.page.getByRole('link', { name: 'Everything about this person' }).count())
  })
  await staff.follow('Everything about this person')
}

for (const device of [{}, { phone: true }, { phone: true, script: false }]) {
  const name = device.phone ? `at 360 px${device.script === false ? ' without JavaScript' : ''}` : 'at 1280 px'
  journey(`people: two reports from one address are one person, who is found, described and taken apart again, ${name} (R-055)`, async ({ browser, council }) => {
    const email = `fern.${Object.keys(device).length}@resident.example`
    const first = await reported(browser, { words: 'A first hole.', email })
    const second = await reported(browser, { words: 'A second hole.', email })
    const lead = await sign_in(browser, council, 'lead@larkmoor.example', device)
    await person_of(lead, second)
    await eventually(async () => {
      await lead.page.reload()
      await lead.sees('2 are open')
    })
    await lead.sees(email)
    const person = lead.path()

    await lead.select('What it is', 'A need: large print, an interpreter, support')
    await lead.press('Write it down')
    await lead.sees('Enter some words')
    await lead.type('Words', 'Large print, please.')
    await lead.press('Write it down')
    await lead.sees('Large print, please.')
    await lead.select('What it is', 'An alert for whoever serves them')
    await lead.type('Words', 'Visit in pairs')
    await lead.press('Write it down')
    await lead.sees('Enter a day in the next 12 months on which the alert is looked at again')
    await lead.page.getByLabel('Look at it again on').fill(new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10))
    await lead.press('Write it down')
    await lead.sees('Alert: Visit in pairs')

    await lead.page.getByText('What this page is made of').click()
    await lead.sees('The email address is the same')
    await lead.press('This is another person: take it out')
    assert.notEqual(lead.path(), person)
    await lead.sees('1 is open')
    await lead.does_not_see('Large print')
    const apart = lead.path()

    // Found by the reference, and joined again.
    await lead.open(person)
    await lead.follow('Find somebody to join or relate them to')
    await lead.type('Find a person', second)
    await lead.press('Find')
    await lead.page.locator('#found').getByRole('button', { name: 'Save' }).first().waitFor()
    await lead.press('Save')
    await lead.sees('2 are open')
    assert.equal(await lead.open(apart), 200)
    assert.equal(lead.path(), person)
    assert.ok(first !== second)
  })
}

journey('people: somebody is found as one types; another team sees the person and not the case', async ({ browser, council }) => {
  const reference = await reported(browser, { words: 'For the street team.', email: 'typed.as.we.go@resident.example' })
  const lead = await sign_in(browser, council, 'lead@larkmoor.example')
  await person_of(lead, reference)
  await lead.open('/desk/people')
  await lead.page.getByLabel('Find a person').pressSequentially('typed.as.we')
  const hit = lead.page.locator('#found a').filter({ hasText: 'typed.as.we.go@resident.example' })
  await hit.waitFor()
  await lead.audit()
  const waste = await sign_in(browser, council, 'waste@larkmoor.example')
  await waste.open('/desk/people')
  await waste.type('Find a person', 'typed.as.we.go')
  await waste.press('Find')
  await waste.page.locator('#found a').first().click()
  await waste.page.waitForURL('**/desk/people/*')
  await waste.sees('typed.as.we.go@resident.example')
  await waste.sees('Nothing that you may see.')
  await waste.audit()

  const editor = await sign_in(browser, council, 'editor@larkmoor.example')
  assert.equal(await editor.open('/desk/people'), 403)
})

journey('people: somebody without a case is written down, related to another, and the household is one page (R-056, R-074)', async ({ browser, council }) => {
  const lead = await sign_in(browser, council, 'lead@larkmoor.example')
  const write = async (first, last, email) => {
    await lead.open('/desk/people/new')
    await lead.press('Save')
    await lead.sees('Enter a name, an email address or a phone number')
    await lead.type('First name', first)
    await lead.type('Last name', last)
    await lead.type('Email', email)
    await lead.type('Address', '4 Sorrel Wynd, Larkmoor')
    await lead.type('Postcode', 'nonsense')
    await lead.press('Save')
    await lead.sees('Enter a full postcode, like ZZ1 1AA')
    await lead.type('Postcode', 'ZZ1 9QQ')
    await lead.press('Save')
    await lead.sees(`${first} ${last}`)
    return lead.path()
  }
  const carer = await write('Cara', 'Sorrelwynd', 'cara@sorrel.example')
  await write('Otto', 'Sorrelwynd', 'otto@sorrel.example')
  await lead.open(carer)
  await lead.follow('1 other at the same address')
  assert.equal(await lead.heading(), 'Household of Cara Sorrelwynd')
  await lead.sees('Otto Sorrelwynd')
  await lead.open(carer)
  await lead.follow('Find somebody to join or relate them to')
  await lead.type('Find a person', 'otto sorrel')
  await lead.press('Find')
  await lead.select('Cara Sorrelwynd is', 'Carer of Otto Sorrelwynd')
  await lead.press('Save')
  await lead.sees('Carer of Otto Sorrelwynd')
  await lead.follow('Carer of Otto Sorrelwynd')
  await lead.sees('Cara Sorrelwynd is their carer')
})
