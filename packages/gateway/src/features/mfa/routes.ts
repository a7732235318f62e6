import type { Targets } from '../../access/targets.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Mfa } from './mfa.ts'
import { authWithRecoveryCode } from './operations/auth-with-recovery-code.ts'
import { authWithTotp } from './operations/auth-with-totp.ts'
import { beginAuthWithPasskey } from './operations/begin-auth-with-passkey.ts'
import { beginPasskeyRegistration } from './operations/begin-passkey-registration.ts'
import { completeAuthWithPasskey } from './operations/complete-auth-with-passkey.ts'
import { completePasskeyRegistration } from './operations/complete-passkey-registration.ts'
import { confirmTotpRegistration } from './operations/confirm-totp-registration.ts'
import { generateTotpKey } from './operations/generate-totp-key.ts'
import { getUserMfaInfo } from './operations/get-user-mfa-info.ts'
import { issueRecoveryCodes } from './operations/issue-recovery-codes.ts'
import { listPasskeys } from './operations/list-passkeys.ts'
import { removeAllPasskeys } from './operations/remove-all-passkeys.ts'
import { removePasskey } from './operations/remove-passkey.ts'
import { removeTotp } from './operations/remove-totp.ts'
import { updateMfaSettings } from './operations/update-mfa-settings.ts'
import { viewRecoveryCodes } from './operations/view-recovery-codes.ts'

/** Every operation of the tag Multi-Factor Authentication. */
export function mfaRoutes(app: Server, mfa: Mfa, targets: Targets): void {
  const deps = { ...mfa, targets }
  getUserMfaInfo(app, deps)
  updateMfaSettings(app, deps)
  generateTotpKey(app, deps)
  confirmTotpRegistration(app, deps)
  removeTotp(app, deps)
  authWithTotp(app, deps)
  beginPasskeyRegistration(app, deps)
  completePasskeyRegistration(app, deps)
  listPasskeys(app, deps)
  removePasskey(app, deps)
  removeAllPasskeys(app, deps)
  beginAuthWithPasskey(app, deps)
  completeAuthWithPasskey(app, deps)
  issueRecoveryCodes(app, deps)
  viewRecoveryCodes(app, deps)
  authWithRecoveryCode(app, deps)
}
