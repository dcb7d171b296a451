// R2: a small disk that fills up while residents send reports, then gets room again.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { check_books } from './books.mjs'
import { Resident } from './resident.mjs'
import { Served } from './served.mjs'

/** A disk of its own: 48 MB on a loop device, or nothing where this user may not mount. */
function small_disk() {
  const top = mkdtempSync(join(tmpdir(), 'guildhall-disk-'))
  const image = join(top, 'image')
  const mount = join(top, 'disk')
  try {
    execFileSync('sh', ['-c', `truncate -s 48M ${image} && mkfs.ext4 -q -m 0 ${image} && mkdir ${mount} && mount -o loop ${image} ${mount}`], { stdio: 'pipe' })
  } catch {
    rmSync(top, { recursive: true, force: true })
    return null
  }
  return { mount, close: () => { execFileSync('umount', ['--lazy', mount]); rmSync(top, { recursive: true, force: true }) } }
}

export async function full_disk(product) {
  const disk = small_disk()
  if (!disk) return 'skipped: this user cannot mount a disk'
  let served = null
  try {
    served = await Served.open(product, { folder: disk.mount })
    const acknowledged = []
    const residents = []
    for (let i = 0; i < 12; i++) residents.push(new Resident(served.port))
    const checks = await Promise.all(residents.map((one) => one.fill_in()))
    await sleep(2100)
    acknowledged.push((await residents[0].finish(checks[0])).reference)

    const ballast = join(disk.mount, 'ballast')
    execFileSync('sh', ['-c', `dd if=/dev/zero of=${ballast} bs=64k 2>/dev/null; dd if=/dev/zero of=${ballast}2 bs=1k 2>/dev/null; sync; true`])
    let refused = 0
    for (let i = 1; i < 8; i++) {
      const { reference, answer } = await residents[i].finish(checks[i])
      if (reference) acknowledged.push(reference)
      else { refused++; assert.ok(answer.status >= 500, `a full disk was answered with ${answer.status}`) }
    }
    // Whatever little room the log file still had may take a few; then it must refuse.
    for (let i = 0; i < 400 && refused === 0; i++) {
      const one = new Resident(served.port)
      const page = await one.fill_in().catch(() => ({ status: 500 }))
      if (page.status >= 500) refused++
    }
    assert.ok(refused > 0, 'the disk never became full')
    assert.ok(served.process.exitCode === null, 'the process ended')
    assert.equal((await residents[0].send('GET', '/services/report-street-problem')).status, 200, 'reading goes on')

    rmSync(ballast, { force: true })
    rmSync(`${ballast}2`, { force: true })
    writeFileSync(join(disk.mount, 'room'), '')
    let recovered = 0
    for (let i = 1; i < 12; i++) {
      const { reference } = await residents[i].finish(checks[i]).catch(() => ({}))
      if (reference) { recovered++; if (!acknowledged.includes(reference)) acknowledged.push(reference) }
    }
    assert.ok(recovered >= 4, `only ${recovered} could be sent after there was room again`)
    await served.stop()
    const kept = check_books(served.data, acknowledged)
    return `${refused} refused while full, ${recovered} sent afterwards, ${kept} kept`
  } finally {
    await served?.close()
    disk.close()
  }
}
