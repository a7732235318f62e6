import os from 'node:os'
import { parseArgs } from 'node:util'
import { isName, NAME_RULE } from '@quiva/verifier/name'
import type { TrustProxy } from './addresses.ts'

export type Settings = {
  urls: readonly string[]
  apiKey: string
  name: string
  host: string
  port: number
  processes: number
  trustProxy: TrustProxy
  anyAccount: boolean
  maxEntries: number
  maxStaleMs: number
  shutdownDelayMs: number
  maxHeaderBytes: number
}

export const HELP = `Usage: quiva-edge [--help | --version]

Answers GET /verify for proxies, from the memory of its own processes, as a Quiva Gateway does.

All settings are environment variables:

  QUIVA_URL               required: the gateway, or several of one database, separated by commas
  QUIVA_API_KEY           required: a key with the scope tokens:introspect
  EDGE_NAME               what GET /accounts/holders calls it; default: the name of this machine
  HOST, PORT              where to listen; default 127.0.0.1 and 8090
  PROCESSES               how many processes share the port; default: one for each core
  TRUST_PROXY             the proxies in front: their networks, separated by commas, or how many there are
  VERIFY_ANY_ACCOUNT      true: a question may leave out the account
  MAX_ENTRIES             how many credentials each process remembers; default 100000
  MAX_STALE_SECONDS       how long credentials are honoured beyond the lease while no gateway answers; default 0
  SHUTDOWN_DELAY_SECONDS  how long it goes on after a signal, not ready any more; default 0
  MAX_HEADER_BYTES        of one request; default 32768
`

/** What is wrong with the settings, for people. */
export class SettingsError extends Error {}

export function readArguments(args: string[]): { help: boolean; version: boolean } {
  try {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean' }, version: { type: 'boolean' } } })
    return { help: values.help === true, version: values.version === true }
  } catch (error) {
    throw new SettingsError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
  }
}

/** Reads all variables and says everything that is wrong at once. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const problems: string[] = []
  const text = (name: string) => env[name]?.trim() || undefined

  function whole(name: string, byDefault: number, least: number, most: number): number {
    const given = text(name)
    if (given === undefined) return byDefault
    if (/^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most) return Number(given)
    problems.push(`${name} must be a whole number from ${least} to ${most}`)
    return byDefault
  }

  function required(name: string, what: string): string {
    const given = text(name)
    if (given === undefined) problems.push(`${name} must be set: ${what}`)
    return given ?? ''
  }

  const urls = required('QUIVA_URL', 'the URL of the gateway')
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '')
  for (const url of urls)
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      problems.push('QUIVA_URL must have URLs that begin with https:// or http://')
  const apiKey = required('QUIVA_API_KEY', 'a key with the scope tokens:introspect')
  if (/\s/.test(apiKey)) problems.push('QUIVA_API_KEY must be one key')
  const name = text('EDGE_NAME') ?? (os.hostname().slice(0, 100) || 'edge')
  if (!isName(name)) problems.push(`EDGE_NAME ${NAME_RULE}`)
  const any = text('VERIFY_ANY_ACCOUNT') ?? 'false'
  if (any !== 'true' && any !== 'false') problems.push('VERIFY_ANY_ACCOUNT must be true or false')

  const settings = {
    urls,
    apiKey,
    name,
    host: text('HOST') ?? '127.0.0.1',
    port: whole('PORT', 8090, 1, 65_535),
    processes: whole('PROCESSES', os.availableParallelism(), 1, 256),
    trustProxy: readTrustProxy(text('TRUST_PROXY'), problems),
    anyAccount: any === 'true',
    maxEntries: whole('MAX_ENTRIES', 100_000, 1, 10_000_000),
    maxStaleMs: whole('MAX_STALE_SECONDS', 0, 0, 3600) * 1000,
    shutdownDelayMs: whole('SHUTDOWN_DELAY_SECONDS', 0, 0, 300) * 1000,
    maxHeaderBytes: whole('MAX_HEADER_BYTES', 32_768, 8192, 1_048_576),
  }
  if (problems.length > 0) throw new SettingsError(problems.map((problem) => `  ${problem}`).join('\n'))
  return settings
}

/** As TRUST_PROXY of the gateway: networks, single addresses, or a number of hops. */
function readTrustProxy(given: string | undefined, problems: string[]): TrustProxy {
  if (given === undefined) return false
  if (/^\d{1,2}$/.test(given)) return Number(given)
  const networks = given.split(',').map((network) => network.trim())
  const shape =
    /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/(?:[12]?\d|3[0-2]))?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:\/(?:\d{1,2}|1[01]\d|12[0-8]))?)$/
  if (!networks.every((network) => shape.test(network)))
    problems.push('TRUST_PROXY must be IP addresses and networks separated by commas, or a number of proxies')
  return networks
}
