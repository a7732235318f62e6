import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { isAnonymous, lackingScope, type OperationId, type ProtectedOperationId } from './policy.ts'
import { policyTable } from './policy-table.ts'
import { anyKey, scopeTable } from './scope-table.ts'
import { isScope } from './scopes.ts'

const operations = (Object.keys(policyTable) as OperationId[]).filter(
  (id): id is ProtectedOperationId => !isAnonymous(id) && !id.includes(':'),
)
const entries = Object.entries(scopeTable) as [ProtectedOperationId, string][]

describe('the table of scopes', () => {
  it('has each operation that takes a credential, and no other', () => {
    expect(Object.keys(scopeTable).toSorted()).toEqual(operations.toSorted())
  })

  it('names one whole scope for each, but for what tells a key only of itself', () => {
    const open = entries.filter(([, scope]) => scope === anyKey).map(([id]) => id)
    expect(open).toEqual(['verifyCredential'])
    for (const [id, scope] of entries)
      if (scope !== anyKey) expect([id, isScope(scope), scope.includes('*')]).toEqual([id, true, false])
  })

  it('is in docs/key-limits.md, line by line', async () => {
    const page = await readFile(new URL('../../../../docs/key-limits.md', import.meta.url), 'utf8')
    const documented = [...page.matchAll(/^\| `([a-z-]+:[a-z]+)` \| (.+) \|$/gm)].flatMap(([, scope, ids = '']) =>
      [...ids.matchAll(/`(\w+)`/g)].map(([, id]) => [id, scope]),
    )
    expect(documented.toSorted()).toEqual(entries.filter(([, scope]) => scope !== anyKey).toSorted())
  })
})

describe('whether scopes are enough for an operation', () => {
  it('asks nothing of who has none: a person, or a key without scopes', () => {
    for (const id of operations) expect(lackingScope(id, null)).toBeUndefined()
  })

  it('asks each key for the one scope of the operation, and says which is lacking', () => {
    for (const [id, scope] of entries) {
      const lacking = scope === anyKey ? undefined : scope
      const [resource, action] = scope.split(':')
      for (const other of ['orders:read', `${resource}x:${action}`, `${resource}:${action}x`])
        expect([id, lackingScope(id, new Set([other]))]).toEqual([id, lacking])
      for (const enough of [scope, `${resource}:*`, `*:${action}`, '*:*'])
        expect([id, lackingScope(id, new Set([enough]))]).toEqual([id, undefined])
    }
  })

  it('refuses what the table does not know', () => {
    expect(lackingScope('updateUser:factors', new Set(['profile:write', 'security:write']))).toBe('*:*')
  })
})
