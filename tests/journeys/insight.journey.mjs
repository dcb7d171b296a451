// Two versions are tried against each other, and a service ends.
import { assert, journey } from './journey.mjs'
import { sign_in } from './ways.mjs'

/** Withdrawn and offered again, a service has two more versions. */
async function make_versions(editor, service) {
  await editor.open(`/admin/services/${service}/versions`)
  await editor.press('Withdraw this service')
  await editor.press('Offer it again')
}

for (const { script, phone, service } of [
  { script: true, phone: false, service: 'report-noise' },
  { script: false, phone: true, service: 'report-food-premises' },
]) {
  const how = script ? 'with scripts' : 'on a phone without scripts'

  journey(`trial: an editor works out how long it takes, starts one and stops it with a reason, ${how}`, async ({ browser, council }) => {
    const editor = await sign_in(browser, council, 'editor@larkmoor.example', { script, phone })
    await make_versions(editor, service)
    await editor.follow('Try two versions against each other')
    await editor.press('Work out how long it takes')
    await editor.sees('Nobody began it in the last four weeks')
    await editor.audit()
    for (let i = 0; i < 12; ++i) {
      const resident = await browser.person({ phone: true, script: false })
      await resident.open(`/services/${service}`)
      await resident.press('Start now')
    }
    await editor.type('The smallest difference worth knowing, in people out of 100', '99')
    await editor.press('Work out how long it takes')
    await editor.sees('Write a number from 1 to 30')
    await editor.type('The smallest difference worth knowing, in people out of 100', '30')
    await editor.press('Work out how long it takes')
    await editor.sees('each version needs')
    await editor.audit()
    await editor.press('Start the trial')
    await editor.sees('It runs since')
    await editor.sees('The rule looks once a week')
    await editor.press('Stop the trial')
    await editor.sees('Say why')
    await editor.audit()

    // Somebody who comes twice meets the same version, and may go on where she was when the trial is over.
    const resident = await browser.person({ phone: true, script })
    await resident.open(`/services/${service}`)
    await resident.press('Start now')
    const question = await resident.heading()
    await resident.open(`/services/${service}`)
    assert.match(await resident.text(), /Start now|Go on where you left off/)

    await editor.choose('Version 3')
    await editor.type('Why do you stop it?', 'Only a rehearsal')
    await editor.press('Stop the trial')
    await editor.sees('Stopped without an answer, and version 3 was kept: Only a rehearsal')
    await editor.audit()
    await resident.press(/Start now|Go on where you left off/)
    assert.equal(await resident.heading(), question)
  })

  journey(`the end of a service: its address says that it is gone, or leads to its successor, ${how}`, async ({ browser, council }) => {
    const editor = await sign_in(browser, council, 'editor@larkmoor.example', { script, phone })
    const gone = script ? 'read-waste-advice' : 'read-food-safety-advice'
    const successor = 'Report a problem in a street or park'
    await editor.open(`/admin/services/${gone}/versions`)
    await editor.press('Withdraw this service')
    const resident = await browser.person({ phone, script })
    assert.equal(await resident.open(`/services/${gone}`), 410)
    await resident.sees('We no longer offer this.')
    await resident.sees('Talk to a person')
    await resident.audit()
    await editor.press('Offer it again')
    await editor.select('Where should its address lead? (optional)', successor)
    await editor.press('Withdraw this service')
    await editor.sees(`Its address leads to ${successor}.`)
    await editor.audit()
    await resident.open(`/services/${gone}`)
    await resident.sees('This has taken its place.')
    assert.equal(resident.path(), '/services/report-street-problem')
    await resident.audit()
    await editor.press('Offer it again')
    await editor.open('/admin/insight/forms')
    await editor.audit()
  })
}
