import type { Server } from '../../transport/http/server.ts'
import type { Confirmation } from './confirmation.ts'
import type { CreateAccount } from './create.ts'
import type { DeleteAccount } from './delete.ts'
import { cancelAccountDeletion } from './operations/cancel-account-deletion.ts'
import { confirmEmail } from './operations/confirm-email.ts'
import { createAccount } from './operations/create-account.ts'
import { deleteAccount } from './operations/delete-account.ts'
import { getAccountInfo } from './operations/get-account-info.ts'
import { type ListAccounts, listAccountsByUser } from './operations/list-accounts-by-user.ts'
import { renameAccount } from './operations/rename-account.ts'
import { resendAccountConfirmation } from './operations/resend-account-confirmation.ts'
import { setEmergencyCredit } from './operations/set-emergency-credit.ts'
import { updateAccount } from './operations/update-account.ts'
import type { RenameAccount } from './rename.ts'
import type { AccountSettings } from './settings.ts'

export type AccountServices = {
  settings: AccountSettings
  rename: RenameAccount
  deletion: DeleteAccount
  createAccount: CreateAccount
  confirmation: Confirmation
  listAccounts: ListAccounts
}

export function accountRoutes(app: Server, services: AccountServices): void {
  createAccount(app, services)
  confirmEmail(app, services)
  resendAccountConfirmation(app, services)
  getAccountInfo(app)
  listAccountsByUser(app, services)
  updateAccount(app, services)
  setEmergencyCredit(app, services)
  renameAccount(app, services)
  deleteAccount(app, services)
  cancelAccountDeletion(app, services)
}
