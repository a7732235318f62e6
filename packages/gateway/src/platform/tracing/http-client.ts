import { type Described, inSpan, type Span } from './span.ts'

type Asked = {
  method: string
  url: URL
  /** Whether its path may be told: paths of webhooks are secrets at some receivers. */
  tellsPath: boolean
}

/**
 * A request to another server, by the semantic conventions for HTTP clients. There is never a query in it, and ids in
 * the path are left out. `statusOf` reads what came of it.
 */
export function inClientSpan<Result>(
  asked: Asked,
  work: (span: Span | undefined) => Promise<Result>,
  statusOf: (result: Result) => number | null,
): Promise<Result> {
  const template = asked.tellsPath ? pathTemplate(asked.url.pathname) : undefined
  const name = template === undefined ? asked.method : `${asked.method} ${template}`
  return inSpan(
    name,
    () => describe(asked, template),
    async (span) => {
      const result = await work(span)
      const status = statusOf(result)
      if (status !== null) span?.set({ 'http.response.status_code': status })
      if (status !== null && status >= 400) span?.fail(String(status))
      return result
    },
  )
}

function describe({ method, url }: Asked, template: string | undefined): Described {
  const { hostname, port, protocol } = url
  return {
    kind: 'client',
    attributes: {
      'http.request.method': method,
      'server.address': hostname,
      'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
      'url.scheme': protocol.slice(0, -1),
      'url.template': template,
    },
  }
}

/** Words stay; whatever else is in a path may be an id. */
export function pathTemplate(path: string): string {
  return path
    .split('/')
    .map((part) => (part === '' || /^(v\d{1,2}|[a-z._-]{1,40})$/.test(part) ? part : '{id}'))
    .join('/')
}
