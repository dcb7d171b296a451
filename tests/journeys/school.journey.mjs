// Three children who need a school: rows, a branch for one child alone, distances, papers, and a form that is finished elsewhere.
import { assert, eventually, journey } from './journey.mjs'
import { find_case, photo, send, sign_in } from './ways.mjs'

async function child(person, { first, born, needs, school }) {
  await person.type('First name', first)
  await person.type('Last name', 'Quillfeather')
  const [day, month, year] = born
  await person.type('Day', day)
  await person.type('Month', month)
  await person.type('Year', year)
  await person.press('Continue')
  await person.select('Which school do they go to now, or went to last?', 'A school outside the area')
  await person.press('Continue')
  await person.choose('We have moved or will move')
  await person.press('Continue')
  if (needs) await person.choose(needs)
  await person.press('Continue')
  if (needs) {
    assert.equal(await person.heading(), 'Help at school')
    await person.type('What help does this child have now?', 'A quiet room.')
    await person.attach(photo('report.png'))
    await person.press('Continue')
  }
  await person.sees(/miles|km|metres/)
  await person.page.getByLabel(new RegExp(`^${school}`)).first().check()
  await person.press('Continue')
  await person.press('Continue') // no second choice
}

for (const script of [true, false]) {
  const how = script ? 'with JavaScript' : 'without JavaScript'

  journey(`school: places for three children are asked for in one form, begun on a phone and finished elsewhere ${how} (R-027, R-028, R-029, R-030, R-031, R-039)`, async ({ browser, council }) => {
    const email = `school-${script ? 'a' : 'b'}@resident.example`
    const phone = await browser.person({ phone: true, script })
    await phone.open('/services/apply-in-year-school-place')
    await phone.sees('Places are limited')
    await phone.sees('A tenancy agreement, or A contract to buy the home')
    await phone.press('Start now')
    await phone.choose('During this school year')
    await phone.press('Continue')
    await phone.type('First name', 'Rowan')
    await phone.type('Last name', 'Quillfeather')
    await phone.press('Continue')
    await phone.choose('A parent')
    await phone.press('Continue')
    await phone.type('Where do the children live, or will they live?', 'ZZ1')
    await phone.press('Find the address')
    await phone.page.getByRole('radio').first().check()
    await phone.press('Continue')
    await phone.choose('Yes')
    await phone.press('Continue')
    await child(phone, { first: 'Ash', born: ['3', '5', '2018'], school: 'Alder Lane Primary School' })
    await phone.sees('Ash')
    await phone.choose('Yes')
    await phone.press('Continue')
    await child(phone, { first: 'Briar', born: ['9', '9', '2015'], needs: 'They have emotional or behavioural difficulties (EBD)', school: 'Castle Hill Primary School' })

    // Half of it is done: the rest at the library.
    await phone.choose('Yes')
    await phone.press('Continue')
    await phone.type('First name', 'Cedar')
    await phone.press('Save and come back later')
    await phone.type('Your email address', email)
    await phone.press('Save and send me the link')
    const [code] = /\d{3} \d{3}/.exec(await phone.text())
    const [mail] = await eventually(() => { const mails = council.mails_to(email); assert.equal(mails.length, 1); return mails })
    const [link] = /\/saved\/[0-9a-f]{40}/.exec(mail.replace(/=\r?\n/g, ''))

    const library = await browser.person({ script })
    await library.open(link)
    await library.type('Code', code)
    await library.press('Go on')
    assert.equal(await library.heading(), 'Who is the child?') // where she was, and no further
    await library.open('/services/apply-in-year-school-place/check')
    assert.equal(await library.heading(), 'Who is the child?')
    await child(library, { first: 'Cedar', born: ['1', '2', '2013'], school: 'Elmfield Academy' })
    for (const name of ['Ash', 'Briar', 'Cedar']) await library.sees(name)
    await library.choose('No')
    await library.press('Continue')
    await library.type('Email address', email)
    await library.press('Continue')
    assert.equal(await library.heading(), 'Check your answers')
    for (const name of ['Ash', 'Briar', 'Cedar']) await library.sees(name)
    await library.sees('Alder Lane Primary School')
    await library.choose('What I have told you is true. I know that a place can be taken back if it is not.')
    const reference = await send(library, 'apply-in-year-school-place')
    await library.sees('We ask the schools that you choose')

    // Whoever works on it has all that was said of each child.
    const staff = await sign_in(browser, council, 'agent@larkmoor.example', { script })
    await find_case(staff, reference)
    for (const name of ['Ash Quillfeather', 'Briar Quillfeather', 'Cedar Quillfeather', 'A quiet room.', 'Elmfield Academy']) await staff.sees(name)
  })
}
