import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { openGateway } from '../../gateway/src/app.ts'
import { readConfig } from '../../gateway/src/platform/config/config.ts'
import { createLog } from '../../gateway/src/platform/log.ts'
import { DATA_FOLDER } from '../../gateway/test/run/memory.ts'
import { createClient, type TokenPair } from '../src/index.ts'
import { readConfirmation } from './mails.ts'

export type TestGateway = {
  url: string
  /** A new person with an account of their own, confirmed and signed in. */
  signUp(name: string): Promise<TokenPair>
  /** Signs such a person in again. */
  signIn(name: string): Promise<TokenPair>
  close(): Promise<void>
}

const password = 'correct-Horse7'

/** The gateway in this process, on a free port and an empty folder. */
export async function startGateway(): Promise<TestGateway> {
  const dataDir = await mkdtemp(path.join(DATA_FOLDER, 'quiva-client-'))
  const config = readConfig({ DATA_DIR: dataDir, RATE_LIMIT_ANONYMOUS_PER_MINUTE: '100000' })
  const gateway = await openGateway(config, createLog('silent'))
  const url = await gateway.server.listen({ host: '127.0.0.1', port: 0 })
  await gateway.start()
  const anonymous = createClient({ baseUrl: url })

  async function signIn(name: string): Promise<TokenPair> {
    const body = { email: `${name}@example.com`, password, account: name }
    const { data } = await anonymous.POST('/accounts/auth-with-password', { body })
    if (!('auth_token' in data)) throw new Error('a second factor is asked for')
    return { authToken: data.auth_token, refreshToken: data.refresh_token }
  }

  return {
    url,
    signIn,
    async signUp(name) {
      await anonymous.POST('/accounts', { body: { name, root_email: `${name}@example.com`, password } })
      const { code } = await readConfirmation(dataDir, `${name}@example.com`)
      await anonymous.POST('/accounts/confirm-email', { body: { code } })
      return signIn(name)
    },
    async close() {
      await gateway.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
