import http from 'node:http'

/** A request as it goes over the wire: headers in their order, possibly repeated, and any bytes as the body. */
export type WireRequest = {
  method: string
  /** Path and query, as they are. */
  target: string
  headers?: [name: string, value: string][]
  body?: string | Buffer
}

// biome-ignore lint/suspicious/noExplicitAny: what a gateway answers is checked by the test, not by its type
export type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string; body: any }

export type Client = {
  /** Rejects only if no complete answer arrives. */
  send(request: WireRequest): Promise<Answer>
  close(): void
}

/** Talks to one server over connections that stay open, at most `connections` of them. */
export function openClient(url: string, connections = 16): Client {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port, host } = new URL(url)

  function send({ method, target, headers = [], body }: WireRequest): Promise<Answer> {
    const bytes = body === undefined ? undefined : Buffer.from(body)
    const lines: [string, string][] = [['Host', host], ...headers]
    // The header is also sent without a body, as fetch does; otherwise Node would announce chunks, because the headers
    // are given as a list.
    if (bytes || method === 'POST') lines.push(['Content-Length', String(bytes?.length ?? 0)])
    return new Promise((resolve, reject) => {
      const options = { agent, hostname, port, method, path: target, headers: lines.flat() }
      const request = http.request(options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parseJson(text) })
        })
      })
      request.on('error', reject)
      request.end(bytes)
    })
  }

  return { send, close: () => agent.destroy() }
}

export type JsonCall = { key?: string; bearer?: string; body?: unknown }

/** A well-formed call of the API: `call(client, 'POST /accounts/api-key', { bearer, body })`. */
export function call(client: Client, route: string, { key, bearer, body }: JsonCall = {}): Promise<Answer> {
  const [method = 'GET', target = '/'] = route.split(' ')
  const headers: [string, string][] = []
  if (key !== undefined) headers.push(['X-Api-Key', key])
  if (bearer !== undefined) headers.push(['Authorization', `Bearer ${bearer}`])
  if (body === undefined) return client.send({ method, target, headers })
  headers.push(['Content-Type', 'application/json'])
  return client.send({ method, target, headers, body: JSON.stringify(body) })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
