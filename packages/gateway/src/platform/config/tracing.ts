import { readFileSync } from 'node:fs'
import { trueOrFalse } from './parsers.ts'
import type { Readers } from './readers.ts'

/** What the OTEL_* variables say (OpenTelemetry: environment variable specification, OTLP exporter). */
export type TracingSettings = {
  /** Where spans are posted to. */
  url: string
  protocol: Protocol
  /** Secret. */
  headers: Record<string, string>
  isCompressed: boolean
  timeoutMs: number
  /** PEM: authorities to trust, and what the gateway shows itself with. */
  tls: { ca?: Buffer; cert?: Buffer; key?: Buffer }
  /** `service.name` among them. */
  resource: Record<string, string>
  sampler: Sampler
  /** The share of the traces that `traceidratio` keeps, 0 to 1. */
  ratio: number
  batch: { delayMs: number; mostWaiting: number; mostAtOnce: number }
}

const PROTOCOLS = ['http/protobuf', 'http/json'] as const
type Protocol = (typeof PROTOCOLS)[number]

const ROOT_SAMPLERS = ['always_on', 'always_off', 'traceidratio'] as const
/** `isParentBased`: a trace that a trusted caller began is kept if the caller keeps it. */
export type Sampler = { root: (typeof ROOT_SAMPLERS)[number]; isParentBased: boolean }
const SAMPLERS: Record<string, Sampler> = Object.fromEntries(
  ROOT_SAMPLERS.flatMap((root) => [
    [root, { root, isParentBased: false }],
    [`parentbased_${root}`, { root, isParentBased: true }],
  ]),
)

/**
 * Undefined unless a variable says where traces go. Then `silent` reads the others: they may be meant for another
 * program, and stop no start.
 */
export function readTracing(readers: Readers, silent: Readers): TracingSettings | undefined {
  const url = 'an http(s) URL without user, query and fragment'
  const endpoint = readers.optional('OTEL_EXPORTER_OTLP_ENDPOINT', url, endpointUrl)
  const tracesEndpoint = readers.optional('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', url, endpointUrl)
  const isDisabled = readers.read('OTEL_SDK_DISABLED', 'true or false', trueOrFalse, () => false)
  const exporters = 'otlp or none'
  const exporter = readers.read('OTEL_TRACES_EXPORTER', exporters, oneOf(['otlp', 'none']), () => 'otlp' as const)
  const target = tracesEndpoint ?? (endpoint && tracesBelow(endpoint))
  const isOn = target !== undefined && !isDisabled && exporter === 'otlp'
  const settings = readSettings(isOn ? readers : silent)
  return isOn ? { url: target, ...settings } : undefined
}

function readSettings({ read, integer, optional }: Readers): Omit<TracingSettings, 'url'> {
  const listed = 'a list of name=value, separated by commas, with special characters percent-encoded'
  const headers = optional('OTEL_EXPORTER_OTLP_HEADERS', listed, headerPairs)
  const tracesHeaders = optional('OTEL_EXPORTER_OTLP_TRACES_HEADERS', listed, headerPairs)
  const protocol = optional('OTEL_EXPORTER_OTLP_PROTOCOL', PROTOCOLS.join(' or '), oneOf(PROTOCOLS))
  const tracesProtocol = optional('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', PROTOCOLS.join(' or '), oneOf(PROTOCOLS))
  const pem = (name: string) => optional(name, 'the path of a PEM file that can be read', pemFile)
  const ca = pem('OTEL_EXPORTER_OTLP_CERTIFICATE')
  const cert = pem('OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE')
  const key = pem('OTEL_EXPORTER_OTLP_CLIENT_KEY')
  const serviceName = optional('OTEL_SERVICE_NAME', 'a name', (text) => text)
  const samplers = `one of ${Object.keys(SAMPLERS).join(', ')}`
  const mostWaiting = integer('OTEL_BSP_MAX_QUEUE_SIZE', 2048, 1, 1_000_000)
  return {
    protocol: tracesProtocol ?? protocol ?? 'http/protobuf',
    headers: { ...headers, ...tracesHeaders },
    isCompressed:
      read('OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip or none', oneOf(['gzip', 'none']), () => 'none') === 'gzip',
    timeoutMs: integer('OTEL_EXPORTER_OTLP_TIMEOUT', 10_000, 1, 600_000),
    tls: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
    resource: {
      'service.name': 'quiva-gateway',
      ...optional('OTEL_RESOURCE_ATTRIBUTES', listed, pairs),
      ...(serviceName !== undefined && { 'service.name': serviceName }),
    },
    sampler: read(
      'OTEL_TRACES_SAMPLER',
      samplers,
      (name) => (Object.hasOwn(SAMPLERS, name) ? SAMPLERS[name] : undefined),
      () => ({ root: 'always_on', isParentBased: true }),
    ),
    ratio: read('OTEL_TRACES_SAMPLER_ARG', 'a number from 0 to 1', ratio, () => 1),
    batch: {
      delayMs: integer('OTEL_BSP_SCHEDULE_DELAY', 5000, 1, 600_000),
      mostWaiting,
      mostAtOnce: Math.min(mostWaiting, integer('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512, 1, 1_000_000)),
    },
  }
}

function oneOf<const Value extends string>(values: readonly Value[]) {
  return (text: string): Value | undefined => values.find((value) => value === text)
}

function ratio(text: string): number | undefined {
  const value = /^(0|1|0?\.\d{1,9}|1\.0+)$/.test(text) ? Number(text) : Number.NaN
  return value >= 0 && value <= 1 ? value : undefined
}

/** `name=value,…`, percent-encoded as in W3C Baggage; undefined for anything else. */
function pairs(text: string): Record<string, string> | undefined {
  try {
    const entries = text.split(',').map((part) => {
      const [, name = '', value = ''] = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/.exec(part) ?? []
      return [decodeURIComponent(name), decodeURIComponent(value)] as const
    })
    return entries.every(([name]) => name !== '') ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}

/** The same for headers: their names and values can be sent. */
function headerPairs(text: string): Record<string, string> | undefined {
  const found = pairs(text)
  if (!found) return undefined
  const fits = ([name, value]: [string, string]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value)
  return Object.entries(found).every(fits) ? found : undefined
}

/** An http(s) URL without a user, a query or a fragment. */
function endpointUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  return url.username || url.password || url.search || url.hash ? undefined : text
}

/** OTLP/HTTP adds the path of a signal to the general endpoint, and none to the one for traces. */
const tracesBelow = (endpoint: string): string => `${endpoint.replace(/\/+$/, '')}/v1/traces`

function pemFile(path: string): Buffer | undefined {
  try {
    const bytes = readFileSync(path)
    return bytes.includes('-----BEGIN ') ? bytes : undefined
  } catch {
    return undefined
  }
}
