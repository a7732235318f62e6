import type { ApiKey, IssueApiKeyRequest, Quota, UpdateApiKeyRequest } from '@quiva/client'

/** What a person types before it becomes a request. Numbers stay texts: whether they fit, the gateway says. */
export type LimitsDraft = {
  access: 'read' | 'chosen' | 'everything'
  scopes: readonly string[]
  networks: readonly string[]
  rate: { on: boolean; requests: string; perSeconds: string }
  quota: { on: boolean; requests: string; per: Quota['per']; resets: Quota['resets'] }
}

export type MetadataRow = { id: number; name: string; value: string }
export type DescriptionDraft = { tags: readonly string[]; metadata: readonly MetadataRow[] }

const READ_ONLY = '*:read'

export const noLimits: LimitsDraft = {
  access: 'chosen',
  scopes: [],
  networks: [],
  rate: { on: false, requests: '100', perSeconds: '60' },
  quota: { on: false, requests: '10000', per: 'month', resets: 'calendar' },
}

function accessOf(scopes: readonly string[] | null): LimitsDraft['access'] {
  if (scopes === null) return 'everything'
  return scopes.length === 1 && scopes[0] === READ_ONLY ? 'read' : 'chosen'
}

export function limitsDraftOf({ scopes, allowed_ips: networks, rate_limit: rate, quota }: ApiKey): LimitsDraft {
  const access = accessOf(scopes)
  return {
    access,
    scopes: access === 'chosen' ? (scopes ?? []) : [],
    networks: networks ?? [],
    rate: rate ? { on: true, requests: String(rate.requests), perSeconds: String(rate.per_seconds) } : noLimits.rate,
    quota: quota ? { on: true, ...quota, requests: String(quota.requests) } : noLimits.quota,
  }
}

/** The scopes that the key gets; null for everything. */
export const scopesOf = ({ access, scopes }: Pick<LimitsDraft, 'access' | 'scopes'>): string[] | null => {
  if (access === 'everything') return null
  return access === 'read' ? [READ_ONLY] : [...scopes]
}

type Limits = Pick<UpdateApiKeyRequest, 'scopes' | 'allowed_ips' | 'rate_limit' | 'quota'>

/** Null stands for no limit. */
export function limitsOf(draft: LimitsDraft): Required<Limits> {
  const { networks, rate, quota } = draft
  return {
    scopes: scopesOf(draft),
    allowed_ips: networks.length > 0 ? [...networks] : null,
    rate_limit: rate.on ? { requests: Number(rate.requests), per_seconds: Number(rate.perSeconds) } : null,
    quota: quota.on ? { requests: Number(quota.requests), per: quota.per, resets: quota.resets } : null,
  }
}

/** A key is issued without the limits that it has not. */
export const limitsToIssue = (draft: LimitsDraft): Pick<IssueApiKeyRequest, keyof Limits> =>
  Object.fromEntries(Object.entries(limitsOf(draft)).filter(([, limit]) => limit !== null))

export const descriptionDraftOf = ({ tags, metadata }: ApiKey): DescriptionDraft => ({
  tags,
  metadata: Object.entries(metadata ?? {}).map(([name, value], id) => ({ id, name, value: shown(value) })),
})

type Metadata = NonNullable<ApiKey['metadata']>
type Value = Metadata[string]

/** A string that would else be read as something else stands in quotes. */
const shown = (value: Value): string =>
  typeof value !== 'string' || readValue(value) !== value ? JSON.stringify(value) : value

/** `5` and `true` are what they look like; `"5"` is a string; everything else is a string as it stands. */
export function readValue(text: string): Value {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value
  } catch {
    // It is no JSON.
  }
  return text
}

export const metadataOf = (rows: readonly MetadataRow[]): Metadata =>
  Object.fromEntries(
    rows.filter(({ name, value }) => name !== '' || value !== '').map(({ name, value }) => [name, readValue(value)]),
  )

/** The members that differ, so that a change touches nothing else. */
export function changed<T extends object>(before: T, after: T): Partial<T> {
  const differs = (name: string) =>
    JSON.stringify(Reflect.get(before, name)) !== JSON.stringify(Reflect.get(after, name))
  return Object.fromEntries(Object.entries(after).filter(([name]) => differs(name))) as Partial<T>
}
