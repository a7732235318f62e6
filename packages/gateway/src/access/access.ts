import { getHeapStatistics } from 'node:v8'
import type { Config } from '../platform/config/config.ts'
import type { Sealer } from '../platform/crypto/sealing.ts'
import type { Database } from '../platform/database/database.ts'
import type { Log } from '../platform/log.ts'
import { createQuotaExchange, createRateLimitExchange } from '../platform/throttle/rate-limit-exchange.ts'
import { createAccessTokens } from './access-tokens.ts'
import { createAuthenticate, type KeyWatch } from './authenticate.ts'
import { createCredentialCache } from './cache.ts'
import { createKnownEmbedOrigins } from './embed-origins.ts'
import { createImportedKeys } from './imported-keys/imported-keys.ts'
import { createInvalidation } from './invalidation.ts'
import { createKeyQuotas } from './key-limits/key-quotas.ts'
import { createKeyRateLimits } from './key-limits/key-rate-limits.ts'
import { createOperators } from './operators.ts'
import { createNoteRefusals } from './refusals/refusals.ts'
import { createSampledEvents } from './refusals/sampled-events.ts'
import { createConfirmations } from './revocation/confirmations.ts'
import { openRevocation } from './revocation/revocation.ts'
import { createSigningKeyStore } from './signing-key-store.ts'
import { openSigningKeys } from './signing-keys.ts'
import { createTargets } from './targets.ts'

type Deps = {
  database: Database
  sealer: Sealer
  config: Pick<Config, 'signingAlgorithm' | 'publicUrl' | 'operators' | 'cacheMemoryMb' | 'verifierMaxStaleSeconds'>
  keyWatch: KeyWatch
  writeSamplesEveryMs: number | undefined
  log: Log
}

/** Puts the module together: who the caller is, what they may do, and what revokes a right at once. */
export async function openAccess({ database, sealer, config, keyWatch, writeSamplesEveryMs, log }: Deps) {
  const cache = createCredentialCache({ maxBytes: config.cacheMemoryMb * 1_000_000 })
  warnOfSmallHeap(config.cacheMemoryMb, log)
  const signingKeys = await openSigningKeys(createSigningKeyStore(database), sealer, config.signingAlgorithm)
  const tokens = createAccessTokens(signingKeys, config.publicUrl)
  const sampledEvents = createSampledEvents(database, log, writeSamplesEveryMs)
  const confirmations = createConfirmations(database, log, writeSamplesEveryMs)
  const rateLimitExchange = createRateLimitExchange(database, log)
  const quotaExchange = createQuotaExchange(database, log)
  const importedKeys = createImportedKeys(database, sealer, log)
  const embedOrigins = createKnownEmbedOrigins(database, log)
  const remembered = {
    ...cache,
    trustUntil(wallMs: number, monotonicMs: number) {
      cache.trustUntil(wallMs, monotonicMs)
      importedKeys.trustUntil(wallMs, monotonicMs)
      embedOrigins.trustUntil(wallMs, monotonicMs)
    },
  }
  const forget = () => {
    signingKeys.forget()
    importedKeys.forget()
    embedOrigins.forget()
  }
  const heard = (text: string) => importedKeys.heard(text) || embedOrigins.heard(text)
  const mostAllowanceMs = config.verifierMaxStaleSeconds * 1000
  const revocation = openRevocation(database, remembered, { forget, heard }, mostAllowanceMs, log)

  return {
    authenticate: createAuthenticate(database, cache, tokens, keyWatch, importedKeys),
    cachedCredentials: cache.size,
    importedKeys,
    embedOrigins,
    invalidation: createInvalidation({ database, cache, ...revocation }),
    revocation,
    confirmations,
    keyRateLimits: createKeyRateLimits(rateLimitExchange),
    keyQuotas: createKeyQuotas(quotaExchange, database.engine === 'postgres'),
    operators: createOperators(database, config.operators),
    noteRefusals: createNoteRefusals(database, sampledEvents),
    signingKeys,
    targets: createTargets(database),
    tokens,
    parts: {
      importedKeys: { name: 'imported keys', start: importedKeys.start, stop: importedKeys.stop },
      embedOrigins: { name: 'origins of embedded sessions', start: embedOrigins.start, stop: embedOrigins.stop },
      evictions: { name: 'evictions by other gateways', ...revocation.part },
      rateLimits: { name: 'exchange of rate limits', stop: () => rateLimitExchange?.stop() },
      quotas: { name: 'counts of quotas', stop: quotaExchange.stop },
      confirmations: { name: 'how revocations went', start: confirmations.start, stop: confirmations.stop },
      refusals: { name: 'samples of refusals', start: sampledEvents.start, stop: sampledEvents.stop },
    },
  }
}

/** The share of the heap that the cache may take, before a busy gateway could run out of memory. */
const SHARE_OF_HEAP = 0.5

function warnOfSmallHeap(cacheMemoryMb: number, log: Log): void {
  const heapMb = Math.floor(getHeapStatistics().heap_size_limit / 1_000_000)
  if (cacheMemoryMb > SHARE_OF_HEAP * heapMb)
    log.warn(
      { cacheMemoryMb, heapMb },
      'CACHE_MEMORY_MB is more than half of the heap of Node.js: the gateway may run out of memory. Set a smaller value, or NODE_OPTIONS=--max-old-space-size.',
    )
}
