import net from 'node:net'

export type Relay = Awaited<ReturnType<typeof openRelay>>

/** A fixed port before a gateway whose port changes. It can swallow everything and tell nobody. */
export async function openRelay() {
  const pairs = new Set<readonly [net.Socket, net.Socket]>()
  let target = 0
  let isSwallowing = false

  const server = net.createServer((near) => {
    const far = net.connect(target, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    const over = (): void => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => isSwallowing || to.write(bytes))
      from.on('error', over).on('close', over)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the relay does not listen')

  /** What is open now never works again, since bytes of it are missing; it stays open until somebody closes it. */
  function cut(): void {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    aim(url: string): void {
      target = Number(new URL(url).port)
    },
    async swallow(ms: number): Promise<void> {
      isSwallowing = true
      await new Promise((resolve) => setTimeout(resolve, ms))
      isSwallowing = false
      cut()
    },
    close(): void {
      cut()
      server.close()
    },
  }
}
