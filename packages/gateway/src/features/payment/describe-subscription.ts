import type { AccountSubscription } from '../../access/directory/accounts.ts'

/** What the audit log says of it. */
export function describeSubscription({ status, plan, defaults: { rate, quota, maxKeys } }: AccountSubscription) {
  return {
    ...{ status, plan },
    ...(rate !== null && { default_rate: rate }),
    ...(quota !== null && { default_quota: quota }),
    ...(maxKeys !== null && { max_keys: maxKeys }),
  }
}
