import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { waitFor } from '../gateway.ts'
import { close, listen } from '../http/loopback.ts'

type Value = { stringValue?: string; intValue?: number | string; boolValue?: boolean; doubleValue?: number }
type Attribute = { key: string; value: Value }

/** A span as it was sent (OTLP 1.x, JSON), with its attributes by name. */
export type ReceivedSpan = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  links: { traceId: string; spanId: string }[]
  failed: boolean
  is: Record<string, string | number | boolean | undefined>
}

type Wire = Omit<ReceivedSpan, 'is' | 'failed' | 'links'> & {
  attributes?: Attribute[]
  links?: ReceivedSpan['links']
  status?: { code?: number }
}

export type OtlpReceiver = {
  url: string
  /** Environment of a gateway that sends its traces here, soon after they end. */
  environment: Record<string, string>
  spans: ReceivedSpan[]
  /** Of each post. */
  resources: Record<string, unknown>[]
  requests: { url: string; headers: Record<string, unknown>; body: Buffer }[]
  /** Everything that was sent, as one text. */
  text(): string
  /** While true, nothing is answered. */
  isSilent: boolean
  /** What it answers with. */
  status: number
  /** Resolves with the first such span, as soon as it is there. */
  find(which: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>
  close(): Promise<void>
}

/** A real receiver of OTLP over HTTP. */
export async function openOtlpReceiver(): Promise<OtlpReceiver> {
  const server = createServer((request, response) => {
    void buffer(request).then((sent) => {
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
      receiver.requests.push({ url: request.url ?? '', headers: request.headers, body })
      if (request.headers['content-type'] === 'application/json' && receiver.status === 200)
        read(JSON.parse(String(body)))
      if (!receiver.isSilent) response.writeHead(receiver.status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  const url = await listen(server)

  function read({
    resourceSpans,
  }: {
    resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Wire[] }[] }[]
  }) {
    for (const { resource, scopeSpans } of resourceSpans) {
      receiver.resources.push(byName(resource.attributes))
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        const { attributes = [], links = [], status, ...rest } = span
        receiver.spans.push({ ...rest, links, failed: status?.code === 2, is: byName(attributes) })
      }
    }
  }

  const receiver: OtlpReceiver = {
    url,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '10',
    },
    spans: [],
    resources: [],
    requests: [],
    text: () => receiver.requests.map(({ body }) => body.toString()).join('\n'),
    isSilent: false,
    status: 200,
    find: (which) => waitFor(async () => receiver.spans.find(which)),
    close: () => close(server),
  }
  return receiver
}

function byName(attributes: Attribute[]): ReceivedSpan['is'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const { stringValue, intValue, boolValue, doubleValue } = value
      return [key, stringValue ?? (intValue === undefined ? undefined : Number(intValue)) ?? boolValue ?? doubleValue]
    }),
  )
}
