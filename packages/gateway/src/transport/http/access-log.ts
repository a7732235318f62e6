import type { Config } from '../../platform/config/config.ts'
import type { Log } from '../../platform/log.ts'
import type { Server } from './server.ts'

/**
 * Logs one line for each request when its answer is sent: at info with ACCESS_LOG, otherwise at debug. It names the
 * operation instead of the URL, since clients have put keys into queries. Bytes that are no HTTP request get no line.
 */
export function logRequests(app: Server, log: Log, config: Pick<Config, 'accessLog' | 'logLevel'>): void {
  if (!config.accessLog && config.logLevel !== 'debug' && config.logLevel !== 'trace') return
  const level = config.accessLog ? 'info' : 'debug'
  app.whenAnswered((request, status, ms) => {
    const { operation, open } = request.routeOptions.config
    const principal = request.access?.principal
    log[level](
      {
        requestId: request.id,
        ...request.span?.ids,
        method: request.method,
        operation: operation ?? open ?? 'unknown',
        status,
        ms: Math.round(ms * 10) / 10,
        address: request.clientAddress,
        ...(principal && {
          accountId: principal.accountId,
          userId: principal.userId,
          credentialId: principal.credentialId,
          ...(principal.apiKeyId !== null && { keyId: principal.apiKeyId }),
        }),
      },
      'request',
    )
  })
}
