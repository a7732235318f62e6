/** What the audit log can say happened. A name is never reused for something else; docs/audit-log.md explains each. */
export const auditActions = [
  'account.created',
  'account.activated',
  'account.creation_refused',
  'account.removed_unconfirmed',
  'email.confirmed',
  'email.confirmation_resent',
  'session.started',
  'session.factor_required',
  'session.refused',
  'session.refreshed',
  'session.ended',
  'session.refresh_reused',
  'session.refresh_revoked',
  'password.reset_requested',
  'password.changed',
  'email_code.sent',
  'oauth.linked',
  'member.accepted',
  'api_key.issued',
  'api_key.updated',
  'api_key.deleted',
  'api_key.expired',
  'api_key.creds_read',
] as const

export type AuditAction = (typeof auditActions)[number]
