import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { openEarnestGateway, type SignedInUser, type TestGateway } from '../../../test/gateway.ts'
import { addUser, join, type User } from '../../../test/users/users.ts'

const SIGN_INS = 50
/** Hashing on the event loop would hold a request up until all fifty are done; the benchmark has the milliseconds. */
const MOST_SHARE = 0.25

/** Attack: passwords are tried in such numbers that nobody else is served. */
describeEngines('while fifty sign in at once', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let url: string
  const users: User[] = []
  beforeAll(async () => {
    test = await openEarnestGateway(engine)
    root = await test.signUp()
    for (let count = 0; count < SIGN_INS; count += 1) {
      const user = await addUser(test)
      await join(test, user, root)
      users.push(user)
    }
    url = await test.gateway.server.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => test.close())

  async function signIn({ email, password }: User): Promise<number> {
    const response = await fetch(`${url}/accounts/auth-with-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    await response.arrayBuffer()
    return response.status
  }

  /** The times of requests with a key, two at a time, while `work` goes on; ascending. */
  async function readDuring(key: string, work: () => Promise<void>): Promise<number[]> {
    const times: number[] = []
    let working = true
    const read = async () => {
      while (working) {
        const start = performance.now()
        const response = await fetch(`${url}/accounts/info`, { headers: { 'x-api-key': key } })
        await response.arrayBuffer()
        times.push(performance.now() - start)
        expect(response.status).toBe(200)
      }
    }
    const readers = [read(), read()]
    await work().finally(() => {
      working = false
    })
    await Promise.all(readers)
    return times.sort((a, b) => a - b)
  }

  it('a request with a key does not wait for them: p99 is a small part of the time that they take together', async () => {
    const { key } = await test.issueKey(root.bearer)
    const shares: number[] = []
    for (let wave = 0; wave < 3; wave += 1) {
      const start = performance.now()
      const times = await readDuring(key, async () => {
        expect(await Promise.all(users.map(signIn))).toEqual(Array(SIGN_INS).fill(200))
      })
      const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
      const took = performance.now() - start
      shares.push(at(0.99) / took)
      process.stdout.write(
        `${engine}: ${SIGN_INS} sign-ins in ${took.toFixed(0)} ms; ${times.length} reads meanwhile, p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms\n`,
      )
    }
    // Starving would show in every wave; a busy machine spoils one.
    expect(Math.min(...shares), shares.join(', ')).toBeLessThan(MOST_SHARE)
  })
})
