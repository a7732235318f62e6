import type { Tx } from '../platform/database/database.ts'
import { listAdminAddresses } from './recipients-store.ts'

const MOST_RECIPIENTS = 100

/** To whom a mail about a member goes: to the person; about a machine member, which has no address, to root and admins. */
export async function recipientsOf(
  tx: Tx,
  member: { accountId: string; email: string; isMachine: boolean },
): Promise<string[]> {
  return member.isMachine ? listAdminAddresses(tx, member.accountId, MOST_RECIPIENTS) : [member.email]
}
