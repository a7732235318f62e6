import { createVerifier } from '../../packages/verifier/src/index.ts'

/** A service with the library, in a process of its own: it presents every key that it is told of, again and again. */

type Told = { add: { id: string; key: string }[] } | { drop: string[] }

const keys = new Map<string, string>()
/** When the last call began in which each key was accepted, in milliseconds since the epoch. */
const accepted = new Map<string, number>()

const verifier = createVerifier({
  urls: (process.env.GATEWAYS ?? '').split(' '),
  apiKey: process.env.API_KEY ?? '',
  name: process.env.NAME ?? '',
  timeoutMs: 1000,
})

process.on('message', (told: Told) => {
  if ('add' in told) for (const { id, key } of told.add) keys.set(id, key)
  else for (const id of told.drop) keys.delete(id)
})
process.on('disconnect', () => process.exit())

let calls = 0
let hits = 0
function round(): void {
  for (const [id, key] of keys) {
    const began = Date.now()
    calls += 1
    const known = verifier.known(key)
    if (known?.allowed) {
      hits += 1
      accepted.set(id, began)
    } else if (known === undefined && Math.random() < 0.05) {
      void verifier.verify(key).then((verdict) => {
        if (verdict.allowed) accepted.set(id, Math.max(began, accepted.get(id) ?? 0))
      })
    }
  }
}

setInterval(round, 4)
setInterval(() => {
  if (!process.connected) return
  process.send?.({ accepted: [...accepted], calls, hits })
  accepted.clear()
  calls = 0
  hits = 0
}, 100)
