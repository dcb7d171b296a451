// R4: many more requests at once than it serves. Everybody gets an answer: the page, or a waiting page with Retry-After.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent } from 'node:http'
import { Resident } from './resident.mjs'
import { Served } from './served.mjs'

export async function overload(product, seconds = 5, crowd = 1500) {
  const served = await Served.open(product)
  const usual = Resident.agent
  Resident.agent = new Agent({ keepAlive: true, maxSockets: crowd })
  try {
    let running = true
    const seen = new Map()
    async function impatient() {
      while (running) {
        const resident = new Resident(served.port)
        const answer = await resident.send('GET', '/services/report-street-problem').catch((error) => ({ status: error.code ?? error.message }))
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
        if (answer.status === 503) assert.ok(answer.headers['retry-after'], 'a waiting page says when to try again')
      }
    }
    const all = Promise.all(Array.from({ length: crowd }, impatient))
    await sleep(seconds * 1000)
    running = false
    await all
    for (const status of seen.keys()) assert.ok([200, 429, 503].includes(status), `somebody got ${status}`)
    assert.ok(await served.is_ready(), 'it is ready again')
    const after = await new Resident(served.port).send('GET', '/services/report-street-problem')
    assert.equal(after.status, 200)
    return [...seen].map(([status, count]) => `${count} x ${status}`).join(', ')
  } finally {
    Resident.agent.destroy()
    Resident.agent = usual
    await served.close()
  }
}
