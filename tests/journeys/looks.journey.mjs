// The same pages for eyes and devices that differ: no styles, other colours, small and enlarged screens, no movement.
import { assert, journey } from './journey.mjs'
import { fill_in, find_case, photo, send, sign_in } from './ways.mjs'

/** Whatever a resident can read without having sent anything. */
const standing = ['/', '/services', '/services?by=life-event', '/services?by=task', '/search?q=bin', '/search?q=zzqqzz', '/contact', '/accessibility', '/privacy', '/cookies', '/services/report-missed-bin', '/track', '/nothing-here']

async function whole_report(browser, council, device) {
  const resident = await browser.person(device)
  await fill_in(resident, { email: 'looks@resident.example', file: photo() })
  const reference = await send(resident)
  await resident.open(`/track/${reference}`)
  await resident.sees('We have your report')
  return { resident, reference }
}

async function whole_desk(browser, council, device, reference) {
  const staff = await sign_in(browser, council, 'admin@larkmoor.example', device)
  await find_case(staff, reference)
  await staff.sees('What happened')
  for (const path of ['/desk/outbox', '/desk/dead-letters', '/admin']) assert.equal(await staff.open(path), 200)
}

journey('looks: a report is sent and followed without any styles (A2)', async ({ browser, council }) => {
  await whole_report(browser, council, { css: false })
})

journey('looks: at 320 px, which is 400% of a small screen, every page fits and is audited (A1, R-388)', async ({ browser, council }) => {
  const device = { width: 320, height: 256 }
  const { resident, reference } = await whole_report(browser, council, device)
  for (const path of standing) await resident.open(path)
  await whole_desk(browser, council, device, reference)
})

journey('looks: in the dark and in colours that the device forces, pages are audited and words can be read (A1, R-428)', async ({ browser, council }) => {
  for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }]) {
    const { resident, reference } = await whole_report(browser, council, { phone: true, media })
    for (const path of ['/', '/services', '/search?q=bin', '/track']) await resident.open(path)
    await whole_desk(browser, council, { media }, reference)
  }
})

journey('looks: nothing moves for whoever asked for less movement (A1)', async ({ browser }) => {
  const resident = await browser.person({ phone: true, media: { reducedMotion: 'reduce' } })
  for (const path of ['/', '/services/report-street-problem', '/track']) {
    await resident.open(path)
    const moving = await resident.page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => {
      const style = getComputedStyle(one)
      return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || style.scrollBehavior === 'smooth'
    }).map((one) => one.outerHTML.slice(0, 100)))
    assert.deepEqual(moving, [], `on ${path}`)
  }
})

journey('looks: home, services and standing pages on a phone, a tablet, a desk and a television (A1, R-388)', async ({ browser }) => {
  for (const device of [{ phone: true }, { width: 768 }, {}, { width: 1920, height: 1080 }]) {
    const resident = await browser.person(device)
    for (const path of standing) await resident.open(path)
  }
})
