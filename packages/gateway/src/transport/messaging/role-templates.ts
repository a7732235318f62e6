import type { Role } from '../../platform/values/roles.ts'

/**
 * Subjects that a NATS user may or may not use in one direction; `deny` wins. Without `allow`, the user may use every
 * subject that is not denied.
 */
type Subjects = { allow?: string[]; deny?: string[] }

/** Permissions and limits of a scoped signing key (ADR-26 of NATS); -1 is no limit but the server's own. */
export type RoleTemplate = { subs: number; data: number; payload: number; pub: Subjects; sub: Subjects }

const unlimited = { subs: -1, data: -1, payload: -1 }

const everything: Subjects = { allow: ['>'] }

const nothing: Subjects = { deny: ['>'] }

/**
 * What each role's creds may do on the message bus (docs/decisions/0004). The servers have these templates in the
 * account claims, so a change of role reaches creds that exist already.
 *
 * A monitor may subscribe to everything except `_INBOX.>`, where replies to other clients' requests arrive, and
 * `_R_.>`, which carries such replies to clients of other accounts that call a service of this one. Billing may do
 * nothing on the bus; its creds exist only if the member had a stronger role before.
 */
export const roleTemplates: Readonly<Record<Role, RoleTemplate>> = {
  root: { ...unlimited, pub: everything, sub: everything },
  admin: { ...unlimited, pub: everything, sub: everything },
  developer: { ...unlimited, pub: everything, sub: everything },
  monitor: { ...unlimited, pub: nothing, sub: { allow: ['>'], deny: ['_INBOX.>', '_R_.>'] } },
  billing: { ...unlimited, pub: nothing, sub: nothing },
}
