// A content designer makes a service, somebody else looks at it, a resident uses it. What it costs is counted.
import { assert, eventually, journey } from './journey.mjs'
import { fill_in, find_case, photo, reading, reference_on, sign_in } from './ways.mjs'

/** Fields that were filled in and things that were pressed: what an afternoon is made of. */
class Designer {
  constructor(person) {
    this.person = person
    this.actions = 0
  }
  async press(name) {
    this.actions++
    await this.person.press(name)
  }
  async follow(name) {
    this.actions++
    await this.person.follow(name)
  }
  async type(label, text) {
    this.actions++
    await this.person.type(label, text)
  }
  async choose(label) {
    this.actions++
    await this.person.choose(label)
  }
  async select(label, option) {
    this.actions++
    await this.person.select(label, option)
  }
}

async function make_service(designer, title, summary) {
  await designer.person.open('/admin/services')
  await designer.press('Make a new service')
  await designer.type('Title', title)
  await designer.type('Summary', summary)
  await designer.select('What people do here', 'Report a problem')
  await designer.type('Area of the council', 'parks')
  await designer.select('Team that does the work', 'Street services')
  await designer.press('Make the service')
}

async function add_questions(designer, questions) {
  await designer.follow('Add a question')
  for (const [at, { label, type, why, answers }] of questions.entries()) {
    await designer.type('Question', label)
    await designer.choose(type)
    if (answers) await designer.type('Answers to choose from', answers.join('\n'))
    await designer.type('Why we ask', why)
    await designer.press(at + 1 < questions.length ? 'Add and write another' : 'Add')
  }
}

const questions = (thing) => [
  { label: `Where is the ${thing}?`, type: 'A place on the map', why: 'Tells the team where to go.' },
  { label: 'What is wrong with it?', type: 'Choose one', why: 'Tells the team what to bring.', answers: ['It is broken', 'It is dirty', 'It is gone'] },
  { label: 'Can you still use it?', type: 'Yes or no', why: 'Decides how soon we come.' },
  { label: 'When did you see it?', type: 'A short answer', why: 'Tells us how long it has been so.' },
  { label: 'What else should we know?', type: 'A longer answer', why: 'Helps the team to plan.' },
  { label: 'Who uses it?', type: 'Choose several', why: 'Helps the team to plan.', answers: ['Children', 'Older people', 'Everybody'] },
]

/** Answers page after page until there is nothing left but to send. */
async function use(resident, id, place) {
  await resident.open(`/services/${id}`)
  await resident.press('Start now')
  await resident.type(/Where is the/, place)
  await resident.press('Continue')
  await resident.choose('It is broken')
  await resident.press('Continue')
  await resident.choose('No')
  await resident.press('Continue')
  await resident.type('When did you see it?', 'On Monday')
  await resident.press('Continue')
  await resident.type('What else should we know?', 'It wobbles.')
  await resident.press('Continue')
  await resident.choose('Children')
  await resident.press('Continue')
  await resident.press('Continue')
  assert.equal(resident.path(), `/services/${id}/check`)
  await reading()
  await resident.press('Send')
  return reference_on(resident)
}

async function whole_story(browser, council, { thing, device }) {
  const title = `Report a broken ${thing}`
  const id = `report-broken-${thing}`
  const editor = await sign_in(browser, council, 'editor@larkmoor.example', device)
  const designer = new Designer(editor)
  await make_service(designer, title, `Tell us about a ${thing} that needs mending.`)
  await add_questions(designer, questions(thing))
  await designer.follow('Review and publish')
  await designer.press('Send for review')
  await editor.sees('sent it for review')
  await editor.sees('somebody else must look at it')

  const reviewer = await sign_in(browser, council, 'reviewer@larkmoor.example', device)
  const second = new Designer(reviewer)
  await reviewer.open('/admin/services?state=in-review')
  await second.follow(title)
  await second.follow('Review and publish')
  await second.press('Approve and publish now')
  await reviewer.sees('Residents see it now')
  const actions = designer.actions + second.actions
  console.log(`       six questions from nothing to published: ${actions} actions (at most 60)`)
  assert.ok(actions <= 60, `${actions} actions`)

  const resident = await browser.person({ ...device, phone: true })
  const reference = await use(resident, id, `By the ${thing}`)
  assert.match(reference, /^[0-9A-Z-]{13}$/)
  await eventually(async () => {
    await editor.open(`/admin/services?q=${thing}`)
    const cells = await editor.page.locator('tbody tr').filter({ hasText: title }).locator('td').allInnerTexts()
    assert.deepEqual(cells.slice(2, 4), ['1', '1'])
  })
}

journey('editor: six questions from nothing to published in at most 60 actions, a second person looks, a resident uses it, and it is counted (U6)', async ({ browser, council }) => {
  await whole_story(browser, council, { thing: 'bench', device: {} })
})

journey('editor: the same without scripts', async ({ browser, council }) => {
  await whole_story(browser, council, { thing: 'swing', device: { script: false } })
})

journey('editor: the same on a phone', async ({ browser, council }) => {
  await whole_story(browser, council, { thing: 'slide', device: { phone: true } })
})

journey('editor: the same on a phone without scripts', async ({ browser, council }) => {
  await whole_story(browser, council, { thing: 'fence', device: { phone: true, script: false } })
})

journey('editor: every part has a form, on a desk and on a phone', async ({ browser, council }) => {
  for (const device of [{}, { phone: true }]) {
    const editor = await sign_in(browser, council, 'editor@larkmoor.example', device)
    const service = '/admin/services/report-street-problem'
    await editor.open(service)
    if (await editor.page.getByRole('button', { name: 'Change this service' }).count()) await editor.press('Change this service')
    const parts = ['items/start', 'items/about', 'items/outcome', 'items/values', 'additions/question', 'additions/end', 'additions/stage', 'additions/decision', 'source', 'review', 'versions', 'history', 'compare?from=1&to=draft']
    for (const part of parts) assert.equal(await editor.open(`${service}/${part}`), 200, part)
    await editor.open(service)
    const links = await editor.page.locator(`a[href^="${service}/items/"]`).evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('href')))])
    assert.ok(links.length > 10)
    for (const link of links) assert.equal(await editor.open(link), 200, link)
    assert.equal(await editor.open('/admin/services'), 200)
    assert.equal(await editor.open('/admin/services/new'), 200)
  }
})

journey('editor: with the keyboard alone a question is changed, and an error stands at its field', async ({ browser, council }) => {
  const editor = await sign_in(browser, council, 'editor@larkmoor.example')
  const service = '/admin/services/report-missed-bin'
  await editor.open(service)
  if (await editor.page.getByRole('button', { name: 'Change this service' }).count()) await editor.press('Change this service')
  await editor.open(`${service}/items/pages/bin/questions/bin`)
  await editor.tab_to('Question')
  await editor.page.keyboard.press('ControlOrMeta+a')
  await editor.page.keyboard.type('Which bin was missed?')
  await editor.key('Enter')
  await editor.sees('Saved')
  assert.equal(await editor.typed('Question'), 'Which bin was missed?')
  await editor.page.getByText('Write it in FEEL').click()
  await editor.type('The same as FEEL, for experts', 'when-out = = 3')
  await editor.press('Save')
  assert.equal(await editor.page.locator('#when-error').count(), 1)
  await editor.type('The same as FEEL, for experts', '')
  await editor.press('Save')
  assert.equal(await editor.page.locator('#when-error').count(), 0)
})

journey('editor: two who save at once lose nothing', async ({ browser, council }) => {
  const editor = await sign_in(browser, council, 'editor@larkmoor.example')
  const service = '/admin/services/report-street-problem'
  await editor.open(service)
  if (await editor.page.getByRole('button', { name: 'Change this service' }).count()) await editor.press('Change this service')
  const other = await sign_in(browser, council, 'reviewer@larkmoor.example')
  await editor.open(`${service}/items/start`)
  await other.open(`${service}/items/start`)
  await editor.type('Summary', 'The first words.')
  await editor.press('Save')
  await other.type('Summary', 'The second words.')
  await other.press('Save')
  await other.sees('Somebody saved this draft after you opened it')
  assert.equal(await other.typed('Summary'), 'The second words.')
  await other.press('Save')
  await other.sees('Saved')
  await editor.open(`${service}/items/start`)
  assert.equal(await editor.typed('Summary'), 'The second words.')
})

async function try_it(browser, council, device) {
  const editor = await sign_in(browser, council, 'editor@larkmoor.example', device)
  const service = '/admin/services/report-street-problem'
  const tried = `${service}/try`
  await editor.open(service)
  await editor.follow('Try it')
  assert.equal(editor.path(), tried)
  await editor.sees('This is only a try')
  const again = editor.page.getByRole('button', { name: 'Delete my answers and start again' })
  if (await again.count()) await again.click()
  else await editor.press('Start now')
  await editor.press('Continue')
  await editor.sees('There is a problem')
  await fill_in(editor, { at: tried, begun: true, place: 'By the try-out tree', email: 'tried@example.com', file: photo('tried.png') })
  await reading()
  await editor.press('Send')
  assert.equal(editor.path(), `${tried}/sent`)
  const reference = await reference_on(editor)
  await editor.sees('What would come of it')
  await editor.sees('Street services would get it')
  await editor.sees('To: tried@example.com')
  await editor.follow('Back to the editor')
  assert.equal(editor.path(), service)

  // Nobody else has heard of it: no case, no mail, no page for a resident.
  const agent = await sign_in(browser, council, 'lead@larkmoor.example')
  await find_case(agent, reference)
  assert.ok(!(await agent.text()).includes('try-out tree'))
  assert.equal(council.mails_to('tried@example.com').length, 0)
  const resident = await browser.person()
  await resident.open(tried)
  assert.ok(resident.path().startsWith('/desk/sign-in'))
}

journey('editor: a draft is tried all the way as a resident walks it, and nothing comes of it', async ({ browser, council }) => {
  await try_it(browser, council, {})
})

journey('editor: the same try on a phone without scripts', async ({ browser, council }) => {
  await try_it(browser, council, { phone: true, script: false })
})

journey('editor: papers, payments, lists of choices and another language have forms, on a desk and on a phone', async ({ browser, council }) => {
  for (const device of [{}, { phone: true, script: false }]) {
    const editor = await sign_in(browser, council, 'editor@larkmoor.example', device)
    const change = async (service) => {
      await editor.open(`/admin/services/${service}`)
      if (await editor.page.getByRole('button', { name: 'Change this service' }).count()) await editor.press('Change this service')
    }
    const permit = '/admin/services/apply-resident-parking-permit'
    await change('apply-resident-parking-permit')
    await editor.sees('Residents cannot begin it yet')
    await editor.open(`${permit}/items/pages/home-proof/questions/home`)
    await editor.page.locator('#documents-0-or').fill('Your tenancy agreement\nA letter from your landlord')
    await editor.press('Save')
    await editor.sees('Saved')
    assert.equal(await editor.page.locator('#documents-0-or').inputValue(), 'Your tenancy agreement\nA letter from your landlord')
    await editor.open(`${permit}/items/pages/pay`)
    assert.equal(await editor.page.locator('#step').inputValue(), 'pay')
    await editor.open(`${permit}/items/translations/cy`)
    await editor.tab_to('Apply for a parking permit')
    await editor.page.keyboard.press('ControlOrMeta+a')
    await editor.page.keyboard.type('Trwydded parcio')
    await editor.press('Save')
    await editor.sees('Saved')
    await change('apply-in-year-school-place')
    await editor.open('/admin/services/apply-in-year-school-place/items/lists/schools')
    await editor.type('Answer 1', device.phone ? 'Alder Lane School' : 'Alder Lane Infants')
    await editor.press('Save')
    await editor.sees('Saved')
    assert.equal(await editor.open('/admin/services?state=not-open'), 200)
    await editor.sees('Needs: ')
  }
})
