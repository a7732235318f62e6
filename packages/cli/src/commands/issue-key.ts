import type { Connect } from '../connect.ts'
import { type DescriptionOptions, descriptionToSet } from '../description.ts'
import { wrongUsage } from '../errors.ts'
import { type LimitOptions, limitsToSet } from '../limits.ts'
import { type CredsPlace, idempotencyHeader, showNewKey } from '../new-key.ts'
import type { Output } from '../output.ts'

export type IssueOptions = LimitOptions &
  DescriptionOptions &
  CredsPlace & {
    expiryDays?: number
    /** The same by a shorter name. */
    expires?: number
    owner?: 'member' | 'account'
    role?: 'admin' | 'developer' | 'monitor' | 'billing'
    environment?: 'live' | 'test'
    idempotencyKey?: string
  }

type Parts = { connect: Connect; output: Output }

/** issueApiKey. */
export async function issueKey(name: string, options: IssueOptions, { connect, output }: Parts): Promise<void> {
  const { expires, expiryDays = expires, owner, role, environment, idempotencyKey } = options
  if (owner === 'account' && role === undefined) throw wrongUsage('--owner account needs --role: what the key may do')
  if (owner !== 'account' && role !== undefined) throw wrongUsage('--role is for keys with --owner account')
  const { client } = await connect.signedIn()
  const body = {
    key_name: name,
    ...(expiryDays !== undefined && { expiry_days: expiryDays }),
    ...(owner !== undefined && { owner }),
    ...(role !== undefined && { role }),
    ...(environment !== undefined && { environment }),
    ...limitsToSet(options),
    ...descriptionToSet(options),
  }
  await showNewKey(options, output, async () => {
    const { data } = await client.POST('/accounts/api-key', { ...idempotencyHeader(idempotencyKey), body })
    return data
  })
}
