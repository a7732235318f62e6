import type { Targets } from '../../access/targets.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Mfa } from './mfa.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { recoveryCodeRoutes } from './recovery-code-routes.ts'
import { mfaSettingsRoutes } from './settings-routes.ts'
import { totpRoutes } from './totp-routes.ts'

/** Every operation of the tag Multi-Factor Authentication. */
export function mfaRoutes(app: Server, mfa: Mfa, targets: Targets): void {
  mfaSettingsRoutes(app, { ...mfa, targets })
  totpRoutes(app, { ...mfa, targets })
  passkeyRoutes(app, { ...mfa, targets })
  recoveryCodeRoutes(app, { ...mfa, targets })
}
