// A council that `guildhall serve` serves, on a socket that outlives the process, as systemd would keep it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

async function free_port() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

export class Served {
  /** A new Larkmoor in `folder` (a temporary one where none is given). */
  static async open(product, { folder, keep_socket = false, options = '' } = {}) {
    const served = new Served()
    served.product = product
    served.temporary = folder ? null : mkdtempSync(join(tmpdir(), 'guildhall-faults-'))
    served.folder = folder ?? served.temporary
    served.data = join(served.folder, 'larkmoor')
    served.log = ''
    served.keep_socket = keep_socket
    served.port = await free_port()
    await served.#make()
    writeFileSync(join(served.folder, 'guildhall.toml'), `listen = "127.0.0.1:${served.port}"\ntrusted_proxies = ["127.0.0.1"]\n${options}\n` +
      '[[council]]\nfolder = "larkmoor"\nmaster_key_file = "larkmoor/master.key"\n')
    await served.start()
    return served
  }

  /** The demo makes council and accounts, once. */
  async #make() {
    const port = await free_port()
    const demo = spawn(this.product, ['demo', '--port', String(port), '--data', this.data], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    demo.stderr.on('data', (bytes) => { said += bytes })
    for (let tries = 0; tries < 600 && demo.exitCode === null; tries++, await sleep(50)) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { host: 'localhost' } }).catch(() => null)
      if (answer?.ok && existsSync(join(this.data, 'demo-accounts.txt'))) break
    }
    if (demo.exitCode === null) {
      demo.kill('SIGTERM')
      await once(demo, 'exit')
    }
    if (!existsSync(join(this.data, 'demo-accounts.txt'))) throw new Error(`The demo council could not be made in ${this.data}:\n${said}`)
  }

  async start() {
    const configuration = join(this.folder, 'guildhall.toml')
    this.process = this.keep_socket
      ? spawn(process.execPath, [new URL('keeper.mjs', import.meta.url).pathname, this.product, configuration, String(this.port)], { stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(this.product, ['serve', '--config', configuration], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (bytes) => { this.log += bytes })
    for (let tries = 0; tries < 1200; tries++, await sleep(25)) {
      if (this.process.exitCode !== null) break
      if (await this.is_ready()) return
    }
    throw new Error(`The council did not open:\n${this.log.slice(-3000)}`)
  }

  async is_ready() {
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`, { headers: { host: 'localhost' }, signal: AbortSignal.timeout(5000) }).catch(() => null)
    return answer?.ok ?? false
  }
  async metric(name) {
    const text = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text()
    return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? NaN)
  }

  /** The process that serves; under a keeper its newest child. */
  pid() {
    return this.keep_socket ? Number([...this.log.matchAll(/^pid (\d+)$/gm)].at(-1)[1]) : this.process.pid
  }
  async stop(signal = 'SIGTERM') {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const ended = once(this.process, 'exit')
    if (this.keep_socket) {
      this.process.kill('SIGKILL') // first, so that it starts no other
      process.kill(this.pid(), signal)
    } else {
      this.process.kill(signal)
    }
    await ended
  }
  async close() {
    await this.stop()
    if (this.temporary) rmSync(this.temporary, { recursive: true, force: true })
  }
}
