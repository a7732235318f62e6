// Stands in for Next.js, which is too large to install for a test: calls the route handlers of `app/` as Next.js does, with
// a Request, and sends the Response that they return.
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const file = path.resolve('app', `.${url.pathname}`, 'route.js')
  const handlers = existsSync(file) ? await import(pathToFileURL(file).href) : {}
  const handler = handlers[request.method ?? 'GET']
  const answer = handler
    ? await handler(new Request(url, { method: request.method, headers: request.headers }))
    : new Response('', { status: handlers.GET ? 405 : 404 })
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(Buffer.from(await answer.arrayBuffer()))
}).listen(Number(process.argv[2]), '127.0.0.1')
