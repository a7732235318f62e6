import { createKeyPair, type KeyPair } from './nkeys.ts'
import { systemUserJwt } from './operator-claims.ts'

/** The gateway's own user on the system account, with the least it needs; a new one for each process, never stored. */
export function createSystemUser(systemAccountKey: KeyPair): () => { jwt: string; seed: string } {
  const { publicKey: userPublicKey, seed } = createKeyPair('user')
  const jwt = systemUserJwt(
    { userPublicKey, name: 'quiva-gateway', issuedAtSeconds: Math.floor(Date.now() / 1000) },
    systemAccountKey,
  )
  return () => ({ jwt, seed })
}
