import type { ProtectedOperationId, Target } from '../../../../gateway/src/access/policy.ts'
import { type Me, useMay, useMe } from '../../session/me.ts'
import type { ListedKey } from './key-queries.ts'

/** Whose a key is, as the policy table asks. */
function targetOf(key: ListedKey, me: Me): Target {
  if (key.owner === 'account') return 'account'
  if (key.email === undefined || key.email === me.user) return 'self'
  return key.email === me.account.root_email ? 'root' : 'member'
}

/** Whether the signed-in user may do something to a key, by the gateway's policy table. */
export function useKeyRights(): (operation: ProtectedOperationId, key: ListedKey) => boolean {
  const may = useMay()
  const me = useMe()
  return (operation, key) => may(operation, targetOf(key, me))
}
