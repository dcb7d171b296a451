// R1: kill -9 at random moments while residents send reports.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { check_books, mails } from './books.mjs'
import { Resident } from './resident.mjs'
import { Served } from './served.mjs'

export async function crash(product, kills) {
  const served = await Served.open(product)
  const acknowledged = []
  const waiting = [] // filled in, perhaps sent, not acknowledged
  const mailed = new Map() // reference -> address
  let running = true
  let down = false
  let sent_again = 0

  async function resident_after_resident() {
    while (running) {
      if (down) { await sleep(20); continue }
      const again = waiting.pop()
      const resident = again?.resident ?? new Resident(served.port)
      let check = again?.check
      try {
        resident.email ||= `crash-${Resident.number}@resident.example`
        if (!check) {
          check = await resident.fill_in()
          await sleep(2100)
        } else {
          sent_again++
        }
        const { reference } = await resident.finish(check)
        if (!reference) continue
        acknowledged.push(reference)
        mailed.set(reference, resident.email)
      } catch (error) {
        if (!/ECONN|EPIPE|socket hang up|no answer/.test(String(error.code ?? '') + error.message)) throw error
        if (check?.status === 200) waiting.push({ resident, check }) // sent or not, nobody said: so it is sent again
      }
    }
  }

  try {
    const crowd = Array.from({ length: 48 }, resident_after_resident)
    const trouble = Promise.all(crowd)
    trouble.catch(() => {})
    await sleep(2500)
    for (let kill = 0; kill < kills; kill++) {
      await sleep(50 + Math.random() * 500)
      down = true
      await served.stop('SIGKILL')
      await served.start()
      down = false
    }
    await sleep(2500)
    running = false
    await trouble
    await served.stop()
    // Everything that was queued goes out, then the books are read.
    await served.start()
    for (let tries = 0; tries < 600; tries++, await sleep(50)) {
      if ((await served.metric('guildhall_event_backlog')) === 0 && mails(served.data).length >= acknowledged.length) break
    }
    await served.stop()
    assert.ok(acknowledged.length >= kills, `only ${acknowledged.length} submissions were acknowledged`)
    assert.equal(new Set(acknowledged).size, acknowledged.length, 'two residents got one reference')
    const kept = check_books(served.data, acknowledged)
    const texts = mails(served.data).map((text) => text.replace(/=\r?\n/g, ''))
    const without = [...mailed].filter(([reference]) => !texts.some((text) => text.includes(reference)))
    assert.deepEqual(without, [], `${without.length} residents got no mail`)
    const chain = execFileSync(product, ['audit', '--config', `${served.folder}/guildhall.toml`], { encoding: 'utf8' })
    assert.match(chain, /unbroken/)
    return `${acknowledged.length} acknowledged, ${kept} kept, ${sent_again} sent again after a crash`
  } finally {
    running = false
    await served.close()
  }
}
