import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { newAuthority, newServerCertificate } from './certificates.ts'

export type Received = { url: string; headers: IncomingHttpHeaders; body: string; id: string; type: string }

export type Receiver = {
  /** https://127.0.0.1:port */
  url: string
  port: number
  /** The authority's certificate, as WEBHOOK_CA_FILE takes it. */
  caFile: string
  /** Environment of a gateway that may deliver here. */
  environment: Record<string, string>
  /** Every request, in the order in which they came, answered or not. */
  received: Received[]
  /** How it answers; 204 by default. */
  answer: (response: ServerResponse, received: Received) => void
  /** How many connections it has had. */
  connections(): number
  /** As if its process was killed: nothing answers at its port. */
  kill(): Promise<void>
  /** At the same port. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A real HTTPS server on 127.0.0.1, with a certificate of an authority of its own, also for `names`. */
export async function openReceiver(names: readonly string[] = []): Promise<Receiver> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quiva-receiver-'))
  const authority = newAuthority('test authority')
  const { pem, key } = newServerCertificate(authority, names)
  const caFile = path.join(folder, 'ca.pem')
  writeFileSync(caFile, authority.pem)
  let connections = 0
  let server = await listen(0)
  const port = (server.address() as AddressInfo).port

  function listen(at: number): Promise<Server> {
    const opened = createServer(
      { cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }) },
      (request, response) => {
        void text(request).then(
          (body) => {
            const { url = '', headers } = request
            const received = { url, headers, body, id: String(headers['webhook-id']), type: JSON.parse(body).type }
            receiver.received.push(received)
            receiver.answer(response, received)
          },
          () => {},
        )
      },
    )
    opened.on('secureConnection', () => {
      connections += 1
    })
    return new Promise((resolve) => void opened.listen(at, '127.0.0.1', () => resolve(opened)))
  }

  async function kill(): Promise<void> {
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  }

  const receiver: Receiver = {
    url: `https://127.0.0.1:${port}`,
    port,
    caFile,
    environment: { WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8', WEBHOOK_CA_FILE: caFile },
    received: [],
    answer: (response) => void response.writeHead(204).end(),
    connections: () => connections,
    kill,
    async restart() {
      server = await listen(port)
    },
    async close() {
      await kill()
      rmSync(folder, { recursive: true })
    },
  }
  return receiver
}
