import type { Access, Budget } from './access.ts'
import { createNetworks } from './networks.ts'
import type { KeyEnding, Principal } from './verdict.ts'

/** What a gateway says of one credential. */
export type Answer = Access | 'inactive' | 'unpaid' | 'unavailable'

export type Grant = {
  budget: number
  granted: number
  endsInMs: number
  remaining: number
  code: 'too_many_requests' | 'quota_exhausted' | 'unavailable' | undefined
  /** The gateway does not know the number any more. */
  gone: boolean
}

/** The frames of a gateway (docs/verifier-protocol.md). */
export type Frame =
  | { type: 'welcome'; holder: string; gateway: string; accountId: string; renewMs: number; entries: number }
  | { type: 'renewed'; n: number; leaseMs: number; allowanceMs: number }
  | { type: 'verified'; id: number; items: { index: number; answer: Answer }[] }
  | { type: 'evict'; n: number; tags: string[] | 'all' }
  | { type: 'budget'; id: number; items: Grant[] }
  | { type: 'goodbye'; reconnectMs: number }
  /** Of a newer gateway. */
  | { type: 'unknown' }

type Json = { readonly [name: string]: unknown }

/** Says what is wrong with a frame. */
export class BadFrame extends Error {}

export function readFrame(text: string): Frame {
  const frame = object(parse(text), 'frame')
  switch (frame.type) {
    case 'welcome':
      return {
        type: 'welcome',
        holder: string(frame.holder, 'holder'),
        gateway: string(frame.gateway, 'gateway'),
        accountId: string(frame.account_id, 'account_id'),
        renewMs: number(frame.renew_ms, 'renew_ms'),
        entries: number(frame.entries, 'entries'),
      }
    case 'renewed':
      return {
        type: 'renewed',
        n: number(frame.n, 'n'),
        leaseMs: number(frame.lease_ms, 'lease_ms'),
        allowanceMs: number(frame.max_stale_ms ?? 0, 'max_stale_ms'),
      }
    case 'verified':
      return { type: 'verified', id: number(frame.id, 'id'), items: list(frame.items, 'items').map(readAnswer) }
    case 'evict':
      return {
        type: 'evict',
        n: number(frame.n, 'n'),
        tags: frame.all === true ? 'all' : readTags(frame.tags),
      }
    case 'budget':
      return { type: 'budget', id: number(frame.id, 'id'), items: list(frame.items, 'items').map(readGrant) }
    case 'goodbye':
      return { type: 'goodbye', reconnectMs: number(frame.reconnect_ms, 'reconnect_ms') }
    default:
      string(frame.type, 'type')
      return { type: 'unknown' }
  }
}

function readAnswer(value: unknown): { index: number; answer: Answer } {
  const item = object(value, 'item')
  const index = number(item.i, 'i')
  if (item.error !== undefined) return { index, answer: 'unavailable' }
  if (item.active === false) return { index, answer: item.reason === 'payment_required' ? 'unpaid' : 'inactive' }
  if (item.active !== true) throw new BadFrame('active must be there')
  const { scopes, networks, budgets, unknownLimit } = readLimits(item.limits)
  return {
    index,
    answer: {
      principal: readPrincipal(object(item.principal, 'principal'), scopes),
      scopes: scopes && new Set(scopes),
      networks: networks && createNetworks(networks),
      budgets,
      unknownLimit,
      ending: item.ending === undefined || item.ending === null ? undefined : readEnding(object(item.ending, 'ending')),
      tags: readTags(item.tags),
      freshMs: number(item.fresh_ms, 'fresh_ms'),
    },
  }
}

/** One for all: what many keys have in common stays in the processor's cache. */
const NO_BUDGETS: readonly Budget[] = []
const KNOWN_LIMITS = new Set(['scopes', 'allowed_ips', 'budgets'])

function readLimits(value: unknown) {
  if (value === null) return { scopes: null, networks: null, budgets: NO_BUDGETS, unknownLimit: false }
  const limits = object(value, 'limits')
  const budgets = list(limits.budgets, 'budgets').map(readBudget)
  const known = budgets.filter((budget) => budget !== undefined)
  return {
    scopes: limits.scopes === null ? null : strings(limits.scopes, 'scopes'),
    networks: limits.allowed_ips === null ? null : strings(limits.allowed_ips, 'allowed_ips'),
    budgets: known,
    unknownLimit: known.length < budgets.length || Object.keys(limits).some((name) => !KNOWN_LIMITS.has(name)),
  }
}

/** Undefined for a kind of budget that only newer verifiers know. */
function readBudget(value: unknown): Budget | undefined {
  const budget = object(value, 'budget')
  const name = string(budget.name, 'name')
  if (name !== 'key' && name !== 'quota') return undefined
  return {
    number: number(budget.budget, 'budget'),
    name,
    quota: number(budget.quota, 'quota'),
    windowSeconds: number(budget.window_seconds, 'window_seconds'),
  }
}

function readPrincipal(told: Json, scopes: readonly string[] | null): Principal {
  const keyId = told.key_id ?? null
  return {
    accountId: string(told.account_id, 'account_id'),
    userId: string(told.sub, 'sub'),
    role: string(told.role, 'role'),
    kind: oneOf(told.kind, ['interactive', 'key'], 'kind'),
    keyId: keyId === null ? null : string(keyId, 'key_id'),
    scopes,
    scope: string(told.scope, 'scope'),
    environment: oneOf(told.environment, ['live', 'test'], 'environment'),
    metadata: told.metadata === undefined || told.metadata === null ? null : readMetadata(told.metadata),
    tags: told.tags === undefined ? [] : strings(told.tags, 'tags'),
    username: told.username === undefined ? undefined : string(told.username, 'username'),
    exp: number(told.exp, 'exp'),
  }
}

function readMetadata(value: unknown): { [name: string]: string | number | boolean } {
  return Object.fromEntries(
    Object.entries(object(value, 'metadata')).map(([name, one]) => {
      if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean')
        throw new BadFrame('metadata must have strings, numbers and booleans')
      return [name, one]
    }),
  )
}

function readEnding(told: Json): KeyEnding {
  const replacedBy = told.replaced_by ?? null
  return {
    endsOn: string(told.ends_on, 'ends_on'),
    replacedBy: replacedBy === null ? null : string(replacedBy, 'replaced_by'),
  }
}

function readGrant(value: unknown): Grant {
  const item = object(value, 'item')
  const budget = number(item.budget, 'budget')
  const gone = item.gone === true
  if (gone) return { budget, granted: 0, endsInMs: 0, remaining: 0, code: undefined, gone }
  return {
    budget,
    granted: number(item.granted, 'granted'),
    endsInMs: number(item.ends_in_ms, 'ends_in_ms'),
    remaining: number(item.remaining, 'remaining'),
    code: item.code === undefined ? undefined : readCode(string(item.code, 'code')),
    gone,
  }
}

/** Nobody knows what a code of a newer gateway means: it gives no units. */
function readCode(code: string): NonNullable<Grant['code']> {
  return code === 'too_many_requests' || code === 'quota_exhausted' ? code : 'unavailable'
}

function readTags(value: unknown): string[] {
  return list(value, 'tags').map((tag) => String(number(tag, 'tag')))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadFrame('is no JSON', { cause: error })
  }
}

function object(value: unknown, name: string): Json {
  if (!isObject(value)) throw new BadFrame(`${name} must be an object`)
  return value
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new BadFrame(`${name} must be a list`)
  return value
}

function strings(value: unknown, name: string): string[] {
  return list(value, name).map((one) => string(one, name))
}

function string(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new BadFrame(`${name} must be a string`)
  return value
}

function number(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new BadFrame(`${name} must be a whole number`)
  return value
}

function oneOf<const Text extends string>(value: unknown, texts: readonly Text[], name: string): Text {
  const found = texts.find((text) => text === value)
  if (found === undefined) throw new BadFrame(`${name} must be one of ${texts.join(', ')}`)
  return found
}
