import type { IncomingHttpHeaders } from 'node:http'
import type { Log } from '../../platform/log.ts'

/** Says in the log, once, that requests seem to come through a proxy that nobody has named. */
export type WarnOfProxy = (headers: IncomingHttpHeaders) => void

export function createWarnOfProxy(trustsProxy: boolean, log: Log): WarnOfProxy {
  let warned = trustsProxy
  return (headers) => {
    if (warned || headers['x-forwarded-for'] === undefined) return
    warned = true
    log.warn(
      {},
      'requests have the header X-Forwarded-For, but TRUST_PROXY is not set: limits and logs take the proxy for the client. Set TRUST_PROXY.',
    )
  }
}
