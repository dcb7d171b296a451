// The frame of the page in other languages, one of which reads from right to left.
import { assert, journey } from './journey.mjs'

const languages = [
  { name: 'Cymraeg', tag: 'cy', dir: '', heading: /\p{L}/u },
  { name: 'العربية', tag: 'ar', dir: 'rtl', heading: /\p{Script=Arabic}/u },
]

for (const { name, tag, dir, heading } of languages) {
  journey(`languages: ${name} is chosen in the footer and stays, on a phone and on a desk; English words say that they are English (R-419)`, async ({ browser }) => {
    for (const device of [{ phone: true }, {}]) {
      const resident = await browser.person(device)
      await resident.open('/')
      const english = await resident.heading()
      await resident.follow(name)
      assert.equal(resident.path(), '/')
      for (const path of ['/', '/services', '/contact', '/track', '/services/report-missed-bin', '/nothing-here']) {
        await resident.open(path)
        const root = resident.page.locator('html')
        assert.equal(await root.getAttribute('lang'), tag, path)
        assert.equal((await root.getAttribute('dir')) ?? '', dir, path)
      }
      for (const path of ['/services/report-missed-bin', '/track', '/nothing-here']) {
        await resident.open(path)
        assert.deepEqual(await resident.page.locator('main').evaluate((main) => [main.lang, main.dir]), ['en', 'ltr'], path)
      }
      await resident.open('/services/report-missed-bin')
      await resident.press('Start now')
      await resident.press('Find the address')
      await resident.sees('There is a problem')
      await resident.open('/')
      assert.notEqual(await resident.heading(), english)
      assert.match(await resident.heading(), heading)
      const card = resident.page.getByRole('link', { name: 'Report a missed bin collection' }).first()
      assert.equal(await card.evaluate((link) => link.querySelector('[lang]')?.lang ?? link.closest('[lang]').lang), 'en')
      await resident.follow('English')
      assert.equal(await resident.heading(), english)
    }
  })
}
