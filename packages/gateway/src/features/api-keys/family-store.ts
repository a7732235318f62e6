import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Principal } from '../../access/principal.ts'

/** A key of a service account, which reaches only its family. */
export type Reach = { accountId: string; userId: string; apiKeyId: string }

/**
 * Whose keys a caller reaches as their own: a user reaches all of them, but a key of the account only its family. Many
 * imported keys share a service account (docs/decisions/0043), and each may be in the hands of another customer.
 */
export function reachOf({ accountId, userId, apiKeyId, isServiceAccount }: Principal): Reach | undefined {
  return isServiceAccount && apiKeyId !== null ? { accountId, userId, apiKeyId } : undefined
}

/**
 * For a query on `api_keys as k`: the key itself, what issued it or was rotated into it, and what all these issued or were
 * rotated into. An issued key of the account has a service account of its own, and so its family is all of it.
 */
export function isInFamily({ accountId, userId, apiKeyId }: Reach): RawBuilder<SqlBool> {
  return sql<SqlBool>`k.id in (
    with recursive up (id, parent_id, depth) as (
      select id, coalesce(issued_by_key_id, replaces_key_id), 0 from api_keys
        where id = ${apiKeyId} and account_id = ${accountId} and user_id = ${userId}
      union all
      select p.id, coalesce(p.issued_by_key_id, p.replaces_key_id), up.depth + 1
        from up inner join api_keys as p on p.id = up.parent_id
        where p.account_id = ${accountId} and p.user_id = ${userId}
    ),
    family (id, next_id) as (
      select f.id, f.replaced_by_key_id from api_keys as f
        where f.id = (select id from up order by depth desc limit 1)
      union
      select d.id, d.replaced_by_key_id
        from family inner join api_keys as d on (d.issued_by_key_id = family.id or d.id = family.next_id)
        where d.account_id = ${accountId} and d.user_id = ${userId}
    )
    select id from family)`
}
