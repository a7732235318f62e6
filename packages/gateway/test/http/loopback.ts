import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a gateway is known to the OpenID providers of the tests. */
export const CLIENT = { id: 'quiva-gateway', secret: 'a-client-secret-of-forty-characters-0123' }

/** Listens on a free port of 127.0.0.1; resolves with the address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => void server.close(resolve))
}
