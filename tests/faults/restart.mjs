// R5: on SQLite the socket is kept by whoever started the process, so that a restart makes requests wait and fails none.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { Resident } from './resident.mjs'
import { Served } from './served.mjs'

export async function restart(product, restarts = 5) {
  const served = await Served.open(product, { keep_socket: true })
  let running = true
  let answers = 0
  let slowest = 0
  const failures = []

  async function reader() {
    const resident = new Resident(served.port)
    while (running) {
      const start = performance.now()
      // A connection that was kept alive may be closed by the server while the next request is on its way. Browsers then send it
      // again on a new connection, and so do we, once.
      const get = (agent) => resident.send('GET', '/services/report-street-problem', undefined, agent)
      const answer = await get()
        .catch((error) => (/ECONNRESET|hang up|EPIPE/.test(`${error.code} ${error.message}`) ? get(false) : Promise.reject(error)))
        .catch((error) => ({ status: error.message }))
      slowest = Math.max(slowest, performance.now() - start)
      answers++
      if (answer.status !== 200) failures.push(answer.status)
      await sleep(10)
    }
  }
  try {
    const readers = Array.from({ length: 16 }, reader)
    for (let i = 0; i < restarts; i++) {
      await sleep(700)
      const before = served.pid()
      process.kill(before, 'SIGTERM')
      while (served.pid() === before) await sleep(20)
    }
    await sleep(1500)
    running = false
    await Promise.all(readers)
    assert.deepEqual(failures, [], `${failures.length} of ${answers} requests failed`)
    return `${restarts} restarts, ${answers} requests, the slowest waited ${(slowest / 1000).toFixed(1)} s`
  } finally {
    running = false
    await served.close()
  }
}
