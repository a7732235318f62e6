import type { LoginData } from '@quiva/client'
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  decide,
  lackingScope,
  mayEver,
  type ProtectedOperationId,
  type Target,
} from '../../../gateway/src/access/policy.ts'
import { isRole, type Role } from '../../../gateway/src/platform/values/roles.ts'
import { useClient } from '../gateway-context.tsx'
import { type Embedding, useEmbedding } from '../parts/embedding.ts'
import { meQuery } from './me-query.ts'

/** Loaded before the first screen, so that screens may rely on it. */
export type Me = LoginData & { role: Role }

export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery(useClient()))
  const { role } = data
  if (!isRole(role)) throw new Error(`the role ${role} is unknown to this page`)
  return { ...data, role }
}

/**
 * Whether the signed-in user may do an operation, by the gateway's own policy table: what may not be done is not
 * offered. The gateway decides again for each request.
 */
export type May = (operation: ProtectedOperationId, target?: Target) => boolean

export function mayOf(role: Role, embedding?: Pick<Embedding, 'scopes'>): May {
  const caller = { role, kind: embedding ? 'embedded' : 'interactive' } as const
  return (operation, target) => {
    if (embedding && lackingScope(operation, embedding.scopes) !== undefined) return false
    return target
      ? decide(operation, caller, target, { belongsElsewhere: false }).allowed
      : mayEver(operation, role, caller.kind).allowed
  }
}

export const useMay = (): May => mayOf(useMe().role, useEmbedding())
