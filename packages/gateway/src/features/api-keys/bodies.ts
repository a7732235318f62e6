import { invalid } from '../../platform/errors/refusal.ts'
import type { KeySelector } from './find-key.ts'
import type { IssuedApiKey } from './issue.ts'
import { shownLimitsOf } from './limit-schemas.ts'

/** `path` is where a refusal says that the two are. */
export function selectorOf(
  { id, key }: { id: string | undefined; key: string | undefined },
  path = '/querystring',
): KeySelector {
  if (id !== undefined && key === undefined) return { id }
  if (key !== undefined && id === undefined) return { key }
  throw invalid(path, 'must have exactly one of id and key')
}

export function times({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }) {
  return { created_on: new Date(createdAt).toISOString(), expires_on: new Date(expiresAt).toISOString() }
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

export function issuedBody(issued: IssuedApiKey) {
  const { id, name, key, creds } = issued
  return { ...times(issued), id, name, key, ...(creds !== null && { creds }), ...shownLimitsOf(issued) }
}
