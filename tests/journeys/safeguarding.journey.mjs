// A child at risk: who refers, the team that acts, and everybody else, who must not learn that there is anything.
import { assert, eventually, journey } from './journey.mjs'
import { find_case, send, sign_in } from './ways.mjs'

const service = 'refer-child-concern'

/** Fills the referral in as somebody who works at a school; gives its reference. */
async function refer(person, { name, email, details }) {
  await person.open(`/services/${service}`)
  await person.press('Start now')
  await person.choose('No')
  await person.press('Continue')
  await person.type('First name', name)
  await person.type('Last name', 'Quillfeather')
  await person.press('Continue')
  await person.type('Where do you work?', 'Alder Lane Primary School')
  await person.type('What is your job there?', 'Teacher')
  await person.type('Your work email address', email)
  await person.type('Your direct phone number', '01632 960055')
  await person.press('Continue')
  await person.type('First name', 'Thistle')
  await person.type('Last name', 'Example')
  await person.type('Day', '3')
  await person.type('Month', '5')
  await person.type('Year', '2018')
  await person.press('Continue')
  await person.press('Continue') // no school
  await person.choose('At home')
  await person.press('Continue')
  await person.choose('No')
  await person.press('Continue')
  await person.type('Where do the children live?', 'ZZ1')
  await person.press('Find the address')
  await person.page.getByRole('radio').first().check()
  await person.press('Continue')
  await person.choose('No') // no adults that they know of
  await person.press('Continue')
  await person.choose('The child is not looked after')
  await person.press('Continue')
  await person.type('What have you seen and heard?', details)
  await person.press('Continue')
  await person.choose('No')
  await person.type('Why is it right to go on?', 'It would put the child in danger.')
  await person.press('Continue')
  await person.press('Continue') // nothing done so far
  await person.press('Continue') // no files
  return send(person, service)
}

for (const script of [true, false]) {
  const how = script ? 'with JavaScript' : 'without JavaScript'
  journey(`safeguarding: a referral reaches its team, and nobody else finds it by any page, search, figure or export, ${how}`, async ({ browser, council }) => {
    const name = script ? 'Larkspur' : 'Tansy'
    const details = `Cold and hungry ${name}.`
    const phone = await browser.person({ phone: true, script })
    const reference = await refer(phone, { name, email: `${name.toLowerCase()}@school.example`, details })

    const team = await sign_in(browser, council, 'care@larkmoor.example', { script })
    await find_case(team, reference)
    await team.sees(details)
    const number = /cases\/(\d+)/.exec(team.path())[1]
    await eventually(async () => {
      await team.page.reload()
      await team.follow('Everything about this person')
    })
    await team.sees(`${name} Quillfeather`)
    const person = team.path()

    for (const email of ['agent@larkmoor.example', 'lead@larkmoor.example', 'waste@larkmoor.example', 'admin@larkmoor.example', 'editor@larkmoor.example']) {
      const other = await sign_in(browser, council, email, { script })
      const sees_nothing = async () => {
        for (const words of [name, 'Quillfeather', details, reference]) await other.does_not_see(words)
      }
      await find_case(other, reference)
      await other.does_not_see(details)
      assert.equal(await other.open(`/desk/cases/${number}`), 404)
      for (const list of ['/desk?which=any', '/desk?which=any&order=due', '/desk/outbox']) {
        await other.open(list)
        await sees_nothing()
      }
      if (email.startsWith('editor')) continue
      assert.equal(await other.open(person), 404)
      await other.open('/desk/people')
      await other.type('Find a person', name)
      await other.press('Find')
      await other.does_not_see(`${name} Quillfeather`)
      const table = await other.page.request.get('/desk/export.csv?which=any')
      const text = await table.text()
      assert.ok(!text.includes(reference) && !text.includes(service), 'an export told of it')
    }
  })
}
