/** An attacker: a process of its own that sends large bodies as fast as they are taken, until its stdin ends. */
import { connect } from 'node:net'
import { floods, isFlood } from './floods.ts'

const CONNECTIONS = 2

const [kind = '', port = '', key = ''] = process.argv.slice(2)
if (!isFlood(kind)) throw new Error(`no flood is called ${kind}`)
const bytes = floods[kind](key)

for (let count = 0; count < CONNECTIONS; count += 1) send()
process.stdin.on('end', () => process.exit()).resume()

/** One after the other over each connection; a server that refuses a body closes it, and then there is another one. */
function send(): void {
  const socket = connect({ port: Number(port), host: '127.0.0.1' })
  socket.on('connect', () => socket.write(bytes))
  socket.on('data', () => socket.write(bytes))
  socket.on('error', () => socket.destroy())
  socket.on('close', () => setTimeout(send, 1))
}
