// A resident reports a problem in the street, a member of staff works it, the resident is told.
import { assert, eventually, journey } from './journey.mjs'
import { field_of, fill_in, find_case, photo, send, sign_in } from './ways.mjs'

for (const script of [true, false]) {
  const how = script ? 'with JavaScript' : 'without JavaScript'
  journey(`report: a resident with a phone reports with a photo ${how}, staff close it, mail and tracking tell (A2, U3, R-032, R-052, R-057, R-060, R-225, R-389, R-436)`, async ({ browser, council }) => {
    const email = `journey-${script ? 'a' : 'b'}@resident.example`
    const resident = await browser.person({ phone: true, script })
    await fill_in(resident, { email, file: photo() })
    await resident.sees('1 photo')
    const reference = await send(resident)
    const [, promised] = /We deal with it by (?:\w+ )?(\d+ \w+ \d{4})\. If you have not heard from us by then, contact us\./.exec(await resident.text())
    await eventually(() => assert.equal(council.mails_to(email).length, 1))
    const [received] = council.mails_to(email)
    for (const said of [reference, promised, 'What happens next', 'If you have not heard from us by']) assert.ok(received.includes(said), `the mail does not say "${said}"`)

    const staff = await sign_in(browser, council, 'lead@larkmoor.example')
    await find_case(staff, reference)
    for (const said of ['A hole in the road', 'Heather Row, by the bakery', 'A hole as wide as a bicycle wheel.', email, promised]) await staff.sees(said)
    await eventually(async () => { await staff.page.reload(); assert.ok((await staff.page.locator('img[src^="/desk/photos/"]').count()) > 0) })
    await staff.audit()
    await staff.press('We have planned the work')
    await eventually(() => assert.equal(council.mails_to(email).length, 2))
    await field_of(staff, 'closure').fill('We filled the hole.')
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
