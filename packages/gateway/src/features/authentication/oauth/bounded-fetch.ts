import { createBoundedFetch } from '../../../platform/outbound/bounded-fetch.ts'

/**
 * The fetch function of the OpenID library, for every address that the discovery document names. 512 KiB is far above
 * any discovery document, key set or ID token.
 */
export const boundedFetch = createBoundedFetch('the provider', 512 * 1024)
