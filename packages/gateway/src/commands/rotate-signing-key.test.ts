import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeEngines, openPlace, type Place } from '../../test/database/engines.ts'
import { openTestGateway, type TestGateway } from '../../test/gateway.ts'
import { later, MINUTE, SECOND } from '../../test/run/clock.ts'
import { NODE_COMPILE_CACHE } from '../../test/run/compile-cache.ts'
import { statusOf } from '../../test/users/sign-in.ts'

const run = promisify(execFile)
const COMMAND = path.join(import.meta.dirname, 'rotate-signing-key.ts')
/** What a new key waits before it signs. */
const ANNOUNCED = 10 * MINUTE

describeEngines('the command rotate-signing-key', (engine) => {
  let place: Place
  beforeEach(async () => {
    place = await openPlace(engine)
  })
  afterEach(() => place.remove())

  const rotate = (more: Record<string, string> = {}, ...args: string[]) =>
    run(process.execPath, [COMMAND, ...args], {
      env: { ...place.environment, NODE_COMPILE_CACHE, ...more },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )
  const keysOf = async (gateway: TestGateway): Promise<{ kid: string }[]> =>
    (await gateway.call('GET /.well-known/jwks.json')).body.keys

  it('adds a key, and says which and from when on it signs', async () => {
    const before = await openTestGateway(engine, { place })
    const root = await before.signUp()
    const [first] = await keysOf(before)
    await before.close()
    const { code, stdout, stderr } = await rotate()
    expect([code, stderr]).toEqual([0, ''])
    const [, kid, from] = /^The key ([\w-]{16}) is published\. It signs from (\S+) on\.\n$/.exec(stdout) ?? []
    expect(Math.abs(Date.parse(from ?? '') - Date.now() - ANNOUNCED)).toBeLessThan(20_000)
    const after = await openTestGateway(engine, { place })
    expect((await keysOf(after)).map((jwk) => jwk.kid)).toEqual([kid, first?.kid])
    expect(await statusOf(after, root.bearer)).toBe(200)
    await after.close()
  })

  it('explains itself and changes nothing with --help', async () => {
    const { code, stdout } = await rotate({}, '--help')
    expect(code).toBe(0)
    expect(stdout).toContain('Usage: npm run --silent rotate-signing-key -- [--revoke]')
  })

  it('needs the master key of the database', async () => {
    const gateway = await openTestGateway(engine, { place })
    const before = await keysOf(gateway)
    await gateway.close()
    const { code, stdout, stderr } = await rotate({ MASTER_KEY: Buffer.alloc(32, 7).toString('base64') })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('MASTER_KEY')
    expect(stderr).not.toContain('    at ')
    const again = await openTestGateway(engine, { place })
    expect(await keysOf(again)).toEqual(before)
    await again.close()
  })

  if (engine === 'sqlite') {
    it('beside a running gateway says to stop it', async () => {
      const gateway = await openTestGateway(engine, { place })
      const { code, stdout, stderr } = await rotate()
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toContain('is in use by another gateway process. Stop that process first')
      expect(stderr).not.toContain('    at ')
      expect(await keysOf(gateway)).toHaveLength(1)
      await gateway.close()
    })
  } else {
    it('works beside running gateways, which all know the key within a minute', async () => {
      const gateways = [await openTestGateway(engine, { place }), await openTestGateway(engine, { place })]
      expect((await rotate()).code).toBe(0)
      await later(MINUTE + SECOND, async () => {
        for (const gateway of gateways) expect(await keysOf(gateway)).toHaveLength(2)
      })
      for (const gateway of gateways) await gateway.close()
    })
  }
})
