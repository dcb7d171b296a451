// A journey is a named walk. The name reads as a sentence and names the requirements it shows.
import assert from 'node:assert/strict'

export const journeys = []
export function journey(name, walk) {
  journeys.push({ name, walk })
}

/** Asks again until `check` no longer throws: for what happens behind the page, such as mail. */
export async function eventually(check, milliseconds = 10_000) {
  for (const start = performance.now(); ;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() - start > milliseconds) throw error
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}
export { assert }
