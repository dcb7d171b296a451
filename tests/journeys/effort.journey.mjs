// What the commonest tasks cost a person who has no account: answers, and seconds by the keystroke-level model.
import { assert, journey } from './journey.mjs'
import { send } from './ways.mjs'

// Card, Moran and Newell: think, move the hand to the mouse, point, press; typing as slow as people do who hunt for letters.
const seconds = { think: 1.35, reach: 0.4, point: 1.1, press: 0.2, slow_key: 0.5 }
function time_of({ clicks, keys }) {
  return clicks * (seconds.think + seconds.point + seconds.press) + keys * seconds.slow_key + (keys ? 2 * seconds.reach : 0)
}

async function from_home(browser, service) {
  const resident = await browser.person({ phone: true })
  await resident.open('/')
  await resident.follow(service)
  await resident.press('Start now')
  return resident
}
/** No page on the way asked for an account. */
function assert_anonymous(resident) {
  assert.ok(!resident.addresses.some((address) => /sign-in|register|account/.test(address)), 'an account was asked for')
}

journey('effort: a missed bin is reported with at most 5 answers, in 45 seconds, without an account (U1, U2, R-006, R-024, R-385)', async ({ browser }) => {
  const resident = await from_home(browser, 'Report a missed bin collection')
  await resident.type('Which address was missed?', 'zz1 1aa')
  await resident.press('Find the address')
  await resident.choose(await resident.page.getByRole('radio').first().evaluate((radio) => radio.labels[0].innerText.trim()))
  await resident.press('Continue')
  await resident.choose('Food waste')
  await resident.press('Continue')
  await resident.choose('Yes')
  await resident.press('Continue')
  await resident.press('Continue')
  await send(resident, 'report-missed-bin')
  assert.ok(resident.answers <= 5, `${resident.answers} answers`)
  assert.ok(time_of(resident) <= 45, `${time_of(resident)} s`)
  assert_anonymous(resident)
})

journey('effort: a problem in the street is reported with at most 5 answers, and its state is known within 10 seconds (U1, U2, R-006, R-024, R-385)', async ({ browser }) => {
  const resident = await from_home(browser, 'Report a problem in a street or park')
  await resident.choose('A dead animal')
  await resident.press('Continue')
  await resident.type('Where is it?', 'Heather Row')
  await resident.press('Continue')
  await resident.type('What is wrong?', 'A badger')
  await resident.press('Continue')
  await resident.press('Continue')
  await resident.press('Continue')
  const reference = await send(resident)
  assert.ok(resident.answers <= 5, `${resident.answers} answers`)
  assert_anonymous(resident)

  const later = await browser.person({ phone: true })
  await later.open('/track')
  await later.type('Your reference', reference.replaceAll('-', '').toLowerCase())
  await later.press('Continue')
  await later.sees('We have your report')
  assert.ok(time_of(later) <= 10, `${time_of(later)} s`)
  assert_anonymous(later)
})
