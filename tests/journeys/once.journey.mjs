// What people do to forms: press twice, go back, reload, lose their session, leave a shared computer.
import { assert, eventually, journey } from './journey.mjs'
import { fill_in, reading, reference_on, send, sign_in } from './ways.mjs'

const at = '/services/report-street-problem'

/** How many cases the council has with these words in them. */
async function cases_with(browser, council, words) {
  const lead = await sign_in(browser, council, 'lead@larkmoor.example')
  const answer = await lead.context.request.get('/desk/export.csv?service=report-street-problem')
  assert.equal(answer.status(), 200)
  return (await answer.text()).split('\n').filter((line) => line.includes(words)).length
}

journey('once: two tabs that both send, going back and reloading give one case and one reference', async ({ browser, council }) => {
  const email = 'twice@resident.example'
  const resident = await browser.person()
  await fill_in(resident, { email, words: 'Sent from two tabs.' })
  const second = await browser.tab_of(resident)
  await second.open(`${at}/check`)
  await reading()
  await Promise.all([resident.press('Send'), second.press('Send')])
  const reference = await reference_on(resident)
  assert.equal(await reference_on(second), reference)

  await resident.page.goBack()
  if (resident.path() === `${at}/check`) await resident.press('Send')
  assert.equal(resident.path(), `${at}/sent`)
  assert.equal(await reference_on(resident), reference)
  await second.page.reload()
  assert.equal(await reference_on(second), reference)
  assert.equal(await resident.open(`${at}/check`), 200)
  assert.equal(resident.path(), `${at}/sent`)

  await eventually(() => assert.equal(council.mails_to(email).length, 1))
  assert.equal(await cases_with(browser, council, 'Sent from two tabs.'), 1)
})

for (const script of [true, false]) {
  const how = script ? 'with JavaScript' : 'without JavaScript'
  journey(`once: a session that is lost in the middle and at the end loses no answer, ${how}`, async ({ browser, council }) => {
    const words = `The drain sings at night ${how}.`
    const resident = await browser.person({ phone: true, script })
    await resident.open(at)
    await resident.press('Start now')
    await resident.choose('A blocked drain')
    await resident.press('Continue')
    await resident.type('Where is it?', 'Under the clock')
    await resident.press('Continue')
    await resident.type('What is wrong?', words)
    await resident.context.clearCookies()
    await resident.press('Continue')
    await resident.sees('Your session had ended')
    assert.equal(await resident.typed('What is wrong?'), words)
    await resident.press('Continue')
    await resident.press('Continue')
    await resident.press('Continue')
    assert.equal(resident.path(), `${at}/check`)
    for (const answer of ['A blocked drain', 'Under the clock', words]) await resident.sees(answer)

    await resident.context.clearCookies()
    await reading()
    await resident.press('Send')
    await resident.sees('Your session had ended')
    for (const answer of ['A blocked drain', 'Under the clock', words]) await resident.sees(answer)
    await send(resident)
    assert.equal(await cases_with(browser, council, words), 1)
  })
}

journey('once: "end and clear" leaves nothing on a shared computer, before and after sending', async ({ browser }) => {
  const resident = await browser.person({ phone: true })
  await fill_in(resident, { words: 'Not for the next person.' })
  await resident.press('End and clear what I typed from this computer')
  await resident.sees('We deleted what you typed.')
  await resident.open(`${at}/check`)
  assert.equal(resident.path(), at)
  await resident.page.goBack()
  await resident.does_not_see('Not for the next person.')

  await fill_in(resident, { words: 'Not for the next person.' })
  const reference = await send(resident)
  await resident.press('End and clear what I typed from this computer')
  await resident.open(`${at}/sent`)
  assert.equal(resident.path(), at)
  await resident.does_not_see(reference)
  assert.equal(await resident.open(`/track/${reference}`), 200)
})
