import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Verifier } from '@quiva/verifier'
import { createAddresses } from './addresses.ts'
import type { Counts } from './metrics.ts'
import { createRequestIds } from './request-ids.ts'
import type { Settings } from './settings.ts'
import { createVerify } from './verify.ts'

type Deps = {
  verifier: Verifier
  settings: Pick<Settings, 'trustProxy' | 'anyAccount' | 'maxHeaderBytes'>
  counts: Counts
  /** Whether new requests should come: false while it stops. */
  isWanted(): boolean
  /** The metrics of all processes, as text. */
  metrics(): Promise<string>
}

/** Those that the gateway takes at /verify: Envoy asks with the method of the client's request. */
const METHODS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

/** The texts of the gateway's refusals (docs/errors.md). */
const REFUSALS = {
  host_required: [400, 'Host required', 'Send the Host header, with the name by which you reach this gateway.'],
  not_found: [404, 'Not found', 'There is nothing at this path. An edge has /verify, /healthz, /readyz and /metrics.'],
  method_not_allowed: [
    405,
    'Method not allowed',
    'This path does not take this method. The Allow header lists the methods that it takes.',
  ],
} as const

/** An HTTP server with `/verify`, and what its operator needs; health also under the paths of the gateway. */
export function createEdgeServer({ verifier, settings, counts, isWanted, metrics }: Deps): Server {
  const addresses = createAddresses(settings.trustProxy)
  const requestId = createRequestIds(addresses.trustsPeer)
  const count = (status: number) => counts.count(status)
  const verify = createVerify({ verifier, addresses, anyAccount: settings.anyAccount, count })

  const server = createServer(
    { maxHeaderSize: settings.maxHeaderBytes, requireHostHeader: false, keepAliveTimeout: 75_000 },
    (request, response) => {
      const { method = '', url = '' } = request
      const mark = url.indexOf('?')
      const path = mark < 0 ? url : url.slice(0, mark)
      const id = requestId(request)
      if (request.headers.host === undefined && request.httpVersion !== '1.0') refuse(response, id, 'host_required')
      else if (path === '/verify' && METHODS.has(method))
        verify(request, response, id, url, mark < 0 ? url.length : mark + 1)
      else if (path === '/verify') refuse(response, id, 'method_not_allowed', { allow: [...METHODS].join(', ') })
      else if (method !== 'GET' && method !== 'HEAD') refuse(response, id, 'not_found')
      else if (path === '/healthz' || path === '/health/live') tell(response, 200, 'alive')
      else if (path === '/readyz' || path === '/health/ready') tellReady(response)
      else if (path === '/metrics') void metrics().then((text) => tell(response, 200, text))
      else refuse(response, id, 'not_found')
    },
  )

  function tellReady(response: ServerResponse): void {
    const { connected, trouble } = verifier.state()
    if (!isWanted()) tell(response, 503, 'stopping')
    else if (connected) tell(response, 200, 'ready')
    else tell(response, 503, `no gateway: ${trouble ?? 'connecting'}`)
  }

  function refuse(
    response: ServerResponse,
    id: string,
    code: keyof typeof REFUSALS,
    more: Record<string, string> = {},
  ): void {
    const [status, error, message] = REFUSALS[code]
    const body = JSON.stringify({ error, message, code })
    response.writeHead(status, {
      'cache-control': 'no-store',
      vary: 'Authorization, X-Api-Key',
      'x-request-id': id,
      ...more,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
    count(status)
  }

  return server
}

function tell(response: ServerResponse, status: number, text: string): void {
  const body = text.endsWith('\n') ? text : `${text}\n`
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
