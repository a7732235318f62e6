import { type GenerateKeyPairOptions, generateKeyPair } from 'jose'

/**
 * The algorithms that may sign access tokens and the JWTs of /verify (RFC 7518, §3.1; RFC 8037): SIGNING_ALGORITHM
 * selects one for new keys. EdDSA is the smallest and fastest; older libraries can verify the other two. An RSA key has
 * 3072 bits, as strong as the curves (NIST SP 800-57, part 1, table 2).
 */
const options = {
  EdDSA: { crv: 'Ed25519' },
  ES256: {},
  RS256: { modulusLength: 3072 },
} satisfies Record<string, GenerateKeyPairOptions>

export type SigningAlgorithm = keyof typeof options

export const signingAlgorithms = ['EdDSA', 'ES256', 'RS256'] as const satisfies readonly SigningAlgorithm[]

export function isSigningAlgorithm(name: unknown): name is SigningAlgorithm {
  return signingAlgorithms.some((known) => known === name)
}

export function generateSigningKey(algorithm: SigningAlgorithm) {
  return generateKeyPair(algorithm, { ...options[algorithm], extractable: true })
}
