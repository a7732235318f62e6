import { StartupError } from '../../platform/errors/startup-error.ts'
import { createServer } from '../../platform/node-http.ts'

export type MetricsSocket = { close(): Promise<void> }

/**
 * Serves the metrics on a port of their own, to this machine alone. A proxy in front of the gateway's port does not
 * forward to this port, so no client behind it can pass for a program on this machine.
 */
export async function openMetricsSocket(
  port: number,
  read: () => Promise<{ contentType: string; text: string }>,
): Promise<MetricsSocket> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    read().then(
      ({ contentType, text }) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new StartupError(`The gateway cannot listen on METRICS_PORT ${port}. Set it to another port.`, { cause })),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
