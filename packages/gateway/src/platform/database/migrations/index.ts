import type { Migration } from 'kysely/migration'
import { up as initial } from './0001-initial.ts'
import { up as waysIn } from './0002-ways-in.ts'
import { up as accountLife } from './0003-account-life.ts'
import { up as members } from './0004-members.ts'
import { up as profiles } from './0005-profiles.ts'
import { up as mfa } from './0006-mfa.ts'
import { up as bus } from './0007-bus.ts'
import { up as payments } from './0008-payments.ts'
import { up as keyLimits } from './0009-key-limits.ts'
import { up as keyLife } from './0010-key-life.ts'
import { up as rotatedBy } from './0011-rotated-by.ts'
import { up as requestIds } from './0014-request-ids.ts'
import { up as signUps } from './0015-sign-ups.ts'
import { up as inviters } from './0016-inviters.ts'
import { up as countingTries } from './0017-counting-tries.ts'
import { up as meshUnseen } from './0019-mesh-unseen.ts'
import { up as accessTokenHashes } from './0020-access-token-hashes.ts'
import { up as passkeyKind } from './0022-passkey-kind.ts'
import { up as accountLooks } from './0024-account-looks.ts'
import { up as keyDescriptions } from './0025-key-descriptions.ts'
import { up as keyPages } from './0026-key-pages.ts'
import { up as keyQuotas } from './0027-key-quotas.ts'
import { up as retireWhenSilent } from './0028-retire-when-silent.ts'
import { up as webhooks } from './0029-webhooks.ts'
import { up as importedKeys } from './0030-imported-keys.ts'
import { up as planDefaults } from './0032-plan-defaults.ts'
import { up as verifiers } from './0033-verifiers.ts'
import { up as gateways } from './0034-gateways.ts'
import { up as deviceSignIns } from './0035-device-sign-ins.ts'
import { up as gatewaysAllowance } from './0036-gateways-allowance.ts'
import { up as overview } from './0037-overview.ts'
import { up as droppedPayloads } from './0038-dropped-payloads.ts'
import { up as embedding } from './0039-embedding.ts'
import { up as suspendedAccounts } from './0040-suspended-accounts.ts'
import { up as samples } from './0041-samples.ts'
import { up as askersAndRefreshes } from './0042-askers-and-refreshes.ts'
import { up as deletingUsers } from './0043-deleting-users.ts'

/** Every migration in order; a released one is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-initial': { up: initial },
  '0002-ways-in': { up: waysIn },
  '0003-account-life': { up: accountLife },
  '0004-members': { up: members },
  '0005-profiles': { up: profiles },
  '0006-mfa': { up: mfa },
  '0007-bus': { up: bus },
  '0008-payments': { up: payments },
  '0009-key-limits': { up: keyLimits },
  '0010-key-life': { up: keyLife },
  '0011-rotated-by': { up: rotatedBy },
  '0014-request-ids': { up: requestIds },
  '0015-sign-ups': { up: signUps },
  '0016-inviters': { up: inviters },
  '0017-counting-tries': { up: countingTries },
  '0019-mesh-unseen': { up: meshUnseen },
  '0020-access-token-hashes': { up: accessTokenHashes },
  '0022-passkey-kind': { up: passkeyKind },
  '0024-account-looks': { up: accountLooks },
  '0025-key-descriptions': { up: keyDescriptions },
  '0026-key-pages': { up: keyPages },
  '0027-key-quotas': { up: keyQuotas },
  '0028-retire-when-silent': { up: retireWhenSilent },
  '0029-webhooks': { up: webhooks },
  '0030-imported-keys': { up: importedKeys },
  '0032-plan-defaults': { up: planDefaults },
  '0033-verifiers': { up: verifiers },
  '0034-gateways': { up: gateways },
  '0035-device-sign-ins': { up: deviceSignIns },
  '0036-gateways-allowance': { up: gatewaysAllowance },
  '0037-overview': { up: overview },
  '0038-dropped-payloads': { up: droppedPayloads },
  '0039-embedding': { up: embedding },
  '0040-suspended-accounts': { up: suspendedAccounts },
  '0041-samples': { up: samples },
  '0042-askers-and-refreshes': { up: askersAndRefreshes },
  '0043-deleting-users': { up: deletingUsers },
}
