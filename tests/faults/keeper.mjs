// Keeps a listening socket and starts the product on it again whenever it ends, as systemd does with a socket unit.
//   node keeper.mjs PRODUCT CONFIGURATION PORT
// While the product runs this process sleeps in spawnSync, so it never accepts a connection itself.
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'

const [product, configuration, port] = process.argv.slice(2)
const server = createServer()
server.listen({ port: Number(port), host: '127.0.0.1', backlog: 1024 }, () => {
  for (;;) {
    spawnSync('/bin/sh', ['-c', 'echo "pid $$"; LISTEN_PID=$$ exec "$0" serve --config "$1"', product, configuration],
      { stdio: ['ignore', 'inherit', 'inherit', server._handle.fd], env: { ...process.env, LISTEN_FDS: '1' } })
  }
})
