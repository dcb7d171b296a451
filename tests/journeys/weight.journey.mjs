// What the first view of a page costs: bytes as they are sent, requests, and hosts.
import { assert, journey } from './journey.mjs'
import { fill_in, send } from './ways.mjs'

/** A first visit, with an empty cache: what the browser fetches, the icon counted where it is named. */
async function first_view(browser, council, path, cookies = []) {
  const visitor = await browser.person({ phone: true })
  if (cookies.length) await visitor.context.addCookies(cookies)
  const fetched = []
  visitor.page.on('requestfinished', (request) => fetched.push(request))
  await visitor.page.goto(path, { waitUntil: 'networkidle' })
  const parts = []
  for (const request of fetched) {
    const { responseBodySize } = await request.sizes()
    const answer = await request.response()
    parts.push({ kind: request.resourceType(), address: new URL(request.url()).pathname, bytes: responseBodySize, encoding: (await answer.allHeaders())['content-encoding'] ?? '' })
  }
  if (!parts.some((one) => one.address === '/favicon.svg')) {
    const icon = await visitor.context.request.get('/favicon.svg')
    parts.push({ address: '/favicon.svg', bytes: (await icon.body()).length, encoding: '' })
  }
  for (const address of visitor.addresses) assert.ok(address.startsWith(council.origin), `${path} fetches ${address}`)
  return parts
}

journey('weight: the first view of each kind of page is at most 14 kB, the whole page at most 30 kB in 4 requests, from here alone (A3, R-385)', async ({ browser, council }) => {
  const resident = await browser.person({ phone: true })
  await fill_in(resident)
  const reference = await send(resident)
  const on_the_way = await browser.person({ phone: true })
  await on_the_way.open('/services/report-street-problem')
  await on_the_way.press('Start now')
  const cookies = await on_the_way.context.cookies()
  const pages = [['/'], ['/services'], ['/services/report-street-problem'], ['/services/report-street-problem/what', cookies], [`/track/${reference}`], ['/track']]
  for (const [path, own] of pages) {
    const parts = await first_view(browser, council, path, own)
    const total = parts.reduce((sum, one) => sum + one.bytes, 0)
    const told = `${path.replace(reference, '{reference}')}: ${parts.map((one) => `${one.address} ${one.bytes} ${one.encoding}`).join(', ')}; together ${total}`
    if (process.env.VERBOSE) console.log(`       ${told}`)
    const page = parts.find((one) => one.kind === 'document')
    assert.equal(page.encoding, 'br', told)
    assert.ok(page.bytes <= 14_000, told)
    assert.ok(total <= 30_000, told)
    assert.ok(parts.length <= 4, told)
  }
})
