import type { AccountsTable } from '../platform/database/schema/accounts.ts'

/** An account as its members may see it: the contract's AccountPublicInfo. Nothing in it is secret. */
export type PublicAccount = {
  id: string
  /** Normalised, what members type when they sign in. */
  name: string
  display_name: string
  root_email: string
  subscription_status: AccountsTable['subscription_status']
  subscription_plan?: string
  emergency_credit: number
  country?: string
  company_name?: string
  address?: string
  website?: string
  phone_number?: string
  scheduled_for_deletion: boolean
  /** ISO 8601; only while a deletion is scheduled. */
  deletion_date?: string
  /** ISO 8601; only while a payment is late: from then on, the keys of the account are refused. */
  payment_due_by?: string
  region?: string
  provider?: string
  bstier: number
  cloud: boolean
  hub: boolean
}

/** The columns of `accounts as a` (and `users as r`, its root) that a PublicAccount is made of, for a select list. */
export const publicAccountColumns = [
  'a.id as a_id',
  'a.name as a_name',
  'a.display_name as a_display_name',
  'r.email as a_root_email',
  'a.subscription_status as a_subscription_status',
  'a.subscription_plan as a_subscription_plan',
  'a.emergency_credit as a_emergency_credit',
  'a.country as a_country',
  'a.company_name as a_company_name',
  'a.address as a_address',
  'a.website as a_website',
  'a.phone_number as a_phone_number',
  'a.deletion_scheduled_for as a_deletion_scheduled_for',
  'a.payment_grace_until as a_payment_grace_until',
  'a.region as a_region',
  'a.provider as a_provider',
  'a.bstier as a_bstier',
  'a.cloud as a_cloud',
  'a.hub as a_hub',
] as const

type Prefixed<Name extends keyof AccountsTable> = { [Column in Name as `a_${Column}`]: AccountsTable[Column] }

/** A row with `publicAccountColumns`. */
export type PublicAccountRow = { a_root_email: string } & Prefixed<
  | 'id'
  | 'name'
  | 'display_name'
  | 'subscription_status'
  | 'subscription_plan'
  | 'emergency_credit'
  | 'country'
  | 'company_name'
  | 'address'
  | 'website'
  | 'phone_number'
  | 'deletion_scheduled_for'
  | 'payment_grace_until'
  | 'region'
  | 'provider'
  | 'bstier'
  | 'cloud'
  | 'hub'
>

export function toPublicAccount(row: PublicAccountRow): PublicAccount {
  const deletion = row.a_deletion_scheduled_for
  const dueBy = row.a_payment_grace_until
  return {
    id: row.a_id,
    name: row.a_name,
    display_name: row.a_display_name,
    root_email: row.a_root_email,
    subscription_status: row.a_subscription_status,
    emergency_credit: row.a_emergency_credit,
    scheduled_for_deletion: deletion !== null,
    ...(deletion !== null && { deletion_date: new Date(deletion).toISOString() }),
    ...(dueBy !== null && { payment_due_by: new Date(dueBy).toISOString() }),
    bstier: row.a_bstier,
    cloud: row.a_cloud === 1,
    hub: row.a_hub === 1,
    ...present('subscription_plan', row.a_subscription_plan),
    ...present('country', row.a_country),
    ...present('company_name', row.a_company_name),
    ...present('address', row.a_address),
    ...present('website', row.a_website),
    ...present('phone_number', row.a_phone_number),
    ...present('region', row.a_region),
    ...present('provider', row.a_provider),
  }
}

/** A value that was never given is absent, as the contract has no nulls. */
function present<Name extends string>(name: Name, value: string | null): { [K in Name]?: string } {
  return value === null ? {} : ({ [name]: value } as { [K in Name]?: string })
}
