import { createBoundedFetch } from '../../../platform/outbound/bounded-fetch.ts'

/**
 * What the OpenID library fetches with, wherever the discovery document points. 512 KiB is far above any discovery
 * document, key set or ID token.
 */
export const boundedFetch = createBoundedFetch('the provider', 512 * 1024)
