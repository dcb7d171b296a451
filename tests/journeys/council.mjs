// A demo council of its own for the journeys: real binary, real database, a temporary folder.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

async function free_port() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

export class Council {
  static async open(product) {
    const council = new Council()
    council.product = product
    council.data = mkdtempSync(join(tmpdir(), 'guildhall-journeys-'))
    council.port = await free_port()
    council.log = ''
    await council.start()
    return council
  }

  async start() {
    this.process = spawn(this.product, ['demo', '--port', String(this.port), '--data', this.data], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (bytes) => { this.log += bytes })
    for (let tries = 0; tries < 600; tries++, await sleep(50)) {
      if (this.process.exitCode !== null) break
      const answer = await fetch(`${this.origin}/readyz`).catch(() => null)
      if (answer?.ok && existsSync(join(this.data, 'demo-accounts.txt'))) return
    }
    throw new Error(`The council did not open:\n${this.log}`)
  }

  async stop(signal = 'SIGTERM') {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    this.process.kill(signal)
    await once(this.process, 'exit')
  }
  async close() {
    await this.stop()
    rmSync(this.data, { recursive: true, force: true })
  }

  get origin() { return `http://localhost:${this.port}` }

  /** Passphrase of a demo account. */
  passphrase(email) {
    const line = readFileSync(join(this.data, 'demo-accounts.txt'), 'utf8').split('\n').find((one) => one.startsWith(`${email}\t`))
    return line.split('\t')[2]
  }

  /** Mails to an address, oldest first, as raw text with quoted-printable undone. */
  mails_to(address) {
    const folder = join(this.data, 'mail')
    if (!existsSync(folder)) return []
    return readdirSync(folder).filter((name) => name.endsWith('.eml')).sort()
      .map((name) => readFileSync(join(folder, name), 'utf8')).filter((text) => text.includes(address))
      .map((text) => text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))))
  }

  /** Log lines that say that something broke. */
  faults() {
    return this.log.split('\n').filter((line) => /\[error\]|"level":"error"|AddressSanitizer|runtime error:/.test(line))
  }
}
