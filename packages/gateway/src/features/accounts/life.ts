import type { Invalidation } from '../../access/invalidation.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { WorkHandler } from '../../platform/outbox/worker.ts'
import type { SendMail } from '../../transport/mail/work.ts'
import type { ClaimsPush } from '../../transport/messaging/claims-push.ts'
import type { RevokeAllKeys } from '../api-keys/revoke-all-keys.ts'
import type { EmailCodes } from '../authentication/email-codes.ts'
import type { RevokeSessions } from '../authentication/revoke-sessions.ts'
import type { CancelForClosedAccount } from '../payment/close.ts'
import { createCloseAccount } from './close.ts'
import { createDeleteAccount, type DeleteAccount, deleteDueAccounts } from './delete.ts'
import { createRenameAccount, type RenameAccount } from './rename.ts'
import { type AccountSettings, createAccountSettings } from './settings.ts'
import { createTellMembers, mailMembers } from './tell-members.ts'

/** What becomes of an account once it is there. */
export type AccountLife = {
  settings: AccountSettings
  rename: RenameAccount
  deletion: DeleteAccount
  handlers: WorkHandler[]
}

type Deps = {
  database: Database
  outbox: Outbox
  sendMail: SendMail
  emailCodes: EmailCodes
  claims: ClaimsPush
  invalidation: Invalidation
  revokeAllKeys: RevokeAllKeys
  revokeSessions: RevokeSessions
  cancelSubscription: CancelForClosedAccount
}

export function createAccountLife(deps: Deps): AccountLife {
  const { database, outbox, invalidation } = deps
  const tellMembers = createTellMembers(outbox)
  const closeAccount = createCloseAccount({ ...deps, tellMembers })
  return {
    settings: createAccountSettings(database, invalidation),
    rename: createRenameAccount({ ...deps, tellMembers }),
    deletion: createDeleteAccount({ ...deps, tellMembers, closeAccount }),
    handlers: [mailMembers(deps), deleteDueAccounts({ database, closeAccount })],
  }
}
