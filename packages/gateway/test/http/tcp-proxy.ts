import { connect, createServer, type Server, type Socket } from 'node:net'

/** A connection between two programs that a test can cut, freeze and mend. */
export type TcpProxy = {
  port: number
  /** Ends each connection with a reset, as a crashed peer or a firewall does, and takes no new ones. */
  cut(): Promise<void>
  /** Ends each connection with a reset; new ones are taken. */
  reset(): void
  /** Stops forwarding without closing anything: a dead link that nobody has noticed. */
  freeze(): void
  /** Stops forwarding on open connections; new ones work as before: a relay that has lost its state. */
  freezeOpen(): void
  /** After `freeze`: new connections work as before, those that are open stay silent. */
  thaw(): void
  /** Forwards again, for connections that are opened after `freeze` or `cut`. */
  mend(): Promise<void>
  connections(): number
  close(): Promise<void>
}

/** Forwards connections to `target` (host and port of a URL) byte by byte. */
export async function openTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<{ near: Socket; far: Socket; silent: boolean }>()
  let frozen = false
  let server: Server | undefined
  let port = 0

  function accept(near: Socket): void {
    const far = connect(target)
    const pair = { near, far, silent: frozen }
    pairs.add(pair)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => {})
      from.on('data', (chunk) => {
        if (!pair.silent) to.write(chunk)
      })
      from.on('close', () => {
        // A silent peer does not close its connection either.
        if (pair.silent && from === far) return
        pairs.delete(pair)
        to.destroy()
      })
    }
  }

  async function open(): Promise<void> {
    const opened = createServer(accept)
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject)
      opened.listen(port, '127.0.0.1', resolve)
    })
    const address = opened.address()
    if (address === null || typeof address === 'string') throw new Error('expected a port')
    port = address.port
    server = opened
  }

  function reset(): void {
    for (const { near, far } of [...pairs]) {
      near.resetAndDestroy()
      far.destroy()
    }
    pairs.clear()
  }

  async function cut(): Promise<void> {
    const closing = server
    server = undefined
    const closed = new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()))
    reset()
    await closed
  }

  function silence(): void {
    for (const pair of pairs) pair.silent = true
  }

  await open()
  return {
    port,
    cut,
    reset,
    freeze() {
      frozen = true
      silence()
    },
    freezeOpen: silence,
    thaw() {
      frozen = false
    },
    async mend() {
      if (frozen) reset()
      frozen = false
      if (!server) await open()
    },
    connections: () => pairs.size,
    close: cut,
  }
}
