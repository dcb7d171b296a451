// Pages left empty or filled in wrongly: what is wrong is said at the top and at the field, and nothing typed is lost.
import { assert, journey } from './journey.mjs'
import { fill_in, photo, send } from './ways.mjs'

const street = '/services/report-street-problem'
const bin = '/services/report-missed-bin'

/** The page says what is wrong, in its title, in a summary that has the focus, and at each field that it leads to. */
async function refused(person, ...sentences) {
  const { page } = person
  assert.ok((await page.title()).startsWith('Error: '), `the title of ${page.url()} is "${await page.title()}"`)
  const summary = page.locator('.govuk-error-summary')
  assert.match(await summary.innerText(), /There is a problem/)
  if (person.script) assert.ok(await summary.evaluate((box) => box.contains(document.activeElement)), 'the summary has no focus')
  for (const sentence of sentences) {
    const link = summary.getByRole('link', { name: sentence })
    assert.equal(await link.count(), 1, `"${sentence}" is not in the summary: ${await summary.innerText()}`)
    const field = page.locator(await link.getAttribute('href'))
    assert.equal(await field.count(), 1, `"${sentence}" leads to no field on ${page.url()}`)
    const said = await words_at(field)
    assert.ok(sentence instanceof RegExp ? sentence.test(said) : said.includes(sentence), `the field does not say "${sentence}": ${said}`)
    if (!person.script) continue
    await link.click()
    assert.ok(await field.evaluate((input) => input === document.activeElement), 'the link does not lead to the field')
  }
}

/** What a screen reader says after the name of a field, or of the group that it is in. */
async function words_at(field) {
  return field.evaluate((input) => {
    const described = input.getAttribute('aria-describedby') ?? input.closest('fieldset')?.getAttribute('aria-describedby') ?? ''
    return described.split(' ').map((id) => document.getElementById(id)?.innerText ?? '').join(' ')
  })
}

for (const script of [true, false]) {
  const how = script ? 'with JavaScript' : 'without JavaScript'
  journey(`errors: every page of a report says what is missing or wrong and keeps what was typed, ${how} (A1)`, async ({ browser }) => {
    const resident = await browser.person(script ? { phone: true } : { script, width: 320, height: 256 })
    await resident.open(street)
    await resident.press('Start now')
    await resident.press('Continue')
    await refused(resident, 'Choose what the problem is')
    await resident.choose('Graffiti')
    await resident.press('Continue')
    await resident.press('Continue')
    await refused(resident, 'Tell us where it is')
    await resident.type('Where is it?', `${'Heather Row '.repeat(50)}`)
    await resident.press('Continue')
    await refused(resident, 'Your answer must be 500 characters or fewer')
    assert.match(await resident.typed('Where is it?'), /^(Heather Row ?){50}$/)
    await resident.type('Where is it?', 'Heather Row')
    await resident.press('Continue')
    await resident.press('Continue')
    await refused(resident, 'Tell us what is wrong')
    await resident.type('What is wrong?', 'x'.repeat(4001))
    await resident.press('Continue')
    await refused(resident, 'Your answer must be 4000 characters or fewer')
    assert.equal((await resident.typed('What is wrong?')).length, 4001)
    await resident.type('What is wrong?', 'Big letters')
    await resident.press('Continue')
    await resident.attach({ name: 'letter.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK no photo and no PDF') })
    await resident.press('Continue')
    await refused(resident, /photo/)
    await resident.press('Continue')
    await resident.type('Email address', 'somebody at example')
    await resident.type('Phone number', 'ring me')
    await resident.press('Continue')
    await refused(resident, /email address/, /phone number/)
    assert.equal(await resident.typed('Email address'), 'somebody at example')
    assert.equal(await resident.typed('Phone number'), 'ring me')
  })
}

journey('errors: every page of a missed bin says what is missing (A1)', async ({ browser }) => {
  const resident = await browser.person({ phone: true })
  await resident.open(bin)
  await resident.press('Start now')
  await resident.press('Find the address')
  await refused(resident, 'Give the address that was missed')
  await resident.type('Which address was missed?', 'ZZ1 1AA')
  await resident.press('Find the address')
  await resident.press('Continue')
  await refused(resident, /address/)
  await resident.follow('The address is not here: enter it by hand')
  await resident.press('Continue')
  await refused(resident, 'Enter the house number or name, and the street', 'Enter the postcode')
  await resident.type('House number or name, and street', '1 Heather Row')
  await resident.type('Town or city', 'Larkmoor')
  await resident.type('Postcode', 'nonsense')
  await resident.press('Continue')
  await refused(resident, 'Enter a full UK postcode, like ZZ1 1AA')
  assert.equal(await resident.typed('Postcode'), 'nonsense')
  await resident.type('Postcode', 'ZZ1 1AA')
  await resident.press('Continue')
  await resident.press('Continue')
  await refused(resident, 'Choose which bin we did not empty')
  await resident.choose('Rubbish')
  await resident.press('Continue')
  await resident.press('Continue')
  await refused(resident, 'Say whether the bin was out by 6am')
  await resident.choose('No')
  await resident.press('Continue')
  await resident.press('Continue')
  await refused(resident, 'Tell us what else went wrong')
})

journey('errors: a reference that is missing, mistyped or unknown is told apart; more information needs words', async ({ browser }) => {
  const resident = await browser.person({ phone: true })
  await resident.open('/track')
  await resident.press('Continue')
  await refused(resident, 'Enter your reference')

  await fill_in(resident)
  const reference = await send(resident)
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const other = (character) => alphabet[(alphabet.indexOf(character) + 1) % alphabet.length]
  const mistyped = reference.slice(0, -1) + other(reference.at(-1))
  await resident.open('/track')
  await resident.type('Your reference', mistyped)
  await resident.press('Continue')
  await refused(resident, /Check the reference/)
  assert.equal(await resident.typed('Your reference'), mistyped)
  assert.equal(await resident.open(`/track/${mistyped}`), 404)

  // Of all that begin like this one and end otherwise, one has the right check character, and nobody has it.
  const start = other(reference[0]) + reference.slice(1, -1)
  let unknown = ''
  for (const last of alphabet) {
    const answer = await resident.context.request.get(`/track/${start}${last}`)
    assert.equal(answer.status(), 404)
    if ((await answer.text()).includes('We cannot find that reference')) unknown = `${start}${last}`
  }
  await resident.open('/track')
  await resident.type('Your reference', unknown)
  await resident.press('Continue')
  await resident.sees('We cannot find that reference')

  await resident.open(`/track/${reference}`)
  await resident.press('Send')
  await refused(resident, 'Enter what you want to tell us')
})

journey('errors: staff who mistype, and pages that are not there, get plain words (A1)', async ({ browser, council }) => {
  const staff = await browser.person()
  await staff.open('/desk')
  await staff.press('Sign in')
  await refused(staff, 'Enter your email address')
  await staff.type('Email address', 'agent@larkmoor.example')
  await staff.page.locator('input[type=password]').fill('not the passphrase')
  await staff.press('Sign in')
  await refused(staff, 'The email address or password is wrong')
  assert.equal(await staff.typed('Email address'), 'agent@larkmoor.example')
  assert.equal(await staff.page.locator('input[type=password]').inputValue(), '')
  await staff.page.locator('input[type=password]').fill(council.passphrase('agent@larkmoor.example'))
  await staff.press('Sign in')
  await staff.type(/reference/i, '0000-0000-000')
  await staff.press('Find')
  await staff.sees('There is no such case among those that you may see')
  assert.equal(await staff.open('/admin'), 403)

  for (const [path, status] of [['/nothing-here', 404], ['/services/no-such-service', 404], ['/track/0000-0000-00', 404], ['/language?to=xx', 400]]) {
    const resident = await browser.person({ phone: true })
    assert.equal(await resident.open(path), status, path)
    await resident.sees('Larkmoor Council')
    await resident.follow('All services')
  }
})
