import { WebSocket } from 'ws'
import { waitFor } from '../gateway.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a gateway sends is checked by the test, not by its type
export type Heard = { type: string; [member: string]: any }

type How = {
  key?: string
  bearer?: string
  headers?: Record<string, string>
  hello?: object | null
  /** Whether evictions are acknowledged as they come. */
  acknowledges?: boolean
}

/** The simplest verifier that the protocol's page allows (docs/verifier-protocol.md): it keeps nothing, and renews once. */
export async function openPlainVerifier(port: number, how: How = {}) {
  const { key, bearer, headers, hello = {}, acknowledges = true } = how
  const socket = new WebSocket(`ws://127.0.0.1:${port}/verifier`, 'quiva.verifier.v1', {
    headers: {
      ...(key !== undefined && { 'x-api-key': key }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
  })
  const heard: Heard[] = []
  const evictions: Heard[] = []
  let closed: { code: number; reason: string } | undefined
  const over = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      closed = { code, reason: reason.toString() }
      resolve(closed)
    })
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
    socket.once('unexpected-response', (_request, response) => reject(new Error(`refused with ${response.statusCode}`)))
  })
  socket.on('error', () => {})

  const send = (frame: object | string) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  let renewals = 0
  let questions = 0
  let isAcknowledging = acknowledges

  socket.on('message', (data) => {
    const frame: Heard = JSON.parse(data.toString())
    if (frame.type !== 'evict') {
      heard.push(frame)
      return
    }
    evictions.push(frame)
    if (isAcknowledging) send({ type: 'evicted', n: frame.n })
  })

  /** The first frame of this type that was not asked for yet. */
  async function next(type: string, id?: number): Promise<Heard> {
    return waitFor(async () => {
      const index = heard.findIndex((frame) => frame.type === type && (id === undefined || frame.id === id))
      if (index >= 0) return heard.splice(index, 1)[0]
      if (closed) throw new Error(`no ${type}: the connection was closed with ${closed.code} ${closed.reason}`)
      return undefined
    })
  }

  async function renew(): Promise<Heard> {
    renewals += 1
    send({ type: 'renew', n: renewals, entries: 3 })
    return next('renewed')
  }

  const verifier = {
    socket,
    send,
    next,
    renew,
    evictions,
    over,
    welcome: undefined as Heard | undefined,
    acknowledge(is: boolean): void {
      isAcknowledging = is
    },
    /** The items of the answer in the order of the question. */
    async verify(...credentials: string[]): Promise<Heard[]> {
      questions += 1
      const id = questions
      send({ type: 'verify', id, items: credentials.map((credential) => ({ credential })) })
      const items: Heard[] = []
      while (items.length < credentials.length) items.push(...(await next('verified', id)).items)
      return items.toSorted((one, other) => one.i - other.i)
    },
    async budget(...items: object[]): Promise<Heard[]> {
      questions += 1
      const id = questions
      send({ type: 'budget', id, items })
      return (await next('budget', id)).items
    },
    async close(code = 1000) {
      socket.close(code)
      return over
    },
  }
  if (hello !== null) {
    send({ type: 'hello', name: 'orders', version: 'plain/1', entries: 1000, ...hello })
    verifier.welcome = await next('welcome')
    await renew()
  }
  return verifier
}
